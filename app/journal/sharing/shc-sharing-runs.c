/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of what was shared on purpose. */

#define G_LOG_DOMAIN "shc-sharing-runs"

#include "config.h"

#include "shc-sharing-runs-private.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-statement.h"
#include "shc-transaction.h"

#define DAY_US (24 * G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

#define BEGIN_SQL "INSERT INTO sharing_run (service, place, kind, undoes, begun_us) VALUES (?1, ?2, ?3, ?4, ?5)"
#define COLUMNS "SELECT run, service, place, kind, coalesce (undoes, 0), begun_us, coalesce (ended_us, 0), undone FROM sharing_run "
#define OPEN_SQL COLUMNS "WHERE service = ?1 AND place = ?2 AND ended_us IS NULL ORDER BY run DESC LIMIT 1"
#define LAST_SQL \
  COLUMNS "WHERE service = ?1 AND place = ?2 AND ended_us IS NOT NULL AND kind = 'share' AND NOT undone AND run < ?3 " \
  "AND run > (SELECT coalesce (max (run), 0) FROM sharing_run WHERE service = ?1 AND place = ?2 AND kind = 'forget') " \
  "ORDER BY run DESC LIMIT 1"
#define ENDED_SQL "SELECT coalesce (max (ended_us), 0) FROM sharing_run WHERE service = ?1 AND place = ?2"
#define END_SQL "UPDATE sharing_run SET ended_us = ?2 WHERE run = ?1"
#define DROP_SQL "UPDATE sharing_step SET cells = NULL WHERE run = ?1"
#define UNDONE_SQL "UPDATE sharing_run SET undone = 1 WHERE run = ?1"
#define EXPIRE_SQL \
  "UPDATE sharing_step SET before = NULL WHERE before IS NOT NULL AND run IN " \
  "(SELECT run FROM sharing_run WHERE ended_us < ?1)"

static const char *const kinds[] = { "share", "undo", "forget" };

ShcSharingRun *
shc_sharing_run_new (const char     *service,
                     const char     *place,
                     ShcSharingKind  kind)
{
  ShcSharingRun *self = g_new0 (ShcSharingRun, 1);

  self->service = g_strdup (service);
  self->place = g_strdup (place);
  self->kind = kind;
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_sharing_step_free);
  return self;
}

void
shc_sharing_run_free (ShcSharingRun *self)
{
  if (self == NULL)
    return;
  g_free (self->service);
  g_free (self->place);
  g_ptr_array_unref (self->steps);
  g_free (self);
}

static gboolean
exec_with_number (ShcDb       *db,
                  const char  *sql,
                  gint64       number,
                  GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, number);
  return shc_db_done (db, stmt, error);
}

static gboolean
check_none_open (ShcDb                *db,
                 const ShcSharingRun  *self,
                 GError              **error)
{
  g_autoptr(ShcSharingRun) open = NULL;

  if (!shc_sharing_runs_get_open (db, self->service, self->place, &open, error))
    return FALSE;
  if (open == NULL)
    return TRUE;
  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                       _("An earlier run was cut off and has to go on first. Nothing new was sent."));
  return FALSE;
}

static gboolean
write_run (ShcDb          *db,
           ShcSharingRun  *self,
           gint64          now_us,
           GError        **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, BEGIN_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, self->service);
  shc_db_bind_text (stmt, 2, self->place);
  shc_db_bind_text (stmt, 3, kinds[self->kind]);
  shc_statement_bind_or_null (stmt, 4, self->undoes, 0);
  sqlite3_bind_int64 (stmt, 5, now_us);
  if (!shc_db_done (db, stmt, error))
    return FALSE;
  self->run = sqlite3_last_insert_rowid (shc_db_get_handle (db));
  self->begun_us = now_us;
  for (guint i = 0; i < self->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (self->steps, i);

      step->step = (int) i + 1;
      if (!shc_sharing_steps_add (db, self->run, step, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
shc_sharing_runs_begin (ShcDb          *db,
                        ShcSharingRun  *self,
                        gint64          now_us,
                        GError        **error)
{
  gboolean own;

  return shc_transaction_begin (db, &own, error) &&
         shc_transaction_end (db, own,
                              check_none_open (db, self, error) &&
                              exec_with_number (db, EXPIRE_SQL, now_us - SHC_SHARING_KEEP_DAYS * DAY_US, error) &&
                              write_run (db, self, now_us, error),
                              error);
}

/* @sql: finds at most one run of a place. @older_than: for those that ask for it. */
static gboolean
get_run (ShcDb          *db,
         const char     *sql,
         const char     *service,
         const char     *place,
         gint64          older_than,
         ShcSharingRun **run,
         GError        **error)
{
  g_autoptr(ShcSharingRun) self = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);
  gboolean found;

  *run = NULL;
  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  if (sqlite3_bind_parameter_count (stmt) > 2)
    sqlite3_bind_int64 (stmt, 3, older_than);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  if (found)
    {
      const char *kind = (const char *) sqlite3_column_text (stmt, 3);

      self = shc_sharing_run_new (service, place,
                                  (ShcSharingKind) shc_sharing_find_word (kinds, G_N_ELEMENTS (kinds), kind));
      self->run = sqlite3_column_int64 (stmt, 0);
      self->undoes = sqlite3_column_int64 (stmt, 4);
      self->begun_us = sqlite3_column_int64 (stmt, 5);
      self->ended_us = sqlite3_column_int64 (stmt, 6);
      self->undone = sqlite3_column_int (stmt, 7);
    }
  sqlite3_reset (stmt);
  if (self != NULL && !shc_sharing_steps_load (db, self->run, self->steps, error))
    return FALSE;
  *run = g_steal_pointer (&self);
  return TRUE;
}

gboolean
shc_sharing_runs_get_open (ShcDb          *db,
                           const char     *service,
                           const char     *place,
                           ShcSharingRun **run,
                           GError        **error)
{
  return get_run (db, OPEN_SQL, service, place, 0, run, error);
}

gboolean
shc_sharing_runs_get_last (ShcDb          *db,
                           const char     *service,
                           const char     *place,
                           ShcSharingRun **run,
                           GError        **error)
{
  return get_run (db, LAST_SQL, service, place, G_MAXINT64, run, error);
}

gboolean
shc_sharing_runs_get_before (ShcDb          *db,
                             const char     *service,
                             const char     *place,
                             gint64          than,
                             ShcSharingRun **run,
                             GError        **error)
{
  return get_run (db, LAST_SQL, service, place, than, run, error);
}

gboolean
shc_sharing_runs_end (ShcDb                *db,
                      const ShcSharingRun  *self,
                      gint64                now_us,
                      GError              **error)
{
  sqlite3_stmt *stmt;
  gboolean own;
  gboolean ok = FALSE;

  if (!shc_transaction_begin (db, &own, error))
    return FALSE;
  stmt = shc_db_prepare (db, END_SQL, error);
  if (stmt != NULL)
    {
      sqlite3_bind_int64 (stmt, 1, self->run);
      sqlite3_bind_int64 (stmt, 2, now_us);
      ok = shc_db_done (db, stmt, error) && exec_with_number (db, DROP_SQL, self->run, error) &&
           (self->kind != SHC_SHARING_UNDO || exec_with_number (db, UNDONE_SQL, self->undoes, error));
    }
  return shc_transaction_end (db, own, ok, error);
}

gboolean
shc_sharing_runs_last_ended (ShcDb       *db,
                             const char  *service,
                             const char  *place,
                             gint64      *at_us,
                             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ENDED_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  *at_us = found ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);
  return TRUE;
}
