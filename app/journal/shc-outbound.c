/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may leave. */

#define G_LOG_DOMAIN "shc-outbound"

#include "config.h"

#include "shc-outbound.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-statement.h"

#define GET_SQL "SELECT id, civil_us, has_time, offset_min, milestone, text FROM outbound_reflection WHERE id = ?1"

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
  reflection = g_new0 (ShcOutboundReflection, 1);
  reflection->id = shc_db_dup_text (stmt, 0);
  reflection->date = shc_statement_read_date (stmt, 1);
  reflection->milestone = shc_db_dup_text (stmt, 4);
  reflection->text = shc_db_dup_text (stmt, 5);
  sqlite3_reset (stmt);
  return reflection;
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
