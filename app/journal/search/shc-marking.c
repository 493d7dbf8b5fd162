/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a query matches in a text, and the piece of the text around the first match. */

#define G_LOG_DOMAIN "shc-marking"

#include "config.h"

#include <string.h>

#include "shc-marking.h"
#include "shc-script.h"
#include "shc-text.h"

/* So many letters of what stands before the first match are shown with it. */
#define LEAD_CHARS 60

/* All phrases are followed at once: each of their words has a bit, set while the phrase up to that
 * word has just been read. */
typedef struct
{
  const char *token;
  gsize       length;
  gboolean    prefix;
  gboolean    lone;   /* one letter of a pair-indexed script: the pair's second is not meant */
  guint       nth;    /* its place in its phrase, from 0 */
} Word;

typedef struct
{
  Word        words[SHC_QUERY_MAX_TOKENS];
  guint       n_words;
  guint64     firsts;
  guint64     lasts;
  guint64     state;
  guint       place;                         /* of the token being read */
  gsize       starts[SHC_QUERY_MAX_TOKENS];  /* of the last tokens, by place */
  const char *text;
  GArray     *ranges;
  gsize       window;
} Follow;

static void
follow_phrase (Follow          *follow,
               const ShcPhrase *phrase)
{
  guint n = phrase->tokens->len;

  if (n == 0 || follow->n_words + n > SHC_QUERY_MAX_TOKENS)
    return;

  follow->firsts |= G_GUINT64_CONSTANT (1) << follow->n_words;
  for (guint i = 0; i < n; i++)
    {
      Word *word = &follow->words[follow->n_words++];

      word->token = g_ptr_array_index (phrase->tokens, i);
      word->length = strlen (word->token);
      word->prefix = phrase->prefix && i + 1 == n;
      word->lone = word->prefix && *g_utf8_next_char (word->token) == '\0' &&
                   shc_script_get_kind (g_utf8_get_char (word->token)) == SHC_SCRIPT_BIGRAM;
      word->nth = i;
    }
  follow->lasts |= G_GUINT64_CONSTANT (1) << (follow->n_words - 1);
}

static guint64
match_words (const Follow *follow,
             const char   *token,
             gsize         length)
{
  guint64 mask = 0;

  for (guint i = 0; i < follow->n_words; i++)
    {
      const Word *word = &follow->words[i];

      if ((word->prefix ? length >= word->length : length == word->length) &&
          memcmp (word->token, token, word->length) == 0)
        mask |= G_GUINT64_CONSTANT (1) << i;
    }
  return mask;
}

static void
note_matches (Follow  *follow,
              guint64  ended,
              gsize    start,
              gsize    end)
{
  for (guint i = 0; i < follow->n_words; i++)
    {
      const Word *word = &follow->words[i];
      ShcRange range = { start, end };

      if ((ended & (G_GUINT64_CONSTANT (1) << i)) == 0)
        continue;
      if (word->nth > 0)
        range.start = follow->starts[(follow->place - word->nth) % SHC_QUERY_MAX_TOKENS];
      if (word->lone)
        range.end = (gsize) (g_utf8_next_char (follow->text + start) - follow->text);
      g_array_append_val (follow->ranges, range);
    }
}

static int
follow_token_cb (void       *user_data,
                 int         flags,
                 const char *token,
                 int         length,
                 int         start,
                 int         end)
{
  Follow *follow = user_data;
  guint64 mask = match_words (follow, token, (gsize) length);

  if (follow->ranges->len > 0 &&
      (gsize) start - g_array_index (follow->ranges, ShcRange, 0).start >= follow->window)
    return SQLITE_DONE;

  /* A sign has no place of its own; it matches only alone. */
  if ((flags & FTS5_TOKEN_COLOCATED) != 0)
    {
      note_matches (follow, follow->firsts & follow->lasts & mask, (gsize) start, (gsize) end);
      return SQLITE_OK;
    }

  follow->place++;
  follow->starts[follow->place % SHC_QUERY_MAX_TOKENS] = (gsize) start;
  follow->state = ((follow->state << 1) | follow->firsts) & mask;
  note_matches (follow, follow->state & follow->lasts, (gsize) start, (gsize) end);
  return SQLITE_OK;
}

static void
find_needles (Follow         *follow,
              const ShcQuery *query)
{
  for (guint i = 0; i < query->needles->len; i++)
    {
      const ShcNeedle *needle = g_ptr_array_index (query->needles, i);
      ShcRange range = { 0, 0 };
      gsize first = G_MAXSIZE;

      while (!needle->negative &&
             shc_needle_find (needle, follow->text, range.end, &range.start, &range.end))
        {
          first = MIN (first, range.start);
          if (range.start - first >= follow->window)
            break;
          g_array_append_val (follow->ranges, range);
        }
    }
}

