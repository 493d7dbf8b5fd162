/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as the check reads it: words without capitals, accents and apostrophes, and where a sentence
 * ends. */

#define G_LOG_DOMAIN "shc-safety-text"

#include "config.h"

#include "shc-safety-text.h"

#include <string.h>

/* Longer ones are no words, and looking for the like of them would take its time. */
#define LONGEST_WORD 48
/* "k i l l": so many single letters in a row are one word. */
#define SPELT_LETTERS 4

typedef struct
{
  ShcSafetyText *text;
  GString       *word;
  guint32        sentence;
  guint          letters;   /* single letters in a row before the current word */
  gboolean       said;      /* the sentence has words */
} Reader;

static const struct { gunichar from; const char *to; } unified[] = {
  { 0x00DF, "ss" }, { 0x00E6, "ae" }, { 0x0153, "oe" }, { 0x00F8, "o" },  { 0x0142, "l" },
  { 0x0131, "i" },  { 0x0629, "ه" },  { 0x0649, "ي" },  { 0x06CC, "ي" },  { 0x06A9, "ك" },
  { 0x0640, "" },
};

static guint32
get_word_index (ShcSafetyText *text,
                const char    *word)
{
  gpointer index;
  char *kept;

  if (g_hash_table_lookup_extended (text->indices, word, NULL, &index))
    return GPOINTER_TO_UINT (index);
  kept = g_string_chunk_insert (text->strings, word);
  g_ptr_array_add (text->words, kept);
  g_hash_table_insert (text->indices, kept, GUINT_TO_POINTER (text->words->len - 1));
  return text->words->len - 1;
}

static void
add_token (Reader     *reader,
           const char *word)
{
  ShcSafetyToken token = { get_word_index (reader->text, word), reader->sentence };

  g_array_append_val (reader->text->tokens, token);
  reader->said = TRUE;
}

static const char *
get_word_at (const ShcSafetyText *text,
             guint                at)
{
  return g_ptr_array_index (text->words, g_array_index (text->tokens, ShcSafetyToken, at).word);
}

/* The letters stay words of their own too: "I" may have been one. */
static void
join_letters (Reader *reader)
{
  ShcSafetyText *text = reader->text;
  g_autoptr(GString) joined = NULL;

  if (reader->letters >= SPELT_LETTERS && reader->letters <= LONGEST_WORD)
    {
      joined = g_string_new (NULL);
      for (guint i = text->tokens->len - reader->letters; i < text->tokens->len; i++)
        g_string_append (joined, get_word_at (text, i));
      add_token (reader, joined->str);
    }
  reader->letters = 0;
}

static void
end_word (Reader *reader)
{
  GString *word = reader->word;
  gboolean letter;

  if (word->len == 0)
    return;
  letter = word->len == 1 && g_ascii_isalpha (*word->str);
  if (!letter)
    join_letters (reader);
  if (word->len <= LONGEST_WORD)
    add_token (reader, word->str);
  if (letter)
    reader->letters++;
  g_string_truncate (word, 0);
}

static void
end_sentence (Reader *reader)
{
  end_word (reader);
  join_letters (reader);
  if (reader->said)
    reader->sentence++;
  reader->said = FALSE;
}

static void
add_letter (Reader  *reader,
            gunichar letter)
{
  int digit = g_unichar_digit_value (letter);

  if (digit >= 0)
    {
      g_string_append_c (reader->word, (char) ('0' + digit));
      return;
    }
  letter = g_unichar_tolower (letter);
  for (gsize i = 0; i < G_N_ELEMENTS (unified); i++)
    if (unified[i].from == letter)
      {
        g_string_append (reader->word, unified[i].to);
        return;
      }
  g_string_append_unichar (reader->word, letter);
}

static gboolean
is_pictograph (gunichar c)
{
  return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF);
}

static void
read_wide (Reader  *reader,
           gunichar c)
{
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n;

  if (is_pictograph (c))
    {
      end_word (reader);
      g_string_append_unichar (reader->word, c);
      end_word (reader);
      return;
    }
  n = g_unichar_fully_decompose (c, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n; i++)
    {
      GUnicodeType type = g_unichar_type (parts[i]);

      if (g_unichar_isalnum (parts[i]))
        add_letter (reader, parts[i]);
      else if (parts[i] == 0x061F || parts[i] == 0x061B || parts[i] == 0x3002)
        end_sentence (reader);
      else if (!g_unichar_ismark (parts[i]) && type != G_UNICODE_FORMAT)
        end_word (reader);
    }
}

static gboolean
is_apostrophe (gunichar c)
{
  return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4;
}

static gboolean
begins_word (const char *at,
             const char *end)
{
  gunichar c = at < end ? g_utf8_get_char_validated (at, end - at) : 0;

  return c < 0x110000 && g_unichar_isalnum (c);
}

/* One mark between two letters veils a letter: "k*ll", "su!cide", "de@d". */
static char
get_veiled (char c)
{
  switch (c)
    {
    case '*':
      return '*';
    case '@':
      return 'a';
    case '$':
      return 's';
    case '!':
      return 'i';
    default:
      return '\0';
    }
}

static gboolean
ends_paragraph (const char *at,
                const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
    at++;
  return at < end && *at == '\n';
}

static void
read_mark (Reader     *reader,
           char        c,
           const char *next,
           const char *end)
{
  char veiled = get_veiled (c);

  if (veiled != '\0' && reader->word->len > 0 && begins_word (next, end))
    g_string_append_c (reader->word, veiled);
  else if (c == '.' && (begins_word (next, end) || (next < end && *next == '.')))
    end_word (reader);
  else if (c == '!' || c == '?' || c == ';' || c == '.' || (c == '\n' && ends_paragraph (next, end)))
    end_sentence (reader);
  else
    end_word (reader);
}

static void
read_all (Reader     *reader,
          const char *text,
          gsize       length)
{
  const char *end = text + length;
  gboolean dots = FALSE;

  for (const char *at = text; at < end;)
    {
      gunichar c = (guchar) *at < 0x80 ? (gunichar) *at : g_utf8_get_char_validated (at, end - at);
      const char *next = c < 0x110000 ? g_utf8_next_char (at) : at + 1;

      if (c >= 0x110000)
        end_word (reader);
      else if (g_ascii_isalnum ((char) c) && c < 0x80)
        g_string_append_c (reader->word, g_ascii_tolower ((char) c));
      else if (is_apostrophe (c) && reader->word->len > 0 && begins_word (next, end))
        ;
      else if (c == '.' && dots)
        end_word (reader);
      else if (c < 0x80)
        read_mark (reader, (char) c, next, end);
      else
        read_wide (reader, c);
      dots = c == '.';
      at = next;
    }
  end_sentence (reader);
}

ShcSafetyText *
shc_safety_text_new (const char *text,
                     gsize       length)
{
  ShcSafetyText *self = g_new0 (ShcSafetyText, 1);
  g_autoptr(GString) word = g_string_sized_new (64);
  Reader reader = { self, word, 0, 0, FALSE };

  self->tokens = g_array_sized_new (FALSE, FALSE, sizeof (ShcSafetyToken), (guint) MIN (length / 5, 1 << 18));
  self->words = g_ptr_array_new ();
  self->indices = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_string_chunk_new (4096);
  read_all (&reader, text, length);
  return self;
}

void
shc_safety_text_free (ShcSafetyText *self)
{
  g_array_unref (self->tokens);
  g_ptr_array_unref (self->words);
  g_hash_table_unref (self->indices);
  g_string_chunk_free (self->strings);
  g_free (self);
}
