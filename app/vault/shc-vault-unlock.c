/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ways into the vault. */

#define G_LOG_DOMAIN "shc-vault-unlock"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-keyring.h"
#include "shc-recovery-code.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"

typedef struct
{
  ShcUnlockWay  way;
  GBytes       *secret; /* (nullable) */
  gboolean      prompt;
} Unlock;

static void
unlock_free (gpointer data)
{
  Unlock *unlock = data;

  g_clear_pointer (&unlock->secret, g_bytes_unref);
  g_free (unlock);
}

GBytes *
shc_vault_find_key (const ShcSlotFile  *slots,
                    ShcUnlockWay        way,
                    GBytes             *secret,
                    gboolean            prompt,
                    GError            **error)
{
  g_autoptr(GBytes) bits = NULL;

  switch (way)
    {
    case SHC_UNLOCK_KEYRING:
      return shc_keyring_lookup (slots->vault_id, slots->generation, prompt, error);
    case SHC_UNLOCK_PASSPHRASE:
      return shc_slot_file_open_seal (slots, SHC_SLOT_PASSPHRASE, secret, error);
    case SHC_UNLOCK_RECOVERY:
      bits = shc_recovery_code_decode (secret, error);
      return bits != NULL ? shc_slot_file_open_seal (slots, SHC_SLOT_RECOVERY, bits, error) : NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}

/* Two whole copies again, and the mark that the making of the vault came to its end. */
static void
mend_slots (ShcVault *self)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = shc_slot_file_lock (self->dir);
  g_autoptr(ShcSlotFile) now = NULL;
  gboolean worn = FALSE;

  now = shc_slot_file_load (self->dir, &worn, NULL);
  if (now == NULL || (!worn && now->complete))
    return;
  now->complete = TRUE;
  if (!shc_slot_file_save (now, self->dir, NULL))
    g_debug ("the slot file's second copy could not be written; it is tried again next time");
}

/* A restore that was cut off after it was decided: no file of it is read before it is done. */
static gboolean
finish_restore (ShcVault  *self,
                GError   **error)
{
  g_autoptr(ShcVaultLock) lock = NULL;

  if (!shc_restore_is_pending (self->dir))
    return TRUE;
  lock = shc_vault_lock_take (self->dir, SHC_VAULT_LOCK_ALONE, SHC_VAULT_WAIT_MS, error);
  if (lock == NULL)
    return FALSE;
  return !shc_restore_is_pending (self->dir) || shc_restore_finish (self->dir, error);
}

static gboolean
unlock (ShcVault      *self,
        const Unlock  *how,
        GError       **error)
{
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(ShcVaultLock) lock = NULL;
  g_autoptr(GBytes) key = NULL;

  if (!finish_restore (self, error) ||
      shc_vault_check_files (self->dir, &slots, error) != SHC_VAULT_LOCKED)
    return FALSE;
  key = shc_vault_find_key (slots, how->way, how->secret, how->prompt, error);
  if (key == NULL)
    return FALSE;
  if (!shc_slot_file_fits (slots, key))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                           _("The key in this computer's keyring does not open this journal. Your "
                             "passphrase or recovery code does."));
      return FALSE;
    }
  lock = shc_vault_lock_take (self->dir, SHC_VAULT_LOCK_SHARED, SHC_VAULT_WAIT_MS, error);
  if (lock == NULL || !shc_vault_open_with_key (self, key, &lock, how->way, FALSE, error))
    return FALSE;
  mend_slots (self);
  return TRUE;
}

static gboolean
unlock_checked (ShcVault      *self,
                const Unlock  *how,
                GError       **error)
{
  gboolean open;

  g_mutex_lock (&self->mutex);
  open = self->key != NULL;
  g_mutex_unlock (&self->mutex);
  return open || unlock (self, how, error);
}

gboolean
shc_vault_unlock_with_keyring (ShcVault  *self,
                               GError   **error)
{
  const Unlock how = { .way = SHC_UNLOCK_KEYRING };

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);
  return unlock_checked (self, &how, error);
}

gboolean
shc_vault_unlock_with_passphrase (ShcVault  *self,
                                  GBytes    *passphrase,
                                  GError   **error)
{
  const Unlock how = { .way = SHC_UNLOCK_PASSPHRASE, .secret = passphrase };

  g_return_val_if_fail (SHC_IS_VAULT (self) && passphrase != NULL, FALSE);
  return unlock_checked (self, &how, error);
}

gboolean
shc_vault_unlock_with_recovery (ShcVault  *self,
                                GBytes    *code,
                                GError   **error)
{
  const Unlock how = { .way = SHC_UNLOCK_RECOVERY, .secret = code };

  g_return_val_if_fail (SHC_IS_VAULT (self) && code != NULL, FALSE);
  return unlock_checked (self, &how, error);
}

static void
unlock_in_thread (GTask *task)
{
  GError *error = NULL;

  if (unlock_checked (g_task_get_source_object (task), g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
shc_vault_unlock_async (ShcVault            *self,
                        ShcUnlockWay         way,
                        GBytes              *secret,
                        gboolean             prompt,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Unlock *how;

  g_return_if_fail (SHC_IS_VAULT (self));
  g_return_if_fail (secret != NULL || way == SHC_UNLOCK_KEYRING);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_vault_unlock_async);
  /* Once open it is open: a caller that no longer cares closes it. */
  g_task_set_check_cancellable (task, FALSE);
  how = g_new0 (Unlock, 1);
  how->way = way;
  how->secret = secret != NULL ? g_bytes_ref (secret) : NULL;
  how->prompt = prompt;
  g_task_set_task_data (task, how, unlock_free);
  shc_vault_spawn (g_steal_pointer (&task), unlock_in_thread);
}

gboolean
shc_vault_unlock_finish (ShcVault      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
