/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file of a backup.
 *
 *   encrypted database    whole pages, as SQLCipher wrote them
 *   slots                 JSON, as in the vault's folder (see shc-slot-file.h)
 *   footer, 56 bytes      "SHCBACK1" · length of the database · length of the slots (unsigned
 *                         64-bit, little-endian) · BLAKE2b-256 of everything before it
 *
 * The hash finds accidents at once, without a key; what an attacker changes is found by the
 * authentication of each page and by the seals of the slots. */

#pragma once

#include "shc-slot-file.h"

G_BEGIN_DECLS

/** shc_backup_file_finish: appends slots and footer to the database at @path and syncs it.
 * Errors: NO_ROOM, READ_ONLY, FAILED. */
gboolean shc_backup_file_finish (const char *path, const ShcSlotFile *slots, GError **error);

/** shc_backup_file_read: reads all of @path and checks its hash. @database_size: (out).
 * Returns: (transfer full): its slots. Errors: MISSING, CORRUPT, TOO_NEW, FAILED. */
ShcSlotFile *shc_backup_file_read (const char *path, guint64 *database_size, GError **error);

/** shc_backup_file_extract: copies the first @database_size bytes to @target and syncs it. */
gboolean shc_backup_file_extract (const char *path, guint64 database_size, const char *target,
                                  GError **error);

/** shc_backup_set_write_error: what a failed write() or rename() means. */
void shc_backup_set_write_error (int errnum, GError **error);

G_END_DECLS
