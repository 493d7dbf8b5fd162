/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking through all of an open vault for damage. */

#define G_LOG_DOMAIN "shc-verify"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-backup.h"
#include "shc-damaged-log.h"
#include "shc-integrity.h"
#include "shc-vault-private.h"

void
shc_verify_result_free (ShcVerifyResult *result)
{
  if (result == NULL)
    return;
  g_clear_pointer (&result->problems, g_ptr_array_unref);
  g_free (result);
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* Under the write lock, so that no frame is looked at while it is being written. */
static gboolean
keep_damaged_log (const char  *dir,
                  ShcDb       *db,
                  gboolean    *found,
                  GError     **error)
{
  gboolean ok;

  if (!shc_db_begin (db, error))
    return FALSE;
  ok = shc_damaged_log_keep (dir, found, error);
  shc_db_rollback (db);
  return ok;
}

/* Damage in what SQLite has to read for this is a finding, not a failure. */
static gboolean
check_pages_once (const char  *path,
                  GBytes      *key,
                  GPtrArray   *problems,
                  GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(ShcDb) db = shc_db_open (path, key, SHC_DB_READER, NULL, &local_error);
  gint64 number;

  /* The snapshot keeps checkpoints from writing newer pages while the file is read. */
  if (db != NULL && shc_db_exec (db, "BEGIN", &local_error) &&
      shc_db_get_number (db, "SELECT count(*) FROM sqlite_master", &number, &local_error) &&
      shc_integrity_check_pages (db, problems, &local_error))
    return TRUE;
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT) ||
      g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
    {
      g_ptr_array_add (problems, g_strdup (_("The journal's file is damaged.")));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A checkpoint that was under way when the snapshot began may still write: damage is only what is
 * found twice. */
static gboolean
check_pages (const char  *path,
             GBytes      *key,
             GPtrArray   *problems,
             GError     **error)
{
  g_autoptr(GPtrArray) first = g_ptr_array_new_with_free_func (g_free);

  if (!check_pages_once (path, key, first, error))
    return FALSE;
  return first->len == 0 || check_pages_once (path, key, problems, error);
}

static gboolean
check_records (ShcDb            *db,
               const ShcSchema  *schema,
               GPtrArray        *problems,
               GError          **error)
{
  g_autoptr(GError) local_error = NULL;

  shc_integrity_check_structure (db, problems);
  if (schema->check == NULL || schema->check (db, problems, &local_error))
    return TRUE;
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT))
    {
      g_ptr_array_add (problems, g_strdup (local_error->message));
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

ShcVerifyResult *
shc_vault_verify (ShcVault  *vault,
                  GError   **error)
{
  g_autoptr(ShcVerifyResult) result = NULL;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcVaultLock) lock = NULL;
  g_autoptr(ShcDb) db = NULL;
  g_autofree char *path = NULL;
  gboolean found = FALSE;

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  if (!shc_vault_dup_keys (vault, &key, &slots, error))
    return NULL;
  lock = shc_vault_lock_take (vault->dir, SHC_VAULT_LOCK_SHARED, SHC_VAULT_WAIT_MS, error);
  if (lock == NULL)
    return NULL;
  path = shc_vault_dup_database_path (vault->dir);
  db = shc_db_open (path, key, SHC_DB_WRITER, vault->schema, error);
  if (db == NULL)
    return NULL;
  result = g_new0 (ShcVerifyResult, 1);
  result->problems = g_ptr_array_new_with_free_func (g_free);
  if (!keep_damaged_log (vault->dir, db, &found, error))
    return NULL;
  shc_damaged_log_describe (vault->dir, result->problems);
  /* A damaged log stays as it is: what is in it may still be read by who has it in memory. */
  if (!found)
    shc_db_checkpoint (db);
  else
    shc_db_leave_untouched (db);
  if (!check_pages (path, key, result->problems, error) ||
      !check_records (db, vault->schema, result->problems, error))
    return NULL;
  result->checked_pages = get_size (path) / SHC_DB_PAGE_SIZE;
  result->ok = result->problems->len == 0;
  return g_steal_pointer (&result);
}
