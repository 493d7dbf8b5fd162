/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a new vault. */

#define G_LOG_DOMAIN "shc-vault-create"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "shc-file.h"
#include "shc-keyring.h"
#include "shc-migrate.h"
#include "shc-passphrase.h"
#include "shc-recovery-code.h"
#include "shc-secure.h"
#include "shc-vault-private.h"

typedef struct
{
  GBytes   *passphrase; /* (nullable) */
  gboolean  use_keyring;
  gboolean  allow_remote;
} Wish;

typedef struct
{
  GBytes   *recovery_code;
  ShcSlots  slots;
} Made;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_clear_pointer (&wish->passphrase, g_bytes_unref);
  g_free (wish);
}

static void
made_free (gpointer data)
{
  Made *made = data;

  if (made == NULL)
    return;
  g_clear_pointer (&made->recovery_code, g_bytes_unref);
  g_free (made);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Made, made_free)

static gboolean
check_wish (ShcVault    *self,
            const Wish  *wish,
            GError     **error)
{
  g_autofree char *what = NULL;

  if (wish->passphrase != NULL &&
      shc_passphrase_rate (wish->passphrase, NULL) <= SHC_STRENGTH_WEAK)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK,
                           _("This passphrase is too easy to guess. Nothing was made."));
      return FALSE;
    }
  if (wish->passphrase == NULL && !wish->use_keyring)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING,
                           _("A journal needs a passphrase or this computer's keyring to open it. "
                             "Nothing was made."));
      return FALSE;
    }
  if (!wish->allow_remote && shc_folder_is_remote (self->dir, &what))
    {
      g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REMOTE,
                   _("This folder is shared with other computers (%s), where the journal would be "
                     "damaged. Choose a folder of this computer. Nothing was made."), what);
      return FALSE;
    }
  return TRUE;
}

/* Nothing that was there before may be written over, whatever state it is in. */
static gboolean
check_place (ShcVault  *self,
             GError   **error)
{
  if (shc_vault_check_files (self->dir, NULL, NULL) == SHC_VAULT_MISSING)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS,
                       _("There is a journal in this folder already. It was left as it is."));
  return FALSE;
}

/* The keyring is a convenience: without it the passphrase must do. */
static gboolean
store_in_keyring (ShcSlotFile  *slots,
                  const Wish   *wish,
                  GBytes       *key,
                  GError      **error)
{
  g_autoptr(GError) local_error = NULL;

  if (!wish->use_keyring)
    return TRUE;
  if (shc_keyring_store (slots->vault_id, slots->generation, key, &local_error))
    {
      slots->slots |= SHC_SLOT_KEYRING;
      return TRUE;
    }
  if (wish->passphrase != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
fill_slots (ShcSlotFile  *slots,
            const Wish   *wish,
            GBytes       *key,
            GBytes      **code,
            GError      **error)
{
  g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);

  if (wish->passphrase != NULL &&
      !shc_slot_file_seal (slots, SHC_SLOT_PASSPHRASE, wish->passphrase, key, error))
    return FALSE;
  if (!shc_slot_file_seal (slots, SHC_SLOT_RECOVERY, bits, key, error) ||
      !store_in_keyring (slots, wish, key, error))
    return FALSE;
  *code = shc_recovery_code_encode (bits);
  return TRUE;
}

static void
remove_with_companions (const char *database)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (database, suffixes[i], NULL);

      g_unlink (path);
    }
}

static gboolean
create_database (ShcVault    *self,
                 GBytes      *key,
                 const char  *path,
                 GError     **error)
{
  g_autoptr(ShcDb) db = shc_db_open_new (path, key, self->schema, error);

  return db != NULL && shc_migrate_run (db, self->schema, error);
}

static void
set_write_error (GError       **error,
                 const GError  *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                         _("There is no room left on the disk. Nothing was made."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         _("The journal's folder cannot be written to. Nothing was made."));
}

/* The database is made beside its place and put there whole. Until then the slots are marked as
 * incomplete, so that what a crash leaves is neither a vault nor in the way of one. */
static gboolean
put_in_place (ShcVault     *self,
              ShcSlotFile  *slots,
              GBytes       *key,
              GError      **error)
{
  g_autofree char *database = shc_vault_dup_database_path (self->dir);
  g_autofree char *fresh = g_strconcat (database, ".new", NULL);
  g_autoptr(GError) local_error = NULL;

  remove_with_companions (fresh);
  if (!create_database (self, key, fresh, error) || !shc_slot_file_save (slots, self->dir, error))
    {
      remove_with_companions (fresh);
      return FALSE;
    }
  if (g_rename (fresh, database) != 0)
    {
      g_set_error_literal (&local_error, G_IO_ERROR, (int) g_io_error_from_errno (errno), "rename");
      set_write_error (error, local_error);
      remove_with_companions (fresh);
      return FALSE;
    }
  if (!shc_folder_sync (self->dir, &local_error))
    {
      set_write_error (error, local_error);
      return FALSE;
    }
  slots->complete = TRUE;
  return shc_slot_file_save (slots, self->dir, error);
}

