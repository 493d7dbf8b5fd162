/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of sight and back, and gone for good. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include "shc-drafts.h"
#include "shc-index.h"
#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-schema.h"
#include "shc-statement.h"
#include "shc-transaction.h"

#define TRASH_SQL   "UPDATE reflection SET trashed_us = ?2 WHERE row = ?1 AND trashed_us IS NULL"
#define UNTRASH_SQL "UPDATE reflection SET trashed_us = NULL WHERE row = ?1"
#define DOOM_SQL    "UPDATE reflection SET trashed_us = " SHC_SQL_DOOMED " WHERE row = ?1"
#define DOOMED_SQL  "SELECT row FROM reflection WHERE trashed_us = " SHC_SQL_DOOMED " LIMIT ?1"
#define COUNT_DOOMED_SQL \
  "SELECT count (*) FROM reflection WHERE trashed_us = " SHC_SQL_DOOMED
/* Those of a text that was edited for years may be more than one short transaction takes. */
#define STEP_VERSIONS 16
#define PURGE_VERSIONS_SQL \
  "DELETE FROM reflection_version WHERE version IN " \
  "(SELECT version FROM reflection_version WHERE row = ?1 LIMIT " G_STRINGIFY (STEP_VERSIONS) ")"
/* Text, index entries and sources go with it. */
#define PURGE_SQL   "DELETE FROM reflection WHERE row = ?1"

typedef gboolean (*Verb) (ShcDb *db, gint64 row, const char *id, gint64 now_us, GError **error);

static gboolean
run (ShcDb       *db,
     const char  *sql,
     gint64       row,
     gint64       value,
     GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  sqlite3_bind_int64 (stmt, 1, row);
  if (sqlite3_bind_parameter_count (stmt) > 1)
    sqlite3_bind_int64 (stmt, 2, value);
  return shc_db_done (db, stmt, error);
}

static gboolean
trash (ShcDb       *db,
       gint64       row,
       const char  *id,
       gint64       now_us,
       GError     **error)
{
  return run (db, TRASH_SQL, row, now_us, error);
}

static gboolean
untrash (ShcDb       *db,
         gint64       row,
         const char  *id,
         gint64       now_us,
         GError     **error)
{
  return run (db, UNTRASH_SQL, row, 0, error);
}

/* What is being typed goes at once; the rest is out of sight and goes a step at a time. */
static gboolean
doom (ShcDb       *db,
      gint64       row,
      const char  *id,
      gint64       now_us,
      GError     **error)
{
  return shc_drafts_drop (db, id, error) &&
         run (db, DOOM_SQL, row, 0, error);
}

/* All are looked up before the first is touched: an id may be given twice. */
static gboolean
each (ShcDb              *db,
      const char *const  *ids,
      gint64              now_us,
      Verb                verb,
      GError            **error)
{
  g_auto(GStrv) full_ids = g_new0 (char *, g_strv_length ((char **) ids) + 1);
  g_autofree gint64 *rows = g_new0 (gint64, g_strv_length ((char **) ids) + 1);

  for (gsize i = 0; ids[i] != NULL; i++)
    if (!shc_reflections_resolve (db, ids[i], &rows[i], &full_ids[i], error))
      return FALSE;

  for (gsize i = 0; ids[i] != NULL; i++)
    if (!verb (db, rows[i], full_ids[i], now_us, error))
      return FALSE;

  return TRUE;
}

static gboolean
all_or_none (ShcDb              *db,
             const char *const  *ids,
             gint64              now_us,
             Verb                verb,
             GError            **error)
{
  gboolean own, ok;

  g_return_val_if_fail (ids != NULL, FALSE);

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = each (db, ids, now_us, verb, error);
  return shc_transaction_end (db, own, ok, error);
}

gboolean
shc_reflections_trash (ShcDb              *db,
                       const char *const  *ids,
                       gint64              now_us,
                       GError            **error)
{
  return all_or_none (db, ids, now_us, trash, error);
}

gboolean
shc_reflections_untrash (ShcDb              *db,
                         const char *const  *ids,
                         GError            **error)
{
  return all_or_none (db, ids, 0, untrash, error);
}

gboolean
shc_reflections_purge_begin (ShcDb              *db,
                             const char *const  *ids,
                             GError            **error)
{
  return all_or_none (db, ids, 0, doom, error);
}

/* Those that are doomed, or as many of them as one step takes. */
static GArray *
list_doomed (ShcDb     *db,
             gboolean   bulk,
             GError   **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GError) local_error = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, DOOMED_SQL, error);

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_int (stmt, 1, bulk ? SHC_INDEX_STEP_BULK : SHC_INDEX_STEP_SINGLE);
  while (shc_db_step (db, stmt, &local_error))
    {
      gint64 row = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rows, row);
    }
  sqlite3_reset (stmt);

  if (local_error == NULL)
    return g_steal_pointer (&rows);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* @n_versions: (inout): how many of them went in this step. */
static gboolean
purge_row (ShcDb   *db,
           gint64   row,
           gint64  *n_versions,
           GError **error)
{
  gint64 n;

  if (!run (db, PURGE_VERSIONS_SQL, row, 0, error))
    return FALSE;

  n = sqlite3_changes64 (shc_db_get_handle (db));
  *n_versions += n;
  if (n == STEP_VERSIONS)
    return TRUE; /* there may be more: it is there in the next step */

  return shc_labels_clear (db, row, error) &&
         run (db, PURGE_SQL, row, 0, error);
}

static gboolean
purge_rows (ShcDb     *db,
            GArray    *rows,
            gboolean   bulk,
            GError   **error)
{
  gint64 n_versions = 0;

  if (bulk && !shc_index_begin_bulk (db, error))
    return FALSE;

  for (guint i = 0; i < rows->len && n_versions < STEP_VERSIONS; i++)
    if (!purge_row (db, g_array_index (rows, gint64, i), &n_versions, error))
      return FALSE;

  return !bulk || shc_index_end_bulk (db, error);
}

static gboolean
purge_some (ShcDb     *db,
            gboolean  *more,
            GError   **error)
{
  g_autoptr(GArray) rows = NULL;
  gboolean bulk;
  gint64 doomed;

  if (!shc_statement_number (db, COUNT_DOOMED_SQL, &doomed, error) ||
      !shc_index_goes_on_in_bulk (db, doomed, &bulk, error))
    return FALSE;
  rows = list_doomed (db, bulk, error);
  if (rows == NULL)
    return FALSE;

  *more = rows->len > 0;
  return *more ? purge_rows (db, rows, bulk, error) : shc_index_tidy_some (db, more, error);
}

gboolean
shc_reflections_purge_some (ShcDb     *db,
                            gboolean  *more,
                            GError   **error)
{
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = purge_some (db, more, error);
  return shc_transaction_end (db, own, ok, error);
}

gpointer
shc_reflections_purge_in_thread (ShcDb    *db,
                                 gpointer  data,
                                 GError  **error)
{
  gboolean more = FALSE;

  return GINT_TO_POINTER (shc_reflections_purge_some (db, &more, error) && more);
}
