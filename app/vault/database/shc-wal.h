/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking through a write-ahead log as SQLite's file format describes it, without a key: the frames
 * carry checksums over what is encrypted already. SQLite itself drops every frame after the first
 * one whose checksum is wrong, in silence. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 frames_valid;
  guint64 frames_lost;  /* of this log's generation, after the last valid one, and not merely
                         * what was never finished */
  guint64 commits_lost; /* among them, ends of transactions */
} ShcWalScan;

/** shc_wal_scan: @path: need not exist, nor be a log: then all numbers are 0. Keep writers away
 * meanwhile. Returns: whether it could be read. Errors: %SHC_VAULT_ERROR_FAILED. */
gboolean shc_wal_scan (const char *path, ShcWalScan *scan, GError **error);

G_END_DECLS
