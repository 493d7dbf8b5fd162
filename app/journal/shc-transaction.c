/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transaction around several statements, or the caller's own if one is open. */

#define G_LOG_DOMAIN "shc-transaction"

#include "config.h"

#include "shc-transaction.h"

gboolean
shc_transaction_begin (ShcDb     *db,
                       gboolean  *own,
                       GError   **error)
{
  *own = sqlite3_get_autocommit (shc_db_get_handle (db)) != 0;

  return !*own || shc_db_begin (db, error);
}

gboolean
shc_transaction_begin_read (ShcDb     *db,
                            gboolean  *own,
                            GError   **error)
{
  *own = sqlite3_get_autocommit (shc_db_get_handle (db)) != 0;

  return !*own || shc_db_exec (db, "BEGIN", error);
}

gboolean
shc_transaction_end (ShcDb     *db,
                     gboolean   own,
                     gboolean   ok,
                     GError   **error)
{
  if (!own)
    return ok;
  if (ok && shc_db_commit (db, error))
    return TRUE;

  shc_db_rollback (db);
  return FALSE;
}
