/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something of a size to be held in memory, in a file of its own that is as private as a backup.
 *
 * The file is made as a backup's is (shc-backup-file.h), with a stream of XChaCha20-Poly1305 in the place of the database, under a key
 * that is made of the vault's data key: so the vault's passphrase and recovery code open it, also elsewhere. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * shc_sealed_make:
 * @file: must not exist
 * @kind: eight characters: what it is; no other kind opens it
 *
 * Writes @content beside its final name, reads it back, and renames it. The vault must be unlocked. Blocks. Errors: NO_ROOM, EXISTS,
 * READ_ONLY, BAD_COPY, LOCKED, CLOSED, FAILED. Nothing is left of it on failure.
 */
gboolean shc_sealed_make (ShcVault *vault, const char *file, const char *kind, GBytes *content, GError **error);

/** shc_sealed_open: @secret: (nullable): passphrase or recovery code; %NULL for the keyring. Returns: (transfer full): its content. Blocks.
 * Errors: MISSING, CORRUPT (or another kind of file), BAD_KEY, LOCKED, KEYRING_LOCKED, KEYRING. */
GBytes  *shc_sealed_open (const char *file, const char *kind, ShcUnlockWay way, GBytes *secret, GError **error);

G_END_DECLS
