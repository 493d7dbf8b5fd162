/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening the vault with its data key, and closing it. */

#define G_LOG_DOMAIN "shc-vault-open"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-backup-private.h"
#include "shc-damaged-log.h"
#include "shc-migrate.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"
#include "shc-vault-settle.h"

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                       _("The journal's file is damaged. Nothing was changed; a backup can be "
                         "restored."));
}

/* The key was checked against the slots: when it does not fit, it is the file that is wrong. */
static ShcDb *
open_checked (ShcVault   *self,
              GBytes     *key,
              ShcDbRole   role,
              guint      *version,
              GError    **error)
{
  g_autofree char *path = shc_vault_dup_database_path (self->dir);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(ShcDb) db = shc_db_open (path, key, role, self->schema, &local_error);

  if (db != NULL && shc_migrate_get_version (db, version, &local_error) &&
      shc_migrate_check (self->schema, *version, &local_error))
    return g_steal_pointer (&db);
  if (db != NULL)
    shc_db_leave_untouched (db);
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY))
    set_damaged (error);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* Alone with the file: whoever else has it open is asked to let go first. */
static gboolean
migrate (ShcVault           *self,
         GBytes             *key,
         const ShcSlotFile  *slots,
         ShcVaultLock       *lock,
         GError            **error)
{
  g_autoptr(ShcDb) db = NULL;
  guint version;

  if (!shc_vault_lock_change (lock, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, error))
    return FALSE;
  db = open_checked (self, key, SHC_DB_WRITER, &version, error);
  if (db == NULL)
    return FALSE;
  /* Somebody else may have been quicker. */
  if (version < self->schema->n_migrations &&
      (!shc_backup_before_migration (self->dir, key, slots, self->schema, version, error) ||
       !shc_migrate_run (db, self->schema, error)))
    return FALSE;
  shc_db_checkpoint (db);
  g_clear_pointer (&db, shc_db_close);
  return shc_vault_lock_change (lock, SHC_VAULT_LOCK_SHARED, SHC_VAULT_WAIT_MS, error);
}

static ShcVaultThread *
create_thread (ShcVault  *self,
               ShcDbRole  role,
               ShcDb     *db)
{
  g_autofree char *path = shc_vault_dup_database_path (self->dir);

  return shc_vault_thread_new (path, self->key, self->schema, role, db, shc_vault_news_notify,
                               shc_vault_news_ref (self->news), shc_vault_news_unref);
}

/* Returns: whether they were taken; if not, the caller still owns @lock and @reader. Somebody else
 * may have opened the vault at the same time, or locked it while it was on its way back. */
static gboolean
take_over (ShcVault          *self,
           GBytes            *key,
           const ShcSlotFile *slots,
           ShcVaultLock      *lock,
           ShcUnlockWay       way,
           gboolean           coming_back,
           ShcDb             *reader)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (coming_back ? !self->let_go : self->key != NULL)
    return FALSE;
  g_clear_pointer (&self->slots, shc_slot_file_free);
  self->slots = shc_slot_file_copy (slots);
  if (self->key != key)
    {
      g_clear_pointer (&self->key, g_bytes_unref);
      self->key = g_bytes_ref (key);
    }
  self->lock = lock;
  self->opened_by = way;
  self->let_go = FALSE;
  self->state = SHC_VAULT_UNLOCKED;
  self->known = TRUE;
  self->threads[SHC_DB_READER] = create_thread (self, SHC_DB_READER, reader);
  if (self->watching)
    shc_vault_thread_set_watching (shc_vault_get_thread (self, SHC_DB_WRITER), TRUE);
  return TRUE;
}

static ShcDb *
open_migrated (ShcVault           *self,
               GBytes             *key,
               const ShcSlotFile  *slots,
               ShcVaultLock       *lock,
               GError            **error)
{
  g_autoptr(ShcDb) reader = NULL;
  guint version;

  reader = open_checked (self, key, SHC_DB_READER, &version, error);
  if (reader == NULL || version == self->schema->n_migrations)
    return g_steal_pointer (&reader);
  g_clear_pointer (&reader, shc_db_close);
  if (!migrate (self, key, slots, lock, error))
    return NULL;
  return open_checked (self, key, SHC_DB_READER, &version, error);
}

/* Looking into a log makes SQLite lay an index beside it. Nothing is to be left of a look in vain,
 * but the index is only taken away from under nobody. */
static void
remove_index (ShcVault     *self,
              ShcVaultLock *lock)
{
  g_autofree char *path = g_build_filename (self->dir, SHC_VAULT_DATABASE_NAME "-shm", NULL);

  if (shc_vault_lock_change (lock, SHC_VAULT_LOCK_ALONE, 0, NULL))
    g_unlink (path);
}

