/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the companion said, quoted in what a person writes. */

#define G_LOG_DOMAIN "shc-ai-words"

#include "config.h"

#include "shc-ai-words.h"

#include <string.h>

#include "shc-conversation-keep.h"

char *
shc_ai_words_quote (const char *text)
{
  g_autofree char *stripped = NULL;
  g_autofree char *marked = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GString) quote = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  marked = shc_conversation_quote_reply (stripped);
  lines = g_strsplit (marked, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      gsize length = strlen (lines[i]);

      if (length > 0 && lines[i][length - 1] == '\r')
        lines[i][--length] = '\0';
      g_string_append_printf (quote, length > 0 ? "> %s\n" : ">%s\n", lines[i]);
    }
  return g_string_free (g_steal_pointer (&quote), FALSE);
}
