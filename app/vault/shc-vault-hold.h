/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work on a vault that only one program may do at a time, while all others have the vault open. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

/** ShcVaultHold: ends with the program, however that ends. */
typedef struct _ShcVaultHold ShcVaultHold;

/** shc_vault_hold_take: @what: a word, the name of a file beside the vault's. Returns: (transfer full): Does not wait.
 * Errors: BUSY if somebody else is at it, in this program too; READ_ONLY. */
ShcVaultHold *shc_vault_hold_take (ShcVault *vault, const char *what, GError **error);

void          shc_vault_hold_release (ShcVaultHold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcVaultHold, shc_vault_hold_release)

G_END_DECLS
