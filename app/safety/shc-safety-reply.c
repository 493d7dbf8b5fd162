/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a language model says, looked at before a person reads it. */

#define G_LOG_DOMAIN "shc-safety-reply"

#include "config.h"

#include "shc-safety-reply.h"

#include <string.h>

#include "shc-safety-data.h"
#include "shc-safety-matcher.h"
#include "shc-safety-reply-model.h"

/* A sentence without an end is looked at in pieces of so many bytes, or each word of it would have all of it read
 * again. */
#define LONGEST_SENTENCE 600u

/* The model knows whole sentences: of "Eat only", where a reply was stopped, it has to be surer, or a rule has to say so. */
#define MORE_IF_CUT 1.5

struct _ShcSafetyReply
{
  char    *note;
  GString *shown;          /* (nullable): where that is not the reply itself, since something of it was left out */
  GString *before;         /* what was shown last behind what is settled */
  gsize    settled;        /* of the reply: so many bytes are whole sentences that were looked at */
  gsize    settled_shown;  /* and what of them is shown ends here */
  gsize    anchor_end;     /* if not 0, an anchor of the sentence behind that was found in so many bytes */
  gsize    free;           /* of the sentence behind what is settled: so many bytes are shown before its end */
  guint    n_withheld;
};

static const ShcSafetyRules *
get_rules (void)
{
  static gsize rules;

  if (g_once_init_enter (&rules))
    {
      g_autoptr(GBytes) data = shc_safety_read_bytes ("replies.gvariant");
      ShcSafetyRules *read = shc_safety_rules_new (data);

      /* A model does not slip. */
      shc_safety_lexicon_set_exact (read->lexicon);
      g_once_init_leave (&rules, (gsize) read);
    }
  return (const ShcSafetyRules *) rules;
}

static const ShcSafetyReplyModel *
get_model (void)
{
  static gsize model;

  if (g_once_init_enter (&model))
    {
      g_autoptr(GBytes) data = shc_safety_read_bytes ("reply-model.gvariant");

      g_once_init_leave (&model, (gsize) shc_safety_reply_model_new (data));
    }
  return (const ShcSafetyReplyModel *) model;
}

void
shc_safety_reply_prepare (void)
{
  get_rules ();
  get_model ();
}

ShcSafetyReply *
shc_safety_reply_new (const char *note)
{
  ShcSafetyReply *self = g_new0 (ShcSafetyReply, 1);

  self->note = g_strdup (note);
  self->before = g_string_new (NULL);
  return self;
}

static void
forget_shown (ShcSafetyReply *self)
{
  if (self->shown != NULL)
    g_string_free (self->shown, TRUE);
  self->shown = NULL;
}

void
shc_safety_reply_free (ShcSafetyReply *self)
{
  g_free (self->note);
  forget_shown (self);
  g_string_free (self->before, TRUE);
  g_free (self);
}

guint
shc_safety_reply_get_n_withheld (const ShcSafetyReply *self)
{
  return self->n_withheld;
}

/* Whether a sentence that begins with @beginning has to wait for its end. */
static gboolean
has_anchor (const char *beginning,
            gsize       length)
{
  g_autoptr(ShcSafetyText) text = shc_safety_text_new (beginning, length);
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();

  shc_safety_match (get_rules (), text, matched);
  return shc_safety_reply_is_anchored (matched);
}

/* A sentence that is @cut has no end yet. */
static gboolean
is_harmful (const char *sentence,
            gsize       length,
            gboolean    cut)
{
  double sure = SHC_SAFETY_REPLY_SURE + (cut ? MORE_IF_CUT : 0);

  return shc_safety_reply_judge (get_rules (), get_model (), sentence, length) >= sure;
}

static gboolean
ends_sentence (char letter)
{
  return letter != '\0' && strchr (".!?:;", letter) != NULL;
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
      if (i > 0 && g_ascii_isspace (text[i]) && ends_sentence (text[i - 1]))
        return i + 1;
      if (strncmp (text + i, "؟", strlen ("؟")) == 0 || strncmp (text + i, "。", strlen ("。")) == 0)
        return MIN (i + strlen ("。"), length);
    }
  return 0;
}

/* The next @length bytes of @text are a sentence, or the beginning of one that is @cut. */
static void
settle (ShcSafetyReply *self,
        const char     *text,
        gsize           length,
        gboolean        cut)
{
  const char *sentence = text + self->settled;
  gboolean harmful = is_harmful (sentence, length, cut);

  if (harmful && self->shown == NULL)
    self->shown = g_string_new_len (text, (gssize) self->settled);
  if (harmful)
    {
      self->n_withheld++;
      g_string_append (self->shown, self->note);
      g_string_append_c (self->shown, sentence[length - 1] == '\n' ? '\n' : ' ');
    }
  else if (self->shown != NULL)
    g_string_append_len (self->shown, sentence, (gssize) length);
  self->settled += length;
  self->anchor_end = self->free = 0;
  self->settled_shown = self->shown != NULL ? self->shown->len : self->settled;
}

/* Returns: how many bytes of both are the same, up to the beginning of a character. */
static gsize
count_same (const char    *one,
            gsize          length,
            const GString *other)
{
  gsize same = 0;

  while (same < length && same < other->len && one[same] == other->str[same])
    same++;
  while (same > 0 && same < length && ((guchar) one[same] & 0xC0) == 0x80)
    same--;
  return same;
}

/* What of the last sentence may be shown before its end: all of it until there is an anchor, and from then on what was
 * shown before; nothing more is looked for. Returns: so many bytes. */
static gsize
measure_rest (ShcSafetyReply *self,
              const char     *text,
              gsize           length)
{
  if (self->anchor_end == 0 && length > self->settled && has_anchor (text + self->settled, length - self->settled))
    self->anchor_end = length;
  if (self->anchor_end == 0)
    self->free = length - self->settled;
  return self->free;
}

const char *
shc_safety_reply_update (ShcSafetyReply *self,
                         const char     *text,
                         gsize           length,
                         gsize           kept,
                         gboolean        ended,
                         gsize          *shown_length,
                         gsize          *same)
{
  const char *shown;
  gsize sentence, rest, from;

  if (kept < self->settled)
    {
      self->settled = self->settled_shown = 0;
      self->n_withheld = 0;
      forget_shown (self);
      g_string_truncate (self->before, 0);
    }
  if (kept < self->anchor_end)
    self->anchor_end = 0;
  self->free = MIN (self->free, kept > self->settled ? kept - self->settled : 0);
  from = self->settled_shown;
  if (self->shown != NULL)
    g_string_truncate (self->shown, from);
  while ((sentence = find_sentence (text + self->settled, length - self->settled)) > 0)
    settle (self, text, sentence, FALSE);
  if (ended && length > self->settled)
    settle (self, text, length - self->settled, !ends_sentence (text[length - 1]));
  rest = measure_rest (self, text, length);
  if (self->shown != NULL)
    g_string_append_len (self->shown, text + self->settled, (gssize) rest);
  shown = self->shown != NULL ? self->shown->str : text;
  *shown_length = self->settled_shown + rest;
  *same = from + count_same (shown + from, *shown_length - from, self->before);
  g_string_truncate (self->before, 0);
  g_string_append_len (self->before, shown + self->settled_shown, (gssize) rest);
  return shown;
}
