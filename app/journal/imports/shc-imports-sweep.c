/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking away what a program that was killed while importing or purging has left, and conversations whose time is
 * over. Nobody sees any of it, so there is no hurry: a step at a time, whenever somebody has the vault open anyway. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include "shc-conversations.h"
#include "shc-imports.h"
#include "shc-schema.h"
#include "shc-statement.h"

#define LEFT_SQL \
  "SELECT untidy OR EXISTS (SELECT 1 FROM reflection WHERE trashed_us =" SHC_SQL_DOOMED ") " \
  "OR (SELECT count(*) FROM conversation) > (SELECT count(*) FROM conversation_now) " \
  "OR (EXISTS (SELECT 1 FROM conversation) AND NOT EXISTS (SELECT 1 FROM clock " \
  "WHERE seen_us > (unixepoch () - 86400) * 1000000)) FROM staging"

gboolean
shc_imports_sweep_some (ShcDb     *db,
                        gboolean  *more,
                        GError   **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 import = shc_imports_unfinished (db, &local_error);

  *more = FALSE;
  if (local_error == NULL)
    shc_conversations_expire (db, g_get_real_time (), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return import != 0 ? shc_imports_drop_some (db, import, more, error)
                     : shc_reflections_purge_some (db, more, error);
}

/* Asked of the reader: nearly always the answer is no, and the writer need not be opened for it. */
static gpointer
is_needed_in_thread (ShcDb    *db,
                     gpointer  data,
                     GError  **error)
{
  gint64 left = 0;

  return GINT_TO_POINTER (shc_statement_number (db, LEFT_SQL, &left, NULL) &&
                          (left != 0 || shc_imports_unfinished (db, NULL) != 0));
}

gpointer
shc_imports_sweep_in_thread (ShcDb    *db,
                             gpointer  data,
                             GError  **error)
{
  gboolean more = FALSE;

  /* Even a step that finds nothing to do is a commit, which everybody who shows something looks after. */
  if (is_needed_in_thread (db, NULL, NULL) == NULL)
    return NULL;
  return GINT_TO_POINTER (shc_imports_sweep_some (db, &more, error) && more);
}

void
shc_imports_sweep (ShcVault *vault,
                   guint     patience_ms)
{
  gint64 end_us = g_get_monotonic_time () + (gint64) patience_ms * 1000;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (SHC_IS_VAULT (vault));

  if (shc_vault_get_state (vault) != SHC_VAULT_UNLOCKED ||
      shc_vault_run (vault, SHC_DB_READER, is_needed_in_thread, NULL, NULL) == NULL)
    return;

  while (g_get_monotonic_time () < end_us &&
         shc_vault_run (vault, SHC_DB_WRITER, shc_imports_sweep_in_thread, NULL, &error) != NULL)
    ;
  if (error != NULL)
    g_debug ("left for later: %s", error->message);
}
