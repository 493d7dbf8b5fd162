/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may leave. */

#define G_LOG_DOMAIN "shc-outbound"

#include "config.h"

#include "shc-outbound.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-statement.h"

#define COLUMNS "SELECT id, civil_us, has_time, offset_min, milestone, text FROM outbound_reflection "
#define GET_SQL COLUMNS "WHERE id = ?1"
#define LIST_SQL COLUMNS "ORDER BY civil_us, id"
/* Whether there is a text is asked only because a column of each table has to be. */
#define MILESTONES_SQL \
  "SELECT milestone, id FROM outbound_reflection WHERE milestone IS NOT NULL AND milestone <> '' AND text IS NOT NULL " \
  "ORDER BY civil_us, id"
#define PROFILE_SQL "SELECT healing_name, email, goals, fasting, journey_start_day, created_us FROM outbound_profile"

void
shc_outbound_reflection_free (ShcOutboundReflection *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->milestone);
  g_free (self->text);
  g_free (self);
}

static ShcOutboundReflection *
read_reflection (sqlite3_stmt *stmt)
{
  ShcOutboundReflection *reflection = g_new0 (ShcOutboundReflection, 1);

  reflection->id = shc_db_dup_text (stmt, 0);
  reflection->date = shc_statement_read_date (stmt, 1);
  reflection->milestone = shc_db_dup_text (stmt, 4);
  reflection->text = shc_db_dup_text (stmt, 5);
  return reflection;
}

ShcOutboundReflection *
shc_outbound_get_reflection (ShcDb       *db,
                             const char  *id,
                             GError     **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, GET_SQL, error);
  ShcOutboundReflection *reflection;
  gboolean found;

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, id);
  if (!shc_statement_first (db, stmt, &found, error))
    return NULL;
  if (!found)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                           _("There is no reflection of this name that may be sent."));
      return NULL;
    }
  reflection = read_reflection (stmt);
  sqlite3_reset (stmt);
  return reflection;
}

GPtrArray *
shc_outbound_list_reflections (ShcDb   *db,
                               GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_outbound_reflection_free);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, LIST_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &problem))
    g_ptr_array_add (list, read_reflection (stmt));
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

void
shc_outbound_milestone_free (ShcOutboundMilestone *self)
{
  if (self == NULL)
    return;
  g_free (self->milestone);
  g_free (self->id);
  g_free (self);
}

GPtrArray *
shc_outbound_list_milestones (ShcDb   *db,
                              GError **error)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_outbound_milestone_free);
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) problem = NULL;
  sqlite3_stmt *stmt = shc_db_prepare (db, MILESTONES_SQL, error);

  if (stmt == NULL)
    return NULL;
  while (shc_db_step (db, stmt, &problem))
    {
      ShcOutboundMilestone *milestone;

      if (g_hash_table_contains (known, sqlite3_column_text (stmt, 0)))
        continue;
      milestone = g_new0 (ShcOutboundMilestone, 1);
      milestone->milestone = shc_db_dup_text (stmt, 0);
      g_hash_table_add (known, milestone->milestone);
      milestone->id = shc_db_dup_text (stmt, 1);
      g_ptr_array_add (list, milestone);
    }
  sqlite3_reset (stmt);
  if (problem == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

ShcProfile *
shc_outbound_get_profile (ShcDb   *db,
                          gint64  *created_us,
                          GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, PROFILE_SQL, error);
  ShcProfile *profile;
  gboolean found;

  if (stmt == NULL || !shc_statement_first (db, stmt, &found, error))
    return NULL;
  if (!found)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                           _("There is no profile yet, so there is nobody to share anything for."));
      return NULL;
    }
  profile = shc_profile_new ();
  profile->healing_name = shc_db_dup_text (stmt, 0);
  profile->email = shc_db_dup_text (stmt, 1);
  profile->goals = shc_db_dup_text (stmt, 2);
  profile->has_fasting = shc_fasting_from_string ((const char *) sqlite3_column_text (stmt, 3), &profile->fasting);
  if (sqlite3_column_type (stmt, 4) != SQLITE_NULL)
    profile->journey_start_day = sqlite3_column_int64 (stmt, 4);
  *created_us = sqlite3_column_int64 (stmt, 5);
  sqlite3_reset (stmt);
  return profile;
}

gboolean
shc_outbound_may_go (ShcDb             *db,
                     const char *const *ids,
                     gboolean          *may,
                     GError           **error)
{
  *may = TRUE;
  for (guint i = 0; ids != NULL && ids[i] != NULL && *may; i++)
    {
      g_autoptr(GError) problem = NULL;
      g_autoptr(ShcOutboundReflection) reflection = shc_outbound_get_reflection (db, ids[i], &problem);

      *may = reflection != NULL;
      if (problem != NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  return TRUE;
}
