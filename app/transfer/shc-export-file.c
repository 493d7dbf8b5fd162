/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new, private file that text is appended to. */

#define G_LOG_DOMAIN "shc-export-file"

#include "config.h"

#include "shc-export-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "shc-export-writer.h"

gpointer
shc_export_file_new (int      fd,
                     GError **error)
{
  FILE *file = fdopen (fd, "w");

  if (file == NULL)
    {
      shc_export_set_errno (errno, error);
      close (fd);
    }

  return file;
}

gpointer
shc_export_file_open (const char *path,
                      GError    **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd >= 0)
    return shc_export_file_new (fd, error);

  shc_export_set_errno (errno, error);

  return NULL;
}

gboolean
shc_export_file_write (gpointer    file,
                       const char *text,
                       GError    **error)
{
  return fputs (text, file) != EOF || shc_export_set_errno (errno, error);
}

gboolean
shc_export_file_flush (gpointer file,
                       GError **error)
{
  return fflush (file) == 0 || shc_export_set_errno (errno, error);
}

gboolean
shc_export_file_finish (gpointer file,
                        GError **error)
{
  return (fflush (file) == 0 && fsync (fileno (file)) == 0) ||
         shc_export_set_errno (errno, error);
}

void
shc_export_file_close (gpointer file)
{
  fclose (file);
}
