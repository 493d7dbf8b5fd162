/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that patterns know, found again in what people type. */

#define G_LOG_DOMAIN "shc-safety-lexicon"

#include "config.h"

#include "shc-safety-lexicon.h"

#include <string.h>

/* Shorter words have too many neighbours that mean something else. */
#define SHORTEST_MISSPELT 5
#define SHORTEST_SWAPPED 4
#define SHORTEST_VEILED 3
#define LONGEST 64
#define SHORTEST_STEM 2

typedef struct
{
  gunichar letters[LONGEST];
  guint    length;
  guint64  mask;   /* which letters it has, as far as 64 bits tell */
} Spelling;

/* A known word: its letters are read only when its mask is near to that of a typed one. */
typedef struct
{
  guint64     mask;
  const char *word;
  guint       symbol;
} Known;

struct _ShcSafetyLexicon
{
  GHashTable   *words;      /* word → symbol */
  GHashTable   *stems;      /* beginning, without its asterisk → symbol */
  GStringChunk *strings;
  GPtrArray    *particles;
  gboolean      exact;
  GHashTable   *alike;      /* first letter and length → array of Known */
  guint         n_symbols;
};

static void
read_spelling (const char *word,
               Spelling   *spelling)
{
  spelling->length = 0;
  spelling->mask = 0;
  for (const char *at = word; *at != '\0' && spelling->length < LONGEST; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      spelling->letters[spelling->length++] = letter;
      spelling->mask |= G_GUINT64_CONSTANT (1) << (letter % 64);
    }
}

ShcSafetyLexicon *
shc_safety_lexicon_new (void)
{
  ShcSafetyLexicon *self = g_new0 (ShcSafetyLexicon, 1);

  self->words = g_hash_table_new (g_str_hash, g_str_equal);
  self->stems = g_hash_table_new (g_str_hash, g_str_equal);
  self->strings = g_string_chunk_new (1 << 14);
  self->particles = g_ptr_array_new ();
  self->alike = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->n_symbols = SHC_SAFETY_NUMBER + 1;
  return self;
}

void
shc_safety_lexicon_free (ShcSafetyLexicon *self)
{
  g_hash_table_unref (self->words);
  g_hash_table_unref (self->stems);
  g_string_chunk_free (self->strings);
  g_ptr_array_unref (self->particles);
  g_hash_table_unref (self->alike);
  g_free (self);
}

static gpointer
get_likeness (gunichar first,
              guint    length)
{
  return GUINT_TO_POINTER (first * LONGEST * 2 + length);
}

static void
keep_spelling (ShcSafetyLexicon *self,
               const char       *word,
               guint             symbol)
{
  Spelling spelling;
  Known known = { .word = word, .symbol = symbol };
  gpointer likeness;
  GArray *alike;

  read_spelling (word, &spelling);
  if (spelling.length < SHORTEST_VEILED)
    return;
  likeness = get_likeness (spelling.letters[0], spelling.length);
  alike = g_hash_table_lookup (self->alike, likeness);
  if (alike == NULL)
    {
      alike = g_array_new (FALSE, FALSE, sizeof (Known));
      g_hash_table_insert (self->alike, likeness, alike);
    }
  known.mask = spelling.mask;
  g_array_append_val (alike, known);
}

guint
shc_safety_lexicon_add (ShcSafetyLexicon *self,
                        const char       *word)
{
  gsize length = strlen (word);
  gboolean stem = g_str_has_suffix (word, "*");
  GHashTable *words = stem ? self->stems : self->words;
  char *key = g_string_chunk_insert_len (self->strings, word, (gssize) (length - (stem ? 1 : 0)));
  gpointer symbol;

  if (g_hash_table_lookup_extended (words, key, NULL, &symbol))
    return GPOINTER_TO_UINT (symbol);
  symbol = GUINT_TO_POINTER (self->n_symbols++);
  if (!stem)
    keep_spelling (self, key, GPOINTER_TO_UINT (symbol));
  g_hash_table_insert (words, key, symbol);
  return GPOINTER_TO_UINT (symbol);
}

