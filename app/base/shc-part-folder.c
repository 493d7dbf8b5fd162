/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "shc-part-folder"

#include "config.h"

#include "shc-part-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define INFIX ".part-"
#define RANDOM "XXXXXX"
#define MAX_TRIES 100

/* The first file in it and the last to go: a folder without it was made by somebody else. */
#define MARK ".unfinished"

struct _ShcPartFolder
{
  char  *path;      /* (nullable): %NULL once it is finished */
  char  *final;
  char **endings;
  int    fd;        /* locked while its maker lives */
};

static gboolean
take_lock (int fd)
{
  return flock (fd, LOCK_EX | LOCK_NB) == 0;
}

/* @name: of a file, or of one that is being replaced, which has a few letters more. */
static gboolean
is_written_here (const char        *name,
                 const char *const *endings)
{
  gsize length = strlen (name);
  gsize more = strlen ("." RANDOM);
  g_autofree char *first = g_strndup (name, length > more && name[length - more] == '.' ? length - more : length);

  for (guint i = 0; endings[i] != NULL; i++)
    if (g_str_has_suffix (name, endings[i]) || g_str_has_suffix (first, endings[i]))
      return TRUE;
  return FALSE;
}

/* Returns: (transfer full) (nullable): names of what is in it; %NULL if it cannot be told. */
static GPtrArray *
list (int fd)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  int own = openat (fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = own >= 0 ? fdopendir (own) : NULL;
  const struct dirent *entry;

  if (dir == NULL)
    {
      if (own >= 0)
        close (own);
      return NULL;
    }
  while ((entry = readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0)
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (dir);
  return g_steal_pointer (&names);
}

static gboolean
is_ours (int                fd,
         const GPtrArray   *names,
         const char *const *endings)
{
  gboolean marked = FALSE;
  struct stat info;

  if (fstat (fd, &info) != 0 || info.st_uid != geteuid () || (info.st_mode & 07777) != 0700)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (fstatat (fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG (info.st_mode))
        return FALSE;
      if (g_str_equal (name, MARK))
        marked = TRUE;
      else if (!is_written_here (name, endings))
        return FALSE;
    }
  return marked || names->len == 0;
}

static void
empty (int                fd,
       const char        *path,
       const char *const *endings)
{
  g_autoptr(GPtrArray) names = list (fd);

  if (names == NULL || !is_ours (fd, names, endings))
    return;
  for (guint i = 0; i < names->len; i++)
    if (!g_str_equal (g_ptr_array_index (names, i), MARK))
      unlinkat (fd, g_ptr_array_index (names, i), 0);
  unlinkat (fd, MARK, 0);
  g_rmdir (path);
}

/* What a program that was ended left. */
static void
sweep (const char        *final,
       const char *const *endings)
{
  g_autofree char *above = g_path_get_dirname (final);
  g_autofree char *base = g_path_get_basename (final);
  g_autofree char *prefix = g_strconcat (base, INFIX, NULL);
  g_autoptr(GDir) dir = g_dir_open (above, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      int fd;

      if (!g_str_has_prefix (name, prefix) || strlen (name) != strlen (prefix) + strlen (RANDOM))
        continue;
      path = g_build_filename (above, name, NULL);
      fd = open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      if (fd < 0)
        continue;
      if (take_lock (fd))
        empty (fd, path, endings);
      close (fd);
    }
}

/* Another program swept it away before it was locked. */
#define SWEPT -1

/* Returns: 0, the number of the error, or SWEPT. */
static int
make (const char  *final,
      char       **path,
      int         *fd)
{
  g_autofree char *part = g_strconcat (final, INFIX RANDOM, NULL);
  int errnum;
  int mark;

  if (g_mkdtemp_full (part, 0700) == NULL)
    return errno;
  *fd = open (part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (*fd < 0)
    return errno == ENOENT ? SWEPT : errno;
  /* Where folders cannot be locked, none is ever swept away. */
  take_lock (*fd);
  mark = openat (*fd, MARK, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  errnum = errno;
  if (mark >= 0)
    {
      close (mark);
      *path = g_steal_pointer (&part);
      return 0;
    }
  g_rmdir (part);
  close (*fd);
  return errnum == ENOENT ? SWEPT : errnum;
}

ShcPartFolder *
shc_part_folder_new (const char         *path,
                     const char *const  *endings,
                     GError            **error)
{
  ShcPartFolder *self;
  char *part = NULL;
  int errnum = SWEPT;
  int fd = -1;

  g_return_val_if_fail (path != NULL && endings != NULL, NULL);

  sweep (path, endings);
  for (guint i = 0; i < MAX_TRIES && errnum == SWEPT; i++)
    errnum = make (path, &part, &fd);
  if (errnum != 0)
    {
      errnum = errnum == SWEPT ? EBUSY : errnum;
      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errnum), _("The folder could not be written: %s."),
                   g_strerror (errnum));
      return NULL;
    }
  self = g_new0 (ShcPartFolder, 1);
  self->path = part;
  self->final = g_strdup (path);
  self->endings = g_strdupv ((char **) endings);
  self->fd = fd;
  return self;
}

const char *
shc_part_folder_get_path (const ShcPartFolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/* The mark goes last: what ends the program between the two leaves a folder that is whole. */
int
shc_part_folder_finish (ShcPartFolder *self)
{
  g_return_val_if_fail (self != NULL && self->path != NULL, EINVAL);

  if (g_rename (self->path, self->final) != 0)
    return errno;
  g_clear_pointer (&self->path, g_free);
  unlinkat (self->fd, MARK, 0);
  return 0;
}

void
shc_part_folder_free (ShcPartFolder *self)
{
  if (self == NULL)
    return;
  if (self->path != NULL)
    empty (self->fd, self->path, (const char *const *) self->endings);
  close (self->fd);
  g_free (self->path);
  g_free (self->final);
  g_strfreev (self->endings);
  g_free (self);
}
