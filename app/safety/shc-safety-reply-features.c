/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model of replies knows of a sentence: words, what rules say of it, and which of the things they name stands
 * before which. */

#define G_LOG_DOMAIN "shc-safety-reply-features"

#include "config.h"

#include "shc-safety-reply-features.h"

#include <string.h>

#include "shc-safety-matcher.h"

/* A sentence begins with so many words. */
#define BEGINNING 3u
/* Between two that belong together stand at most so many words. */
#define NEAR 2u
/* And between those of three in a row. */
#define IN_A_ROW 4u

typedef enum { BEGINS, BEGINS_AT, BEFORE, JUST_BEFORE, ROW } Kind;

typedef struct
{
  ShcSafetyFeatures    *features;
  GHashTable           *seen;    /* what was added: each counts once */
  const ShcSafetyPlace *places;  /* by where they begin */
  guint                 n;
} Rows;

gboolean
shc_safety_reply_is_question (const char *sentence,
                              gsize       length)
{
  while (length > 0 && g_ascii_isspace (sentence[length - 1]))
    length--;
  return (length >= 1 && sentence[length - 1] == '?') ||
         (length >= strlen ("؟") && memcmp (sentence + length - strlen ("؟"), "؟", strlen ("؟")) == 0);
}

static void
add_name (GArray  *names,
          guint32  name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_array_index (names, guint32, i) == name)
      return;
  g_array_append_val (names, name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  const guint32 *one = a;
  const guint32 *other = b;

  return (*one > *other) - (*one < *other);
}

/* In an order that does not depend on how a file orders its sets. */
static void
add_names (ShcSafetyFeatures *features,
           const GPtrArray   *matched,
           gboolean           question)
{
  g_autoptr(GArray) names = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < matched->len; i++)
    add_name (names, ((const ShcSafetyRule *) g_ptr_array_index (matched, i))->name);
  if (question)
    add_name (names, g_str_hash ("?"));
  g_array_sort (names, compare_names);
  shc_safety_features_add_named (features, (const guint32 *) (gpointer) names->data, names->len);
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const ShcSafetyPlace *one = a;
  const ShcSafetyPlace *other = b;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;
  return compare_names (&one->name, &other->name);
}

static void
add_row (Rows          *self,
         Kind           kind,
         const guint32 *names,
         guint          n)
{
  guint32 number = shc_safety_features_number_row (names, n, kind);

  if (g_hash_table_add (self->seen, GUINT_TO_POINTER (number)))
    g_array_append_val (self->features->features, number);
}

static void
add_beginning (Rows                 *self,
               const ShcSafetyPlace *place)
{
  if (place->at >= BEGINNING)
    return;
  add_row (self, BEGINS, &place->name, 1);
  add_row (self, BEGINS_AT, (guint32[]) { place->name, place->at }, 2);
}

static void
add_following (Rows  *self,
               guint  first)
{
  const ShcSafetyPlace *places = self->places;

  for (guint i = first + 1; i < self->n; i++)
    {
      guint32 names[] = { places[first].name, places[i].name, 0 };

      if (places[i].at < places[first].end)
        continue;
      add_row (self, BEFORE, names, 2);
      if (places[i].at - places[first].end <= NEAR)
        add_row (self, JUST_BEFORE, names, 2);
      if (places[i].at - places[first].end > IN_A_ROW)
        continue;
      for (guint j = i + 1; j < self->n && places[j].at <= places[i].end + IN_A_ROW; j++)
        {
          names[2] = places[j].name;
          if (places[j].at >= places[i].end)
            add_row (self, ROW, names, 3);
        }
    }
}

ShcSafetyFeatures *
shc_safety_reply_features_new (const ShcSafetyRules *rules,
                               const char           *sentence,
                               gsize                 length,
                               GPtrArray            *matched)
{
  g_autoptr(ShcSafetyText) text = shc_safety_text_new (sentence, length);
  g_autoptr(GPtrArray) own = g_ptr_array_new ();
  g_autoptr(GArray) places = g_array_new (FALSE, FALSE, sizeof (ShcSafetyPlace));
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *found = matched != NULL ? matched : own;
  Rows rows = { .features = shc_safety_features_new (text), .seen = seen };

  shc_safety_match_places (rules, text, found, places);
  add_names (rows.features, found, shc_safety_reply_is_question (sentence, length));
  g_array_sort (places, compare_places);
  rows.places = (const ShcSafetyPlace *) (gpointer) places->data;
  rows.n = places->len;
  for (guint i = 0; i < rows.n; i++)
    {
      add_beginning (&rows, &rows.places[i]);
      add_following (&rows, i);
    }
  return rows.features;
}
