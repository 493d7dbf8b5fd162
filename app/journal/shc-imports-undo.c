/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking imports away again, a few hundred rows at a time: unfinished ones as a whole, published
 * ones except for what was edited since. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-imports-private.h"
#include "shc-journal-error.h"
#include "shc-labels.h"
#include "shc-statement.h"
#include "shc-transaction.h"

#define UNPUBLISHED_SQL "SELECT first_row FROM import WHERE import = ?1 AND published_us IS NULL"
#define PUBLISHED_SQL   "SELECT first_row FROM import WHERE import = ?1 AND published_us IS NOT NULL"
#define STEP "200"
#define DROP_SQL \
  "DELETE FROM reflection WHERE row IN " \
  "(SELECT row FROM reflection WHERE row >= ?1 LIMIT " STEP ")"
/* Being edited right now counts as edited. */
#define UNDO_SQL \
  "DELETE FROM reflection WHERE row IN " \
  "(SELECT row FROM reflection, (SELECT first_row, last_row FROM import WHERE import = ?1) " \
  "WHERE row BETWEEN first_row AND last_row AND import = ?1 AND id NOT IN (SELECT name FROM draft) " \
  "LIMIT " STEP ")"
#define KEPT_SQL \
  "SELECT count (*) FROM reflection, (SELECT first_row, last_row FROM import WHERE import = ?1) " \
  "WHERE row BETWEEN first_row AND last_row"
#define FORGET_SQL "DELETE FROM import WHERE import = ?1"
#define UNSTAGE_SQL "UPDATE staging SET from_row = 9223372036854775807"

static gboolean
run (ShcDb       *db,
     const char  *sql,
     gint64       number,
     GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, number);
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
  gint64 first_row;

  if (!read_for (db, UNPUBLISHED_SQL, import, &found, &first_row, error))
    return FALSE;
  if (!found)
    return fail_not_found (error);
  if (!run (db, DROP_SQL, first_row, error))
    return FALSE;

  *more = sqlite3_changes (shc_db_get_handle (db)) > 0;
  if (*more)
    return TRUE;

  return run (db, FORGET_SQL, import, error) &&
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
  gint64 first_row;

  if (!read_for (db, PUBLISHED_SQL, import, &found, &first_row, error))
    return FALSE;
  if (!found)
    return fail_not_found (error);
  if (!run (db, UNDO_SQL, import, error))
    return FALSE;

  *removed = sqlite3_changes (shc_db_get_handle (db));
  *more = *removed > 0;
  *kept = 0;
  if (*more)
    return TRUE;

  return read_for (db, KEPT_SQL, import, &found, kept, error) &&
         (*kept > 0 || run (db, FORGET_SQL, import, error)) &&
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
