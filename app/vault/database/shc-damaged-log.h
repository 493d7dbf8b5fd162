/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A write-ahead log that was damaged is kept beside the database before SQLite drops what follows
 * the damage, in silence and for good. The copy is as encrypted as the log was, and as long as it
 * lies there, the loss is told. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** What the names of such copies begin with. */
#define SHC_DAMAGED_LOG_PREFIX "journal.db-wal.damaged-"

/** shc_damaged_log_keep: looks through the log in @dir and keeps a copy of it if whole transactions
 * after the last readable frame are lost; once for one state of the log. Nobody may write to it
 * meanwhile. @found: (out) (optional): whether there was damage. Blocks.
 * Errors: NO_ROOM, READ_ONLY, FAILED: then no connection should be opened. */
gboolean shc_damaged_log_keep (const char *dir, gboolean *found, GError **error);

/** shc_damaged_log_describe: adds a translated sentence to @problems for each copy in @dir. */
void shc_damaged_log_describe (const char *dir, GPtrArray *problems);

/** shc_damaged_log_dup_text: Returns: (transfer full) (nullable): all of those sentences. */
char *shc_damaged_log_dup_text (const char *dir);

G_END_DECLS
