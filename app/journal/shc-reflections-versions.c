/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Former texts of a reflection. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-reflections-private.h"
#include "shc-statement.h"

#define KEEP_SQL \
  "INSERT INTO reflection_version (row, updated_us, session, text) VALUES (?1, ?2, ?3, ?4) " \
  "ON CONFLICT (row, updated_us) DO NOTHING"
#define LIST_SQL \
  "SELECT updated_us, text FROM reflection_version WHERE row = ?1 ORDER BY updated_us DESC"
#define TEXT_SQL "SELECT text FROM reflection_version WHERE row = ?1 AND updated_us = ?2"

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
  return shc_db_done (db, stmt, error);
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
  version->text = shc_db_dup_text (stmt, 1);
  return version;
}

GPtrArray *
shc_reflections_versions (ShcDb       *db,
                          const char  *id,
                          GError     **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_version_free);
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt;
  gint64 row;

  if (!shc_reflections_resolve (db, id, &row, NULL, error))
    return NULL;
  stmt = shc_db_prepare (db, LIST_SQL, error);
  if (stmt == NULL)
    return NULL;

  sqlite3_bind_int64 (stmt, 1, row);
  while (shc_db_step (db, stmt, &local_error))
    g_ptr_array_add (list, read_version (stmt));
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
