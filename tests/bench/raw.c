/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one would write without the journal. */

#include "raw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS \
  "PRAGMA cipher_log_level = NONE; PRAGMA cipher_memory_security = OFF; " \
  "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; " \
  "PRAGMA foreign_keys = ON;"
#define WRITER_SETTINGS \
  "PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;" \
  "PRAGMA journal_mode = WAL;"
#define READER_SETTINGS "PRAGMA query_only = ON; PRAGMA cache_size = -64000;"

static const char tables[] =
  "CREATE TABLE reflection (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
  " civil_us INTEGER NOT NULL, has_time INTEGER NOT NULL, offset_min INTEGER, mood INTEGER,"
  " never_send INTEGER NOT NULL, words INTEGER NOT NULL, created_us INTEGER NOT NULL,"
  " updated_us INTEGER NOT NULL, trashed_us INTEGER, digest INTEGER NOT NULL, import INTEGER,"
  " milestone TEXT, milestone_key TEXT) STRICT;"
  "CREATE INDEX reflection_newest ON reflection (trashed_us, civil_us);"
  "CREATE INDEX reflection_trash ON reflection (civil_us) WHERE trashed_us IS NOT NULL;"
  "CREATE INDEX reflection_mood ON reflection (mood, trashed_us, civil_us) WHERE mood IS NOT NULL;"
  "CREATE INDEX reflection_milestone ON reflection (milestone_key, trashed_us, civil_us)"
  " WHERE milestone_key IS NOT NULL;"
  "CREATE INDEX reflection_digest ON reflection (digest);"
  "CREATE TABLE reflection_text (row INTEGER PRIMARY KEY REFERENCES reflection (row),"
  " text TEXT NOT NULL) STRICT;"
  "CREATE VIRTUAL TABLE reflection_search USING fts5 (text, content = 'reflection_text',"
  " content_rowid = 'row', prefix = '1 2 3',"
  " tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co M*'\");"
  "INSERT INTO reflection_search (reflection_search, rank) VALUES ('secure-delete', 1);";

static void
check (sqlite3 *db,
       int      rc)
{
  if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
    return;
  fprintf (stderr, "raw: %s\n", sqlite3_errmsg (db));
  exit (1);
}

sqlite3 *
raw_open (const char *path,
          const char *key,
          gboolean    writer)
{
  char text[80];
  sqlite3 *db = NULL;
  gboolean made = FALSE;

  check (db, sqlite3_open (path, &db));
  snprintf (text, sizeof text, "x'%s'", key);
  check (db, sqlite3_key (db, text, (int) strlen (text)));
  check (db, sqlite3_exec (db, SETTINGS, NULL, NULL, NULL));
  check (db, sqlite3_exec (db, writer ? WRITER_SETTINGS : READER_SETTINGS, NULL, NULL, NULL));
  made = sqlite3_table_column_metadata (db, NULL, "reflection", NULL, NULL, NULL, NULL, NULL,
                                        NULL) == SQLITE_OK;
  if (writer && !made)
    check (db, sqlite3_exec (db, tables, NULL, NULL, NULL));
  return db;
}

static sqlite3_stmt *
prepare (sqlite3    *db,
         const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  check (db, sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL));
  return stmt;
}

void
raw_prepare (Raw     *raw,
             sqlite3 *db)
{
  raw->db = db;
  raw->begin = prepare (db, "BEGIN IMMEDIATE");
  raw->commit = prepare (db, "COMMIT");
  raw->reflection = prepare (db, "INSERT INTO reflection (row, id, civil_us, has_time, never_send,"
                                 " words, created_us, updated_us, digest)"
                                 " VALUES (?1, ?2, ?3, 0, 0, ?4, ?5, ?5, ?6)");
  raw->text = prepare (db, "INSERT INTO reflection_text (row, text) VALUES (?1, ?2)");
  raw->search = prepare (db, "INSERT INTO reflection_search (rowid, text) VALUES (?1, ?2)");
  raw->row = 0;
}

void
raw_run (sqlite3_stmt *stmt)
{
  check (sqlite3_db_handle (stmt), sqlite3_step (stmt));
  check (sqlite3_db_handle (stmt), sqlite3_reset (stmt));
}

static int
count_words (const char *text)
{
  int n = 0;

  for (gboolean inside = FALSE; *text != '\0'; text++)
    {
      gboolean blank = *text == ' ' || *text == '\n';

      n += !blank && !inside;
      inside = !blank;
    }
  return n;
}

void
raw_insert (Raw        *raw,
            const char *date,
            const char *text)
{
  g_autofree char *id = g_uuid_string_random ();
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) atoi (date + 8), (GDateMonth) atoi (date + 5),
                  (GDateYear) atoi (date));
  raw->row++;
  sqlite3_bind_int64 (raw->reflection, 1, raw->row);
  sqlite3_bind_text (raw->reflection, 2, id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (raw->reflection, 3,
                      (gint64) (g_date_get_julian (&day) - 1) * G_GINT64_CONSTANT (86400000000));
  sqlite3_bind_int (raw->reflection, 4, count_words (text));
  sqlite3_bind_int64 (raw->reflection, 5, g_get_real_time ());
  sqlite3_bind_int64 (raw->reflection, 6, (gint64) g_str_hash (text));
  raw_run (raw->reflection);
  sqlite3_bind_int64 (raw->text, 1, raw->row);
  sqlite3_bind_text (raw->text, 2, text, -1, SQLITE_STATIC);
  raw_run (raw->text);
  sqlite3_bind_int64 (raw->search, 1, raw->row);
  sqlite3_bind_text (raw->search, 2, text, -1, SQLITE_STATIC);
  raw_run (raw->search);
}
