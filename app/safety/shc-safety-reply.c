/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a language model says, looked at before a person reads it. */

#define G_LOG_DOMAIN "shc-safety-reply"

#include "config.h"

#include "shc-safety-reply.h"

#include <string.h>

#include "shc-safety-data.h"
#include "shc-safety-matcher.h"

/* A sentence without an end is looked at in pieces of so many bytes, or each word of it would have all of it read
 * again. */
#define LONGEST_SENTENCE 600u

struct _ShcSafetyReply
{
  char    *note;
  GString *shown;
  gsize    settled;        /* of the reply: so many bytes are whole sentences that were looked at */
  gsize    settled_shown;  /* and what of them is shown ends here */
  guint    n_withheld;
};

static const ShcSafetyRules *
get_rules (void)
{
  static gsize rules;

  if (g_once_init_enter (&rules))
    {
      g_autoptr(GBytes) data = shc_safety_read_bytes ("replies.gvariant");

      g_once_init_leave (&rules, (gsize) shc_safety_rules_new (data));
    }
  return (const ShcSafetyRules *) rules;
}

ShcSafetyReply *
shc_safety_reply_new (const char *note)
{
  ShcSafetyReply *self = g_new0 (ShcSafetyReply, 1);

  self->note = g_strdup (note);
  self->shown = g_string_new (NULL);
  return self;
}

void
shc_safety_reply_free (ShcSafetyReply *self)
{
  g_free (self->note);
  g_string_free (self->shown, TRUE);
  g_free (self);
}

guint
shc_safety_reply_get_n_withheld (const ShcSafetyReply *self)
{
  return self->n_withheld;
}

static ShcSafetyLevel
judge (const char *sentence,
       gsize       length)
{
  g_autoptr(ShcSafetyText) text = shc_safety_text_new (sentence, length);

  return shc_safety_match (get_rules (), text, NULL).level;
}

/* A sentence ends behind its mark and the space after it, or with the line; "2.5" and "e.g.," go on. */
static gsize
find_sentence (const char *text,
               gsize       length)
{
  gsize word = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (i >= LONGEST_SENTENCE && word > 0)
        return word;
      if (g_ascii_isspace (text[i]))
        word = i + 1;
      if (text[i] == '\n')
        return i + 1;
      if (i > 0 && g_ascii_isspace (text[i]) && strchr (".!?:;", text[i - 1]) != NULL)
        return i + 1;
      if (strncmp (text + i, "؟", strlen ("؟")) == 0 || strncmp (text + i, "。", strlen ("。")) == 0)
        return MIN (i + strlen ("。"), length);
    }
  return 0;
}

static void
settle (ShcSafetyReply *self,
        const char     *sentence,
        gsize           length)
{
  if (judge (sentence, length) < SHC_SAFETY_NOW)
    g_string_append_len (self->shown, sentence, (gssize) length);
  else
    {
      self->n_withheld++;
      g_string_append (self->shown, self->note);
      g_string_append_c (self->shown, sentence[length - 1] == '\n' ? '\n' : ' ');
    }
  self->settled += length;
  self->settled_shown = self->shown->len;
}

const char *
shc_safety_reply_update (ShcSafetyReply *self,
                         const char     *text,
                         gsize           length,
                         gsize           kept,
                         gboolean        ended,
                         gsize          *same)
{
  gsize sentence;

  if (kept < self->settled)
    {
      self->settled = self->settled_shown = 0;
      self->n_withheld = 0;
    }
  *same = self->settled_shown;
  g_string_truncate (self->shown, self->settled_shown);
  while ((sentence = find_sentence (text + self->settled, length - self->settled)) > 0)
    settle (self, text + self->settled, sentence);
  if (ended && length > self->settled)
    settle (self, text + self->settled, length - self->settled);
  else if (length > self->settled && judge (text + self->settled, length - self->settled) == SHC_SAFETY_NONE)
    g_string_append_len (self->shown, text + self->settled, (gssize) (length - self->settled));
  return self->shown->str;
}
