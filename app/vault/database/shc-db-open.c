/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a connection: key, checks, and the settings that keep it private and safe. */

#define G_LOG_DOMAIN "shc-db-open"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shc-db-private.h"
#include "shc-secure.h"

#define OLDEST_SQLITE 3042000

/* The log level counts only after the key; before it, SQLCipher would write to standard error.
 * temp_store: Debian's build would keep temporary files in the clear. */
static const char settings[] =
  "PRAGMA cipher_log_level = NONE;"
  "PRAGMA cipher_memory_security = OFF;"
  "PRAGMA temp_store = MEMORY;"
  "PRAGMA trusted_schema = OFF;"
  "PRAGMA cell_size_check = ON;"
  "PRAGMA foreign_keys = ON;";

static const char *const role_settings[] = {
  [SHC_DB_WRITER] = ("PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
                     "PRAGMA cache_size = -16000;"),
  [SHC_DB_READER] = "PRAGMA query_only = ON; PRAGMA cache_size = -64000;",
  [SHC_DB_OUTBOUND] = "PRAGMA query_only = ON; PRAGMA cache_size = -8000;",
};

static gboolean
is_outbound (ShcDb      *self,
             const char *name)
{
  return name != NULL && self->outbound != NULL && g_strv_contains (self->outbound, name);
}

/* Nothing but reading, and that only of the views of what may leave, or from within them. */
static int
authorize_outbound (void       *data,
                    int         action,
                    const char *first,
                    const char *second,
                    const char *database,
                    const char *source)
{
  ShcDb *self = data;

  switch (action)
    {
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return g_strcmp0 (second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_READ:
      return is_outbound (self, first) || is_outbound (self, source) ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
    }
}

static int
note_commit (void *data)
{
  ShcDb *self = data;

  self->committed = TRUE;
  return 0;
}

/* The key goes in as the text x'…': bare bytes would be taken for a passphrase and stretched. */
static int
set_key (ShcDb  *self,
         GBytes *key)
{
  const gsize text_size = 2 + 2 * SHC_DB_KEY_SIZE + 1;
  guint8 *text = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (text_size + 1, &text);

  g_return_val_if_fail (g_bytes_get_size (key) == SHC_DB_KEY_SIZE, SQLITE_MISUSE);

  memcpy (text, "x'", 2);
  sodium_bin2hex ((char *) text + 2, 2 * SHC_DB_KEY_SIZE + 1, g_bytes_get_data (key, NULL),
                  SHC_DB_KEY_SIZE);
  text[text_size - 1] = '\'';
  return sqlite3_key (self->handle, text, (int) text_size);
}

/* Asked without any file and without a key: plain SQLite under the name of SQLCipher would write in
 * the clear, and a mixture of both crashes when it is given a key. */
static char *
dup_cipher_version (void)
{
  g_autoptr(sqlite3_stmt) stmt = NULL;
  sqlite3 *handle = NULL;
  char *version = NULL;

  if (sqlite3_libversion_number () >= OLDEST_SQLITE &&
      sqlite3_open_v2 (":memory:", &handle, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      sqlite3_prepare_v2 (handle, "PRAGMA cipher_version", -1, &stmt, NULL) == SQLITE_OK &&
      sqlite3_step (stmt) == SQLITE_ROW)
    version = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_close_v2 (handle);
  return version;
}

gboolean
shc_db_check_library (char   **cipher,
                      GError **error)
{
  g_autofree char *version = dup_cipher_version ();

  if (version != NULL && strtol (version, NULL, 10) >= 4)
    {
      if (cipher != NULL)
        *cipher = g_steal_pointer (&version);
      return TRUE;
    }
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_UNSAFE_LIBRARY,
                       _("The encryption library (SQLCipher 4) is missing or too old, so the "
                         "journal was not opened: it would not be private."));
  return FALSE;
}

static void
finalize_statement (gpointer stmt)
{
  sqlite3_finalize (stmt);
}

static ShcDb *
open_handle (const char  *path,
             int          flags,
             GError     **error)
{
  g_autoptr(ShcDb) self = g_new0 (ShcDb, 1);
  int rc;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  if (!shc_db_check_library (NULL, error))
    return NULL;
  rc = sqlite3_open_v2 (path, &self->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
  if (rc != SQLITE_OK)
    {
      shc_db_set_error (self, self->handle != NULL ? sqlite3_extended_errcode (self->handle) : rc,
                        error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->handle, 1);
  shc_db_set_patient (self, TRUE);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  return g_steal_pointer (&self);
}

/* SQLite would make the file readable for others, and its WAL like it; and it would take a file
 * that is there already. */
static ShcDb *
create_handle (const char  *path,
               GError     **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      int errnum = errno;

      g_debug ("new database: %s", g_strerror (errnum));
      if (errnum == ENOSPC || errnum == EDQUOT)
        g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                             _("There is no room left on the disk. What was saved before is "
                               "safe."));
      else
        g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                             _("The folder cannot be written to. Nothing was changed."));
      return NULL;
    }
  close (fd);
  return open_handle (path, SQLITE_OPEN_READWRITE, error);
}

