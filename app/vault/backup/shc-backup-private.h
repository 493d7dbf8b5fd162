/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What making a backup needs, with or without an open vault. */

#pragma once

#include "shc-backup.h"
#include "shc-slot-file.h"

G_BEGIN_DECLS

/** How to see later whether something was written since. */
typedef struct
{
  char *files; /* see shc_backup_record_mark() */
  char *sum;   /* (nullable): see shc_backup_sum(); of automatic backups only */
} ShcBackupMark;
void shc_backup_mark_clear (ShcBackupMark *mark);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcBackupMark, shc_backup_mark_clear)

typedef struct
{
  const char        *dir;
  GBytes            *key;
  const ShcSlotFile *slots;
  const ShcSchema   *schema;
  gboolean           automatic; /* leaves out what automatic backups leave out */
  gboolean           counted;   /* the schema is this version's, so its records can be counted */
  ShcVault          *vault;     /* (nullable): the backup ends when this is locked */
} ShcBackupSource;

/** shc_backup_write: copies, proves, and puts the backup at @file, which must not exist. Errors:
 * NO_ROOM, EXISTS, READ_ONLY, CORRUPT when the journal is damaged, BAD_COPY when the copy is.
 * @reflections: (out): -1 if not counted. @mark: (out) (optional): of what was copied; its fields
 * are the caller's then. Blocks. */
gboolean shc_backup_write (const ShcBackupSource *source, const char *file,
                           GCancellable *cancellable, gint64 *reflections, ShcBackupMark *mark,
                           GError **error);

/** shc_backup_prove: opens the database at @path, authenticates every page and counts (-1 if not
 * @counted). Errors: BAD_COPY for a page that is damaged, CORRUPT when what is on whole pages is. */
gboolean shc_backup_prove (const char *path, GBytes *key, const ShcSchema *schema,
                           gboolean counted, gint64 *reflections, GError **error);

/** shc_backup_choose_slots: Returns: (transfer full): the slots that a copy of @vault is to open with. @key: (out) (transfer full). */
ShcSlotFile *shc_backup_choose_slots (ShcVault *vault, GBytes **key, GError **error);

/** shc_backup_put_in_place: renames @part to @file, never over one that is there, not even one that came a moment ago. */
gboolean shc_backup_put_in_place (const char *part, const char *file, GError **error);

/** shc_backup_before_migration: a proven backup in the vault's backup folder; the caller is alone
 * with the vault. */
gboolean shc_backup_before_migration (const char *dir, GBytes *key, const ShcSlotFile *slots,
                                      const ShcSchema *schema, guint version, GError **error);

G_END_DECLS
