/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a new reflection. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <string.h>

#include <sodium.h>

#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"
#include "shc-text.h"
#include "shc-transaction.h"

#define NEXT_ROW_SQL \
  "SELECT 1 + max (coalesce ((SELECT max (row) FROM reflection WHERE row < from_row), 0), " \
  "coalesce ((SELECT max (last_row) FROM import WHERE last_row < from_row - 1), 0)) FROM staging"
#define INSERT_SQL \
  "INSERT INTO reflection (row, id, civil_us, has_time, offset_min, milestone, milestone_key, " \
  "mood, never_send, created_us, updated_us, trashed_us, words, digest, import) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
#define INSERT_TEXT_SQL "INSERT INTO reflection_text (row, text) VALUES (?1, ?2)"
#define INSERT_SEARCH_SQL "INSERT INTO reflection_search (rowid, text) VALUES (?1, ?2)"

gboolean
shc_reflections_next_row (ShcDb   *db,
                          gint64  *row,
                          GError **error)
{
  return shc_statement_number (db, NEXT_ROW_SQL, row, error);
}

gint64
shc_reflections_digest (const ShcReflection *reflection)
{
  crypto_generichash_state state;
  gint64 day = GINT64_TO_LE (shc_date_get_day (reflection->date));
  guint8 hash[crypto_generichash_BYTES_MIN];
  gint64 digest;

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_update (&state, (const guint8 *) &day, sizeof day);
  crypto_generichash_update (&state, (const guint8 *) reflection->text, strlen (reflection->text));
  crypto_generichash_final (&state, hash, sizeof hash);

  memcpy (&digest, hash, sizeof digest);
  return GINT64_FROM_LE (digest);
}

static gboolean
insert_narrow (ShcDb                *db,
               const ShcReflection  *reflection,
               gint64                import,
               GError              **error)
{
  g_autofree char *key = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, INSERT_SQL, error);

  if (stmt == NULL)
    return FALSE;
  if (reflection->milestone != NULL)
    key = shc_label_fold (reflection->milestone);

  sqlite3_bind_int64 (stmt, 1, reflection->row);
  shc_db_bind_text (stmt, 2, reflection->id);
  shc_statement_bind_date (stmt, 3, reflection->date);
  shc_db_bind_text (stmt, 6, reflection->milestone);
  shc_db_bind_text (stmt, 7, key);
  shc_statement_bind_or_null (stmt, 8, reflection->mood, 0);
  sqlite3_bind_int (stmt, 9, reflection->never_send ? 1 : 0);
  sqlite3_bind_int64 (stmt, 10, reflection->created_us);
  sqlite3_bind_int64 (stmt, 11, reflection->updated_us);
  shc_statement_bind_or_null (stmt, 12, reflection->trashed_us, 0);
  sqlite3_bind_int64 (stmt, 13, reflection->n_words);
  sqlite3_bind_int64 (stmt, 14, shc_reflections_digest (reflection));
  shc_statement_bind_or_null (stmt, 15, import, 0);
  return shc_db_done (db, stmt, error);
}

/* @sql: one of the two statements that take a row and its text. */
static gboolean
insert_into (ShcDb                *db,
             const char           *sql,
             const ShcReflection  *reflection,
             GError              **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, reflection->row);
  /* Not copied: the text outlives the statement's run, and bindings are cleared at the next. */
  sqlite3_bind_text (stmt, 2, reflection->text, -1, SQLITE_STATIC);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  sqlite3_clear_bindings (stmt);
  return TRUE;
}

gboolean
shc_reflections_insert_text (ShcDb                *db,
                             const ShcReflection  *reflection,
                             GError              **error)
{
  return insert_into (db, INSERT_TEXT_SQL, reflection, error) &&
         insert_into (db, INSERT_SEARCH_SQL, reflection, error);
}

gboolean
shc_reflections_insert (ShcDb          *db,
                        ShcReflection  *reflection,
                        gint64          import,
                        gint64          now_us,
                        GError        **error)
{
  if (reflection->created_us == 0)
    reflection->created_us = now_us;
  if (reflection->updated_us == 0)
    reflection->updated_us = reflection->created_us;
  reflection->n_words = shc_text_count_words (reflection->text);

  return insert_narrow (db, reflection, import, error) &&
         shc_reflections_insert_text (db, reflection, error) &&
         shc_labels_write (db, reflection->row, reflection->date.civil_us, reflection->tags, error);
}

gboolean
shc_reflections_add (ShcDb          *db,
                     ShcReflection  *reflection,
                     gint64          now_us,
                     GError        **error)
{
  gboolean own, ok;

  g_return_val_if_fail (reflection != NULL, FALSE);

  if (!shc_reflection_check (reflection, error))
    return FALSE;
  if (reflection->id == NULL)
    reflection->id = g_uuid_string_random ();

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = shc_reflections_next_row (db, &reflection->row, error) &&
       shc_reflections_insert (db, reflection, 0, now_us, error);
  return shc_transaction_end (db, own, ok, error);
}
