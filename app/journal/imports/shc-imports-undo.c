/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking imports away again, a few hundred rows at a time: unfinished ones as a whole, published
 * ones except for what was edited since. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-imports-private.h"
#include "shc-index.h"
#include "shc-journal-error.h"
#include "shc-labels.h"
#include "shc-statement.h"
#include "shc-transaction.h"

#define UNPUBLISHED_SQL "SELECT first_row FROM import WHERE import = ?1 AND published_us IS NULL"
#define PUBLISHED_SQL   "SELECT first_row FROM import WHERE import = ?1 AND published_us IS NOT NULL"
/* ?2: how many at most. */
#define DROP_SQL \
  "DELETE FROM reflection WHERE row IN (SELECT row FROM reflection WHERE row >= ?1 LIMIT ?2)"
/* Being edited right now counts as edited. */
#define WHERE_UNDO \
  " FROM reflection, (SELECT first_row, last_row FROM import WHERE import = ?1) " \
  "WHERE row BETWEEN max (first_row, coalesce (?3, 0)) AND last_row AND import = ?1 " \
  "AND id NOT IN (SELECT name FROM draft) "
/* ?3: from which row on; those before were seen to. */
#define UNDO_SQL \
  "DELETE FROM reflection WHERE row IN (SELECT row" WHERE_UNDO "ORDER BY row LIMIT ?2) RETURNING row"
#define LEAVING_SQL "SELECT count (*)" WHERE_UNDO
#define KEPT_SQL \
  "SELECT count (*) FROM reflection, (SELECT first_row, last_row FROM import WHERE import = ?1) " \
  "WHERE row BETWEEN first_row AND last_row"
#define FORGET_SQL "DELETE FROM import WHERE import = ?1"
#define UNSTAGE_SQL "UPDATE staging SET from_row = 9223372036854775807"

static gboolean
forget (ShcDb   *db,
        gint64   import,
        GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, FORGET_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, import);
  return shc_db_done (db, stmt, error);
}

static gboolean
read_for (ShcDb       *db,
          const char  *sql,
          gint64       import,
          gboolean    *found,
          gint64      *number,
          GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, import);
  if (!shc_statement_first (db, stmt, found, error))
    return FALSE;
  *number = *found ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
fail_not_found (GError **error)
{
  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                       _("There is no such import."));
  return FALSE;
}

/* @deleted: (out): how many. */
static gboolean
drop_rows (ShcDb     *db,
           gint64     first_row,
           gint64    *deleted,
           GError   **error)
{
  sqlite3_stmt *stmt;

  if (!shc_index_begin_bulk (db, error))
    return FALSE;
  stmt = shc_db_prepare (db, DROP_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, first_row);
  sqlite3_bind_int (stmt, 2, SHC_INDEX_STEP_BULK);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  *deleted = sqlite3_changes64 (shc_db_get_handle (db));
  return shc_index_end_bulk (db, error);
}

static gboolean
drop_some (ShcDb     *db,
           gint64     import,
           gboolean  *more,
           GError   **error)
{
  gboolean found;
  gint64 first_row, deleted;

  if (!read_for (db, UNPUBLISHED_SQL, import, &found, &first_row, error))
    return FALSE;
  if (!found)
    return fail_not_found (error);
  if (!drop_rows (db, first_row, &deleted, error))
    return FALSE;

  *more = deleted > 0;
  if (!*more && !shc_index_tidy_some (db, more, error))
    return FALSE;
  if (*more)
    return TRUE;

  return forget (db, import, error) &&
         shc_db_exec (db, UNSTAGE_SQL, error) &&
         shc_index_resume_merges (db, error) &&
         shc_labels_sweep (db, error);
}

gboolean
shc_imports_drop_some (ShcDb     *db,
                       gint64     import,
                       gboolean  *more,
                       GError   **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = drop_some (db, import, more, error);
  return shc_transaction_end (db, own, ok, error);
}

static gboolean
undo_rows (ShcDb          *db,
           gint64          import,
           ShcImportUndo  *undo,
           GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt;

  if (undo->bulk && !shc_index_begin_bulk (db, error))
    return FALSE;
  stmt = shc_db_prepare (db, UNDO_SQL, error);
  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, import);
  sqlite3_bind_int (stmt, 2, undo->bulk ? SHC_INDEX_STEP_BULK : SHC_INDEX_STEP_SINGLE);
  sqlite3_bind_int64 (stmt, 3, undo->from_row);
  while (shc_db_step (db, stmt, &local_error))
    {
      undo->from_row = MAX (undo->from_row, sqlite3_column_int64 (stmt, 0) + 1);
      undo->removed++;
    }
  sqlite3_reset (stmt);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return !undo->bulk || shc_index_end_bulk (db, error);
}

/* How it goes is decided once: to count what is left at each step would take longer than to go. */
static gboolean
begin_undo (ShcDb          *db,
            gint64          import,
            gint64          first_row,
            ShcImportUndo  *undo,
            GError        **error)
{
  gboolean found;
  gint64 leaving;

  undo->from_row = first_row;
  return read_for (db, LEAVING_SQL, import, &found, &leaving, error) &&
         shc_index_pays_in_bulk (db, leaving, &undo->bulk, error);
}

static gboolean
undo_some (ShcDb          *db,
           gint64          import,
           ShcImportUndo  *undo,
           gboolean       *more,
           GError        **error)
{
  gint64 first_row, before = undo->removed;
  gboolean found;

  if (!read_for (db, PUBLISHED_SQL, import, &found, &first_row, error))
    return FALSE;
  if (!found)
    return fail_not_found (error);
  if (undo->from_row == 0 && !begin_undo (db, import, first_row, undo, error))
    return FALSE;
  if (!undo_rows (db, import, undo, error))
    return FALSE;

  *more = undo->removed > before;
  if (!*more && !shc_index_tidy_some (db, more, error))
    return FALSE;
  if (*more)
    return TRUE;

  return read_for (db, KEPT_SQL, import, &found, &undo->kept, error) &&
         (undo->kept > 0 || forget (db, import, error)) &&
         shc_labels_sweep (db, error);
}

gboolean
shc_imports_undo_some (ShcDb          *db,
                       gint64          import,
                       ShcImportUndo  *undo,
                       gboolean       *more,
                       GError        **error)
{
  ShcImportUndo after = *undo;
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = undo_some (db, import, &after, more, error);
  if (!shc_transaction_end (db, own, ok, error))
    return FALSE;

  *undo = after;
  return TRUE;
}
