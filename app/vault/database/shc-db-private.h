/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening and closing of connections: the vault's own business. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** Bytes of the data key. */
#define SHC_DB_KEY_SIZE 32
/** Bytes of a page: SQLCipher's default, which every vault is made with. */
#define SHC_DB_PAGE_SIZE 4096
/** How long a connection waits for a write of another program. */
#define SHC_DB_BUSY_TIMEOUT_MS 10000

/**
 * shc_db_open:
 * @path: the database; it must exist
 * @key: the data key
 * @schema: (nullable): for the outbound views and for `prepare`
 *
 * Opens, keys, checks that the library encrypts, and reads the first page. Changes nothing on disk
 * unless something is written later; a reader and an outbound connection never write.
 *
 * Returns: (transfer full): Errors: %SHC_VAULT_ERROR_BAD_KEY (or a first page that is damaged: the
 *   two look the same), CORRUPT, READ_ONLY, BUSY, UNSAFE_LIBRARY, FAILED.
 */
ShcDb *shc_db_open (const char *path, GBytes *key, ShcDbRole role, const ShcSchema *schema,
                    GError **error);

/** shc_db_open_new: makes @path, which must not exist, as an empty database in WAL mode. */
ShcDb *shc_db_open_new (const char *path, GBytes *key, const ShcSchema *schema, GError **error);

/** shc_db_open_target: opens @path, an empty file, to be filled by SQLite's backup calls; it is neither synced nor
 * rolled back, so until it is whole nobody may rely on it. */
ShcDb *shc_db_open_target (const char *path, GBytes *key, GError **error);

/** shc_db_close: %NULL is allowed. The last connection to leave takes the WAL with it. */
void shc_db_close (ShcDb *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcDb, shc_db_close)

/** shc_db_leave_untouched: makes closing leave a WAL that was found here as it is. */
void shc_db_leave_untouched (ShcDb *self);

/** shc_db_settle: takes back what a job left open: running statements and a transaction. */
void shc_db_settle (ShcDb *self);

/** shc_db_set_patient: whether the connection waits for writes of other programs (up to
 * %SHC_DB_BUSY_TIMEOUT_MS) or gives up at once. */
void shc_db_set_patient (ShcDb *self, gboolean patient);

/** shc_db_checkpoint: moves the WAL into the database and truncates it; never waits for others.
 * Returns: whether the WAL is empty now. */
gboolean shc_db_checkpoint (ShcDb *self);

/** shc_db_count_log: from here on commits only count the WAL's pages, and moving them into the database
 * is left to shc_db_trim_log(). */
void shc_db_count_log (ShcDb *self);

/** shc_db_trim_log: moves the WAL into the database if it has grown, as SQLite would at the end of a
 * commit; never waits for others. */
void shc_db_trim_log (ShcDb *self);

/** shc_db_get_number: the first column of the first row of @sql, a constant. */
gboolean shc_db_get_number (ShcDb *self, const char *sql, gint64 *number, GError **error);

/** shc_db_take_committed: whether something was committed here since the last call. */
gboolean shc_db_take_committed (ShcDb *self);

/** shc_db_check_library: whether the library linked really is SQLCipher 4 on SQLite 3.42 or newer.
 * Needs no file. @cipher: (out) (optional) (transfer full): its version. Errors: UNSAFE_LIBRARY. */
gboolean shc_db_check_library (char **cipher, GError **error);

/* shared by the files of ShcDb */
struct _ShcDb
{
  sqlite3    *handle;
  GHashTable *statements;  /* address of the SQL → sqlite3_stmt */
  const char *const *outbound;
  gboolean    committed;
  int         log_pages;   /* of the WAL, after the last commit here; see shc_db_count_log() */
};

G_END_DECLS
