/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the patterns together while the program is built, so that starting it does not read them.
 *
 * usage: shc-safety-compile OUTPUT PATTERNS.txt…
 */

#define G_LOG_DOMAIN "shc-safety-compile"

#include "config.h"

#include <string.h>

#include "shc-safety-builder.h"

static gboolean
read_file (ShcSafetyBuilder  *builder,
           const char        *path,
           GError           **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *language = g_strndup (name, strcspn (name, "."));
  g_autofree char *content = NULL;

  return g_file_get_contents (path, &content, NULL, error) &&
         shc_safety_builder_read (builder, language, content, error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(ShcSafetyBuilder) builder = shc_safety_builder_new ();
  g_autoptr(GBytes) data = NULL;
  g_autoptr(GError) error = NULL;

  for (int i = 2; i < argc && error == NULL; i++)
    read_file (builder, argv[i], &error);
  if (error == NULL && argc > 2)
    {
      data = shc_safety_builder_finish (builder);
      g_file_set_contents (argv[1], g_bytes_get_data (data, NULL), (gssize) g_bytes_get_size (data), &error);
    }
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL || argc <= 2;
}
