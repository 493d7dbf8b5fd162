/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What changed from one list of keys to the next. */

#define G_LOG_DOMAIN "shc-key-diff"

#include "config.h"

#include "shc-key-diff.h"

#define ROW(array, index) (&g_array_index (array, ShcRowKey, index).row)

/* The part between the common beginning and the common end. */
typedef struct
{
  const GArray *before;
  const GArray *after;
  GHashTable   *old_places; /* row → index in before, of rows still to be met there */
  GHashTable   *new_places; /* row → index in after */
  guint         old_end;
  guint         new_end;
  guint         first;
  GArray       *splices;
} Diff;

/* A row whose month changed is shown anew where it stands. */
static gboolean
is_same (const Diff *diff,
         guint       old_at,
         guint       new_at)
{
  const ShcRowKey *old = &g_array_index (diff->before, ShcRowKey, old_at);
  const ShcRowKey *new = &g_array_index (diff->after, ShcRowKey, new_at);

  return old->row == new->row && old->month == new->month;
}

static GHashTable *
index_places (const GArray *keys,
              guint         first,
              guint         end)
{
  GHashTable *places = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = first; i < end; i++)
    g_hash_table_insert (places, ROW (keys, i), GUINT_TO_POINTER (i));
  return places;
}

/* Splices that touch become one. */
static void
add_splice (Diff *diff,
            guint position,
            guint removed,
            guint added)
{
  ShcKeySplice splice = { position, removed, added };

  if (diff->splices->len > 0)
    {
      ShcKeySplice *last = &g_array_index (diff->splices, ShcKeySplice, diff->splices->len - 1);

      if (last->position + last->added == position)
        {
          last->removed += removed;
          last->added += added;
          return;
        }
    }
  g_array_append_val (diff->splices, splice);
}

/* Both rows stay, but at other places: the one that moves further is taken out. Returns: whether
 * that is the old one. */
static gboolean
is_old_moved (Diff *diff,
              guint old_at,
              guint new_at)
{
  gpointer old_place = g_hash_table_lookup (diff->old_places, ROW (diff->after, new_at));
  gpointer new_place = g_hash_table_lookup (diff->new_places, ROW (diff->before, old_at));

  return GPOINTER_TO_UINT (new_place) - new_at > GPOINTER_TO_UINT (old_place) - old_at;
}

static void
walk (Diff *diff,
      guint max_splices)
{
  guint old_at = diff->first;
  guint new_at = diff->first;

  while ((old_at < diff->old_end || new_at < diff->new_end) && diff->splices->len <= max_splices)
    {
      const gint64 *old_row = old_at < diff->old_end ? ROW (diff->before, old_at) : NULL;
      const gint64 *new_row = new_at < diff->new_end ? ROW (diff->after, new_at) : NULL;

      if (old_row != NULL && new_row != NULL && *old_row == *new_row)
        {
          if (!is_same (diff, old_at, new_at))
            add_splice (diff, new_at, 1, 1);
          old_at++;
          new_at++;
        }
      else if (old_row != NULL && (!g_hash_table_contains (diff->new_places, old_row) ||
                                   !g_hash_table_contains (diff->old_places, old_row)))
        {
          add_splice (diff, new_at, 1, 0);
          old_at++;
        }
      else if (old_row == NULL || !g_hash_table_contains (diff->old_places, new_row))
        {
          add_splice (diff, new_at, 0, 1);
          new_at++;
        }
      else if (is_old_moved (diff, old_at, new_at))
        {
          g_hash_table_remove (diff->old_places, old_row);
        }
      else
        {
          g_hash_table_remove (diff->old_places, new_row);
        }
    }
}

GArray *
shc_key_diff (const GArray *before,
              const GArray *after,
              guint         max_splices)
{
  Diff diff = { before, after, NULL, NULL, before->len, after->len, 0, NULL };

  diff.splices = g_array_new (FALSE, FALSE, sizeof (ShcKeySplice));
  while (diff.first < before->len && diff.first < after->len &&
         is_same (&diff, diff.first, diff.first))
    diff.first++;
  while (diff.old_end > diff.first && diff.new_end > diff.first &&
         is_same (&diff, diff.old_end - 1, diff.new_end - 1))
    {
      diff.old_end--;
      diff.new_end--;
    }

  diff.old_places = index_places (before, diff.first, diff.old_end);
  diff.new_places = index_places (after, diff.first, diff.new_end);
  walk (&diff, max_splices);
  if (diff.splices->len > max_splices)
    {
      g_array_set_size (diff.splices, 0);
      add_splice (&diff, diff.first, diff.old_end - diff.first, diff.new_end - diff.first);
    }
  g_hash_table_unref (diff.old_places);
  g_hash_table_unref (diff.new_places);
  return diff.splices;
}
