/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staging what an import brings, and making it visible at once. Its rows lie above staging.from_row
 * until then, in a range of their own; whatever else is saved meanwhile gets rows below. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-imports-private.h"
#include "shc-index.h"
#include "shc-journal-error.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"
#include "shc-transaction.h"

/* Rows left free below an import for what is saved while it runs. */
#define GAP 1000000

#define FROM_ROW_SQL "SELECT from_row FROM staging"
#define SET_FROM_ROW_SQL "UPDATE staging SET from_row = ?1"
#define UNFINISHED_SQL "SELECT import, owner, touched_us FROM import WHERE published_us IS NULL"
#define BEGIN_SQL \
  "INSERT INTO import (source, begun_us, touched_us, owner, first_row, last_row) " \
  "VALUES (?1, ?2, ?2, ?3, ?4, ?4 - 1)"
#define OPEN_SQL \
  "SELECT first_row, last_row FROM import " \
  "WHERE import = ?1 AND owner = ?2 AND published_us IS NULL"
#define TOUCH_SQL "UPDATE import SET last_row = ?2, touched_us = ?3 WHERE import = ?1"
#define PUBLISH_SQL "UPDATE import SET published_us = ?2, touched_us = ?2 WHERE import = ?1"
#define SOURCE_SQL "INSERT INTO reflection_source (row, source) VALUES (?1, ?2)"

/* @abandoned: (out): whether it is unfinished and not running any more. */
static gboolean
find_unfinished (ShcDb     *db,
                 gint64     now_us,
                 gint64    *import,
                 gboolean  *abandoned,
                 GError   **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, UNFINISHED_SQL, error);
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return FALSE;

  *import = 0;
  *abandoned = FALSE;
  if (found)
    {
      g_autofree char *owner = shc_db_dup_text (stmt, 1);

      *import = sqlite3_column_int64 (stmt, 0);
      *abandoned = !shc_imports_owner_is_running (owner, now_us - sqlite3_column_int64 (stmt, 2));
    }
  sqlite3_reset (stmt);
  return TRUE;
}

gint64
shc_imports_unfinished (ShcDb   *db,
                        GError **error)
{
  gint64 import = 0;
  gboolean abandoned;

  if (!find_unfinished (db, g_get_real_time (), &import, &abandoned, error))
    return 0;

  return abandoned ? import : 0;
}

static gboolean
fail_busy (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                       _("Another import is still running. Please wait until it is done."));
  return FALSE;
}

gboolean
shc_imports_clear_some (ShcDb     *db,
                        gint64     now_us,
                        gboolean  *more,
                        GError   **error)
{
  gboolean abandoned;
  gint64 import;

  *more = FALSE;
  if (!find_unfinished (db, now_us, &import, &abandoned, error))
    return FALSE;
  if (import != 0 && !abandoned)
    return fail_busy (error);

  return import != 0 ? shc_imports_drop_some (db, import, more, error)
                     : shc_reflections_purge_some (db, more, error);
}

static gboolean
set_from_row (ShcDb   *db,
              gint64   row,
              GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, SET_FROM_ROW_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  return shc_db_done (db, stmt, error);
}

static gboolean
begin (ShcDb       *db,
       const char  *source,
       gint64       now_us,
       gint64      *import,
       GError     **error)
{
  g_autofree char *owner = shc_imports_owner_new ();
  sqlite3_stmt *stmt;
  gint64 row, from_row;

  if (!shc_statement_number (db, FROM_ROW_SQL, &from_row, error) ||
      !shc_reflections_next_row (db, &row, error))
    return FALSE;
  if (from_row != SHC_IMPORTS_NO_ROW)
    return fail_busy (error);

  stmt = shc_db_prepare (db, BEGIN_SQL, error);
  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, source);
  sqlite3_bind_int64 (stmt, 2, now_us);
  shc_db_bind_text (stmt, 3, owner);
  sqlite3_bind_int64 (stmt, 4, row + GAP);
  if (!shc_db_done (db, stmt, error))
    return FALSE;

  *import = sqlite3_last_insert_rowid (shc_db_get_handle (db));
  return set_from_row (db, row + GAP, error) && shc_index_hold_merges (db, error);
}

gint64
shc_imports_begin (ShcDb       *db,
                   const char  *source,
                   gint64       now_us,
                   GError     **error)
{
  gint64 import = 0;
  gboolean own, ok;

  g_return_val_if_fail (source != NULL, 0);

  if (!shc_transaction_begin (db, &own, error))
    return 0;
  ok = begin (db, source, now_us, &import, error);
  return shc_transaction_end (db, own, ok, error) ? import : 0;
}

typedef struct
{
  ShcDb          *db;
  gint64          import;
  ShcImportTally *tally;
  gint64          first_row;
  gint64          last_row;
  gint64          now_us;
  ShcImportCounts counts;
} Staging;

static gboolean
open_staging (Staging  *self,
              GError  **error)
{
  g_autofree char *owner = shc_imports_owner_new ();
  sqlite3_stmt *stmt = shc_db_prepare (self->db, OPEN_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->import);
  shc_db_bind_text (stmt, 2, owner);
  if (!shc_statement_first (self->db, stmt, &found, error))
    return FALSE;

  self->first_row = found ? sqlite3_column_int64 (stmt, 0) : 0;
  self->last_row = found ? sqlite3_column_int64 (stmt, 1) : 0;
  sqlite3_reset (stmt);
  if (!found)
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                         _("This import was ended by another program. Nothing was taken."));
  return found;
}

static gboolean
close_staging (Staging  *self,
               GError  **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self->db, TOUCH_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, self->import);
  sqlite3_bind_int64 (stmt, 2, self->last_row);
  sqlite3_bind_int64 (stmt, 3, self->now_us);
  return shc_db_done (self->db, stmt, error);
}

