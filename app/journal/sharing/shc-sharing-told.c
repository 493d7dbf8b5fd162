/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What earlier runs told, and whom they were about. */

#define G_LOG_DOMAIN "shc-sharing-runs"

#include "config.h"

#include "shc-sharing-runs.h"

#include "shc-statement.h"

#define TOLD_SQL \
  "SELECT digests, local_id, state = 'done' FROM sharing_step JOIN sharing_run USING (run) " \
  "WHERE service = ?1 AND place = ?2 AND change = 'tell' AND state IN ('done', 'sent') AND digests IS NOT NULL " \
  "ORDER BY run, step"
#define REMOTE_SQL \
  "SELECT DISTINCT remote_id FROM sharing_step AS shared JOIN sharing_run USING (run) " \
  "WHERE service = ?1 AND place = ?2 AND kind = 'share' AND state IN ('done', 'sent') AND remote_id IS NOT NULL " \
  "AND NOT EXISTS (SELECT 1 FROM sharing_step AS erased JOIN sharing_run AS later USING (run) " \
  "WHERE later.service = ?1 AND later.place = ?2 AND erased.run > shared.run AND erased.remote_id = shared.remote_id " \
  "AND erased.part = ?3 AND erased.state = 'done') ORDER BY 1"

void
shc_sharing_told_free (ShcSharingTold *self)
{
  if (self == NULL)
    return;
  g_free (self->digests);
  g_free (self->local_id);
  g_free (self);
}

static sqlite3_stmt *
prepare (ShcDb       *db,
         const char  *sql,
         const char  *service,
         const char  *place,
         GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, sql, error);

  if (stmt != NULL)
    {
      shc_db_bind_text (stmt, 1, service);
      shc_db_bind_text (stmt, 2, place);
    }
  return stmt;
}

GPtrArray *
shc_sharing_runs_list_told (ShcDb       *db,
                            const char  *service,
                            const char  *place,
                            GError     **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_sharing_told_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = prepare (db, TOLD_SQL, service, place, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &problem))
    {
      ShcSharingTold *told = g_new0 (ShcSharingTold, 1);

      told->digests = shc_db_dup_text (stmt, 0);
      told->local_id = shc_db_dup_text (stmt, 1);
      told->state = sqlite3_column_int (stmt, 2) ? SHC_SHARING_DONE : SHC_SHARING_SENT;
      g_ptr_array_add (list, told);
    }
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

char **
shc_sharing_runs_list_remote_ids (ShcDb       *db,
                                  const char  *service,
                                  const char  *place,
                                  const char  *erasing,
                                  GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = prepare (db, REMOTE_SQL, service, place, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 3, erasing);
  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (ids, shc_db_dup_text (stmt, 0));
  sqlite3_reset (stmt);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  g_ptr_array_set_free_func (ids, NULL);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}
