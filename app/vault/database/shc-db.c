/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few calls on a connection that every record's file needs. */

#define G_LOG_DOMAIN "shc-db"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <string.h>

#include "shc-db-private.h"

#define BUSY_STEP_US 1000
#define MOST_LOG_PAGES 1000

/* Only what makes a file grow can find no room, and only if that was the reason: a failing disk says
 * no to the same calls. */
static gboolean
is_no_room (int rc,
            int errnum)
{
  switch (rc)
    {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_SHMSIZE:
      return errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG;
    default:
      return (rc & 0xff) == SQLITE_FULL;
    }
}

static ShcVaultError
code_from_result (ShcDb *self,
                  int    rc)
{
  int errnum = self->handle != NULL ? sqlite3_system_errno (self->handle) : 0;

  if (is_no_room (rc, errnum))
    return SHC_VAULT_ERROR_NO_ROOM;
  switch (rc & 0xff)
    {
    case SQLITE_IOERR:
      /* A database cut off in the middle of a page. */
      return rc == SQLITE_IOERR_SHORT_READ ? SHC_VAULT_ERROR_CORRUPT : SHC_VAULT_ERROR_FAILED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return SHC_VAULT_ERROR_CORRUPT;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return SHC_VAULT_ERROR_READ_ONLY;
    case SQLITE_CANTOPEN:
      return errnum == ENOSPC || errnum == EDQUOT ? SHC_VAULT_ERROR_NO_ROOM
                                                  : SHC_VAULT_ERROR_READ_ONLY;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return SHC_VAULT_ERROR_BUSY;
    default:
      return SHC_VAULT_ERROR_FAILED;
    }
}

static const char *
describe_code (ShcVaultError code,
               int           rc)
{
  if (code == SHC_VAULT_ERROR_FAILED && (rc & 0xff) == SQLITE_IOERR)
    return _("The disk reported an error, so this was not done. It may be failing: make a backup on "
             "another one.");
  switch (code)
    {
    case SHC_VAULT_ERROR_NO_ROOM:
      return _("There is no room left on the disk. What was saved before is safe.");
    case SHC_VAULT_ERROR_CORRUPT:
      return _("The journal's file is damaged. Nothing was changed; a backup can be restored.");
    case SHC_VAULT_ERROR_READ_ONLY:
      return _("The journal's folder cannot be written to. Nothing was changed.");
    case SHC_VAULT_ERROR_BUSY:
      return _("Another program is busy with the journal. Please try again in a moment.");
    default:
      return _("The journal could not do this. What was saved before is safe.");
    }
}

void
shc_db_set_error (ShcDb   *self,
                  int      rc,
                  GError **error)
{
  ShcVaultError code;

  g_return_if_fail (self != NULL);

  if ((rc & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("This was cancelled."));
      return;
    }
  /* No message of SQLite's: those can quote what was being written. */
  g_debug ("result %d (%s)", rc, sqlite3_errstr (rc));
  code = code_from_result (self, rc);
  g_set_error_literal (error, SHC_VAULT_ERROR, (int) code, describe_code (code, rc));
}

sqlite3 *
shc_db_get_handle (ShcDb *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->handle;
}

void
shc_db_give_back_memory (ShcDb *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_db_release_memory (self->handle);
  malloc_trim (0);
}

/* To SQLite's authorizer a common table expression looks like a view of its name, so one could be
 * named like a view that may be read. No outbound statement needs one. */
static gboolean
is_refused (const ShcDb *self,
            const char  *sql)
{
  return self->outbound != NULL && strcasestr (sql, "WITH") != NULL;
}

