/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vault.lock: held shared by every program that has the vault open, and alone by whoever replaces
 * or rebuilds its file. Its content is nothing; only the lock on it counts. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SHC_VAULT_LOCK_NAME "vault.lock"

typedef struct _ShcVaultLock ShcVaultLock;

typedef enum
{
  SHC_VAULT_LOCK_SHARED,
  SHC_VAULT_LOCK_ALONE,
} ShcVaultLockMode;

/**
 * shc_vault_lock_take:
 * @dir: the vault's folder, which must exist
 * @wait_ms: how long to wait for others at most; 0 not at all
 *
 * For %SHC_VAULT_LOCK_ALONE a running window of this vault is asked to let go. Blocks.
 * Errors: %SHC_VAULT_ERROR_BUSY, %SHC_VAULT_ERROR_READ_ONLY.
 */
ShcVaultLock *shc_vault_lock_take (const char *dir, ShcVaultLockMode mode, guint wait_ms,
                                   GError **error);

/** shc_vault_lock_change: to the other mode; nobody holds it in between for sure, so look again at
 * what the vault is. On failure it is still held as it was. */
gboolean shc_vault_lock_change (ShcVaultLock *self, ShcVaultLockMode mode, guint wait_ms,
                                GError **error);

/** shc_vault_lock_wait_free: waits until no program has the vault in @dir open, asking nobody.
 * Returns: whether that came about within @wait_ms. */
gboolean shc_vault_lock_wait_free (const char *dir, guint wait_ms);

/** shc_vault_lock_remove: removes the lock file and, if it is empty then, the folder, which was made
 * for nothing; only while @self is held alone, so that it is taken from under nobody. */
void shc_vault_lock_remove (ShcVaultLock *self);

ShcVaultLockMode shc_vault_lock_get_mode (const ShcVaultLock *self);

void shc_vault_lock_release (ShcVaultLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcVaultLock, shc_vault_lock_release)

G_END_DECLS
