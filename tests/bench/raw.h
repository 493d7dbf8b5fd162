/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one would write without the journal: SQLCipher's own calls and nothing round them, with the
 * same settings, tables, indexes and full-text index (SQLite's own tokenizer). */

#pragma once

#define SQLITE_HAS_CODEC 1
#include <sqlite3.h>
#include <glib.h>

/** raw_open: @key: 64 hexadecimal digits. @writer: makes the tables if they are not there. Ends the
 * program if anything fails, as all of these do. */
sqlite3 *raw_open (const char *path, const char *key, gboolean writer);

typedef struct
{
  sqlite3      *db;
  sqlite3_stmt *begin;
  sqlite3_stmt *commit;
  sqlite3_stmt *reflection;
  sqlite3_stmt *text;
  sqlite3_stmt *search;
  gint64        row;
} Raw;
void raw_prepare (Raw *raw, sqlite3 *db);
void raw_run (sqlite3_stmt *stmt);
/** raw_insert: @date: "YYYY-MM-DD". */
void raw_insert (Raw *raw, const char *date, const char *text);
