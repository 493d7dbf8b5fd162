/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups of an open vault, by hand and by themselves. */

#define G_LOG_DOMAIN "shc-backup"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "shc-backup-part.h"
#include "shc-backup-private.h"
#include "shc-backup-record.h"
#include "shc-backup-rotate.h"
#include "shc-backup-sum.h"
#include "shc-file.h"
#include "shc-vault-private.h"

#define AUTO_PREFIX "journal-"
#define AUTO_KEPT_DAYS 7
#define MIGRATION_PREFIX "before-schema-"
#define MIGRATION_KEPT 3

void
shc_backup_result_free (ShcBackupResult *result)
{
  if (result == NULL)
    return;
  g_free (result->file);
  g_free (result);
}

static gint64
get_size (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* The record is a help for the eye; that it could not be written does not undo the backup. */
static void
note_backup (ShcVault            *vault,
             gboolean             automatic,
             const ShcBackupMark *mark)
{
  g_autoptr(ShcBackupRecord) record = shc_backup_record_load (vault->dir);
  g_autoptr(GError) error = NULL;

  record->made_us = g_get_real_time ();
  record->proven_us = record->made_us;
  if (automatic)
    {
      record->auto_made_us = record->made_us;
      g_free (record->auto_mark);
      record->auto_mark = g_strdup (mark->files);
      g_free (record->auto_sum);
      record->auto_sum = g_strdup (mark->sum);
    }
  if (!shc_backup_record_save (record, vault->dir, &error))
    g_debug ("record of backups: %s", error->message);
}

/* As they are now: another program may have changed the passphrase since the vault was opened, and
 * the backup has to open with the new one. Where both files were lost meanwhile, the backup is what
 * saves the slots that are still known. */
ShcSlotFile *
shc_backup_choose_slots (ShcVault  *vault,
                         GBytes   **key,
                         GError   **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) present_key = NULL;
  g_autoptr(ShcSlotFile) known = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  if (!shc_vault_dup_keys (vault, key, &known, error))
    return NULL;
  slots = shc_vault_reload_slots (vault, &present_key, &local_error);
  if (slots != NULL)
    return g_steal_pointer (&slots);
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING))
    return g_steal_pointer (&known);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static ShcBackupResult *
make (ShcVault      *vault,
      const char    *file,
      gboolean       automatic,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcVaultLock) lock = NULL;
  g_auto(ShcBackupMark) mark = { 0 };
  ShcBackupResult *result;
  ShcBackupSource source = { 0 };
  gint64 reflections;

  /* A share of its own: the vault may be let go while this is still reading. */
  lock = shc_vault_lock_take (vault->dir, SHC_VAULT_LOCK_SHARED, SHC_VAULT_WAIT_MS, error);
  if (lock == NULL)
    return NULL;
  slots = shc_backup_choose_slots (vault, &key, error);
  if (slots == NULL)
    return NULL;
  source.dir = vault->dir;
  source.key = key;
  source.slots = slots;
  source.schema = vault->schema;
  source.automatic = automatic;
  source.counted = TRUE;
  source.vault = vault;
  if (!shc_backup_write (&source, file, cancellable, &reflections, &mark, error))
    return NULL;
  note_backup (vault, automatic, &mark);
  result = g_new0 (ShcBackupResult, 1);
  result->file = g_strdup (file);
  result->bytes = get_size (file);
  result->proven = TRUE;
  result->reflections = reflections;
  return result;
}

ShcBackupResult *
shc_backup_make (ShcVault      *vault,
                 const char    *file,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && file != NULL, NULL);

  folder = g_path_get_dirname (file);
  name = g_path_get_basename (file);
  /* What was left of an attempt at the same file that was killed. */
  shc_backup_part_sweep (folder, name);
  return make (vault, file, FALSE, cancellable, error);
}

static gboolean
is_today (gint64 then_us)
{
  g_autoptr(GDateTime) then = g_date_time_new_from_unix_local (then_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();

  return then != NULL && g_date_time_get_year (then) == g_date_time_get_year (now) &&
         g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);
}

/* (nullable): of what is in the vault now; %NULL if it cannot be seen. */
static char *
compute_sum (ShcVault *vault)
{
  g_autofree char *database = shc_vault_dup_database_path (vault->dir);
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcVaultLock) lock = NULL;
  g_autoptr(ShcDb) db = NULL;

  if (!shc_vault_dup_keys (vault, &key, &slots, NULL))
    return NULL;
  lock = shc_vault_lock_take (vault->dir, SHC_VAULT_LOCK_SHARED, 0, NULL);
  if (lock != NULL)
    db = shc_db_open (database, key, SHC_DB_READER, NULL, NULL);
  if (db == NULL || !shc_db_exec (db, "BEGIN", NULL))
    return NULL;
  return shc_backup_sum (db, key, vault->schema, NULL);
}

