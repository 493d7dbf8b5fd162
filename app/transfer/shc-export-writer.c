/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file, or folder, that an export is written to. */

#define G_LOG_DOMAIN "shc-export-writer"

#include "config.h"

#include "shc-export-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shc-file.h"

struct _ShcExportWriter
{
  const ShcExportFormat *format;
  gpointer               state;
  char                  *path;
  char                  *part;
  int                    fd;      /* of a file; the state's to close */
  gboolean               unnamed; /* the file is nowhere in the file system yet */
  gboolean               finished;
};

gboolean
shc_export_set_errno (int      code,
                      GError **error)
{
  if (code == ENOSPC || code == EDQUOT || code == EFBIG)
    g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_NO_ROOM,
                         _("There is not enough room for the export. Your journal is untouched; "
                           "what was begun has been removed."));
  else
    g_set_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                 _("The export could not be written: %s. Your journal is untouched."),
                 g_strerror (code));

  return FALSE;
}

static const ShcExportFormat *
find_format (const char *path,
             ShcFormat   format)
{
  switch (format)
    {
    case SHC_FORMAT_SHC:
      return &shc_export_shc;
    case SHC_FORMAT_JSONL:
      return &shc_export_jsonl;
    case SHC_FORMAT_MARKDOWN:
      return g_str_has_suffix (path, ".md") || g_str_has_suffix (path, ".markdown")
             ? &shc_export_markdown_file
             : &shc_export_markdown_folder;
    case SHC_FORMAT_AUTO:
    case SHC_FORMAT_JRNL:
    default:
      return NULL;
    }
}

static char *
without_trailing_slash (const char *path)
{
  char *trimmed = g_strdup (path);

  for (gsize n = strlen (trimmed); n > 1 && trimmed[n - 1] == G_DIR_SEPARATOR; n--)
    trimmed[n - 1] = '\0';

  return trimmed;
}

/* A file without a name is gone with the program that is killed while it writes; where the file system
 * has none, it is one that nobody else can read. */
static int
open_part (ShcExportWriter *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  self->fd = access ("/proc/self/fd", X_OK) == 0
             ? open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)
             : -1;
  self->unnamed = self->fd >= 0;
  if (self->fd < 0)
    self->fd = open (self->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  return self->fd;
}

static gboolean
open_state (ShcExportWriter *self,
            GError         **error)
{
  if (self->format->open_folder != NULL)
    self->state = self->format->open_folder (self->part, error);
  else if (open_part (self) >= 0)
    self->state = self->format->open_file (self->fd, error);
  else
    shc_export_set_errno (errno, error);

  return self->state != NULL;
}

static gboolean
fail_exists (GError **error)
{
  g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_EXISTS,
                       _("There is something of this name already. Please choose another name; "
                         "nothing was overwritten."));
  return FALSE;
}

ShcExportWriter *
shc_export_writer_new (const char *path,
                       ShcFormat   format,
                       GError    **error)
{
  g_autoptr (ShcExportWriter) self = g_new0 (ShcExportWriter, 1);
  struct stat info;

  self->path = without_trailing_slash (path);
  self->part = g_strdup_printf ("%s.%08x.part", self->path, g_random_int ());
  self->format = find_format (self->path, format);

  if (self->format == NULL)
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                           _("A journal cannot be exported in this format."));
      return NULL;
    }
  if (lstat (self->path, &info) == 0)
    {
      fail_exists (error);
      return NULL;
    }

  return open_state (self, error) ? g_steal_pointer (&self) : NULL;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      if (g_file_test (inside, G_FILE_TEST_IS_DIR) && !g_file_test (inside, G_FILE_TEST_IS_SYMLINK))
        remove_tree (inside);
      else
        g_unlink (inside);
    }

  g_remove (path);
}

static gint64
tree_bytes (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;
  struct stat info;
  gint64 bytes = 0;

  if (folder == NULL)
    return lstat (path, &info) == 0 ? (gint64) info.st_size : 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      bytes += tree_bytes (inside);
    }

  return bytes;
}

void
shc_export_writer_free (ShcExportWriter *self)
{
  if (self == NULL)
    return;

  if (self->state != NULL)
    self->format->close (self->state);
  if (!self->finished && !self->unnamed && self->part != NULL)
    remove_tree (self->part);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}

gboolean
shc_export_writer_takes_trash (ShcExportWriter *self)
{
  return !self->format->without_trash;
}

gboolean
shc_export_writer_takes_versions (ShcExportWriter *self)
{
  return self->format->add_more != NULL;
}

gboolean
shc_export_writer_add_more (ShcExportWriter     *self,
                            const ShcReflection *reflection,
                            GPtrArray           *versions,
                            GError             **error)
{
  return self->format->add_more (self->state, reflection, versions, error);
}

gboolean
shc_export_writer_add (ShcExportWriter     *self,
                       const ShcReflection *reflection,
                       GPtrArray           *versions,
                       GError             **error)
{
  return self->format->add (self->state, reflection, versions, error);
}

/* Something of this name may have come up meanwhile: it is not replaced. */
static gboolean
give_name (ShcExportWriter *self)
{
  g_autofree char *unnamed = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  if (self->unnamed)
    return linkat (AT_FDCWD, unnamed, AT_FDCWD, self->path, AT_SYMLINK_FOLLOW) == 0;

  return renameat2 (AT_FDCWD, self->part, AT_FDCWD, self->path, RENAME_NOREPLACE) == 0 ||
         (errno == EINVAL && g_rename (self->part, self->path) == 0);
}

gboolean
shc_export_writer_finish (ShcExportWriter *self,
                          gint64          *bytes,
                          GError         **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct stat info;
  gint64 size;

  if (!self->format->finish (self->state, error))
    return FALSE;

  size = self->format->open_folder != NULL || fstat (self->fd, &info) != 0 ? tree_bytes (self->part)
                                                                           : (gint64) info.st_size;
  if (!give_name (self))
    return errno == EEXIST ? fail_exists (error) : shc_export_set_errno (errno, error);

  self->finished = TRUE;
  *bytes = size;

  return shc_folder_sync (folder, error);
}