static int
compare_ranges (gconstpointer a,
                gconstpointer b)
{
  const ShcRange *one = a;
  const ShcRange *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

static void
join_ranges (GArray *ranges)
{
  guint n = 0;

  g_array_sort (ranges, compare_ranges);
  for (guint i = 0; i < ranges->len; i++)
    {
      ShcRange *range = &g_array_index (ranges, ShcRange, i);
      ShcRange *before = n > 0 ? &g_array_index (ranges, ShcRange, n - 1) : NULL;

      if (before != NULL && range->start <= before->end)
        before->end = MAX (before->end, range->end);
      else
        g_array_index (ranges, ShcRange, n++) = *range;
    }
  g_array_set_size (ranges, n);
}

static gboolean
begins_with (const char *text,
             const char *token)
{
  while (*token != '\0' && g_ascii_tolower (*text) == *token)
    {
      text++;
      token++;
    }
  return *token == '\0';
}

/* Whether something at @text can become plain Latin letters in the index: an accented letter, a
 * ligature, an accent by itself. The punctuation of every text cannot. */
static gboolean
can_fold (const guchar *text)
{
  return text[0] >= 0xC3 && !(text[0] == 0xE2 && text[1] == 0x80);
}

/* Words are slow to find, letters quick: no phrase begins before the letters of its first word do.
 * Returns: the beginning of the word from which on @text is worth a look. */
static gsize
find_first_chance (const ShcQuery *query,
                   const char     *text)
{
  gsize at = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < query->phrases->len; i++)
    if (!g_str_is_ascii (g_ptr_array_index (((const ShcPhrase *) query->phrases->pdata[i])->tokens, 0)))
      return 0;

  for (; text[at] != '\0' && !found; at++)
    {
      found = can_fold ((const guchar *) text + at);
      for (guint i = 0; i < query->phrases->len && !found; i++)
        found = begins_with (text + at, ((const ShcPhrase *) query->phrases->pdata[i])->tokens->pdata[0]);
    }
  while (at > 0 && text[at - 1] != ' ' && text[at - 1] != '\n')
    at--;
  return at;
}

static void
find_phrases (Follow         *follow,
              const ShcQuery *query,
              ShcTokenizer   *tokenizer)
{
  gsize skipped = find_first_chance (query, follow->text);
  const char *text = follow->text;

  follow->text = text + skipped;
  shc_tokenizer_run (tokenizer, FALSE, follow->text, strlen (follow->text), follow_token_cb, follow);
  follow->text = text;
  for (guint i = 0; i < follow->ranges->len; i++)
    {
      ShcRange *range = &g_array_index (follow->ranges, ShcRange, i);

      range->start += skipped;
      range->end += skipped;
    }
}

GArray *
shc_marking_ranges (const ShcQuery *query,
                    ShcTokenizer   *tokenizer,
                    const char     *text,
                    gsize           window)
{
  Follow follow = { .text = text, .window = window };

  follow.ranges = g_array_new (FALSE, FALSE, sizeof (ShcRange));
  for (guint i = 0; i < query->phrases->len; i++)
    follow_phrase (&follow, g_ptr_array_index (query->phrases, i));

  if (follow.n_words > 0)
    find_phrases (&follow, query, tokenizer);
  find_needles (&follow, query);
  join_ranges (follow.ranges);
  return follow.ranges;
}

/* Where a snippet begins so that the match at @match is seen with something before it: at the
 * text's beginning, or else after a blank if there is one. */
static const char *
find_lead (const char *text,
           const char *match)
{
  const char *lead = match;
  const char *early;
  guint n = 0;

  while (lead > text && n++ < LEAD_CHARS)
    lead = g_utf8_prev_char (lead);
  if (lead == text)
    return text;
  early = lead;

  while (lead < match && !g_unichar_isspace (g_utf8_get_char (lead)))
    lead = g_utf8_next_char (lead);
  while (lead < match && g_unichar_isspace (g_utf8_get_char (lead)))
    lead = g_utf8_next_char (lead);
  return lead < match ? lead : early;
}

static gboolean
is_hidden (gunichar letter)
{
  return letter == 0xE000 || letter == 0xE001 || letter == 0xFEFF ||
         (g_unichar_iscntrl (letter) && !g_unichar_isspace (letter));
}

typedef struct
{
  GString *string;
  guint    n_chars;
  gboolean blank;   /* white space was passed over */
  gboolean open;    /* inside a match */
} Snippet;

/* A run of white space becomes one blank. */
static void
append_blank (Snippet *snippet)
{
  if (snippet->blank && snippet->n_chars > 0)
    {
      g_string_append_c (snippet->string, ' ');
      snippet->n_chars++;
    }
  snippet->blank = FALSE;
}

static void
append_letter (Snippet  *snippet,
               gunichar  letter)
{
  if (g_unichar_isspace (letter))
    snippet->blank = TRUE;
  if (g_unichar_isspace (letter) || is_hidden (letter))
    return;

  append_blank (snippet);
  g_string_append_unichar (snippet->string, letter);
  snippet->n_chars++;
}

static void
set_open (Snippet  *snippet,
          gboolean  open)
{
  if (open == snippet->open)
    return;
  if (open)
    append_blank (snippet);
  g_string_append (snippet->string, open ? SHC_MATCH_BEGIN : SHC_MATCH_END);
  snippet->open = open;
}

static char *
cut_snippet (const char   *text,
             const GArray *ranges,
             guint         max_chars)
{
  Snippet snippet = { g_string_new (NULL), 0, FALSE, FALSE };
  const ShcRange *range = &g_array_index (ranges, ShcRange, 0);
  const ShcRange *end = range + ranges->len;
  const char *at = find_lead (text, text + range->start);

  if (at > text)
    g_string_append (snippet.string, "…");
  for (; *at != '\0' && snippet.n_chars < max_chars; at = g_utf8_next_char (at))
    {
      gsize offset = (gsize) (at - text);

      while (range < end && offset >= range->end)
        range++;
      set_open (&snippet, range < end && offset >= range->start);
      append_letter (&snippet, g_utf8_get_char (at));
    }
  set_open (&snippet, FALSE);
  if (*at != '\0')
    g_string_append (snippet.string, "…");
  return g_string_free (snippet.string, FALSE);
}

char *
shc_marking_snippet (const ShcQuery *query,
                     ShcTokenizer   *tokenizer,
                     const char     *text,
                     guint           max_chars)
{
  g_autoptr(GArray) ranges = shc_marking_ranges (query, tokenizer, text, (gsize) max_chars * 4);

  if (ranges->len == 0)
    return shc_text_excerpt (text, max_chars);
  return cut_snippet (text, ranges, max_chars);
}
