/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the patterns together, and makes the model from its examples, while the program is built.
 *
 * usage: shc-safety-compile OUTPUT {PATTERNS.txt…|[--replies] EXAMPLES.tsv…}
 */

#define G_LOG_DOMAIN "shc-safety-compile"

#include "config.h"

#include <string.h>

#include "shc-safety-builder.h"
#include "shc-safety-trainer.h"

static gboolean
is_example_file (const char *path)
{
  return g_str_has_suffix (path, ".tsv");
}

static gboolean
read_file (ShcSafetyBuilder  *builder,
           GPtrArray         *examples,
           const char        *path,
           GError           **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *language = g_strndup (name, strcspn (name, "."));
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  return is_example_file (path) ? shc_safety_examples_read (examples, content, name, 1, error)
                                : shc_safety_builder_read (builder, language, content, error);
}

static GBytes *
make (ShcSafetyBuilder *builder,
      const GPtrArray  *examples,
      gboolean          replies)
{
  if (replies)
    return shc_safety_train_replies (examples, -1);
  return examples->len > 0 ? shc_safety_train (examples, -1) : shc_safety_builder_finish (builder);
}

int
main (int    argc,
      char **argv)
{
  gboolean replies = argc > 2 && g_str_equal (argv[2], "--replies");
  g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
  g_autoptr(GPtrArray) examples = shc_safety_examples_new ();
  g_autoptr(GBytes) data = NULL;
  g_autoptr(GError) error = NULL;

  if (argc < 3 + replies)
    return 2;
  for (int i = 2 + replies; i < argc && error == NULL; i++)
    read_file (builder, examples, argv[i], &error);
  if (error == NULL)
    {
      data = make (builder, examples, replies);
      g_file_set_contents (argv[1], g_bytes_get_data (data, NULL), (gssize) g_bytes_get_size (data), &error);
    }
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
