/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup while it is being made: a file of a name of its own beside the final one, locked as long
 * as its maker lives, so that no other program takes it for what a crash left. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ShcBackupPart ShcBackupPart;

/** shc_backup_part_new: makes an empty file for what is to become @file.
 * Errors: NO_ROOM, READ_ONLY. */
ShcBackupPart *shc_backup_part_new (const char *file, GError **error);

const char *shc_backup_part_get_path (const ShcBackupPart *self);

/** shc_backup_part_free: removes what is still there under its name, and what SQLite laid beside. */
void shc_backup_part_free (ShcBackupPart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBackupPart, shc_backup_part_free)

/** shc_backup_part_sweep: removes the parts in @folder that nobody is making any more, of backups
 * whose names begin with @prefix. Files of other programs are never touched. */
void shc_backup_part_sweep (const char *folder, const char *prefix);

G_END_DECLS
