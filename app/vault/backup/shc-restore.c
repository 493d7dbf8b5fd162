/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Restoring a backup. */

#define G_LOG_DOMAIN "shc-restore"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-backup-file.h"
#include "shc-backup-private.h"
#include "shc-damaged-log.h"
#include "shc-file.h"
#include "shc-migrate.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"
#include "shc-vault-settle.h"

void
shc_restore_result_free (ShcRestoreResult *result)
{
  if (result == NULL)
    return;
  g_free (result->moved_aside);
  g_free (result);
}

/* To the schema of this version, and past everything that held at the time of the backup. */
static gboolean
renew (ShcVault    *vault,
       const char  *database,
       GBytes      *key,
       gint64      *reflections,
       GError     **error)
{
  const ShcSchema *schema = vault->schema;
  g_autoptr(ShcDb) db = shc_db_open (database, key, SHC_DB_WRITER, schema, error);

  if (db == NULL || !shc_migrate_run (db, schema, error))
    return FALSE;
  *reflections = -1;
  if (schema->count != NULL && (*reflections = schema->count (db, error)) < 0)
    return FALSE;
  if (schema->restored != NULL)
    {
      if (!shc_db_begin (db, error))
        return FALSE;
      if (!schema->restored (db, g_get_real_time (), error) || !shc_db_commit (db, error))
        {
          shc_db_rollback (db);
          return FALSE;
        }
    }
  if (shc_db_checkpoint (db))
    return TRUE;
  shc_db_set_error (db, sqlite3_extended_errcode (db->handle), error);
  return FALSE;
}

static gboolean
check_version (const char       *database,
               GBytes           *key,
               const ShcSchema  *schema,
               GError          **error)
{
  g_autoptr(ShcDb) db = shc_db_open (database, key, SHC_DB_READER, NULL, error);
  guint version;

  return db != NULL && shc_migrate_get_version (db, &version, error) &&
         shc_migrate_check (schema, version, error);
}

static gboolean
prove (const char  *database,
       GBytes      *key,
       GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  gint64 uncounted;

  if (shc_backup_prove (database, key, NULL, FALSE, &uncounted, &local_error))
    return TRUE;
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_COPY))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                         _("The backup is damaged, or the disk did not keep what was written. "
                           "Nothing was changed."));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* All of the new vault, proven, in a folder of its own inside the vault's. */
static gboolean
fill_stage (ShcVault     *vault,
            const char   *file,
            guint64       database_size,
            ShcSlotFile  *slots,
            GBytes       *key,
            gint64       *reflections,
            GError      **error)
{
  g_autofree char *stage = g_build_filename (vault->dir, SHC_RESTORE_STAGE_NAME, NULL);
  g_autofree char *database = shc_vault_dup_database_path (stage);

  shc_restore_clear_stage (vault->dir);
  if (!shc_folder_make_private (stage, NULL))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                           _("The journal's folder cannot be written to. Nothing was changed."));
      return FALSE;
    }
  slots->complete = TRUE;
  return shc_backup_file_extract (file, database_size, database, error) &&
         check_version (database, key, vault->schema, error) &&
         prove (database, key, error) &&
         renew (vault, database, key, reflections, error) &&
         shc_slot_file_save (slots, stage, error) && shc_folder_sync (stage, NULL);
}

/* The former vault's log goes into its database if this key opens it; else both move together. */
static void
empty_former_log (ShcVault *vault,
                  GBytes   *key)
{
  g_autofree char *database = shc_vault_dup_database_path (vault->dir);
  g_autoptr(ShcDb) db = NULL;
  gboolean damaged = FALSE;

  /* A log that is damaged goes as it is. */
  if (!g_file_test (database, G_FILE_TEST_EXISTS) ||
      !shc_damaged_log_keep (vault->dir, &damaged, NULL) || damaged)
    return;
  db = shc_db_open (database, key, SHC_DB_WRITER, NULL, NULL);
  if (db != NULL)
    shc_db_checkpoint (db);
}

static GBytes *
find_key (const ShcSlotFile  *slots,
          ShcUnlockWay        way,
          GBytes             *secret,
          GError            **error)
{
  g_autoptr(GBytes) key = shc_vault_find_key (slots, way, secret, FALSE, error);

  if (key == NULL || shc_slot_file_fits (slots, key))
    return g_steal_pointer (&key);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("This does not open the backup. Nothing was changed."));
  return NULL;
}

/* The caller is alone with the vault. */
static ShcRestoreResult *
restore (ShcVault      *vault,
         const char    *file,
         guint64        database_size,
         ShcSlotFile   *slots,
         GBytes        *key,
         GError       **error)
{
  g_autoptr(ShcRestoreResult) result = g_new0 (ShcRestoreResult, 1);

  if (shc_restore_is_pending (vault->dir) && !shc_restore_finish (vault->dir, error))
    return NULL;
  shc_vault_sweep (vault->dir);
  if (!fill_stage (vault, file, database_size, slots, key, &result->reflections, error))
    {
      shc_restore_clear_stage (vault->dir);
      return NULL;
    }
  empty_former_log (vault, key);
  if (!shc_restore_swap (vault->dir, &result->moved_aside, error))
    {
      if (!shc_restore_is_pending (vault->dir))
        shc_restore_clear_stage (vault->dir);
      return NULL;
    }
  return g_steal_pointer (&result);
}

static gboolean
check_place (ShcVault           *vault,
             const ShcSlotFile  *slots,
             GError            **error)
{
  g_autofree char *what = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!slots->remote_allowed && shc_folder_is_remote (vault->dir, &what))
    {
      g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REMOTE,
                   _("This folder is shared with other computers (%s), where the journal would be "
                     "damaged. Nothing was changed."), what);
      return FALSE;
    }
  if (shc_folder_make_private (vault->dir, &local_error))
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY, local_error->message);
  return FALSE;
}

ShcRestoreResult *
shc_restore (ShcVault      *vault,
             const char    *file,
             ShcUnlockWay   way,
             GBytes        *secret,
             GError       **error)
{
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(GBytes) key = NULL;
  gboolean was_there = g_file_test (shc_vault_get_dir (vault), G_FILE_TEST_EXISTS);
  g_autoptr(ShcVaultLock) lock = NULL;
  ShcRestoreResult *result = NULL;
  guint64 database_size;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && file != NULL, NULL);
  g_return_val_if_fail (secret != NULL || way == SHC_UNLOCK_KEYRING, NULL);
  g_return_val_if_fail (vault->key == NULL, NULL);

  slots = shc_backup_file_read (file, &database_size, error);
  if (slots == NULL)
    return NULL;
  key = find_key (slots, way, secret, error);
  if (key == NULL || !check_place (vault, slots, error))
    return NULL;
  lock = shc_vault_lock_take (vault->dir, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, error);
  if (lock != NULL)
    result = restore (vault, file, database_size, slots, key, error);
  if (result == NULL && lock != NULL && !was_there)
    shc_vault_lock_remove (lock);
  shc_vault_probe (vault, NULL, NULL);
  return result;
}
