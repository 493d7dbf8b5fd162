/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model knows of a text: its words, its pairs of words, and pieces of words. */

#define G_LOG_DOMAIN "shc-safety-features"

#include "config.h"

#include "shc-safety-features.h"

#include <string.h>

/* Pieces carry over from one form of a word to another, and from a slip to what was meant. */
static const guint piece_lengths[] = { 3, 5 };

/* FNV-1a, by Fowler, Noll and Vo (RFC 9923). */
#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

static guint32
hash_bytes (guint32     hash,
            const char *bytes,
            gsize       n)
{
  for (gsize i = 0; i < n; i++)
    hash = (hash ^ (guchar) bytes[i]) * FNV_PRIME;
  return hash;
}

/* The low bits of FNV alone are not mixed well enough. */
static void
add_feature (GArray  *features,
             guint32  hash)
{
  guint32 number = (hash ^ hash >> 15) % SHC_SAFETY_N_FEATURES;

  g_array_append_val (features, number);
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

/* Every different word is taken apart once. */
static GPtrArray *
read_words (const ShcSafetyText *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < text->words->len; i++)
    {
      const char *word = g_ptr_array_index (text->words, i);
      GArray *features = g_array_new (FALSE, FALSE, sizeof (guint32));

      add_feature (features, hash_bytes (FNV_BASIS, word, strlen (word) + 1));
      for (gsize j = 0; j < G_N_ELEMENTS (piece_lengths); j++)
        add_pieces (features, word, piece_lengths[j]);
      g_ptr_array_add (words, features);
    }
  return words;
}

static void
add_pair (GArray     *features,
          const char *one,
          const char *other)
{
  add_feature (features, hash_bytes (hash_bytes (FNV_BASIS, one, strlen (one) + 1), other, strlen (other) + 1));
}

ShcSafetyFeatures *
shc_safety_features_new (const ShcSafetyText *text)
{
  ShcSafetyFeatures *self = g_new0 (ShcSafetyFeatures, 1);
  g_autoptr(GPtrArray) words = read_words (text);
  guint32 before = G_MAXUINT32;

  self->features = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->begin = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < text->tokens->len; i++)
    {
      guint32 word = g_array_index (text->tokens, ShcSafetyToken, i).word;
      const GArray *own = g_ptr_array_index (words, word);

      g_array_append_val (self->begin, self->features->len);
      g_array_append_vals (self->features, own->data, own->len);
      if (before != G_MAXUINT32)
        add_pair (self->features, g_ptr_array_index (text->words, before), g_ptr_array_index (text->words, word));
      before = word;
    }
  g_array_append_val (self->begin, self->features->len);
  return self;
}

void
shc_safety_features_free (ShcSafetyFeatures *self)
{
  g_array_unref (self->features);
  g_array_unref (self->begin);
  g_free (self);
}
