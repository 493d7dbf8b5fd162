/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a model knows of a text: its words, pairs of words, the ends of sentences, and pieces of words. */

#define G_LOG_DOMAIN "shc-safety-features"

#include "config.h"

#include "shc-safety-features.h"

#include <string.h>

/* Pieces carry over from one form of a word to another, and from a slip to what was meant. */
static const guint piece_lengths[] = { 3, 5 };

/* FNV-1a, by Fowler, Noll and Vo (RFC 9923). */
#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

/* Of one word, with the pairs it is in. */
#define USUAL_FEATURES 14u

/* How far apart two words may be that are looked at as a pair; a sentence is never left. */
#define FURTHEST 3u
/* What tells lengths from words. */
#define LENGTH (1u << 17)
/* What stands before the first word of a sentence, and behind its last. */
#define BEGINNING "<"
#define END ">"
/* What tells the names of things that were found from words. */
#define NAMED (1u << 16)
/* One of them says as much as so many words. */
#define NAMED_COUNTS 3u

static guint32
hash_bytes (guint32     hash,
            const char *bytes,
            gsize       n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ (guchar) bytes[i]) * FNV_PRIME;
  return hash;
}

/* The low bits of FNV alone are not mixed well enough; these steps are the end of MurmurHash3 (Appleby). */
static guint32
mix (guint32 hash)
{
  hash = (hash ^ hash >> 16) * 0x85EBCA6Bu;
  hash = (hash ^ hash >> 13) * 0xC2B2AE35u;
  return hash ^ hash >> 16;
}

static void
add_feature (GArray  *features,
             guint32  hash)
{
  hash = mix (hash);
  g_array_append_val (features, hash);
}

/* A word's beginning and end are letters of their own. */
static void
add_pieces (GArray     *features,
            const char *word,
            guint       length)
{
  g_autofree char *framed = g_strconcat ("_", word, "_", NULL);
  const char *end = framed;
  glong letters = g_utf8_strlen (framed, -1);

  if (letters <= (glong) length)
    return;
  end = g_utf8_offset_to_pointer (framed, length);
  for (const char *begin = framed;; begin = g_utf8_next_char (begin), end = g_utf8_next_char (end))
    {
      add_feature (features, hash_bytes (FNV_BASIS ^ length, begin, (gsize) (end - begin)));
      if (*end == '\0')
        break;
    }
}

/* Of a message, how long a number is matters, and which it is says nothing that another one would not; of advice it may say
 * everything. Returns: (transfer full) (element-type utf8): the words as a model knows them. */
static GPtrArray *
dup_words (const ShcSafetyText *text,
           gboolean             fold_numbers)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < text->words->len; i++)
    {
      char *word = g_strdup (g_ptr_array_index (text->words, i));

      for (char *at = word; fold_numbers && *at != '\0'; at++)
        if (g_ascii_isdigit (*at))
          *at = '0';
      g_ptr_array_add (words, word);
    }
  return words;
}

/* The features of every different word, which is taken apart once; those of the word of number n begin at the n-th of @begin. */
typedef struct
{
  GArray *features;   /* guint32 */
  GArray *begin;      /* guint; one more at the end */
} Words;

