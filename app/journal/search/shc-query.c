/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody typed to search for, understood. */

#define G_LOG_DOMAIN "shc-query"

#include "config.h"

#include <string.h>

#include "shc-query.h"
#include "shc-script.h"

/* One word or phrase of the input, not yet looked at. */
typedef struct
{
  const char *text;
  gsize       length;
  gboolean    negative;
  gboolean    quoted;
  gboolean    prefix;
} Term;

/* One term taken apart. */
typedef struct
{
  ShcPhrase *phrase;  /* its words; no tokens if it has none */
  GPtrArray *symbols; /* (element-type utf8) */
  guint      room;    /* how many tokens may still come */
  gboolean   cut;     /* more of them came */
  gsize      end;     /* where the last word that counts ends */
} Parts;

static void
shc_phrase_free (gpointer data)
{
  ShcPhrase *phrase = data;

  g_ptr_array_unref (phrase->tokens);
  g_free (phrase);
}

static ShcPhrase *
shc_phrase_new (void)
{
  ShcPhrase *phrase = g_new0 (ShcPhrase, 1);

  phrase->tokens = g_ptr_array_new_with_free_func (g_free);
  return phrase;
}

static void
shc_needle_free (gpointer data)
{
  ShcNeedle *needle = data;

  g_free (needle->text);
  g_free (needle);
}

static gboolean
is_variation_selector (gunichar letter)
{
  return letter == 0xFE0E || letter == 0xFE0F;
}

/* Straight and curly marks: phones and word processors put in the curly ones unasked. */
static gboolean
is_quote (gunichar letter)
{
  return letter == '"' || letter == 0x201C || letter == 0x201D || letter == 0x201E;
}

static gboolean
ends_word (gunichar letter)
{
  return letter == 0 || is_quote (letter) || g_unichar_isspace (letter);
}

