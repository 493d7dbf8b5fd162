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
  "WHERE row BETWEEN first_row AND last_row AND import = ?1 AND id NOT IN (SELECT name FROM draft) "
#define UNDO_SQL "DELETE FROM reflection WHERE row IN (SELECT row" WHERE_UNDO "LIMIT ?2)"
#define LEAVING_SQL "SELECT count (*)" WHERE_UNDO
#define KEPT_SQL \
  "SELECT count (*) FROM reflection, (SELECT first_row, last_row FROM import WHERE import = ?1) " \
  "WHERE row BETWEEN first_row AND last_row"
#define FORGET_SQL "DELETE FROM import WHERE import = ?1"
#define UNSTAGE_SQL "UPDATE staging SET from_row = 9223372036854775807"

/* How many go in one transaction, which is to hold the vault for less than 100 ms. */
#define STEP_BULK 50
#define STEP_SINGLE 3

/* Deletes with @sql, of ?1 as @number. @deleted: (out): how many. */
static gboolean
delete_some (ShcDb       *db,
             const char  *sql,
             gint64       number,
             gboolean     bulk,
             gint64      *deleted,
             GError     **error)
{
  sqlite3_stmt *stmt;

  if (bulk && !shc_index_begin_bulk (db, error))
    return FALSE;
  stmt = shc_db_prepare (db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, number);
  sqlite3_bind_int (stmt, 2, bulk ? STEP_BULK : STEP_SINGLE);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  *deleted = sqlite3_changes64 (shc_db_get_handle (db));
  return !bulk || shc_index_end_bulk (db, error);
}

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
  if (!delete_some (db, DROP_SQL, first_row, TRUE, &deleted, error))
    return FALSE;

  *more = deleted > 0;
  if (!*more && !shc_index_tidy_some (db, more, error))
    return FALSE;
  if (*more)
    return TRUE;

  return forget (db, import, error) &&
         shc_db_exec (db, UNSTAGE_SQL, error) &&
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
undo_some (ShcDb     *db,
           gint64     import,
           gint64    *removed,
           gint64    *kept,
           gboolean  *more,
           GError   **error)
{
  gboolean found;
  gint64 first_row, leaving;
  gboolean bulk;

  if (!read_for (db, PUBLISHED_SQL, import, &found, &first_row, error))
    return FALSE;
  if (!found)
    return fail_not_found (error);
  if (!read_for (db, LEAVING_SQL, import, &found, &leaving, error) ||
      !shc_index_pays_in_bulk (db, leaving, &bulk, error) ||
      !delete_some (db, UNDO_SQL, import, bulk, removed, error))
    return FALSE;

  *kept = 0;
  *more = *removed > 0;
  if (!*more && !shc_index_tidy_some (db, more, error))
    return FALSE;
  if (*more)
    return TRUE;

  return read_for (db, KEPT_SQL, import, &found, kept, error) &&
         (*kept > 0 || forget (db, import, error)) &&
         shc_labels_sweep (db, error);
}

gboolean
shc_imports_undo_some (ShcDb     *db,
                       gint64     import,
                       gint64    *removed,
                       gint64    *kept,
                       gboolean  *more,
                       GError   **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = undo_some (db, import, removed, kept, more, error);
  return shc_transaction_end (db, own, ok, error);
}
