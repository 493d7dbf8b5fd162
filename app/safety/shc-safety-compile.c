/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the patterns together, and makes the model from its examples, while the program is built.
 *
 * usage: shc-safety-compile OUTPUT {PATTERNS.txt…|[--replies RULES.gvariant] EXAMPLES.tsv…}
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
           ShcSafetyRules    *rules,
           const char        *path,
           GError           **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *language = g_strndup (name, strcspn (name, "."));
  g_autofree char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, error))
    return FALSE;
  if (!is_example_file (path))
    return shc_safety_builder_read (builder, language, content, error);
  if (rules != NULL)
    return shc_safety_reply_examples_read (examples, rules, content, name, 1, error);
  return shc_safety_examples_read (examples, content, name, 1, error);
}

/* Returns: (transfer full) (nullable): what is to be written. */
static GBytes *
make (ShcSafetyBuilder  *builder,
      char             **paths,
      const char        *rules_path,
      GError           **error)
{
  g_autoptr(GPtrArray) examples = shc_safety_examples_new ();
  g_autoptr(ShcSafetyRules) rules = NULL;

  if (rules_path != NULL)
    {
      g_autofree char *content = NULL;
      g_autoptr(GBytes) data = NULL;
      gsize length;

      if (!g_file_get_contents (rules_path, &content, &length, error))
        return NULL;
      data = g_bytes_new_take (g_steal_pointer (&content), length);
      rules = shc_safety_rules_new (data);
      shc_safety_lexicon_set_exact (rules->lexicon);
    }
  for (guint i = 0; paths[i] != NULL; i++)
    if (!read_file (builder, examples, rules, paths[i], error))
      return NULL;
  if (rules != NULL)
    return shc_safety_train_replies (examples, -1);
  return examples->len > 0 ? shc_safety_train (examples, -1) : shc_safety_builder_finish (builder);
}

int
main (int    argc,
      char **argv)
{
  gboolean replies = argc > 3 && g_str_equal (argv[2], "--replies");
  g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
  g_autoptr(GBytes) data = NULL;
  g_autoptr(GError) error = NULL;

  if (argc < (replies ? 5 : 3))
    return 2;
  data = make (builder, argv + (replies ? 4 : 2), replies ? argv[3] : NULL, &error);
  if (data != NULL)
    g_file_set_contents (argv[1], g_bytes_get_data (data, NULL), (gssize) g_bytes_get_size (data), &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
