/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When the vault was last backed up, kept beside it: a small JSON file that holds no content. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 made_us;      /* UTC; 0 for never */
  gint64 proven_us;    /* UTC; 0 for never */
  gint64 auto_made_us; /* UTC; of the last automatic one; 0 for never */
  char  *auto_mark;    /* (nullable): what the files were like then; see shc_backup_record_mark() */
  char  *auto_sum;     /* (nullable): what was in them; see shc_backup_sum() */
} ShcBackupRecord;

/** shc_backup_record_load: Returns: (transfer full): empty when there is none or it is damaged. */
ShcBackupRecord *shc_backup_record_load (const char *dir);
gboolean         shc_backup_record_save (const ShcBackupRecord *self, const char *dir,
                                         GError **error);
void             shc_backup_record_free (ShcBackupRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBackupRecord, shc_backup_record_free)

/** shc_backup_record_mark: Returns: (transfer full): sizes and times of the database and its WAL:
 * the same as before only if nothing was written meanwhile. */
char *shc_backup_record_mark (const char *dir);

G_END_DECLS