sqlite3_stmt *
shc_db_prepare (ShcDb       *self,
                const char  *sql,
                GError     **error)
{
  sqlite3_stmt *stmt;
  int rc;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  stmt = g_hash_table_lookup (self->statements, sql);
  if (stmt != NULL)
    {
      sqlite3_reset (stmt);
      sqlite3_clear_bindings (stmt);
      return stmt;
    }
  rc = is_refused (self, sql)
       ? SQLITE_AUTH
       : sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (rc != SQLITE_OK)
    {
      /* The SQL is a constant of ours, so SQLite's message quotes nothing private. */
      g_debug ("prepare: %s", sqlite3_errmsg (self->handle));
      shc_db_set_error (self, rc, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, stmt);
  return stmt;
}

gboolean
shc_db_step (ShcDb         *self,
             sqlite3_stmt  *stmt,
             GError       **error)
{
  int rc;

  g_return_val_if_fail (self != NULL && stmt != NULL, FALSE);

  rc = sqlite3_step (stmt);
  if (rc == SQLITE_ROW)
    return TRUE;
  /* Reset at once: a statement left at its end would hold the WAL back. */
  sqlite3_reset (stmt);
  if (rc != SQLITE_DONE)
    shc_db_set_error (self, rc, error);
  return FALSE;
}

gboolean
shc_db_done (ShcDb         *self,
             sqlite3_stmt  *stmt,
             GError       **error)
{
  int rc;

  g_return_val_if_fail (self != NULL && stmt != NULL, FALSE);

  do
    rc = sqlite3_step (stmt);
  while (rc == SQLITE_ROW);
  sqlite3_reset (stmt);
  if (rc == SQLITE_DONE)
    return TRUE;
  shc_db_set_error (self, rc, error);
  return FALSE;
}

gboolean
shc_db_exec (ShcDb       *self,
             const char  *sql,
             GError     **error)
{
  int rc;

  g_return_val_if_fail (self != NULL && sql != NULL, FALSE);

  rc = is_refused (self, sql) ? SQLITE_AUTH : sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (rc == SQLITE_OK)
    return TRUE;
  shc_db_set_error (self, rc, error);
  return FALSE;
}

gboolean
shc_db_begin (ShcDb   *self,
              GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self, "BEGIN IMMEDIATE", error);

  return stmt != NULL && shc_db_done (self, stmt, error);
}

gboolean
shc_db_commit (ShcDb   *self,
               GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (self, "COMMIT", error);

  return stmt != NULL && shc_db_done (self, stmt, error);
}

void
shc_db_rollback (ShcDb *self)
{
  g_return_if_fail (self != NULL);

  /* Some failures have rolled back by themselves. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

void
shc_db_bind_text (sqlite3_stmt *stmt,
                  int           index,
                  const char   *text)
{
  if (text != NULL)
    sqlite3_bind_text (stmt, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (stmt, index);
}

char *
shc_db_dup_text (sqlite3_stmt *stmt,
                 int           column)
{
  return g_strdup ((const char *) sqlite3_column_text (stmt, column));
}

gboolean
shc_db_get_number (ShcDb       *self,
                   const char  *sql,
                   gint64      *number,
                   GError     **error)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  int rc = sqlite3_prepare_v2 (self->handle, sql, -1, &stmt, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (stmt);
  if (rc != SQLITE_ROW)
    {
      shc_db_set_error (self, rc, error);
      return FALSE;
    }
  *number = sqlite3_column_int64 (stmt, 0);
  return TRUE;
}

gboolean
shc_db_take_committed (ShcDb *self)
{
  gboolean committed = self->committed;

  self->committed = FALSE;
  return committed;
}

void
shc_db_settle (ShcDb *self)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_get_autocommit (self->handle) &&
      sqlite3_txn_state (self->handle, NULL) == SQLITE_TXN_NONE)
    return;
  while ((stmt = sqlite3_next_stmt (self->handle, stmt)) != NULL)
    {
      if (sqlite3_stmt_busy (stmt))
        sqlite3_reset (stmt);
    }
  if (!sqlite3_get_autocommit (self->handle))
    {
      g_critical ("a job left its transaction open; it is rolled back");
      shc_db_rollback (self);
    }
}

/* SQLite's own handler sleeps longer and longer, and so would rarely meet the moment between two
 * commits of an import in another program. */
static int
wait_cb (void *data,
         int   times)
{
  if (times * BUSY_STEP_US / 1000 >= SHC_DB_BUSY_TIMEOUT_MS)
    return 0;
  g_usleep (BUSY_STEP_US);
  return 1;
}

void
shc_db_set_patient (ShcDb    *self,
                    gboolean  patient)
{
  sqlite3_busy_handler (self->handle, patient ? wait_cb : NULL, NULL);
}

static int
count_log_cb (void       *data,
              sqlite3    *handle,
              const char *name,
              int         pages)
{
  ShcDb *self = data;

  self->log_pages = pages;
  return SQLITE_OK;
}

void
shc_db_count_log (ShcDb *self)
{
  sqlite3_wal_hook (self->handle, count_log_cb, self);
}

void
shc_db_trim_log (ShcDb *self)
{
  if (self->log_pages < MOST_LOG_PAGES)
    return;
  self->log_pages = 0;
  /* What cannot be moved now is moved after a later commit. */
  sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

gboolean
shc_db_checkpoint (ShcDb *self)
{
  int rc;

  shc_db_set_patient (self, FALSE);
  rc = sqlite3_wal_checkpoint_v2 (self->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  shc_db_set_patient (self, TRUE);
  return rc == SQLITE_OK;
}
