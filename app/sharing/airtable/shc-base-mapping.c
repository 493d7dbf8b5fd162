/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The setting that gives columns and choices of a base other names. */

#define G_LOG_DOMAIN "shc-base-mapping"

#include "config.h"

#include "shc-base-mapping.h"

#include <string.h>

/* Whether @line is about @key, in any case. Returns: (nullable): what stands behind its "=". */
static const char *
find_name (const char *line,
           const char *key)
{
  const char *equals = strchr (line, '=');
  g_autofree char *left = equals != NULL ? g_strndup (line, (gsize) (equals - line)) : NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (left == NULL)
    return NULL;
  a = g_utf8_casefold (g_strstrip (left), -1);
  b = g_utf8_casefold (key, -1);
  return g_str_equal (a, b) ? equals + 1 : NULL;
}

char *
shc_base_mapping_get (const char *mapping,
                      const char *key)
{
  g_auto(GStrv) lines = NULL;
  char *found = NULL;

  g_return_val_if_fail (mapping != NULL && key != NULL, NULL);

  lines = g_strsplit (mapping, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *name = find_name (lines[i], key);
      g_autofree char *stripped = name != NULL ? g_strstrip (g_strdup (name)) : NULL;

      /* As the layout reads it: the last one that says something counts. */
      if (stripped != NULL && *stripped != '\0')
        {
          g_free (found);
          found = g_steal_pointer (&stripped);
        }
    }
  return found;
}

char *
shc_base_mapping_set (const char *mapping,
                      const char *key,
                      const char *name)
{
  g_auto(GStrv) lines = NULL;
  g_autofree char *wanted = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr(GString) text = g_string_new (NULL);

  g_return_val_if_fail (mapping != NULL && key != NULL, NULL);

  lines = g_strsplit (mapping, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (find_name (lines[i], key) == NULL && *lines[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", lines[i]);
  if (*wanted != '\0')
    g_string_append_printf (text, "%s%s = %s", text->len > 0 ? "\n" : "", key, wanted);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
