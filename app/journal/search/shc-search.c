/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: the newest or the best reflections that a query finds, and where it matches. */

#define G_LOG_DOMAIN "shc-search"

#include "config.h"

#include "shc-marking.h"
#include "shc-reflections-fetch.h"
#include "shc-search-rows.h"
#include "shc-search.h"

void
shc_hit_free (ShcHit *hit)
{
  if (hit == NULL)
    return;
  shc_reflection_free (hit->reflection);
  g_free (hit->snippet);
  g_free (hit);
}

static gboolean
add_hit (GPtrArray           *hits,
         ShcReflectionsFetch *fetch,
         gint64               row,
         GError             **error)
{
  g_autoptr(ShcReflection) reflection = NULL;
  ShcHit *hit;

  if (!shc_reflections_fetch_row (fetch, row, &reflection, error))
    return FALSE;
  if (reflection == NULL)
    return TRUE;

  hit = g_new0 (ShcHit, 1);
  hit->snippet = g_steal_pointer (&reflection->text);
  hit->reflection = g_steal_pointer (&reflection);
  g_ptr_array_add (hits, hit);
  return TRUE;
}

GPtrArray *
shc_search (ShcDb            *db,
            const ShcFilter  *filter,
            gboolean          as_typed,
            guint             limit,
            GError          **error)
{
  g_autoptr(ShcReflectionsFetch) fetch = NULL;
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GArray) keys = NULL;

  g_return_val_if_fail (filter != NULL, NULL);

  fetch = shc_reflections_fetch_new (db, filter->query, as_typed, error);
  if (fetch == NULL)
    return NULL;
  keys = shc_search_rows (db, filter, shc_reflections_fetch_get_query (fetch), limit, error);
  if (keys == NULL)
    return NULL;

  hits = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_hit_free);
  for (guint i = 0; i < keys->len; i++)
    if (!add_hit (hits, fetch, g_array_index (keys, ShcRowKey, i).row, error))
      return NULL;
  return g_steal_pointer (&hits);
}

GArray *
shc_search_ranges (ShcDb       *db,
                   const char  *query,
                   const char  *text,
                   GError     **error)
{
  g_autoptr(ShcTokenizer) tokenizer = NULL;
  g_autoptr(ShcQuery) parsed = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  tokenizer = shc_tokenizer_new (db, error);
  if (tokenizer == NULL)
    return NULL;
  parsed = shc_query_new (tokenizer, query, TRUE);
  return shc_marking_ranges (parsed, tokenizer, text, G_MAXSIZE);
}