static gboolean
add_source (ShcDb       *db,
            gint64       row,
            const char  *source,
            GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, SOURCE_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  shc_db_bind_text (stmt, 2, source);
  return shc_db_done (db, stmt, error);
}

static gboolean
add_versions (ShcDb      *db,
              gint64      row,
              GPtrArray  *versions,
              GError    **error)
{
  for (guint i = 0; versions != NULL && i < versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *session = g_strdup_printf ("import %u", i);

      if (!shc_reflections_keep_version (db, row, version->updated_us, session, version->text,
                                         error))
        return FALSE;
    }

  return TRUE;
}

/* A reflection's own UUID is its source id too: the table keeps the other names. */
static gboolean
needs_source (const ShcImportEntry *entry)
{
  return entry->source_id != NULL &&
         g_ascii_strcasecmp (entry->source_id, entry->reflection->id) != 0;
}

/* More of the entry before, which may have been one that the vault has. */
static gboolean
stage_more (Staging               *self,
            const ShcImportEntry  *entry,
            GError               **error)
{
  gint64 row = shc_import_tally_get_last (self->tally, entry->source_id);

  return row == 0 || add_versions (self->db, row, entry->versions, error);
}

static gboolean
stage_one (Staging               *self,
           const ShcImportEntry  *entry,
           GError               **error)
{
  ShcReflection *reflection = entry->reflection;
  gboolean present;

  if (reflection == NULL)
    return stage_more (self, entry, error);
  shc_import_tally_set_last (self->tally, NULL, 0);
  if (!shc_import_tally_is_present (self->tally, self->db, entry, self->first_row, &present, error))
    return FALSE;
  if (present)
    {
      self->counts.present++;
      return TRUE;
    }

  if (reflection->id == NULL)
    reflection->id = g_uuid_string_random ();
  reflection->row = self->last_row + 1;
  if (!shc_reflections_insert (self->db, reflection, self->import, self->now_us, error) ||
      !add_versions (self->db, reflection->row, entry->versions, error) ||
      (needs_source (entry) &&
       !add_source (self->db, reflection->row, entry->source_id, error)))
    return FALSE;

  shc_import_tally_set_last (self->tally, reflection->id, reflection->row);
  self->last_row++;
  self->counts.added++;
  return TRUE;
}

static gboolean
stage_all (Staging                *self,
           ShcImportEntry *const  *entries,
           guint                   n,
           const ShcPace          *pace,
           GError                **error)
{
  guint *taken = &self->counts.taken;

  if (!open_staging (self, error))
    return FALSE;

  while (*taken < n)
    {
      if (!stage_one (self, entries[*taken], error))
        return FALSE;
      (*taken)++;
      if (pace != NULL && shc_pace_is_over (pace))
        break;
    }

  return close_staging (self, error);
}

gboolean
shc_imports_stage (ShcDb                  *db,
                   gint64                  import,
                   ShcImportTally         *tally,
                   ShcImportEntry *const  *entries,
                   guint                   n,
                   gint64                  now_us,
                   ShcPace                *pace,
                   ShcImportCounts        *counts,
                   GError                **error)
{
  Staging staging = { .db = db, .import = import, .tally = tally, .now_us = now_us };
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  if (pace != NULL)
    shc_pace_begin (pace);
  ok = stage_all (&staging, entries, n, pace, error);
  if (pace != NULL)
    shc_pace_commit (pace);
  if (!shc_transaction_end (db, own, ok, error))
    return FALSE;
  if (pace != NULL)
    shc_pace_end (pace);

  *counts = staging.counts;
  return TRUE;
}

gboolean
shc_imports_merge_some (ShcDb     *db,
                        ShcPace   *pace,
                        gboolean  *more,
                        GError   **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  shc_pace_begin (pace);
  do
    ok = shc_index_merge_some (db, more, error);
  while (ok && *more && !shc_pace_is_over (pace));
  shc_pace_commit (pace);
  if (!shc_transaction_end (db, own, ok, error))
    return FALSE;

  /* One that had nothing to do says nothing of those that have. */
  if (*more)
    shc_pace_end (pace);
  return TRUE;
}

gboolean
shc_imports_look (ShcDb                  *db,
                  ShcImportTally         *tally,
                  ShcImportEntry *const  *entries,
                  guint                   n,
                  ShcImportCounts        *counts,
                  GError                **error)
{
  ShcImportCounts looked = { .taken = n };
  gint64 from_row;

  if (!shc_statement_number (db, FROM_ROW_SQL, &from_row, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      gboolean is_present;

      if (entries[i]->reflection == NULL)
        continue;
      if (!shc_import_tally_is_present (tally, db, entries[i], from_row, &is_present, error))
        return FALSE;
      if (is_present)
        looked.present++;
      else
        looked.added++;
    }

  *counts = looked;
  return TRUE;
}

static gboolean
publish (ShcDb   *db,
         gint64   import,
         gint64   now_us,
         GError **error)
{
  Staging staging = { .db = db, .import = import };
  sqlite3_stmt *stmt;

  if (!open_staging (&staging, error))
    return FALSE;
  stmt = shc_db_prepare (db, PUBLISH_SQL, error);
  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, import);
  sqlite3_bind_int64 (stmt, 2, now_us);
  return shc_db_done (db, stmt, error) && set_from_row (db, SHC_IMPORTS_NO_ROW, error) &&
         shc_index_resume_merges (db, error);
}

gboolean
shc_imports_publish (ShcDb   *db,
                     gint64   import,
                     gint64   now_us,
                     GError **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = publish (db, import, now_us, error);
  return shc_transaction_end (db, own, ok, error);
}
