/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanging the files of a vault for restored ones. */

#define G_LOG_DOMAIN "shc-restore-swap"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "shc-damaged-log.h"
#include "shc-file.h"
#include "shc-restore-swap.h"
#include "shc-vault-private.h"

#define LONGEST_NAME 100

/* The database last: while it is still staged, what stands in the folder is the former one. */
static const char *const staged_names[] = {
  SHC_SLOT_FILE_NAME, SHC_SLOT_FILE_COPY_NAME, SHC_VAULT_DATABASE_NAME
};
static const char *const former_logs[] = {
  SHC_VAULT_DATABASE_NAME "-wal", SHC_VAULT_DATABASE_NAME "-shm"
};

static gboolean
has (const char *folder,
     const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
move (const char *name,
      const char *from,
      const char *to)
{
  g_autofree char *old_path = g_build_filename (from, name, NULL);
  g_autofree char *new_path = g_build_filename (to, name, NULL);

  return g_rename (old_path, new_path) == 0;
}

/* They belong to the former vault's log. */
static gboolean
move_damaged_logs (const char *dir,
                   const char *aside)
{
  g_autoptr(GDir) folder = g_dir_open (dir, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_prefix (name, SHC_DAMAGED_LOG_PREFIX))
        g_ptr_array_add (names, g_strdup (name));
    }
  for (guint i = 0; i < names->len; i++)
    {
      if (!move (names->pdata[i], dir, aside))
        return FALSE;
    }
  return TRUE;
}

/* Each step looks at what is left to do, so that all of it may be done again after a crash. */
static gboolean
move_former (const char *dir,
             const char *stage,
             const char *aside)
{
  if (has (stage, SHC_VAULT_DATABASE_NAME) && !move_damaged_logs (dir, aside))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (former_logs); i++)
    {
      if (has (stage, SHC_VAULT_DATABASE_NAME) && has (dir, former_logs[i]) &&
          !move (former_logs[i], dir, aside))
        return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (staged_names); i++)
    {
      if (has (stage, staged_names[i]) && has (dir, staged_names[i]) &&
          !move (staged_names[i], dir, aside))
        return FALSE;
    }
  return shc_folder_sync (aside, NULL) && shc_folder_sync (dir, NULL);
}

static gboolean
move_staged (const char *dir,
             const char *stage)
{
  for (gsize i = 0; i < G_N_ELEMENTS (staged_names); i++)
    {
      if (has (stage, staged_names[i]) && !move (staged_names[i], stage, dir))
        return FALSE;
    }
  return shc_folder_sync (dir, NULL);
}

static char *
read_pending (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, SHC_RESTORE_PENDING_NAME, NULL);
  g_autofree char *name = NULL;
  gsize length;

  /* Only ever the name of a folder in this one. */
  if (!g_file_get_contents (path, &name, &length, NULL) || length == 0 || length > LONGEST_NAME ||
      strlen (name) != length || strchr (name, '/') != NULL || name[0] == '.')
    return NULL;
  return g_steal_pointer (&name);
}

gboolean
shc_restore_is_pending (const char *dir)
{
  g_autofree char *name = NULL;

  if (!has (dir, SHC_RESTORE_PENDING_NAME))
    return FALSE;
  name = read_pending (dir);
  return name != NULL || !has (dir, SHC_VAULT_DATABASE_NAME);
}

void
shc_restore_drop_mark (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, SHC_RESTORE_PENDING_NAME, NULL);

  if (has (dir, SHC_RESTORE_PENDING_NAME) && !shc_restore_is_pending (dir))
    g_unlink (path);
}

gboolean
shc_restore_has_stage (const char *dir)
{
  return has (dir, SHC_RESTORE_STAGE_NAME) && !has (dir, SHC_RESTORE_PENDING_NAME);
}

void
shc_restore_clear_stage (const char *dir)
{
  g_autofree char *stage = g_build_filename (dir, SHC_RESTORE_STAGE_NAME, NULL);
  g_autoptr(GDir) folder = g_dir_open (stage, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (stage, name, NULL);

      g_unlink (path);
    }
  g_rmdir (stage);
}

static gboolean
is_no_room (int errnum)
{
  return errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG;
}

static void
set_decided_error (int      errnum,
                   GError **error)
{
  g_debug ("restore: %s", g_strerror (errnum));
  g_set_error_literal (error, SHC_VAULT_ERROR,
                       is_no_room (errnum) ? SHC_VAULT_ERROR_NO_ROOM : SHC_VAULT_ERROR_READ_ONLY,
                       _("The restored journal could not be put in its place. It is tried again "
                         "when the journal is opened next; nothing is lost."));
}

static void
set_undone_error (gboolean   no_room,
                  GError   **error)
{
  if (no_room)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM,
                         _("There is no room left on the disk to restore the backup. The journal "
                           "is as it was."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                         _("The restored journal could not be put in its place. The journal is as "
                           "it was."));
}

/* One folder for each exchange. */
static char *
dup_aside_name (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *stamp = g_date_time_format (now, "%Y-%m-%dT%H%M%S");

  return g_strdup_printf (SHC_RESTORE_ASIDE_PREFIX "%s.%06dZ", stamp,
                          g_date_time_get_microsecond (now));
}

gboolean
shc_restore_finish (const char  *dir,
                    GError     **error)
{
  g_autofree char *pending = g_build_filename (dir, SHC_RESTORE_PENDING_NAME, NULL);
  g_autofree char *stage = g_build_filename (dir, SHC_RESTORE_STAGE_NAME, NULL);
  g_autofree char *name = read_pending (dir);
  g_autofree char *aside = NULL;

  if (name == NULL)
    name = dup_aside_name ();
  aside = g_build_filename (dir, name, NULL);
  if (!shc_folder_make_private (aside, NULL) || !move_former (dir, stage, aside) ||
      !move_staged (dir, stage) || g_unlink (pending) != 0)
    {
      set_decided_error (errno, error);
      return FALSE;
    }
  shc_folder_sync (dir, NULL);
  shc_restore_clear_stage (dir);
  return TRUE;
}

/* Returns: whether it is undone: as long as no file was moved, it is enough to take the mark away. */
static gboolean
take_back (const char *dir,
           const char *aside)
{
  g_autofree char *pending = g_build_filename (dir, SHC_RESTORE_PENDING_NAME, NULL);
  g_autofree char *stage = g_build_filename (dir, SHC_RESTORE_STAGE_NAME, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (staged_names); i++)
    {
      if (!has (stage, staged_names[i]))
        return FALSE;
    }
  /* Only an empty one goes. */
  if ((g_rmdir (aside) != 0 && errno != ENOENT) || (g_unlink (pending) != 0 && errno != ENOENT))
    return FALSE;
  return shc_folder_sync (dir, NULL);
}

gboolean
shc_restore_swap (const char  *dir,
                  char       **moved_aside,
                  GError     **error)
{
  g_autofree char *pending = g_build_filename (dir, SHC_RESTORE_PENDING_NAME, NULL);
  g_autofree char *name = dup_aside_name ();
  g_autofree char *aside = g_build_filename (dir, name, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (name, strlen (name));
  g_autoptr(GError) local_error = NULL;

  if (!shc_file_replace (pending, bytes, &local_error) || !shc_restore_finish (dir, &local_error))
    {
      if (take_back (dir, aside))
        set_undone_error (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ||
                          g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM),
                          error);
      else
        set_decided_error (errno, error);
      return FALSE;
    }
  /* Empty when there was nothing to move: then it goes again. */
  *moved_aside = g_rmdir (aside) == 0 ? NULL : g_steal_pointer (&aside);
  return TRUE;
}
