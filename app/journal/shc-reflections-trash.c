/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Out of sight and back, and gone for good. */

#define G_LOG_DOMAIN "shc-reflections"

#include "config.h"

#include "shc-drafts.h"
#include "shc-index.h"
#include "shc-labels.h"
#include "shc-reflections-private.h"
#include "shc-transaction.h"

#define TRASH_SQL   "UPDATE reflection SET trashed_us = ?2 WHERE row = ?1 AND trashed_us IS NULL"
#define UNTRASH_SQL "UPDATE reflection SET trashed_us = NULL WHERE row = ?1"
/* Text, index entries, versions and sources go with it. */
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

static gboolean
purge (ShcDb       *db,
       gint64       row,
       const char  *id,
       gint64       now_us,
       GError     **error)
{
  return shc_drafts_drop (db, id, error) &&
         shc_labels_clear (db, row, error) &&
         run (db, PURGE_SQL, row, 0, error);
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

static gboolean
purge_in_bulk (ShcDb              *db,
               const char *const  *ids,
               GError            **error)
{
  gboolean more = TRUE;

  if (!shc_index_begin_bulk (db, error) ||
      !each (db, ids, 0, purge, error) ||
      !shc_index_end_bulk (db, error))
    return FALSE;
  while (more)
    if (!shc_index_tidy_some (db, &more, error))
      return FALSE;

  return TRUE;
}

gboolean
shc_reflections_purge (ShcDb              *db,
                       const char *const  *ids,
                       GError            **error)
{
  gboolean own, ok, bulk;

  g_return_val_if_fail (ids != NULL, FALSE);

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  ok = shc_index_pays_in_bulk (db, g_strv_length ((char **) ids), &bulk, error) &&
       (bulk ? purge_in_bulk (db, ids, error) : each (db, ids, 0, purge, error));
  return shc_transaction_end (db, own, ok, error);
}
