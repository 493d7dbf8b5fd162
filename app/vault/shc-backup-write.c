/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying the database into a backup and proving the copy. */

#define G_LOG_DOMAIN "shc-backup-write"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "shc-backup-file.h"
#include "shc-backup-private.h"
#include "shc-backup-record.h"
#include "shc-file.h"
#include "shc-integrity.h"
#include "shc-vault-private.h"

#define PAGES_A_STEP 256

static gboolean
may_go_on (const ShcBackupSource  *source,
           GCancellable           *cancellable,
           GError                **error)
{
  g_autoptr(GMutexLocker) locker = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (source->vault == NULL)
    return TRUE;
  locker = g_mutex_locker_new (&source->vault->mutex);
  if (source->vault->key != NULL && !source->vault->let_go)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED,
                       _("The journal was locked meanwhile."));
  return FALSE;
}

static gboolean
copy_pages (const ShcBackupSource  *source,
            ShcDb                  *from,
            ShcDb                  *to,
            GCancellable           *cancellable,
            GError                **error)
{
  sqlite3_backup *copy = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  gboolean going = TRUE;
  int rc = SQLITE_OK;

  while (copy != NULL && rc == SQLITE_OK && (going = may_go_on (source, cancellable, error)))
    rc = sqlite3_backup_step (copy, PAGES_A_STEP);
  if (copy != NULL)
    sqlite3_backup_finish (copy);
  if (copy != NULL && going && rc == SQLITE_DONE)
    return TRUE;
  if (going)
    shc_db_set_error (to, copy == NULL ? sqlite3_extended_errcode (to->handle) : rc, error);
  return FALSE;
}

/* One snapshot for all of it: what others write meanwhile would make the copy begin again. */
static gboolean
copy_database (const ShcBackupSource  *source,
               const char             *path,
               GCancellable           *cancellable,
               char                  **mark,
               GError                **error)
{
  g_autofree char *database = shc_vault_dup_database_path (source->dir);
  g_autoptr(ShcDb) from = shc_db_open (database, source->key, SHC_DB_WRITER, NULL, error);
  g_autoptr(ShcDb) to = NULL;
  gint64 number;

  if (from == NULL)
    return FALSE;
  /* Otherwise the next idle checkpoint would look as if something had been written. */
  shc_db_checkpoint (from);
  if (mark != NULL)
    *mark = shc_backup_record_mark (source->dir);
  to = shc_db_open_target (path, source->key, error);
  return to != NULL && shc_db_exec (from, "BEGIN", error) &&
         shc_db_get_number (from, "SELECT count(*) FROM sqlite_master", &number, error) &&
         copy_pages (source, from, to, cancellable, error);
}

static gboolean
leave_out (const ShcBackupSource  *source,
           const char             *path,
           GError                **error)
{
  g_autoptr(ShcDb) db = NULL;

  if (!source->automatic || source->schema->leave_out == NULL)
    return TRUE;
  db = shc_db_open (path, source->key, SHC_DB_WRITER, source->schema, error);
  if (db == NULL || !shc_db_begin (db, error))
    return FALSE;
  if (source->schema->leave_out (db, error) && shc_db_commit (db, error))
    return TRUE;
  shc_db_rollback (db);
  return FALSE;
}

gboolean
shc_backup_prove (const char       *path,
                  GBytes           *key,
                  const ShcSchema  *schema,
                  gboolean          counted,
                  gint64           *reflections,
                  GError          **error)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ShcDb) db = shc_db_open (path, key, SHC_DB_READER, schema, error);

  if (db == NULL)
    return FALSE;
  *reflections = -1;
  if (counted && schema->count != NULL && (*reflections = schema->count (db, error)) < 0)
    return FALSE;
  if (!shc_integrity_check_pages (db, problems, error))
    return FALSE;
  if (problems->len == 0)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT, problems->pdata[0]);
  return FALSE;
}

/* Never over a file that is there, not even one that came a moment ago. */
static gboolean
put_in_place (const char  *part,
              const char  *file,
              GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (file);
  int rc = renameat2 (AT_FDCWD, part, AT_FDCWD, file, RENAME_NOREPLACE);

  /* File systems that do not know this kind of renaming. */
  if (rc != 0 && (errno == EINVAL || errno == ENOSYS))
    {
      if (g_file_test (file, G_FILE_TEST_EXISTS))
        errno = EEXIST;
      else
        rc = g_rename (part, file);
    }
  if (rc != 0)
    {
      shc_backup_set_write_error (errno, error);
      return FALSE;
    }
  shc_folder_sync (folder, NULL);
  return TRUE;
}

static void
remove_part (const char *part)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (part, suffixes[i], NULL);

      g_unlink (path);
    }
}

gboolean
shc_backup_write (const ShcBackupSource  *source,
                  const char             *file,
                  GCancellable           *cancellable,
                  gint64                 *reflections,
                  char                  **mark,
                  GError                **error)
{
  g_autofree char *part = g_strconcat (file, ".part", NULL);
  g_autofree char *local_mark = NULL;
  g_autoptr(ShcSlotFile) back = NULL;
  guint64 size;

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      shc_backup_set_write_error (EEXIST, error);
      return FALSE;
    }
  remove_part (part);
  if (copy_database (source, part, cancellable, &local_mark, error) &&
      leave_out (source, part, error) &&
      shc_backup_prove (part, source->key, source->counted ? source->schema : NULL,
                        source->counted, reflections, error) &&
      shc_backup_file_finish (part, source->slots, error) &&
      (back = shc_backup_file_read (part, &size, error)) != NULL &&
      put_in_place (part, file, error))
    {
      if (mark != NULL)
        *mark = g_steal_pointer (&local_mark);
      return TRUE;
    }
  remove_part (part);
  return FALSE;
}
