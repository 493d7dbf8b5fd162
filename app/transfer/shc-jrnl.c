/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both forms of a jrnl journal share. */

#define G_LOG_DOMAIN "shc-jrnl"

#include "config.h"

#include "shc-jrnl.h"

#include <string.h>

#include "shc-text.h"

#define TAG_SYMBOL '@'
#define STARRED_TAG "starred"

static gboolean
is_tag_char (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c) || (c < 0x80 && strchr ("_-+*#/", (int) c));
}

static void
add_tag (GStrvBuilder *builder,
         const char   *word)
{
  g_autofree char *tag = g_utf8_strdown (word, -1);

  if (g_utf8_strlen (tag, -1) <= SHC_LABEL_MAX_CHARS)
    g_strv_builder_add (builder, tag);
}

/* A tag stands at the beginning or after white space, and is kept without its "@". */
static void
add_tags (GStrvBuilder *builder,
          const char   *text)
{
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0';)
    {
      const char *stop = g_utf8_next_char (p);

      if (*p == TAG_SYMBOL && at_start)
        {
          while (*stop != '\0' && is_tag_char (g_utf8_get_char (stop)))
            stop = g_utf8_next_char (stop);
          if (stop > p + 1)
            {
              g_autofree char *word = g_strndup (p + 1, (gsize) (stop - p - 1));

              add_tag (builder, word);
            }
        }

      at_start = g_unichar_isspace (g_utf8_get_char (p));
      p = stop;
    }
}

ShcImportEntry *
shc_jrnl_entry_new (const char         *date,
                    const char         *time,
                    const char         *text,
                    gboolean            starred,
                    const char *const  *listed,
                    GError            **error)
{
  g_autoptr (ShcImportEntry) entry = shc_import_entry_new ();
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  g_autofree char *when = time != NULL ? g_strdup_printf ("%sT%s", date, time) : g_strdup (date);
  ShcReflection *reflection;

  if (entry->reflection == NULL)
    entry->reflection = shc_reflection_new ();
  reflection = entry->reflection;

  if (!shc_date_parse (when, &reflection->date, error) ||
      !shc_text_check (text, strlen (text), error))
    return NULL;

  for (gsize i = 0; listed != NULL && listed[i] != NULL; i++)
    add_tag (tags, listed[i]);
  add_tags (tags, text);
  if (starred)
    g_strv_builder_add (tags, STARRED_TAG);
  g_strfreev (reflection->tags);
  reflection->tags = g_strv_builder_end (tags);
  reflection->text = g_strdup (text);

  if (!shc_reflection_check (reflection, error))
    return NULL;

  return g_steal_pointer (&entry);
}
