/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Encrypted copies: made while in use, proven by reopening, restored without overwriting. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

typedef struct
{
  char    *file;
  gint64   bytes;
  gboolean proven;
  gint64   reflections;
} ShcBackupResult;
void shc_backup_result_free (ShcBackupResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBackupResult, shc_backup_result_free)

/** shc_backup_make: one file holding the slots and the encrypted database, written beside its final
 * name, proven (reopened, every page authenticated, counted), then renamed. The vault must be
 * unlocked. Blocks; other work on the vault goes on. Errors: NO_ROOM, EXISTS (never overwrites),
 * READ_ONLY, CORRUPT (the journal is damaged), BAD_COPY (the copy is), FAILED. */
ShcBackupResult *shc_backup_make (ShcVault *vault, const char *file, GCancellable *cancellable,
                                  GError **error);

/** shc_backup_auto: into DIR/backups, if something changed since the last one and it is not from
 * the same civil day (@force: made anyway); of the newest seven days that have
 * one, the newest each is kept. Returns: (nullable): %NULL without an error when nothing was due. */
ShcBackupResult *shc_backup_auto (ShcVault *vault, gboolean force, GError **error);
/** Cancelled (G_IO_ERROR_CANCELLED) when the vault closes meanwhile. */
void             shc_backup_auto_async (ShcVault *vault,
                                        GAsyncReadyCallback callback, gpointer user_data);
ShcBackupResult *shc_backup_auto_finish (ShcVault *vault, GAsyncResult *result, GError **error);

typedef struct
{
  gint64 reflections;
  char  *moved_aside; /* (nullable): folder the former vault now lies in */
} ShcRestoreResult;
void shc_restore_result_free (ShcRestoreResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcRestoreResult, shc_restore_result_free)

/** shc_restore: opens @file (backup's passphrase or recovery code in @secret, or the keyring when
 * %NULL), proves it, then puts it in @vault's folder. A vault already there is moved aside whole
 * after all programs let go of it. @vault must not be open; it stays locked. */
ShcRestoreResult *shc_restore (ShcVault *vault, const char *file, ShcUnlockWay way, GBytes *secret,
                               GError **error);

typedef struct
{
  gboolean   ok;
  gint64     checked_pages;
  GPtrArray *problems; /* (element-type utf8) translated sentences */
} ShcVerifyResult;
void shc_verify_result_free (ShcVerifyResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcVerifyResult, shc_verify_result_free)

/** shc_vault_verify: every page's authentication, SQLite's integrity, foreign keys, the full-text
 * index, and WAL frames after the last valid one, those of damaged logs that were kept included.
 * Blocks. */
ShcVerifyResult *shc_vault_verify (ShcVault *vault, GError **error);

G_END_DECLS
