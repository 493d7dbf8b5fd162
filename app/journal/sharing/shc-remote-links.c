/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which row of a service is which of ours. */

#define G_LOG_DOMAIN "shc-remote-links"

#include "config.h"

#include "shc-remote-links.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-reflections-private.h"
#include "shc-schema.h"
#include "shc-statement.h"

#define LIST_SQL \
  "SELECT kind = 'profile', id, local_id, remote_id, seen, coalesce (seen_us, 0) FROM remote_link " \
  "WHERE service = ?1 AND place = ?2 ORDER BY kind, id"
#define FIND_SQL "SELECT local_id FROM remote_link WHERE service = ?1 AND place = ?2 AND kind = ?3 AND id = ?4"
#define OWNER_SQL "SELECT id FROM remote_link WHERE local_id = ?1"
#define ADD_SQL "INSERT INTO remote_link (service, place, kind, id, local_id) VALUES (?1, ?2, ?3, ?4, ?5)"
#define NOTE_SQL "UPDATE remote_link SET remote_id = ?2, seen = ?3, seen_us = ?4 WHERE local_id = ?1"
#define TWIN_SQL \
  "SELECT id FROM reflection WHERE digest = ?3 AND trashed_us IS NULL AND" SHC_SQL_VISIBLE "AND" SHC_SQL_NOT_DOOMED \
  "AND NOT EXISTS (SELECT 1 FROM remote_link WHERE service = ?1 AND place = ?2 AND kind = 'reflection' " \
  "AND remote_link.id = reflection.id AND remote_id IS NOT NULL) ORDER BY row LIMIT 1"
#define ELSEWHERE_SQL \
  "SELECT DISTINCT place FROM remote_link WHERE service = ?1 AND place <> ?2 AND remote_id IS NOT NULL ORDER BY 1"
#define FORGET_SQL "DELETE FROM remote_link WHERE service = ?1 AND place = ?2"

void
shc_remote_link_free (ShcRemoteLink *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->local_id);
  g_free (self->remote_id);
  g_free (self->seen);
  g_free (self);
}

static const char *
get_kind (const char *id)
{
  return g_str_equal (id, SHC_REMOTE_LINK_PROFILE) ? "profile" : "reflection";
}

GPtrArray *
shc_remote_links_list (ShcDb       *db,
                       const char  *service,
                       const char  *place,
                       GError     **error)
{
  g_autoptr(GPtrArray) links = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_remote_link_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  while (shc_db_step (db, stmt, &problem))
    {
      ShcRemoteLink *link = g_new0 (ShcRemoteLink, 1);

      link->profile = sqlite3_column_int (stmt, 0);
      link->id = shc_db_dup_text (stmt, 1);
      link->local_id = shc_db_dup_text (stmt, 2);
      link->remote_id = shc_db_dup_text (stmt, 3);
      link->seen = shc_db_dup_text (stmt, 4);
      link->seen_us = sqlite3_column_int64 (stmt, 5);
      g_ptr_array_add (links, link);
    }
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_steal_pointer (&links);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/* @local_id: (out) (transfer full) (nullable) */
static gboolean
find (ShcDb       *db,
      const char  *service,
      const char  *place,
      const char  *id,
      char       **local_id,
      GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, FIND_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  shc_db_bind_text (stmt, 3, get_kind (id));
  shc_db_bind_text (stmt, 4, id);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  *local_id = found ? shc_db_dup_text (stmt, 0) : NULL;
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
add (ShcDb       *db,
     const char  *service,
     const char  *place,
     const char  *id,
     const char  *local_id,
     GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, ADD_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  shc_db_bind_text (stmt, 3, get_kind (id));
  shc_db_bind_text (stmt, 4, id);
  shc_db_bind_text (stmt, 5, local_id);
  return shc_db_done (db, stmt, error);
}

char *
shc_remote_link_ensure (ShcDb       *db,
                        const char  *service,
                        const char  *place,
                        const char  *id,
                        GError     **error)
{
  g_autofree char *local_id = NULL;

  if (!find (db, service, place, id, &local_id, error))
    return NULL;
  if (local_id != NULL)
    return g_steal_pointer (&local_id);
  local_id = g_uuid_string_random ();
  return add (db, service, place, id, local_id, error) ? g_steal_pointer (&local_id) : NULL;
}

gboolean
shc_remote_link_note (ShcDb       *db,
                      const char  *local_id,
                      const char  *remote_id,
                      const char  *seen,
                      gint64       now_us,
                      GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, NOTE_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, local_id);
  shc_db_bind_text (stmt, 2, remote_id);
  shc_db_bind_text (stmt, 3, seen);
  sqlite3_bind_int64 (stmt, 4, now_us);
  return shc_db_done (db, stmt, error);
}

/* Whether nothing but @id, or nothing at all, goes by @local_id. */
static gboolean
check_owner (ShcDb       *db,
             const char  *id,
             const char  *local_id,
             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, OWNER_SQL, error);
  gboolean found, same;

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, local_id);
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  same = !found || g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), id) == 0;
  sqlite3_reset (stmt);
  if (!same)
    g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                         _("Two rows at the service have the same Local ID. Neither was taken."));
  return same;
}

gboolean
shc_remote_link_adopt (ShcDb       *db,
                       const char  *service,
                       const char  *place,
                       const char  *id,
                       const char  *local_id,
                       const char  *remote_id,
                       const char  *seen,
                       gint64       now_us,
                       GError     **error)
{
  g_autofree char *present = NULL;

  if (!find (db, service, place, id, &present, error) || !check_owner (db, id, local_id, error))
    return FALSE;
  if (present == NULL && !add (db, service, place, id, local_id, error))
    return FALSE;
  return shc_remote_link_note (db, present != NULL ? present : local_id, remote_id, seen, now_us, error);
}

gboolean
shc_remote_link_find_twin (ShcDb                *db,
                           const char           *service,
                           const char           *place,
                           const ShcReflection  *reflection,
                           char                **id,
                           GError              **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, TWIN_SQL, error);
  gboolean found;

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  sqlite3_bind_int64 (stmt, 3, shc_reflections_digest (reflection));
  if (!shc_statement_first (db, stmt, &found, error))
    return FALSE;
  *id = found ? shc_db_dup_text (stmt, 0) : NULL;
  sqlite3_reset (stmt);
  return TRUE;
}

char **
shc_remote_links_list_elsewhere (ShcDb       *db,
                                 const char  *service,
                                 const char  *place,
                                 GError     **error)
{
  g_autoptr(GStrvBuilder) places = g_strv_builder_new ();
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, ELSEWHERE_SQL, error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  while (shc_db_step (db, stmt, &problem))
    {
      g_autofree char *found = shc_db_dup_text (stmt, 0);

      g_strv_builder_add (places, found);
    }
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_strv_builder_end (places);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

gboolean
shc_remote_links_forget (ShcDb       *db,
                         const char  *service,
                         const char  *place,
                         GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, FORGET_SQL, error);

  if (stmt == NULL)
    return FALSE;
  shc_db_bind_text (stmt, 1, service);
  shc_db_bind_text (stmt, 2, place);
  return shc_db_done (db, stmt, error);
}
