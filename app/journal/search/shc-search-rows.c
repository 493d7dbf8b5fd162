/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a filter and its query find, in the order of the list. */

#define G_LOG_DOMAIN "shc-search"

#include "config.h"

#include "shc-matches.h"
#include "shc-reflections-private.h"
#include "shc-search-rows.h"

#define BEST_SQL \
  "SELECT rowid FROM reflection_search WHERE reflection_search MATCH ?1 ORDER BY rank, rowid DESC"

/* Civil times come in order, so that most share their month with the one before. */
typedef struct
{
  gint64 first_us;
  gint64 end_us;
  gint32 month;
} Month;

static gint32
find_month (Month  *self,
            gint64  civil_us)
{
  ShcDate date = { .civil_us = civil_us };
  ShcDate first, next;
  int year, month;

  if (civil_us >= self->first_us && civil_us < self->end_us)
    return self->month;

  shc_date_get_ymd (date, &year, &month, NULL);
  self->month = year * 12 + month - 1;
  self->first_us = civil_us;
  self->end_us = civil_us;
  if (shc_date_from_ymd (year, month, 1, &first))
    self->first_us = first.civil_us;
  if (shc_date_from_ymd (month < 12 ? year : year + 1, month % 12 + 1, 1, &next))
    self->end_us = next.civil_us;
  return self->month;
}

/* Walks through what the filter lets through and keeps what @matches (nullable) finds. */
static GArray *
walk (ShcDb            *db,
      const ShcFilter  *filter,
      ShcMatches       *matches,
      guint             limit,
      GError          **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (ShcRowKey));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_reflections_walk (db, filter, error);
  Month month = { 0, 0, 0 };

  if (stmt == NULL)
    return NULL;

  while (keys->len < limit && shc_db_step (db, stmt, &local_error))
    {
      ShcRowKey key = { sqlite3_column_int64 (stmt, 0), 0, 0 };
      gboolean found = TRUE;

      if (matches != NULL && !shc_matches_test (matches, key.row, &found, &local_error))
        break;
      if (!found)
        continue;
      key.month = find_month (&month, sqlite3_column_int64 (stmt, 1));
      g_array_append_val (keys, key);
    }
  sqlite3_reset (stmt);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&keys);
}

/* Picks @found's keys in the order in which the index ranks their rows. */
static GArray *
rank (ShcDb           *db,
      const ShcQuery  *query,
      GArray          *found,
      guint            limit,
      GError         **error)
{
  g_autoptr(GHashTable) by_row = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (ShcRowKey));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, BEST_SQL, error);

  if (stmt == NULL)
    return NULL;

  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (by_row, &g_array_index (found, ShcRowKey, i).row);

  shc_db_bind_text (stmt, 1, query->with);
  while (keys->len < limit && shc_db_step (db, stmt, &local_error))
    {
      gint64 row = sqlite3_column_int64 (stmt, 0);
      const ShcRowKey *key = g_hash_table_lookup (by_row, &row);

      if (key != NULL)
        g_array_append_val (keys, *key);
    }
  sqlite3_reset (stmt);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&keys);
}

GArray *
shc_search_rows (ShcDb            *db,
                 const ShcFilter  *filter,
                 const ShcQuery   *query,
                 guint             limit,
                 GError          **error)
{
  g_autoptr(ShcMatches) matches = NULL;
  g_autoptr(GArray) found = NULL;
  gboolean best = filter->best && query != NULL && query->with != NULL;

  if (query != NULL && !shc_query_is_blank (query))
    matches = shc_matches_new (db, query, best || limit == G_MAXUINT);
  found = walk (db, filter, matches, best ? G_MAXUINT : limit, error);
  if (found == NULL || !best)
    return g_steal_pointer (&found);
  return rank (db, query, found, limit, error);
}
