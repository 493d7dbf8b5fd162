/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the index beside a write-ahead log says of it. A kill leaves the index as it was, so it tells
 * a transaction that was never finished from one that was damaged later. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SHC_WAL_SALT_SIZE 8

/** shc_wal_index_read: @wal: the log's path; its index lies beside it. @salt: of the log's
 * generation, %SHC_WAL_SALT_SIZE bytes. @committed: (out): frames up to the end of the last
 * transaction that was finished. Keep writers away meanwhile. Layout: section 2.1 of
 * https://www.sqlite.org/walformat.html. Returns: whether there is a whole index of that
 * generation. */
gboolean shc_wal_index_read (const char *wal, const guint8 *salt, guint64 *committed);

G_END_DECLS
