/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One keyed connection to the vault's database, and the few calls that every record's file needs. */

#pragma once

/* SQLCipher's key calls are declared only with this; no other file defines it. */
#ifndef SQLITE_HAS_CODEC
#define SQLITE_HAS_CODEC 1
#endif
#include <sqlite3.h>

#include <gio/gio.h>

#include "shc-vault-error.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/**
 * ShcDb:
 *
 * A connection. Belongs to one thread; handed to jobs (see shc_vault_run()), never kept by them.
 */
typedef struct _ShcDb ShcDb;

typedef enum
{
  SHC_DB_WRITER,   /* drafts, saves: short jobs, in order */
  SHC_DB_READER,   /* read-only: lists, searches, exports; may be long, can be interrupted */
  SHC_DB_OUTBOUND, /* read-only, only the views of what may leave this computer */
} ShcDbRole;

/**
 * ShcSchema:
 * @migrations: (array length=n_migrations): resource paths of the SQL scripts 0001…, in order;
 *   `PRAGMA user_version` is the number of those that ran
 * @prepare: called on each new connection before anything is prepared on it: registers functions
 *   and tokenizers
 * @count: number of reflections, trash included, for status and for the proof of a backup
 * @check: adds a sentence (transfer full) to @problems for each thing that is wrong with the
 *   records, the full-text index included; %FALSE only if it could not look
 * @restored: called in a transaction after a backup was restored
 * @leave_out: called on a fresh automatic backup: deletes what such backups leave out
 * @passing: (array zero-terminated=1) (nullable): names of tables that change by themselves, whose
 *   change alone is no reason for a backup
 * @outbound: (array zero-terminated=1): names of the views an outbound connection may read
 *
 * What the journal hands to the vault, which itself knows nothing of records.
 */
typedef struct
{
  const char *const *migrations;
  guint              n_migrations;
  gboolean         (*prepare)   (ShcDb *db, GError **error);
  gint64           (*count)     (ShcDb *db, GError **error);
  gboolean         (*check)     (ShcDb *db, GPtrArray *problems, GError **error);
  gboolean         (*restored)  (ShcDb *db, gint64 now_us, GError **error);
  gboolean         (*leave_out) (ShcDb *db, GError **error);
  const char *const *passing;
  const char *const *outbound;
} ShcSchema;

/** shc_db_get_handle: Returns: (transfer none): SQLCipher's own handle. */
sqlite3 *shc_db_get_handle (ShcDb *self);

/** shc_db_give_back_memory: frees the pages that the connection keeps in case they are read again, and
 * gives what is free to the system. */
void shc_db_give_back_memory (ShcDb *self);

/** shc_db_prepare: @sql: a constant with static lifetime (statements are kept by its address).
 * Returns: (transfer none): the statement, reset and with bindings cleared; do not finalize it;
 * call sqlite3_reset() (or shc_db_done()) when its rows are not needed to the end. */
sqlite3_stmt *shc_db_prepare (ShcDb *self, const char *sql, GError **error);

/** shc_db_step: Returns: %TRUE with a row; %FALSE at the end (no @error) or on failure. */
gboolean shc_db_step (ShcDb *self, sqlite3_stmt *stmt, GError **error);

/** shc_db_done: steps a statement that gives no rows, and resets it. */
gboolean shc_db_done (ShcDb *self, sqlite3_stmt *stmt, GError **error);

/** shc_db_exec: runs a constant script without values in it. */
gboolean shc_db_exec (ShcDb *self, const char *sql, GError **error);

/** shc_db_begin: `BEGIN IMMEDIATE`; shc_db_commit(); shc_db_rollback() never fails aloud. */
gboolean shc_db_begin (ShcDb *self, GError **error);
gboolean shc_db_commit (ShcDb *self, GError **error);
void     shc_db_rollback (ShcDb *self);

/** shc_db_set_error: turns the connection's last failure into a #ShcVaultError with a translated
 * sentence (disk full → NO_ROOM, damaged → CORRUPT, interrupted → G_IO_ERROR_CANCELLED …). */
void shc_db_set_error (ShcDb *self, int rc, GError **error);

/** Binds; @text may be %NULL (SQL NULL). Copies. */
void shc_db_bind_text (sqlite3_stmt *stmt, int index, const char *text);
/** Returns: (transfer full) (nullable): a copy of a column's text. */
char *shc_db_dup_text (sqlite3_stmt *stmt, int column);

G_END_DECLS