static void
words_clear (Words *words)
{
  g_array_unref (words->features);
  g_array_unref (words->begin);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static void
read_words (Words           *words,
            const GPtrArray *known)
{
  words->features = g_array_sized_new (FALSE, FALSE, sizeof (guint32), known->len * USUAL_FEATURES);
  words->begin = g_array_sized_new (FALSE, FALSE, sizeof (guint), known->len + 1);
  for (guint i = 0; i < known->len; i++)
    {
      const char *word = g_ptr_array_index (known, i);

      g_array_append_val (words->begin, words->features->len);
      add_feature (words->features, hash_bytes (FNV_BASIS, word, strlen (word) + 1));
      for (gsize j = 0; j < G_N_ELEMENTS (piece_lengths); j++)
        add_pieces (words->features, word, piece_lengths[j]);
    }
  g_array_append_val (words->begin, words->features->len);
}

static void
add_pair (GArray     *features,
          guint       distance,
          const char *one,
          const char *other)
{
  guint32 hash = hash_bytes (FNV_BASIS ^ distance << 8, one, strlen (one) + 1);

  add_feature (features, hash_bytes (hash, other, strlen (other) + 1));
}

static gboolean
is_same_sentence (const ShcSafetyText *text,
                  guint                one,
                  guint                other)
{
  return other < text->tokens->len && g_array_index (text->tokens, ShcSafetyToken, one).sentence ==
                                        g_array_index (text->tokens, ShcSafetyToken, other).sentence;
}

static const char *
get_word (const ShcSafetyText *text,
          const GPtrArray     *known,
          guint                token)
{
  return g_ptr_array_index (known, g_array_index (text->tokens, ShcSafetyToken, token).word);
}

static void
add_pairs (GArray              *features,
           const ShcSafetyText *text,
           const GPtrArray     *known,
           guint                token,
           guint                furthest)
{
  const char *word = get_word (text, known, token);

  if (token == 0 || !is_same_sentence (text, token, token - 1))
    add_pair (features, 1, BEGINNING, word);
  for (guint distance = 1; distance <= furthest && distance <= token; distance++)
    if (is_same_sentence (text, token, token - distance))
      add_pair (features, distance, get_word (text, known, token - distance), word);
  if (!is_same_sentence (text, token, token + 1))
    add_pair (features, 1, word, END);
}

static ShcSafetyFeatures *
read_features (const ShcSafetyText *text,
               guint                furthest,
               gboolean             fold_numbers)
{
  ShcSafetyFeatures *self = g_new0 (ShcSafetyFeatures, 1);
  g_autoptr(GPtrArray) known = dup_words (text, fold_numbers);
  g_auto(Words) words = { 0 };

  read_words (&words, known);
  self->features = g_array_sized_new (FALSE, FALSE, sizeof (guint32), text->tokens->len * USUAL_FEATURES);
  self->begin = g_array_sized_new (FALSE, FALSE, sizeof (guint32), text->tokens->len + 1);
  for (guint i = 0; i < text->tokens->len; i++)
    {
      guint word = g_array_index (text->tokens, ShcSafetyToken, i).word;
      guint first = g_array_index (words.begin, guint, word);

      g_array_append_val (self->begin, self->features->len);
      g_array_append_vals (self->features, &g_array_index (words.features, guint32, first),
                           g_array_index (words.begin, guint, word + 1) - first);
      add_pairs (self->features, text, known, i, furthest);
    }
  g_array_append_val (self->begin, self->features->len);
  return self;
}

ShcSafetyFeatures *
shc_safety_features_new (const ShcSafetyText *text)
{
  return read_features (text, FURTHEST, FALSE);
}

ShcSafetyFeatures *
shc_safety_features_new_near (const ShcSafetyText *text)
{
  return read_features (text, 1, TRUE);
}

guint32
shc_safety_get_length_feature (guint n_tokens)
{
  guint doublings = g_bit_storage (n_tokens);

  return mix (hash_bytes (FNV_BASIS ^ LENGTH, (const char *) &doublings, sizeof doublings));
}

void
shc_safety_features_add_named (ShcSafetyFeatures *self,
                               const guint32     *names,
                               gsize              n)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 hash = hash_bytes (FNV_BASIS ^ NAMED, (const char *) &names[i], sizeof names[i]);

      for (guint k = 0; k < NAMED_COUNTS; k++)
        add_feature (self->features, hash);
      for (gsize j = i + 1; j < n; j++)
        add_feature (self->features, hash_bytes (hash, (const char *) &names[j], sizeof names[j]));
    }
}

guint32
shc_safety_features_number_row (const guint32 *names,
                                gsize          n,
                                guint32        kind)
{
  return mix (hash_bytes (FNV_BASIS ^ (NAMED + 1 + kind), (const char *) names, n * sizeof *names));
}

void
shc_safety_features_free (ShcSafetyFeatures *self)
{
  g_array_unref (self->features);
  g_array_unref (self->begin);
  g_free (self);
}