static const char *
find_quote (const char *at)
{
  while (*at != '\0' && !is_quote (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return at;
}

static const char *
read_quoted (const char *at,
             Term       *term)
{
  const char *begin = g_utf8_next_char (at);
  const char *end = find_quote (begin);

  term->quoted = TRUE;
  term->text = begin;
  term->length = (gsize) (end - begin);
  if (*end == '\0')
    return end;

  end = g_utf8_next_char (end);
  term->prefix = *end == '*';
  return end;
}

static const char *
read_word (const char *at,
           Term       *term)
{
  const char *end = at;

  while (!ends_word (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);

  term->text = at;
  term->length = (gsize) (end - at);
  while (term->length > 0 && at[term->length - 1] == '*')
    {
      term->prefix = TRUE;
      term->length--;
    }
  return end;
}

/* Returns: where to read on; NULL at the end. */
static const char *
read_term (const char *at,
           Term       *term)
{
  memset (term, 0, sizeof *term);
  while (g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  if (*at == '\0')
    return NULL;

  while (*at == '-')
    {
      term->negative = TRUE;
      at++;
    }
  return is_quote (g_utf8_get_char (at)) ? read_quoted (at, term) : read_word (at, term);
}

/* The words of a term without the signs between them: those are asked for by themselves, since in
 * the index they have no place of their own. What follows the last word is left out as well. */
static char *
clean_words (const char *text,
             gsize       length)
{
  GString *clean = g_string_new (NULL);
  gsize end = 0;

  for (const char *at = text; at < text + length; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);
      ShcScriptKind kind = shc_script_get_kind (letter);
      gboolean sign = kind == SHC_SCRIPT_SYMBOL || is_variation_selector (letter);

      g_string_append_unichar (clean, sign ? ' ' : letter);
      if (kind != SHC_SCRIPT_WORD || g_unichar_isalnum (letter) || g_unichar_ismark (letter) ||
          g_unichar_type (letter) == G_UNICODE_PRIVATE_USE ||
          g_unichar_type (letter) == G_UNICODE_OTHER_NUMBER)
        end = sign ? end : clean->len;
    }
  g_string_truncate (clean, end);
  return g_string_free (clean, FALSE);
}

static int
take_word_cb (void       *user_data,
              int         flags,
              const char *token,
              int         length,
              int         start,
              int         end)
{
  Parts *parts = user_data;

  parts->cut = parts->room == 0;
  if (parts->cut)
    return SQLITE_DONE;

  parts->room--;
  parts->end = (gsize) end;
  g_ptr_array_add (parts->phrase->tokens, g_strndup (token, (gsize) length));
  return SQLITE_OK;
}

static int
take_symbol_cb (void       *user_data,
                int         flags,
                const char *token,
                int         length,
                int         start,
                int         end)
{
  Parts *parts = user_data;
  g_autofree char *symbol = NULL;

  if (shc_script_get_kind (g_utf8_get_char (token)) != SHC_SCRIPT_SYMBOL)
    return SQLITE_OK;
  symbol = g_strndup (token, (gsize) length);
  if (g_ptr_array_find_with_equal_func (parts->symbols, symbol, g_str_equal, NULL))
    return SQLITE_OK;
  if (parts->room == 0)
    return SQLITE_DONE;

  parts->room--;
  g_ptr_array_add (parts->symbols, g_steal_pointer (&symbol));
  return SQLITE_OK;
}

/* A single letter of a script without spaces is found as the beginning of a pair. */
static gboolean
is_lone_letter (const char *token)
{
  return *g_utf8_next_char (token) == '\0' &&
         shc_script_get_kind (g_utf8_get_char (token)) == SHC_SCRIPT_BIGRAM;
}

static void
append_quoted (GString    *expression,
               const char *text,
               gboolean    prefix)
{
  g_string_append_c (expression, '"');
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (expression, '"');
      g_string_append_c (expression, *text);
    }
  g_string_append (expression, prefix ? "\"*" : "\"");
}

/* Appends what the index is asked for this term. */
static void
append_parts (GString     *expression,
              const Parts *parts,
              const char  *words,
              const char  *operator)
{
  gboolean more = FALSE;

  if (expression->len > 0)
    g_string_append (expression, operator);
  g_string_append_c (expression, '(');
  if (parts->phrase->tokens->len > 0)
    {
      append_quoted (expression, words, parts->phrase->prefix);
      more = TRUE;
    }
  for (guint i = 0; i < parts->symbols->len; i++)
    {
      if (more)
        g_string_append (expression, " AND ");
      append_quoted (expression, g_ptr_array_index (parts->symbols, i), FALSE);
      more = TRUE;
    }
  g_string_append_c (expression, ')');
}

static char *
drop_variation_selectors (const Term *term)
{
  GString *text = g_string_new (NULL);

  for (const char *at = term->text; at < term->text + term->length; at = g_utf8_next_char (at))
    if (!is_variation_selector (g_utf8_get_char (at)))
      g_string_append_unichar (text, g_utf8_get_char (at));
  return g_strstrip (g_string_free (text, FALSE));
}

static gboolean
is_lone_operator (const Term *term,
                  const char *needle)
{
  return *needle == '\0' || (!term->quoted && strspn (needle, "-*") == strlen (needle));
}

/* A term without words: signs are looked for in the text; where the index knows them, it is asked
 * first, and it alone if that already says everything. Returns: whether to ask the index. */
static gboolean
take_needle (ShcQuery   *self,
             const Term *term,
             Parts      *parts)
{
  g_autofree char *text = drop_variation_selectors (term);
  gboolean whole = parts->symbols->len == 1 &&
                   g_str_equal (text, g_ptr_array_index (parts->symbols, 0));
  ShcNeedle *needle;

  if (is_lone_operator (term, text))
    return FALSE;

  if (!whole && parts->room > 0)
    parts->room--;
  if (!whole || !term->negative)
    {
      needle = g_new0 (ShcNeedle, 1);
      needle->text = g_steal_pointer (&text);
      needle->negative = term->negative;
      needle->indexed = whole;
      g_ptr_array_add (self->needles, needle);
    }
  return parts->symbols->len > 0 && (whole || !term->negative);
}

static gboolean
has_slow_prefix (const ShcPhrase *phrase)
{
  const GPtrArray *tokens = phrase->tokens;

  return phrase->prefix && tokens->len > 0 &&
         g_utf8_strlen (g_ptr_array_index (tokens, tokens->len - 1), -1) > SHC_QUERY_LISTED_PREFIX;
}

static void
keep_for_marking (ShcQuery *self,
                  Parts    *parts)
{
  g_ptr_array_add (self->phrases, g_steal_pointer (&parts->phrase));
  for (guint i = 0; i < parts->symbols->len; i++)
    {
      ShcPhrase *phrase = shc_phrase_new ();

      g_ptr_array_add (phrase->tokens, g_strdup (g_ptr_array_index (parts->symbols, i)));
      g_ptr_array_add (self->phrases, phrase);
    }
}

static void
take_term (ShcQuery     *self,
           ShcTokenizer *tokenizer,
           const Term   *term,
           guint        *room,
           GString      *with,
           GString      *without)
{
  g_autofree char *words = clean_words (term->text, term->length);
  Parts parts = { shc_phrase_new (), g_ptr_array_new_with_free_func (g_free), *room, FALSE, 0 };
  GPtrArray *tokens = parts.phrase->tokens;
  gboolean ask;

  shc_tokenizer_run (tokenizer, TRUE, words, strlen (words), take_word_cb, &parts);
  if (parts.cut)
    words[parts.end] = '\0';
  parts.phrase->prefix = term->prefix && !parts.cut;
  shc_tokenizer_run (tokenizer, TRUE, term->text, term->length, take_symbol_cb, &parts);

  if (tokens->len > 0 && is_lone_letter (g_ptr_array_index (tokens, tokens->len - 1)))
    parts.phrase->prefix = TRUE;

  self->slow |= has_slow_prefix (parts.phrase);
  ask = tokens->len > 0 || take_needle (self, term, &parts);
  if (ask)
    append_parts (term->negative ? without : with, &parts, words,
                  term->negative ? " OR " : " AND ");
  if (tokens->len > 0 && !term->negative)
    keep_for_marking (self, &parts);
  *room = parts.room;

  g_clear_pointer (&parts.phrase, shc_phrase_free);
  g_ptr_array_unref (parts.symbols);
}

ShcQuery *
shc_query_new (ShcTokenizer *tokenizer,
               const char   *text,
               gboolean      as_typed)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autoptr(GString) with = g_string_new (NULL);
  g_autoptr(GString) without = g_string_new (NULL);
  ShcQuery *self = g_new0 (ShcQuery, 1);
  guint room = SHC_QUERY_MAX_TOKENS;
  const char *at = valid;
  Term term;

  self->phrases = g_ptr_array_new_with_free_func (shc_phrase_free);
  self->needles = g_ptr_array_new_with_free_func (shc_needle_free);

  while (room > 0 && (at = read_term (at, &term)) != NULL)
    {
      if (as_typed && !term.negative && at == term.text + term.length && *at == '\0')
        term.prefix = TRUE;
      if (term.length > 0)
        take_term (self, tokenizer, &term, &room, with, without);
    }

  if (with->len > 0 && without->len > 0)
    self->with = g_strdup_printf ("(%s) NOT (%s)", with->str, without->str);
  else if (with->len > 0)
    self->with = g_strdup (with->str);
  else if (without->len > 0)
    self->without = g_strdup (without->str);
  return self;
}

void
shc_query_free (ShcQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->with);
  g_free (self->without);
  g_ptr_array_unref (self->phrases);
  g_ptr_array_unref (self->needles);
  g_free (self);
}

gboolean
shc_query_is_blank (const ShcQuery *self)
{
  return self->with == NULL && self->without == NULL && self->needles->len == 0;
}

/* Returns: the end of @needle if it stands at @at; NULL if not. */
static const char *
skip_needle (const char *at,
             const char *needle)
{
  while (*needle != '\0')
    {
      gunichar letter = g_utf8_get_char (at);

      if (is_variation_selector (letter))
        {
          at = g_utf8_next_char (at);
          continue;
        }
      if (letter == 0 || letter != g_utf8_get_char (needle))
        return NULL;
      at = g_utf8_next_char (at);
      needle = g_utf8_next_char (needle);
    }
  return is_variation_selector (g_utf8_get_char (at)) ? g_utf8_next_char (at) : at;
}

gboolean
shc_needle_find (const ShcNeedle *needle,
                 const char      *text,
                 gsize            from,
                 gsize           *start,
                 gsize           *end)
{
  const char *at = text + from;

  while ((at = strchr (at, needle->text[0])) != NULL)
    {
      const char *after = skip_needle (at, needle->text);

      if (after != NULL)
        {
          *start = (gsize) (at - text);
          *end = (gsize) (after - text);
          return TRUE;
        }
      at++;
    }
  return FALSE;
}