void
shc_safety_lexicon_add_particle (ShcSafetyLexicon *self,
                                 const char       *particle)
{
  g_ptr_array_add (self->particles, g_string_chunk_insert (self->strings, particle));
}

static void
add_symbol (GArray  *symbols,
            gpointer symbol)
{
  guint value = GPOINTER_TO_UINT (symbol);

  for (guint i = 0; i < symbols->len; i++)
    if (g_array_index (symbols, guint, i) == value)
      return;
  g_array_append_val (symbols, value);
}

static gboolean
find_exactly (const ShcSafetyLexicon *self,
              const char             *word,
              GArray                 *symbols)
{
  char beginning[LONGEST * 4 + 1];
  gsize length = strlen (word);
  guint before = symbols->len;
  gpointer symbol;

  if (length == 0 || length >= sizeof beginning)
    return FALSE;
  if (g_hash_table_lookup_extended (self->words, word, NULL, &symbol))
    add_symbol (symbols, symbol);
  memcpy (beginning, word, length + 1);
  for (gsize end = length; end >= SHORTEST_STEM; end--)
    {
      beginning[end] = '\0';
      if (g_hash_table_lookup_extended (self->stems, beginning, NULL, &symbol))
        add_symbol (symbols, symbol);
    }
  return symbols->len > before;
}

/* A letter held down: "noooo" is "noo" and "no". */
static char *
shorten_runs (const char *word,
              guint       longest)
{
  g_autoptr(GString) shortened = g_string_new (NULL);
  gunichar before = 0;
  guint run = 0;

  for (const char *at = word; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      run = letter == before ? run + 1 : 1;
      before = letter;
      if (run <= longest)
        g_string_append_unichar (shortened, letter);
    }
  return g_string_free (g_steal_pointer (&shortened), FALSE);
}

static gboolean
has_long_run (const char *word)
{
  gunichar before = 0;
  guint run = 0;

  for (const char *at = word; *at != '\0' && run < 3; at = g_utf8_next_char (at))
    {
      run = g_utf8_get_char (at) == before ? run + 1 : 1;
      before = g_utf8_get_char (at);
    }
  return run >= 3;
}

