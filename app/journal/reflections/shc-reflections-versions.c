/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Former texts of a reflection. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"
#include "shc-text.h"

#define KEEP_SQL \
  "INSERT INTO reflection_version (row, updated_us, session, text, words) " \
  "VALUES (?1, ?2, ?3, ?4, ?5) " \
  "ON CONFLICT (row, updated_us) DO NOTHING"
#define COUNT_SQL "SELECT count (*) FROM reflection_version WHERE row = ?1"
/* ?2 is the time to continue before. */
#define LIST_SQL \
  "SELECT updated_us, words, text FROM reflection_version WHERE row = ?1 AND updated_us < ?2 " \
  "ORDER BY updated_us DESC"
#define NAMES_SQL \
  "SELECT updated_us, words, NULL FROM reflection_version WHERE row = ?1 AND updated_us < ?2 " \
  "ORDER BY updated_us DESC"
#define TEXT_SQL "SELECT text FROM reflection_version WHERE row = ?1 AND updated_us = ?2"

/* Later than anything that stands or stood there: versions are known by their time. */
#define FREE_TIME_SQL \
  "SELECT max (?2, 1 + updated_us, 1 + coalesce ((SELECT max (updated_us) FROM reflection_version " \
  "WHERE reflection_version.row = ?1), 0)) FROM reflection WHERE row = ?1"

/* What a version takes beside its text, by and large. */
#define VERSION_BYTES 100

void
shc_version_free (ShcVersion *version)
{
  if (version == NULL)
    return;

  g_free (version->text);
  g_free (version);
}

gboolean
shc_reflections_keep_version (ShcDb       *db,
                              gint64       row,
                              gint64       updated_us,
                              const char  *session,
                              const char  *text,
                              GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, KEEP_SQL, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_int64 (stmt, 2, updated_us);
  shc_db_bind_text (stmt, 3, session);
  shc_db_bind_text (stmt, 4, text);
  sqlite3_bind_int64 (stmt, 5, shc_text_count_words (text));
  return shc_db_done (db, stmt, error);
}

gboolean
shc_reflections_keep_other (ShcDb       *db,
                            const char  *id,
                            const char  *text,
                            const char  *session,
                            gint64       now_us,
                            GError     **error)
{
  sqlite3_stmt *stmt;
  gboolean found;
  gint64 row, at_us;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return FALSE;
  stmt = shc_db_prepare (db, FREE_TIME_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_int64 (stmt, 2, now_us);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  at_us = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return shc_reflections_keep_version (db, row, at_us, session, text, error);
}

char *
shc_reflections_version_text (ShcDb   *db,
                              gint64   row,
                              gint64   updated_us,
                              GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, TEXT_SQL, error);
  char *text = NULL;
  gboolean found;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_int64 (stmt, 2, updated_us);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;

  if (found)
    text = shc_db_dup_text (stmt, 0);
  else
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                         _("This reflection has no version of that time."));
  sqlite3_reset (stmt);
  return text;
}

static ShcVersion *
read_version (sqlite3_stmt *stmt)
{
  ShcVersion *version = g_new0 (ShcVersion, 1);

  version->updated_us = sqlite3_column_int64 (stmt, 0);
  version->n_words = (guint) sqlite3_column_int (stmt, 1);
  version->text = shc_db_dup_text (stmt, 2);
  return version;
}

/* @budget: how many bytes of text are enough. @more: (out): whether it was left off for that. */
static GPtrArray *
read_versions (ShcDb       *db,
               const char  *sql,
               gint64       row,
               gint64       before_us,
               gsize        budget,
               gboolean    *more,
               GError     **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_version_free);
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);
  gsize bytes = 0;

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_int64 (stmt, 1, row);
  sqlite3_bind_int64 (stmt, 2, before_us);
  while (bytes < budget && shc_db_step (db, stmt, &local_error))
    {
      bytes += (gsize) sqlite3_column_bytes (stmt, 2) + VERSION_BYTES;
      g_ptr_array_add (list, read_version (stmt));
    }
  sqlite3_reset (stmt);
  *more = bytes >= budget;

  if (local_error == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

GPtrArray *
shc_reflections_versions (ShcDb       *db,
                          const char  *id,
                          GError     **error)
{
  gboolean more;
  gint64 row;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return NULL;

  return read_versions (db, LIST_SQL, row, G_MAXINT64, G_MAXSIZE, &more, error);
}

GPtrArray *
shc_reflections_versions_named (ShcDb       *db,
                                const char  *id,
                                GError     **error)
{
  gboolean more;
  gint64 row;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return NULL;

  return read_versions (db, NAMES_SQL, row, G_MAXINT64, G_MAXSIZE, &more, error);
}

GPtrArray *
shc_reflections_versions_before (ShcDb     *db,
                                 gint64     row,
                                 gint64     before_us,
                                 gsize      budget,
                                 gboolean  *more,
                                 GError   **error)
{
  return read_versions (db, LIST_SQL, row, before_us, budget, more, error);
}

char *
shc_reflections_version (ShcDb       *db,
                         const char  *id,
                         gint64       updated_us,
                         GError     **error)
{
  gint64 row;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return NULL;

  return shc_reflections_version_text (db, row, updated_us, error);
}

gboolean
shc_reflections_count_versions (ShcDb   *db,
                                gint64   row,
                                guint   *n,
                                GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, COUNT_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, row);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;

  *n = (guint) sqlite3_column_int (stmt, 0);
  sqlite3_reset (stmt);
  return TRUE;
}
