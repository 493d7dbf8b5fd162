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
#include "shc-backup-part.h"
#include "shc-backup-private.h"
#include "shc-backup-record.h"
#include "shc-backup-sum.h"
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
may_be_damage (const GError *error)
{
  return g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT) ||
         g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY) ||
         g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_FAILED);
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
               ShcBackupMark          *mark,
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
  mark->files = shc_backup_record_mark (source->dir);
  to = shc_db_open_target (path, source->key, error);
  /* A page that SQLCipher refuses makes only the next reading fail: after the last page there has to
   * be one more, or damage in it would be copied as zeros. */
  if (to == NULL || !shc_db_exec (from, "BEGIN", error) ||
      !shc_db_get_number (from, "SELECT count(*) FROM sqlite_master", &number, error))
    return FALSE;
  /* Without it the next look finds something new, no more. */
  if (source->automatic)
    mark->sum = shc_backup_sum (from, source->key, source->schema, NULL);
  return copy_pages (source, from, to, cancellable, error) &&
         shc_db_get_number (from, "SELECT count(*) FROM sqlite_master", &number, error);
}

/* Whether no damage can be found in the database at @path. */
static gboolean
has_whole_pages (const char *path,
                 GBytes     *key)
{
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcDb) db = shc_db_open (path, key, SHC_DB_READER, NULL, &error);

  if (db == NULL)
    return !may_be_damage (error);
  return !shc_integrity_check_pages (db, problems, NULL) || problems->len == 0;
}

/* To SQLite a page that SQLCipher refuses is just a failure: which file is damaged has to be seen. */
static gboolean
copy_checked (const ShcBackupSource  *source,
              const char             *path,
              GCancellable           *cancellable,
              ShcBackupMark          *mark,
              GError                **error)
{
  g_autofree char *database = shc_vault_dup_database_path (source->dir);
  g_autoptr(GError) local_error = NULL;

  if (copy_database (source, path, cancellable, mark, &local_error))
    return TRUE;
  if (may_be_damage (local_error) && !has_whole_pages (database, source->key))
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                         _("The journal's file is damaged, so no backup of it was made. An earlier "
                           "backup can be restored."));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
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

static void
set_bad_copy (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_COPY,
                       _("The copy could not be read back as it was written: the disk or stick it "
                         "is on may be failing. The journal itself is as it was."));
}

gboolean
shc_backup_prove (const char       *path,
                  GBytes           *key,
                  const ShcSchema  *schema,
                  gboolean          counted,
                  gint64           *reflections,
                  GError          **error)
{
  g_autoptr(ShcDb) db = NULL;

  *reflections = -1;
  if (!has_whole_pages (path, key))
    {
      set_bad_copy (error);
      return FALSE;
    }
  db = shc_db_open (path, key, SHC_DB_READER, schema, error);
  if (db == NULL)
    return FALSE;
  return !counted || schema->count == NULL || (*reflections = schema->count (db, error)) >= 0;
}

gboolean
shc_backup_put_in_place (const char  *part,
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

/* Each step on the copy alone: what fails there is not the journal's fault if its pages are not as
 * they were written. */
static gboolean
complete_copy (const ShcBackupSource  *source,
               const char             *part,
               gint64                 *reflections,
               GError                **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(ShcSlotFile) back = NULL;
  guint64 size;

  if (!leave_out (source, part, &local_error) ||
      !shc_backup_prove (part, source->key, source->counted ? source->schema : NULL,
                         source->counted, reflections, &local_error))
    {
      if (may_be_damage (local_error) && !has_whole_pages (part, source->key))
        set_bad_copy (error);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!shc_backup_file_finish (part, source->slots, error))
    return FALSE;
  back = shc_backup_file_read (part, &size, NULL);
  if (back == NULL)
    set_bad_copy (error);
  return back != NULL;
}

void
shc_backup_mark_clear (ShcBackupMark *mark)
{
  g_clear_pointer (&mark->files, g_free);
  g_clear_pointer (&mark->sum, g_free);
}

gboolean
shc_backup_write (const ShcBackupSource  *source,
                  const char             *file,
                  GCancellable           *cancellable,
                  gint64                 *reflections,
                  ShcBackupMark          *mark,
                  GError                **error)
{
  ShcBackupMark local_mark = { 0 };
  g_autoptr(ShcBackupPart) part = NULL;
  const char *path;

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    {
      shc_backup_set_write_error (EEXIST, error);
      return FALSE;
    }
  part = shc_backup_part_new (file, error);
  if (part == NULL)
    return FALSE;
  path = shc_backup_part_get_path (part);
  if (!copy_checked (source, path, cancellable, &local_mark, error) ||
      !complete_copy (source, path, reflections, error) || !shc_backup_put_in_place (path, file, error))
    {
      shc_backup_mark_clear (&local_mark);
      return FALSE;
    }
  if (mark != NULL)
    *mark = local_mark;
  else
    shc_backup_mark_clear (&local_mark);
  return TRUE;
}