/* The key and the settings of every role; nothing of the file is read yet. */
static gboolean
ready_handle (ShcDb      *self,
              GBytes     *key,
              GError    **error)
{
  int rc = set_key (self, key);

  if (rc != SQLITE_OK)
    {
      shc_db_set_error (self, rc, error);
      return FALSE;
    }
  return shc_db_exec (self, settings, error);
}

static gboolean
read_first_page (ShcDb   *self,
                 GError **error)
{
  int rc = sqlite3_exec (self->handle, "SELECT 1 FROM sqlite_master LIMIT 1", NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  if (rc == SQLITE_NOTADB)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                         _("The key does not open this journal."));
  else
    shc_db_set_error (self, rc, error);
  return FALSE;
}

static gboolean
set_role (ShcDb            *self,
          ShcDbRole         role,
          const ShcSchema  *schema,
          GError          **error)
{
  if (!shc_db_exec (self, role_settings[role], error))
    return FALSE;
  if (schema != NULL && schema->prepare != NULL && !schema->prepare (self, error))
    return FALSE;
  if (role == SHC_DB_OUTBOUND)
    {
      self->outbound = schema != NULL ? schema->outbound : NULL;
      sqlite3_set_authorizer (self->handle, authorize_outbound, self);
    }
  if (role == SHC_DB_WRITER)
    sqlite3_commit_hook (self->handle, note_commit, self);
  return TRUE;
}

ShcDb *
shc_db_open (const char       *path,
             GBytes           *key,
             ShcDbRole         role,
             const ShcSchema  *schema,
             GError          **error)
{
  g_autoptr(ShcDb) self = NULL;

  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  /* Readers may write to the WAL's index and take the WAL away when they are the last to leave:
   * a connection opened read-only would leave both behind. query_only keeps them from the rest. */
  self = open_handle (path, SQLITE_OPEN_READWRITE, error);
  if (self == NULL || !ready_handle (self, key, error))
    return NULL;
  if (!read_first_page (self, error) || !set_role (self, role, schema, error))
    {
      shc_db_leave_untouched (self);
      return NULL;
    }
  return g_steal_pointer (&self);
}

ShcDb *
shc_db_open_new (const char       *path,
                 GBytes           *key,
                 const ShcSchema  *schema,
                 GError          **error)
{
  g_autoptr(ShcDb) self = NULL;

  g_return_val_if_fail (path != NULL && key != NULL, NULL);

  self = create_handle (path, error);
  if (self == NULL || !ready_handle (self, key, error) ||
      !shc_db_exec (self, "PRAGMA journal_mode = WAL", error) ||
      !set_role (self, SHC_DB_WRITER, schema, error))
    return NULL;
  return g_steal_pointer (&self);
}

ShcDb *
shc_db_open_target (const char  *path,
                    GBytes      *key,
                    GError     **error)
{
  g_autoptr(ShcDb) self = NULL;

  self = open_handle (path, SQLITE_OPEN_READWRITE, error);
  if (self == NULL || !ready_handle (self, key, error) ||
      !shc_db_exec (self, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;", error))
    return NULL;
  return g_steal_pointer (&self);
}

void
shc_db_leave_untouched (ShcDb *self)
{
  const char *wal = sqlite3_filename_wal (sqlite3_db_filename (self->handle, "main"));
  GStatBuf info;

  /* An empty one was only made by looking, and goes with the connection. */
  if (wal != NULL && g_stat (wal, &info) == 0 && info.st_size > 0)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

void
shc_db_close (ShcDb *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}
