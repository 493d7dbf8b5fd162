/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what left this computer. */

#define G_LOG_DOMAIN "shc-activity"

#include "config.h"

#include "shc-activity.h"

#define BEGIN_SQL \
  "INSERT INTO activity (at_us, service, endpoint, purpose, action, records, bytes_out) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
#define COMPLETE_SQL \
  "UPDATE activity SET status = ?2, bytes_in = ?3, ms = ?4 WHERE entry = ?1 AND ms IS NULL"
/* How it ended is reckoned as shc_activity_get_end() does. A limit of -1 is none. */
#define FIND_SQL \
  "SELECT entry, at_us, service, endpoint, purpose, action, records, bytes_out, ms IS NOT NULL, " \
  "status, bytes_in, ms FROM activity " \
  "WHERE at_us >= ?1 AND (?2 IS NULL OR service = ?2) AND (?3 IS NULL OR purpose = ?3) " \
  "AND (?4 = 0 OR ?4 = CASE WHEN ms IS NULL OR status = 0 THEN 3 WHEN status BETWEEN 200 AND 299 THEN 1 ELSE 2 END) " \
  "ORDER BY at_us DESC, entry DESC LIMIT ?5"

void
shc_activity_free (ShcActivity *self)
{
  if (self == NULL)
    return;
  g_free (self->service);
  g_free (self->endpoint);
  g_free (self->purpose);
  g_free (self->action);
  g_free (self);
}

static void
free_activity (gpointer self)
{
  shc_activity_free (self);
}

/* A statement alone is a transaction of its own, which is on disk when it is done. */
gint64
shc_activity_begin (ShcDb            *db,
                    const ShcIntent  *intent,
                    gint64            bytes_out,
                    gint64            now_us,
                    GError          **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (intent != NULL && bytes_out >= 0, 0);

  stmt = shc_db_prepare (db, BEGIN_SQL, error);
  if (stmt == NULL)
    return 0;
  sqlite3_bind_int64 (stmt, 1, now_us);
  shc_db_bind_text (stmt, 2, intent->service);
  shc_db_bind_text (stmt, 3, intent->endpoint);
  shc_db_bind_text (stmt, 4, intent->purpose);
  shc_db_bind_text (stmt, 5, intent->action);
  sqlite3_bind_int64 (stmt, 6, intent->records);
  sqlite3_bind_int64 (stmt, 7, bytes_out);
  return shc_db_done (db, stmt, error) ? sqlite3_last_insert_rowid (shc_db_get_handle (db)) : 0;
}

gboolean
shc_activity_complete (ShcDb                   *db,
                       gint64                   entry,
                       const ShcIntentOutcome  *outcome,
                       GError                 **error)
{
  sqlite3_stmt *stmt;

  g_return_val_if_fail (entry > 0 && outcome != NULL, FALSE);

  stmt = shc_db_prepare (db, COMPLETE_SQL, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, entry);
  sqlite3_bind_int64 (stmt, 2, outcome->status);
  sqlite3_bind_int64 (stmt, 3, MAX (outcome->bytes_in, 0));
  sqlite3_bind_int64 (stmt, 4, MAX (outcome->ms, 0));
  return shc_db_done (db, stmt, error);
}

static ShcActivity *
read_row (sqlite3_stmt *stmt)
{
  ShcActivity *self = g_new0 (ShcActivity, 1);

  self->entry = sqlite3_column_int64 (stmt, 0);
  self->at_us = sqlite3_column_int64 (stmt, 1);
  self->service = shc_db_dup_text (stmt, 2);
  self->endpoint = shc_db_dup_text (stmt, 3);
  self->purpose = shc_db_dup_text (stmt, 4);
  self->action = shc_db_dup_text (stmt, 5);
  self->records = (guint) sqlite3_column_int64 (stmt, 6);
  self->bytes_out = sqlite3_column_int64 (stmt, 7);
  self->finished = sqlite3_column_int (stmt, 8) != 0;
  self->status = (guint) sqlite3_column_int (stmt, 9);
  self->bytes_in = sqlite3_column_int64 (stmt, 10);
  self->ms = sqlite3_column_int64 (stmt, 11);
  return self;
}

ShcActivityEnd
shc_activity_get_end (const ShcActivity *self)
{
  g_return_val_if_fail (self != NULL, SHC_ACTIVITY_UNFINISHED);

  if (!self->finished || self->status == 0)
    return SHC_ACTIVITY_UNFINISHED;
  return self->status >= 200 && self->status < 300 ? SHC_ACTIVITY_ANSWERED : SHC_ACTIVITY_REFUSED;
}

static void
bind (sqlite3_stmt            *stmt,
      const ShcActivityFilter *filter,
      guint                    limit)
{
  static const ShcActivityFilter all = { NULL };

  if (filter == NULL)
    filter = &all;
  sqlite3_bind_int64 (stmt, 1, filter->since_us != 0 ? filter->since_us : G_MININT64);
  shc_db_bind_text (stmt, 2, filter->service);
  shc_db_bind_text (stmt, 3, filter->purpose);
  sqlite3_bind_int (stmt, 4, (int) filter->end);
  sqlite3_bind_int64 (stmt, 5, limit > 0 ? (gint64) limit : -1);
}

gboolean
shc_activity_each (ShcDb                    *db,
                   const ShcActivityFilter  *filter,
                   guint                     limit,
                   ShcActivityFunc           func,
                   gpointer                  data,
                   GError                  **error)
{
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt;
  gboolean ok = TRUE;

  g_return_val_if_fail (func != NULL, FALSE);

  stmt = shc_db_prepare (db, FIND_SQL, error);
  if (stmt == NULL)
    return FALSE;
  bind (stmt, filter, limit);
  while (ok && shc_db_step (db, stmt, &problem))
    {
      g_autoptr(ShcActivity) activity = read_row (stmt);

      ok = func (activity, data, &problem);
    }
  sqlite3_reset (stmt);
  if (problem == NULL)
    return ok;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

GPtrArray *
shc_activity_find (ShcDb                    *db,
                   const ShcActivityFilter  *filter,
                   guint                     limit,
                   GError                  **error)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (free_activity);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, FIND_SQL, error);

  if (stmt == NULL)
    return NULL;
  bind (stmt, filter, limit);
  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (found, read_row (stmt));
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}
