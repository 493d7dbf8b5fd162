/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model thinks aloud is not its answer. */

#define G_LOG_DOMAIN "shc-chat-completions"

#include "config.h"

#include "shc-chat-thoughts.h"

#include <string.h>

#define OPENING "<think>"
#define CLOSING "</think>"

enum
{
  START,    /* nothing but white space so far */
  THINKING,
  BEHIND,   /* after a thought: white space belongs to neither */
  SPEAKING, /* without a thought before it */
  ANSWERING,
};

/* Returns: how many bytes at the end of @held could be the beginning of @tag. */
static gsize
count_begun (const GString *held,
             const char    *tag)
{
  for (gsize n = MIN (held->len, strlen (tag) - 1); n > 0; n--)
    if (memcmp (held->str + held->len - n, tag, n) == 0)
      return n;
  return 0;
}

static void
skip_space (GString *held)
{
  gsize n = 0;

  while (n < held->len && g_ascii_isspace (held->str[n]))
    n++;
  g_string_erase (held, 0, (gssize) n);
}

static void
move (GString *held,
      gsize    keep,
      GString *to)
{
  if (to != NULL)
    g_string_append_len (to, held->str, (gssize) (held->len - keep));
  g_string_erase (held, 0, (gssize) (held->len - keep));
}

/* Returns: whether it is known by now what the text begins with. */
static gboolean
begin (ShcChatThoughts *self)
{
  const char *text = self->held->str + strspn (self->held->str, " \t\r\n");

  if (g_str_has_prefix (text, OPENING))
    {
      g_string_erase (self->held, 0, text + strlen (OPENING) - self->held->str);
      self->place = THINKING;
      return TRUE;
    }
  if (g_str_has_prefix (OPENING, text))
    return FALSE;
  self->place = SPEAKING;
  return TRUE;
}

/* Returns: whether the end of a thought was in what is held, which then begins behind it. */
static gboolean
end_thought (GString *held,
             GString *to)
{
  const char *end = strstr (held->str, CLOSING);

  if (end == NULL)
    {
      move (held, count_begun (held, CLOSING), to);
      return FALSE;
    }
  g_string_erase (held, 0, end + strlen (CLOSING) - held->str);
  return TRUE;
}

gboolean
shc_chat_thoughts_take (ShcChatThoughts *self,
                        const char      *piece,
                        GString         *said)
{
  gboolean alone = FALSE;

  if (self->held == NULL)
    self->held = g_string_new (NULL);
  g_string_append (self->held, piece);
  if (self->place == START && !begin (self))
    return FALSE;
  if (self->place == THINKING && end_thought (self->held, NULL))
    self->place = BEHIND;
  else if (self->place == SPEAKING && end_thought (self->held, said))
    {
      alone = TRUE;
      g_string_truncate (said, 0);
      self->place = BEHIND;
    }
  if (self->place == BEHIND)
    skip_space (self->held);
  if (self->place == BEHIND && self->held->len > 0)
    self->place = ANSWERING;
  if (self->place == ANSWERING)
    move (self->held, 0, said);
  return alone;
}

void
shc_chat_thoughts_end (ShcChatThoughts *self,
                       GString         *said)
{
  if (self->held == NULL)
    return;
  move (self->held, 0, self->place != THINKING ? said : NULL);
}

void
shc_chat_thoughts_clear (ShcChatThoughts *self)
{
  if (self->held != NULL)
    g_string_free (self->held, TRUE);
  self->held = NULL;
}