/* "su1c1de" */
static char *
read_digits_as_letters (const char *word)
{
  static const char letters[] = "oizeasgtbg";
  char *read = g_strdup (word);

  for (char *at = read; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      *at = letters[*at - '0'];
  return read;
}

static gboolean
is_one_slip_away (const Spelling *typed,
                  const Spelling *known)
{
  guint same = 0;
  guint rest_typed;
  guint rest_known;
  guint tail = 0;

  while (same < typed->length && same < known->length &&
         typed->letters[same] == known->letters[same])
    same++;
  rest_typed = typed->length - same;
  rest_known = known->length - same;
  while (tail < rest_typed && tail < rest_known &&
         typed->letters[typed->length - 1 - tail] == known->letters[known->length - 1 - tail])
    tail++;
  rest_typed -= tail;
  rest_known -= tail;
  return rest_typed + rest_known == 1 || (rest_typed == 1 && rest_known == 1) ||
         (rest_typed == 2 && rest_known == 2 &&
          typed->letters[same] == known->letters[same + 1] &&
          typed->letters[same + 1] == known->letters[same]);
}

static gboolean
is_veiled (const Spelling *typed,
           const Spelling *known)
{
  if (typed->length != known->length)
    return FALSE;
  for (guint i = 0; i < typed->length; i++)
    if (typed->letters[i] != '*' && typed->letters[i] != known->letters[i])
      return FALSE;
  return TRUE;
}

/* Of short words only two letters changed about are a slip: "wnat". */
static inline gboolean
may_be_misspelt (guint64  typed,
                 guint64  known,
                 gboolean is_short)
{
  guint64 different = known ^ typed;

  if (is_short)
    return different == 0;
  different &= different - 1;
  return (different & (different - 1)) == 0;
}

/* Known words of so many letters. */
static void
find_alike (const ShcSafetyLexicon *self,
            const Spelling         *typed,
            guint                   length,
            gboolean                veiled,
            GArray                 *symbols)
{
  const GArray *alike = g_hash_table_lookup (self->alike, get_likeness (typed->letters[0], length));
  gboolean is_short = typed->length < SHORTEST_MISSPELT || length < SHORTEST_MISSPELT;

  if (alike == NULL || (is_short && !veiled && length != typed->length))
    return;
  for (guint i = 0; i < alike->len; i++)
    {
      const Known *known = &g_array_index (alike, Known, i);
      Spelling spelling;

      if (!veiled && !may_be_misspelt (typed->mask, known->mask, is_short))
        continue;
      read_spelling (known->word, &spelling);
      if (veiled ? is_veiled (typed, &spelling) : is_one_slip_away (typed, &spelling))
        add_symbol (symbols, GUINT_TO_POINTER (known->symbol));
    }
}

static void
find_misspelt (const ShcSafetyLexicon *self,
               const char             *word,
               GArray                 *symbols)
{
  gboolean veiled = strchr (word, '*') != NULL;
  Spelling typed;

  read_spelling (word, &typed);
  if (typed.length < (veiled ? SHORTEST_VEILED : SHORTEST_SWAPPED))
    return;
  find_alike (self, &typed, typed.length, veiled, symbols);
  if (veiled)
    return;
  if (typed.length > SHORTEST_SWAPPED)
    find_alike (self, &typed, typed.length - 1, FALSE, symbols);
  find_alike (self, &typed, typed.length + 1, FALSE, symbols);
}

static gboolean
find_behind_particle (const ShcSafetyLexicon *self,
                      const char             *word,
                      GArray                 *symbols)
{
  guint before = symbols->len;

  for (guint i = 0; i < self->particles->len; i++)
    {
      const char *particle = g_ptr_array_index (self->particles, i);

      if (g_str_has_prefix (word, particle) && word[strlen (particle)] != '\0')
        find_exactly (self, word + strlen (particle), symbols);
    }
  return symbols->len > before;
}

static gboolean
find_rewritten (const ShcSafetyLexicon *self,
                const char             *word,
                GArray                 *symbols)
{
  gboolean found = FALSE;

  if (has_long_run (word))
    for (guint longest = 2; longest > 0 && !found; longest--)
      {
        g_autofree char *shortened = shorten_runs (word, longest);

        found = find_exactly (self, shortened, symbols);
      }
  if (!found && strpbrk (word, "0123456789") != NULL)
    {
      g_autofree char *letters = read_digits_as_letters (word);

      found = find_exactly (self, letters, symbols);
    }
  return found;
}

static gboolean
is_number (const char *word)
{
  return word[strspn (word, "0123456789")] == '\0';
}

void
shc_safety_lexicon_set_exact (ShcSafetyLexicon *self)
{
  self->exact = TRUE;
}

void
shc_safety_lexicon_find (const ShcSafetyLexicon *self,
                         const char             *word,
                         GArray                 *symbols)
{
  if (is_number (word))
    add_symbol (symbols, GUINT_TO_POINTER (SHC_SAFETY_NUMBER));
  else if (self->exact)
    {
      find_exactly (self, word, symbols);
      find_behind_particle (self, word, symbols);
    }
  else if ((guchar) *word >= 0x80)
    {
      /* What a particle is written onto may be a word that is known as it stands, too. */
      gboolean found = find_exactly (self, word, symbols);

      if (!find_behind_particle (self, word, symbols) && !found)
        find_misspelt (self, word, symbols);
    }
  else if (!find_exactly (self, word, symbols) && !find_rewritten (self, word, symbols))
    find_misspelt (self, word, symbols);
}
