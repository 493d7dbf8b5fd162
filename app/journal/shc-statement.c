/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements with at most one row, and columns that may be NULL. */

#define G_LOG_DOMAIN "shc-statement"

#include "config.h"

#include "shc-statement.h"

gboolean
shc_statement_first (ShcDb         *db,
                     sqlite3_stmt  *stmt,
                     gboolean      *found,
                     GError       **error)
{
  g_autoptr(GError) local_error = NULL;

  *found = shc_db_step (db, stmt, &local_error);
  if (local_error == NULL)
    return TRUE;

  sqlite3_reset (stmt);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
shc_statement_number (ShcDb       *db,
                      const char  *sql,
                      gint64      *number,
                      GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return FALSE;

  *number = found ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);
  return TRUE;
}

void
shc_statement_bind_or_null (sqlite3_stmt *stmt,
                            int           index,
                            gint64        number,
                            gint64        none)
{
  if (number == none)
    sqlite3_bind_null (stmt, index);
  else
    sqlite3_bind_int64 (stmt, index, number);
}

void
shc_statement_bind_date (sqlite3_stmt *stmt,
                         int           index,
                         ShcDate       date)
{
  sqlite3_bind_int64 (stmt, index, date.civil_us);
  sqlite3_bind_int (stmt, index + 1, date.has_time ? 1 : 0);
  if (date.has_offset)
    sqlite3_bind_int (stmt, index + 2, date.offset_min);
  else
    sqlite3_bind_null (stmt, index + 2);
}

ShcDate
shc_statement_read_date (sqlite3_stmt *stmt,
                         int           column)
{
  return (ShcDate) {
    .civil_us = sqlite3_column_int64 (stmt, column),
    .has_time = sqlite3_column_int (stmt, column + 1) != 0,
    .has_offset = sqlite3_column_type (stmt, column + 2) != SQLITE_NULL,
    .offset_min = (gint16) sqlite3_column_int (stmt, column + 2),
  };
}