/* The files change whenever a day is shown: only what is in them tells. */
static gboolean
is_same (ShcVault        *vault,
         ShcBackupRecord *record,
         char            *mark) /* (transfer full) */
{
  g_autofree char *sum = record->auto_sum != NULL ? compute_sum (vault) : NULL;
  gboolean same = sum != NULL && g_str_equal (sum, record->auto_sum);

  g_free (record->auto_mark);
  record->auto_mark = mark;
  /* So that all of it is not read again the next time. */
  if (same)
    shc_backup_record_save (record, vault->dir, NULL);
  return same;
}

static gboolean
is_due (ShcVault *vault)
{
  g_autoptr(ShcBackupRecord) record = shc_backup_record_load (vault->dir);
  g_autofree char *mark = NULL;

  if (record->auto_made_us == 0 || record->auto_mark == NULL)
    return TRUE;
  if (is_today (record->auto_made_us))
    return FALSE;
  mark = shc_backup_record_mark (vault->dir);
  return !g_str_equal (mark, record->auto_mark) && !is_same (vault, record, g_steal_pointer (&mark));
}

static char *
make_backups_folder (const char  *dir,
                     GError     **error)
{
  g_autofree char *folder = g_build_filename (dir, SHC_VAULT_BACKUPS_NAME, NULL);
  g_autoptr(GError) local_error = NULL;

  if (shc_folder_make_private (folder, &local_error))
    return g_steal_pointer (&folder);
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                         _("There is no room left on the disk for the backup. The journal itself "
                           "is safe."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         _("The backup's folder cannot be written to. The journal itself is "
                           "safe."));
  return NULL;
}

static ShcBackupResult *
make_automatic (ShcVault      *vault,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autofree char *folder = make_backups_folder (vault->dir, error);
  g_autofree char *file = NULL;
  ShcBackupResult *result;

  if (folder == NULL)
    return NULL;
  /* First, so that what an unfinished one left makes room for this one. */
  shc_backup_part_sweep (folder, AUTO_PREFIX);
  file = shc_backup_dup_path (folder, AUTO_PREFIX, g_get_real_time ());
  result = make (vault, file, TRUE, cancellable, error);
  if (result != NULL)
    shc_backup_rotate_days (folder, AUTO_PREFIX, file, AUTO_KEPT_DAYS, g_get_real_time ());
  return result;
}

ShcBackupResult *
shc_backup_auto (ShcVault  *vault,
                 gboolean   force,
                 GError   **error)
{
  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  return force || is_due (vault) ? make_automatic (vault, NULL, error) : NULL;
}

static void
backup_result_free_cb (gpointer result)
{
  shc_backup_result_free (result);
}

static void
auto_in_thread (GTask *task)
{
  ShcVault *vault = g_task_get_source_object (task);
  GError *error = NULL;
  ShcBackupResult *result = NULL;

  if (is_due (vault))
    result = make_automatic (vault, g_task_get_cancellable (task), &error);
  shc_vault_end_beside (vault);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, backup_result_free_cb);
}

void
shc_backup_auto_async (ShcVault            *vault,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GCancellable) cancellable = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (SHC_IS_VAULT (vault));

  cancellable = shc_vault_begin_beside (vault);
  task = g_task_new (vault, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_backup_auto_async);
  shc_vault_spawn (g_steal_pointer (&task), auto_in_thread);
}

ShcBackupResult *
shc_backup_auto_finish (ShcVault      *vault,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
shc_backup_before_migration (const char         *dir,
                             GBytes             *key,
                             const ShcSlotFile  *slots,
                             const ShcSchema    *schema,
                             guint               version,
                             GError            **error)
{
  const ShcBackupSource source = { .dir = dir, .key = key, .slots = slots, .schema = schema };
  g_autofree char *folder = make_backups_folder (dir, error);
  g_autofree char *prefix = g_strdup_printf (MIGRATION_PREFIX "%04u-", version + 1);
  g_autofree char *file = NULL;
  gint64 reflections;

  if (folder == NULL)
    return FALSE;
  shc_backup_part_sweep (folder, MIGRATION_PREFIX);
  file = shc_backup_dup_path (folder, prefix, g_get_real_time ());
  if (!shc_backup_write (&source, file, NULL, &reflections, NULL, error))
    return FALSE;
  shc_backup_rotate_count (folder, MIGRATION_PREFIX, file, MIGRATION_KEPT, g_get_real_time ());
  return TRUE;
}
