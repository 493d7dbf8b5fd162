/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that must be whole or not there. */

#define G_LOG_DOMAIN "shc-file"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "shc-file.h"

static void
set_error_from_errno (GError **error,
                      int      errnum)
{
  GIOErrorEnum code = g_io_error_from_errno (errnum);

  g_debug ("file: %s", g_strerror (errnum));
  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                         _("There is no room left on the disk."));
  else if (errnum == EACCES || errnum == EPERM || errnum == EROFS)
    g_set_error_literal (error, G_IO_ERROR, (int) code, _("The folder cannot be written to."));
  else
    g_set_error (error, G_IO_ERROR, (int) code, _("The disk did not take the file: %s."),
                 g_strerror (errnum));
}

static gboolean
write_all (int          fd,
           const char  *data,
           gsize        size)
{
  while (size > 0)
    {
      gssize written = write (fd, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        return FALSE;
      data += written;
      size -= (gsize) written;
    }
  return TRUE;
}

/* Writes and syncs; the descriptor is closed on every way out, errno kept. */
static gboolean
fill_and_close (int     fd,
                GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean ok = write_all (fd, data, size) && fsync (fd) == 0;
  int errnum = errno;

  if (close (fd) != 0 && ok)
    return FALSE;
  errno = errnum;
  return ok;
}

gboolean
shc_file_replace (const char  *path,
                  GBytes      *bytes,
                  GError     **error)
{
  g_autofree char *fresh = g_strconcat (path, ".XXXXXX", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  int fd;

  g_return_val_if_fail (path != NULL && bytes != NULL, FALSE);

  fd = g_mkstemp_full (fresh, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_error_from_errno (error, errno);
      return FALSE;
    }
  if (!fill_and_close (fd, bytes) || g_rename (fresh, path) != 0)
    {
      int errnum = errno;

      g_unlink (fresh);
      set_error_from_errno (error, errnum);
      return FALSE;
    }
  return shc_folder_sync (folder, error);
}

gboolean
shc_file_take_place (const char  *fresh,
                     const char  *path,
                     GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int errnum;

  g_return_val_if_fail (fresh != NULL && path != NULL, FALSE);

  if (g_rename (fresh, path) == 0)
    {
      shc_folder_sync (folder, NULL);
      return TRUE;
    }
  errnum = errno;
  g_unlink (fresh);
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errnum),
               _("The file that is there cannot be replaced (%s). It was not changed."), g_strerror (errnum));
  return FALSE;
}

gboolean
shc_folder_sync (const char  *path,
                 GError     **error)
{
  gboolean ok;
  int fd;
  int errnum;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    {
      set_error_from_errno (error, errno);
      return FALSE;
    }
  /* Some file systems know no syncing of folders and say EINVAL: nothing more can be done there. */
  ok = fsync (fd) == 0 || errno == EINVAL;
  errnum = errno;
  close (fd);
  if (!ok)
    set_error_from_errno (error, errnum);
  return ok;
}

gboolean
shc_folder_make_private (const char  *path,
                         GError     **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  set_error_from_errno (error, errno);
  return FALSE;
}
