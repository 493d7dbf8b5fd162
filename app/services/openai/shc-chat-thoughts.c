/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model thinks aloud is not its answer. */

#define G_LOG_DOMAIN "shc-chat-thoughts"

#include "config.h"

#include "shc-chat-thoughts.h"

#include <string.h>

#define OPENING "<think>"
#define CLOSING "</think>"
#define SPACE " \t\r\n"

/* Returns: how many bytes at the end of @text could be the beginning of CLOSING. */
static gsize
count_begun (const GString *text)
{
  for (gsize n = MIN (text->len, strlen (CLOSING) - 1); n > 0; n--)
    if (memcmp (text->str + text->len - n, CLOSING, n) == 0)
      return n;
  return 0;
}

static gboolean
is_thinking (const GString *text,
             gboolean       over)
{
  const char *first = text->str + strspn (text->str, SPACE);

  return g_str_has_prefix (first, OPENING) || (!over && g_str_has_prefix (OPENING, first));
}

/* The first one counts: an answer may speak of such signs. */
static void
find_closing (ShcChatThoughts *self,
              const GString   *text,
              gsize            kept)
{
  const char *found;

  if (kept < self->closed)
    self->closed = self->looked = 0;
  if (self->closed > 0)
    return;
  found = strstr (text->str + MIN (self->looked, kept - MIN (kept, strlen (CLOSING) - 1)), CLOSING);
  if (found != NULL)
    self->closed = (gsize) (found - text->str) + strlen (CLOSING);
  self->looked = text->len - MIN (text->len, strlen (CLOSING) - 1);
}

void
shc_chat_thoughts_look (ShcChatThoughts *self,
                        const GString   *text,
                        gsize            kept,
                        gboolean         over)
{
  find_closing (self, text, kept);
  self->end = text->len;
  if (self->closed > 0)
    self->begin = self->closed + strspn (text->str + self->closed, SPACE);
  else if (is_thinking (text, over))
    self->begin = text->len;
  else
    {
      self->begin = 0;
      self->end -= over ? 0 : count_begun (text);
    }
}
