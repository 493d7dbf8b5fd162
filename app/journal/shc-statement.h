/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements with at most one row, and columns that may be NULL. */

#pragma once

#include "shc-db.h"
#include "shc-date.h"

G_BEGIN_DECLS

/** shc_statement_first: @found: (out): whether there is a row; reset @stmt when it was read.
 * Returns: %FALSE on failure only. */
gboolean shc_statement_first (ShcDb *db, sqlite3_stmt *stmt, gboolean *found, GError **error);

/** shc_statement_number: runs @sql (a constant), which gives one number, and resets it. */
gboolean shc_statement_number (ShcDb *db, const char *sql, gint64 *number, GError **error);

/** Binds @number, or NULL where it is @none. */
void     shc_statement_bind_or_null (sqlite3_stmt *stmt, int index, gint64 number, gint64 none);

/** Binds civil_us, has_time and offset_min from @index on; reads them from @column on. */
void     shc_statement_bind_date (sqlite3_stmt *stmt, int index, ShcDate date);
ShcDate  shc_statement_read_date (sqlite3_stmt *stmt, int column);

G_END_DECLS
