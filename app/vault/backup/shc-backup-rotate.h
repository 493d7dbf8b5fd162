/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the backups that were made by themselves are kept. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What all backups of ours are called like. */
#define SHC_BACKUP_SUFFIX ".shcbackup"

/** shc_backup_dup_path: Returns: (transfer full): a name for a backup of @now_us, in UTC, so that
 * names sort by age whatever the clock's zone does. */
char *shc_backup_dup_path (const char *folder, const char *prefix, gint64 now_us);

/** shc_backup_rotate_days: of those in @folder that begin with @prefix keeps the newest of each civil
 * day, for the newest @days days that have one. Never removes @just_made, a path in @folder, nor what
 * has a stamp of the future or none: those are not counted either. */
void shc_backup_rotate_days (const char *folder, const char *prefix, const char *just_made,
                             guint days, gint64 now_us);

/** shc_backup_rotate_count: the same, but keeps the newest @count, whichever day they are of. */
void shc_backup_rotate_count (const char *folder, const char *prefix, const char *just_made,
                              guint count, gint64 now_us);

G_END_DECLS