static gboolean
has_index (ShcVault *self)
{
  g_autofree char *path = g_build_filename (self->dir, SHC_VAULT_DATABASE_NAME "-shm", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What was read of the vault before the lock was held may be another one's by now. */
static ShcSlotFile *
load_fitting_slots (ShcVault  *self,
                    GBytes    *key,
                    GError   **error)
{
  g_autoptr(ShcSlotFile) slots = shc_slot_file_load (self->dir, NULL, error);

  if (slots == NULL || shc_slot_file_fits (slots, key))
    return g_steal_pointer (&slots);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("The journal was replaced by another one. Please unlock it."));
  return NULL;
}

static ShcDb *
open_settled (ShcVault       *self,
              GBytes         *key,
              ShcVaultLock   *lock,
              ShcSlotFile   **slots,
              GError        **error)
{
  gboolean had_index;
  ShcDb *reader;

  if (!shc_vault_settle (self->dir, lock, error))
    return NULL;
  *slots = load_fitting_slots (self, key, error);
  if (*slots == NULL)
    return NULL;
  had_index = has_index (self);
  reader = open_migrated (self, key, *slots, lock, error);
  if (reader == NULL && !had_index && has_index (self))
    remove_index (self, lock);
  if (reader != NULL)
    shc_restore_drop_mark (self->dir);
  return reader;
}

static void
keep_lost (ShcVault *self,
           char     *lost)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_free (self->lost);
  self->lost = lost;
}

gboolean
shc_vault_open_with_key (ShcVault       *self,
                         GBytes         *key,
                         ShcVaultLock  **lock,
                         ShcUnlockWay    way,
                         gboolean        coming_back,
                         GError        **error)
{
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autofree char *lost = NULL;
  g_autoptr(ShcDb) reader = NULL;

  g_return_val_if_fail (lock != NULL && *lock != NULL, FALSE);

  reader = open_settled (self, key, *lock, &slots, error);
  if (reader == NULL)
    return FALSE;
  lost = shc_damaged_log_dup_text (self->dir);
  if (take_over (self, key, slots, *lock, way, coming_back, reader))
    {
      *lock = NULL;
      reader = NULL;
      keep_lost (self, g_steal_pointer (&lost));
      return TRUE;
    }
  if (!coming_back)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED,
                       _("The journal was locked meanwhile."));
  return FALSE;
}

GError *
shc_vault_dup_warning (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  return self->key != NULL && self->lost != NULL
         ? g_error_new_literal (SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOST, self->lost) : NULL;
}

ShcVaultThread *
shc_vault_get_thread (ShcVault  *self,
                      ShcDbRole  role)
{
  if (self->key == NULL || self->let_go)
    return NULL;
  if (self->threads[role] == NULL)
    self->threads[role] = create_thread (self, role, NULL);
  return self->threads[role];
}

void
shc_vault_take_open (ShcVault     *self,
                     ShcVaultOpen *open)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < SHC_VAULT_N_ROLES; i++)
    open->threads[i] = g_steal_pointer (&self->threads[i]);
  open->lock = g_steal_pointer (&self->lock);
}

void
shc_vault_end_open (ShcVaultOpen *open)
{
  /* The writer last: the WAL can be emptied only when nobody reads from it. */
  shc_vault_thread_stop (g_steal_pointer (&open->threads[SHC_DB_READER]));
  shc_vault_thread_stop (g_steal_pointer (&open->threads[SHC_DB_OUTBOUND]));
  shc_vault_thread_stop (g_steal_pointer (&open->threads[SHC_DB_WRITER]));
  shc_vault_lock_release (g_steal_pointer (&open->lock));
}

void
shc_vault_forget (ShcVault *self)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_pointer (&self->slots, shc_slot_file_free);
  self->let_go = FALSE;
  self->state = SHC_VAULT_LOCKED;
  if (self->come_back != NULL)
    g_source_destroy (self->come_back);
  g_clear_pointer (&self->come_back, g_source_unref);
  g_mutex_unlock (&self->mutex);
  shc_vault_release_held (self, FALSE);
}

static gboolean
is_unlocked (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->key != NULL;
}

void
shc_vault_close (ShcVault *self)
{
  ShcVaultOpen open;

  g_return_if_fail (SHC_IS_VAULT (self));

  if (!is_unlocked (self))
    return;
  shc_vault_take_open (self, &open);
  shc_vault_forget (self);
  shc_vault_stop_beside (self);
  shc_vault_end_open (&open);
  shc_vault_emit_closed (self);
}

static void
close_in_thread (GTask *task)
{
  shc_vault_stop_beside (g_task_get_source_object (task));
  shc_vault_end_open (g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

void
shc_vault_close_async (ShcVault            *self,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ShcVaultOpen *open;

  g_return_if_fail (SHC_IS_VAULT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_vault_close_async);
  if (!is_unlocked (self))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }
  open = g_new0 (ShcVaultOpen, 1);
  g_task_set_task_data (task, open, g_free);
  shc_vault_take_open (self, open);
  shc_vault_forget (self);
  shc_vault_spawn (g_steal_pointer (&task), close_in_thread);
}

void
shc_vault_close_finish (ShcVault     *self,
                        GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    shc_vault_emit_closed (self);
}