/* Of a vault whose recovery code nobody ever saw nothing may stay; the keyring forgets it last. */
static void
take_back (ShcVault          *self,
           const ShcSlotFile *slots,
           ShcVaultLock      *lock)
{
  g_autofree char *database = shc_vault_dup_database_path (self->dir);
  g_autofree char *first = g_build_filename (self->dir, SHC_SLOT_FILE_NAME, NULL);
  g_autofree char *second = g_build_filename (self->dir, SHC_SLOT_FILE_COPY_NAME, NULL);
  g_autoptr(ShcSlotFile) present = NULL;

  /* If others are quicker, it stays: what opens it is known, and a new code can be made. */
  if (!shc_vault_lock_change (lock, SHC_VAULT_LOCK_ALONE, 0, NULL))
    return;
  present = shc_slot_file_load (self->dir, NULL, NULL);
  if (present != NULL && present->complete && !g_str_equal (present->vault_id, slots->vault_id))
    return;
  remove_with_companions (database);
  g_unlink (first);
  g_unlink (second);
  shc_folder_sync (self->dir, NULL);
  if (slots->slots & SHC_SLOT_KEYRING)
    shc_keyring_clear (slots->vault_id, NULL);
}

static Made *
make (ShcVault      *self,
      const Wish    *wish,
      ShcVaultLock **lock,
      GError       **error)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(ShcSlotFile) slots = shc_slot_file_new (key);
  g_autoptr(Made) made = g_new0 (Made, 1);

  slots->remote_allowed = wish->allow_remote;
  if (fill_slots (slots, wish, key, &made->recovery_code, error) &&
      put_in_place (self, slots, key, error) &&
      shc_vault_lock_change (*lock, SHC_VAULT_LOCK_SHARED, SHC_VAULT_WAIT_MS, error) &&
      shc_vault_open_with_key (self, key, lock,
                               wish->passphrase != NULL ? SHC_UNLOCK_PASSPHRASE
                                                        : SHC_UNLOCK_KEYRING,
                               FALSE, error))
    {
      made->slots = slots->slots;
      return g_steal_pointer (&made);
    }
  take_back (self, slots, *lock);
  return NULL;
}

static Made *
create (ShcVault    *self,
        const Wish  *wish,
        GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  gboolean was_there = g_file_test (self->dir, G_FILE_TEST_EXISTS);
  g_autoptr(ShcVaultLock) lock = NULL;
  Made *made;

  if (!shc_db_check_library (NULL, error) || !check_place (self, error) ||
      !check_wish (self, wish, error))
    return NULL;
  if (!shc_folder_make_private (self->dir, &local_error))
    {
      set_write_error (error, local_error);
      return NULL;
    }
  lock = shc_vault_lock_take (self->dir, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, error);
  if (lock == NULL || !check_place (self, error))
    return NULL;
  made = make (self, wish, &lock, error);
  if (made == NULL && !was_there)
    shc_vault_lock_remove (lock);
  return made;
}

gboolean
shc_vault_create (ShcVault  *self,
                  GBytes    *passphrase,
                  gboolean   use_keyring,
                  gboolean   allow_remote,
                  GBytes   **recovery_code,
                  ShcSlots  *slots,
                  GError   **error)
{
  const Wish wish = {
    .passphrase = passphrase, .use_keyring = use_keyring, .allow_remote = allow_remote
  };
  g_autoptr(Made) made = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);
  g_return_val_if_fail (recovery_code != NULL && slots != NULL, FALSE);

  made = create (self, &wish, error);
  if (made == NULL)
    return FALSE;
  *recovery_code = g_steal_pointer (&made->recovery_code);
  *slots = made->slots;
  return TRUE;
}

static void
create_in_thread (GTask *task)
{
  GError *error = NULL;
  Made *made = create (g_task_get_source_object (task), g_task_get_task_data (task), &error);

  if (made != NULL)
    g_task_return_pointer (task, made, made_free);
  else
    g_task_return_error (task, error);
}

void
shc_vault_create_async (ShcVault            *self,
                        GBytes              *passphrase,
                        gboolean             use_keyring,
                        gboolean             allow_remote,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Wish *wish;

  g_return_if_fail (SHC_IS_VAULT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_vault_create_async);
  g_task_set_check_cancellable (task, FALSE);
  wish = g_new0 (Wish, 1);
  wish->passphrase = passphrase != NULL ? g_bytes_ref (passphrase) : NULL;
  wish->use_keyring = use_keyring;
  wish->allow_remote = allow_remote;
  g_task_set_task_data (task, wish, wish_free);
  shc_vault_spawn (g_steal_pointer (&task), create_in_thread);
}

gboolean
shc_vault_create_finish (ShcVault      *self,
                         GAsyncResult  *result,
                         GBytes       **recovery_code,
                         ShcSlots      *slots,
                         GError       **error)
{
  g_autoptr(Made) made = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  made = g_task_propagate_pointer (G_TASK (result), error);
  if (made == NULL)
    return FALSE;
  *recovery_code = g_steal_pointer (&made->recovery_code);
  *slots = made->slots;
  return TRUE;
}
