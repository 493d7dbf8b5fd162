/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index where many reflections come or go at once. */

#define G_LOG_DOMAIN "shc-index"

#include "config.h"

#include "shc-index.h"
#include "shc-statement.h"
#include "shc-transaction.h"

/* Fewer than these are never worth writing the index anew. */
#define LEAST_BULK 20
#define BULK_RATIO 50

#define COUNT_SQL "SELECT count (*) FROM reflection"
#define BEGIN_SQL \
  "INSERT INTO reflection_search (reflection_search, rank) VALUES ('secure-delete', 0);" \
  "UPDATE staging SET untidy = 1 WHERE untidy = 0"
#define END_SQL "INSERT INTO reflection_search (reflection_search, rank) VALUES ('secure-delete', 1)"
#define UNTIDY_SQL "SELECT untidy FROM staging"
/* Negative: towards one segment, in which marks of deletion end; so many pages at a time. */
#define MERGE_SQL "INSERT INTO reflection_search (reflection_search, rank) VALUES ('merge', -100)"
#define TIDY_SQL  "UPDATE staging SET untidy = 0"
/* How many segments of one size FTS5 lets gather before a commit makes one of them; 4 is what it does
 * when nothing is said. */
#define HOLD_SQL   "INSERT INTO reflection_search (reflection_search, rank) VALUES ('automerge', 8)"
#define RESUME_SQL "INSERT INTO reflection_search (reflection_search, rank) VALUES ('automerge', 4)"
#define SOME_SQL   "INSERT INTO reflection_search (reflection_search, rank) VALUES ('merge', 32)"

gboolean
shc_index_pays_in_bulk (ShcDb     *db,
                        gint64     leaving,
                        gboolean  *bulk,
                        GError   **error)
{
  gint64 all;

  *bulk = FALSE;
  if (leaving < LEAST_BULK)
    return TRUE;
  if (!shc_statement_number (db, COUNT_SQL, &all, error))
    return FALSE;

  *bulk = leaving * BULK_RATIO > all;
  return TRUE;
}

gboolean
shc_index_goes_on_in_bulk (ShcDb     *db,
                           gint64     leaving,
                           gboolean  *bulk,
                           GError   **error)
{
  gint64 untidy;

  if (!shc_statement_number (db, UNTIDY_SQL, &untidy, error))
    return FALSE;

  *bulk = leaving > 0 && untidy != 0;
  return *bulk || shc_index_pays_in_bulk (db, leaving, bulk, error);
}

gboolean
shc_index_begin_bulk (ShcDb   *db,
                      GError **error)
{
  return shc_db_exec (db, BEGIN_SQL, error);
}

gboolean
shc_index_end_bulk (ShcDb   *db,
                    GError **error)
{
  return shc_db_exec (db, END_SQL, error);
}

gboolean
shc_index_hold_merges (ShcDb   *db,
                       GError **error)
{
  return shc_db_exec (db, HOLD_SQL, error);
}

gboolean
shc_index_resume_merges (ShcDb   *db,
                         GError **error)
{
  return shc_db_exec (db, RESUME_SQL, error);
}

/* @sql: one of the two statements that merge. */
static gboolean
merge (ShcDb       *db,
       const char  *sql,
       gboolean    *more,
       GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);
  sqlite3 *handle = shc_db_get_handle (db);
  gint64 before = sqlite3_total_changes64 (handle);

  if (stmt == NULL || !shc_db_done (db, stmt, error))
    return FALSE;

  /* The insertion itself counts as one change; a merge that had work to do, as more. */
  *more = sqlite3_total_changes64 (handle) - before >= 2;
  return TRUE;
}

gboolean
shc_index_merge_some (ShcDb     *db,
                      gboolean  *more,
                      GError   **error)
{
  return merge (db, SOME_SQL, more, error);
}

static gboolean
tidy_some (ShcDb     *db,
           gboolean  *more,
           GError   **error)
{
  return merge (db, MERGE_SQL, more, error) && (*more || shc_db_exec (db, TIDY_SQL, error));
}

gboolean
shc_index_tidy_some (ShcDb     *db,
                     gboolean  *more,
                     GError   **error)
{
  gboolean own, ok;
  gint64 untidy;

  *more = FALSE;
  if (!shc_statement_number (db, UNTIDY_SQL, &untidy, error))
    return FALSE;
  if (untidy == 0)
    return TRUE;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = tidy_some (db, more, error);
  return shc_transaction_end (db, own, ok, error);
}
