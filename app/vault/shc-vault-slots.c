/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing the ways into an open vault. */

#define G_LOG_DOMAIN "shc-vault-slots"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-keyring.h"
#include "shc-passphrase.h"
#include "shc-recovery-code.h"
#include "shc-secure.h"
#include "shc-vault-private.h"

static void
keep_slots (ShcVault          *self,
            const ShcSlotFile *slots)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  /* Not if it was locked meanwhile. */
  if (self->key == NULL)
    return;
  g_clear_pointer (&self->slots, shc_slot_file_free);
  self->slots = shc_slot_file_copy (slots);
}

/* The slots as they are on disk now: another program may have changed them since. */
static ShcSlotFile *
load_slots (ShcVault  *self,
            GBytes   **key,
            GError   **error)
{
  g_autoptr(ShcSlotFile) known = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  if (!shc_vault_dup_keys (self, key, &known, error))
    return NULL;
  slots = shc_slot_file_load (self->dir, NULL, error);
  if (slots == NULL)
    return NULL;
  if (shc_slot_file_fits (slots, *key))
    {
      keep_slots (self, slots);
      return g_steal_pointer (&slots);
    }
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                       _("The key file belongs to another journal. Nothing was changed."));
  return NULL;
}

ShcSlotFile *
shc_vault_reload_slots (ShcVault  *self,
                        GBytes   **key,
                        GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = shc_slot_file_lock (self->dir);

  return load_slots (self, key, error);
}

static gboolean
save_slots (ShcVault     *self,
            ShcSlotFile  *slots,
            GError      **error)
{
  g_autoptr(ShcSlotFile) present = NULL;

  if (shc_slot_file_save (slots, self->dir, error))
    {
      keep_slots (self, slots);
      return TRUE;
    }
  /* A part of it may have been written. */
  present = shc_slot_file_load (self->dir, NULL, NULL);
  if (present != NULL && g_str_equal (present->vault_id, slots->vault_id))
    keep_slots (self, present);
  return FALSE;
}

static gboolean
check_passphrase (const ShcSlotFile  *slots,
                  GBytes             *passphrase,
                  GError            **error)
{
  g_autoptr(GBytes) key = NULL;

  if (passphrase == NULL)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                           _("The present passphrase is needed for this."));
      return FALSE;
    }
  key = shc_slot_file_open_seal (slots, SHC_SLOT_PASSPHRASE, passphrase, error);
  return key != NULL;
}

ShcUnlockWay
shc_vault_get_opened_by (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), SHC_UNLOCK_KEYRING);

  locker = g_mutex_locker_new (&self->mutex);
  return self->opened_by;
}

ShcSlots
shc_vault_get_slots (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), 0);

  locker = g_mutex_locker_new (&self->mutex);
  return self->slots != NULL ? self->slots->slots : 0;
}

gboolean
shc_vault_set_passphrase (ShcVault  *self,
                          GBytes    *old_passphrase,
                          GBytes    *new_passphrase,
                          GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = -1;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self) && new_passphrase != NULL, FALSE);

  lock = shc_slot_file_lock (self->dir);
  slots = load_slots (self, &key, error);
  if (slots == NULL)
    return FALSE;
  if (shc_passphrase_rate (new_passphrase, NULL) <= SHC_STRENGTH_WEAK)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK,
                           _("This passphrase is too easy to guess. The ways into the journal are "
                             "as they were."));
      return FALSE;
    }
  /* Whoever came by the keyring may only have found the computer open. */
  if ((slots->slots & SHC_SLOT_PASSPHRASE) &&
      (old_passphrase != NULL || shc_vault_get_opened_by (self) == SHC_UNLOCK_KEYRING) &&
      !check_passphrase (slots, old_passphrase, error))
    return FALSE;
  return shc_slot_file_seal (slots, SHC_SLOT_PASSPHRASE, new_passphrase, key, error) &&
         save_slots (self, slots, error);
}

gboolean
shc_vault_new_recovery_code (ShcVault  *self,
                             GBytes    *passphrase,
                             GBytes   **recovery_code,
                             GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = -1;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);

  g_return_val_if_fail (SHC_IS_VAULT (self) && recovery_code != NULL, FALSE);

  lock = shc_slot_file_lock (self->dir);
  slots = load_slots (self, &key, error);
  if (slots == NULL)
    return FALSE;
  /* A code that was never confirmed may be replaced by whoever has the vault open: the first run
   * was left before its end. */
  if ((slots->slots & SHC_SLOT_PASSPHRASE) && (passphrase != NULL || slots->recovery_confirmed) &&
      !check_passphrase (slots, passphrase, error))
    return FALSE;
  slots->recovery_confirmed = FALSE;
  if (!shc_slot_file_seal (slots, SHC_SLOT_RECOVERY, bits, key, error) ||
      !save_slots (self, slots, error))
    return FALSE;
  *recovery_code = shc_recovery_code_encode (bits);
  return TRUE;
}

gboolean
shc_vault_remember_in_keyring (ShcVault  *self,
                               GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = -1;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);

  lock = shc_slot_file_lock (self->dir);
  slots = load_slots (self, &key, error);
  if (slots == NULL || !shc_keyring_store (slots->vault_id, slots->generation, key, error))
    return FALSE;
  slots->slots |= SHC_SLOT_KEYRING;
  return save_slots (self, slots, error);
}

gboolean
shc_vault_forget_keyring (ShcVault  *self,
                          GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = -1;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);

  lock = shc_slot_file_lock (self->dir);
  slots = load_slots (self, &key, error);
  if (slots == NULL)
    return FALSE;
  if (!(slots->slots & SHC_SLOT_PASSPHRASE))
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LAST_SLOT,
                           _("Set a passphrase first: otherwise only the recovery code would open "
                             "the journal."));
      return FALSE;
    }
  if (!shc_keyring_clear (slots->vault_id, error))
    return FALSE;
  slots->slots &= SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY;
  return save_slots (self, slots, error);
}

gboolean
shc_vault_get_recovery_confirmed (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return self->slots != NULL && self->slots->recovery_confirmed;
}

gboolean
shc_vault_set_recovery_confirmed (ShcVault  *self,
                                  GError   **error)
{
  g_auto(ShcSlotLock) lock G_GNUC_UNUSED = -1;
  g_autoptr(GBytes) key = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (self), FALSE);

  lock = shc_slot_file_lock (self->dir);
  slots = load_slots (self, &key, error);
  if (slots == NULL)
    return FALSE;
  slots->recovery_confirmed = TRUE;
  return save_slots (self, slots, error);
}
