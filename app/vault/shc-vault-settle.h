/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What crashes left in a vault's folder is put right before its first connection opens. */

#pragma once

#include "shc-vault-lock.h"

G_BEGIN_DECLS

/** shc_vault_settle: brings a decided restore to its end, for which others are asked to let go;
 * and if nobody else has the vault, sweeps up what unfinished writing left, and keeps a copy of a
 * damaged log (see shc-damaged-log.h).
 * @lock: held, and held in the same mode afterwards; others may have had the vault alone meanwhile,
 * so what was read of it before counts no more. Blocks.
 * Errors: BUSY, READ_ONLY, NO_ROOM, FAILED. */
gboolean shc_vault_settle (const char *dir, ShcVaultLock *lock, GError **error);

/** shc_vault_sweep: removes what no program needs any more; the caller is alone with the vault. */
void shc_vault_sweep (const char *dir);

G_END_DECLS
