/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a query finds, asked one row after the other. */

#define G_LOG_DOMAIN "shc-matches"

#include "config.h"

#include "shc-matches.h"
#include "shc-statement.h"

#define ONE_SQL \
  "SELECT 1 FROM reflection_search WHERE reflection_search MATCH ?1 AND rowid = ?2"
#define ALL_SQL \
  "SELECT rowid FROM reflection_search WHERE reflection_search MATCH ?1"
#define TEXT_SQL \
  "SELECT text FROM reflection_text WHERE row = ?1"

/* Asking about one row costs about a four-hundredth of naming all rows of a common word among a
 * hundred thousand. */
#define MAX_MISSES 16
#define MAX_TESTS 160

struct _ShcMatches
{
  ShcDb          *db;
  const ShcQuery *query;
  const char     *expression; /* (nullable): what the index is asked */
  GArray         *rows;       /* (nullable) gint64, ascending: what it answered, once it was asked */
  guint           n_tests;
  guint           n_misses;
};

ShcMatches *
shc_matches_new (ShcDb          *db,
                 const ShcQuery *query,
                 gboolean        all)
{
  ShcMatches *self = g_new0 (ShcMatches, 1);

  self->db = db;
  self->query = query;
  self->expression = query->with != NULL ? query->with : query->without;
  self->n_tests = all || query->slow ? MAX_TESTS : 0;
  return self;
}

void
shc_matches_free (ShcMatches *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}

static gboolean
load_rows (ShcMatches  *self,
           GError     **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (self->db, ALL_SQL, error);

  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, self->expression);
  while (shc_db_step (self->db, stmt, &local_error))
    {
      gint64 row = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rows, row);
    }
  sqlite3_reset (stmt);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->rows = g_steal_pointer (&rows);
  return TRUE;
}

static gboolean
has_row (const GArray *rows,
         gint64        row)
{
  guint low = 0;
  guint high = rows->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      gint64 other = g_array_index (rows, gint64, middle);

      if (other == row)
        return TRUE;
      if (other < row)
        low = middle + 1;
      else
        high = middle;
    }
  return FALSE;
}

static gboolean
ask_index (ShcMatches  *self,
           gint64       row,
           gboolean    *found,
           GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self->db, ONE_SQL, error);

  if (stmt == NULL)
    return FALSE;

  shc_db_bind_text (stmt, 1, self->expression);
  sqlite3_bind_int64 (stmt, 2, row);
  if (!shc_statement_first (self->db, stmt, found, error))
    return FALSE;
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
test_index (ShcMatches  *self,
            gint64       row,
            gboolean    *found,
            GError     **error)
{
  gboolean wanted = self->query->with != NULL;

  if (self->rows == NULL &&
      (self->n_tests >= MAX_TESTS || self->n_misses > MAX_MISSES + self->n_tests / 2) &&
      !load_rows (self, error))
    return FALSE;

  if (self->rows != NULL)
    {
      *found = has_row (self->rows, row) == wanted;
      return TRUE;
    }
  if (!ask_index (self, row, found, error))
    return FALSE;

  *found = *found == wanted;
  self->n_tests++;
  self->n_misses += *found ? 0 : 1;
  return TRUE;
}

static gboolean
has_needles (const ShcQuery *query,
             const char     *text)
{
  for (guint i = 0; i < query->needles->len; i++)
    {
      const ShcNeedle *needle = g_ptr_array_index (query->needles, i);
      gsize start, end;

      if (!needle->indexed &&
          shc_needle_find (needle, text, 0, &start, &end) == needle->negative)
        return FALSE;
    }
  return TRUE;
}

static gboolean
needs_text (const ShcQuery *query)
{
  for (guint i = 0; i < query->needles->len; i++)
    if (!((const ShcNeedle *) g_ptr_array_index (query->needles, i))->indexed)
      return TRUE;
  return FALSE;
}

static gboolean
test_text (ShcMatches  *self,
           gint64       row,
           gboolean    *found,
           GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self->db, TEXT_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  if (!shc_statement_first (self->db, stmt, found, error))
    return FALSE;
  if (*found)
    *found = has_needles (self->query, (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return TRUE;
}

gboolean
shc_matches_test (ShcMatches  *self,
                  gint64       row,
                  gboolean    *found,
                  GError     **error)
{
  *found = TRUE;
  if (self->expression != NULL && !test_index (self, row, found, error))
    return FALSE;
  if (!*found || !needs_text (self->query))
    return TRUE;
  return test_text (self, row, found, error);
}
