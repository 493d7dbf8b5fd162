/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A backup while it is being made. */

#define G_LOG_DOMAIN "shc-backup-part"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "shc-backup-file.h"
#include "shc-backup-part.h"

#define INFIX ".part-"
#define RANDOM_DIGITS 8
#define MAX_TRIES 100

struct _ShcBackupPart
{
  char *path;
  int   fd;
};

/* What SQLite may lay beside a database. */
static const char *const companions[] = { "-wal", "-shm", "-journal" };

const char *
shc_backup_part_get_path (const ShcBackupPart *self)
{
  return self->path;
}

static gboolean
take_lock (int fd)
{
  return flock (fd, LOCK_EX | LOCK_NB) == 0;
}

/* Between its making and its locking another program may have swept it away. */
static gboolean
is_linked (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 && info.st_nlink > 0;
}

ShcBackupPart *
shc_backup_part_new (const char  *file,
                     GError     **error)
{
  int errnum = EEXIST;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s" INFIX "%08x", file, randombytes_random ());
      int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd < 0 && errno != EEXIST)
        {
          errnum = errno;
          break;
        }
      if (fd >= 0 && take_lock (fd) && is_linked (fd))
        {
          ShcBackupPart *self = g_new (ShcBackupPart, 1);

          self->path = g_steal_pointer (&path);
          self->fd = fd;
          return self;
        }
      if (fd >= 0)
        {
          g_unlink (path);
          close (fd);
        }
    }
  shc_backup_set_write_error (errnum, error);
  return NULL;
}

void
shc_backup_part_free (ShcBackupPart *self)
{
  if (self == NULL)
    return;
  g_unlink (self->path);
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *path = g_strconcat (self->path, companions[i], NULL);

      g_unlink (path);
    }
  close (self->fd);
  g_free (self->path);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the name of the part that @name is or lies beside. */
static char *
dup_part_name (const char *name)
{
  const char *infix = g_strrstr (name, INFIX);
  const char *end = infix;

  if (infix == NULL)
    return NULL;
  end += strlen (INFIX);
  for (guint i = 0; i < RANDOM_DIGITS; i++, end++)
    {
      if (!g_ascii_isxdigit (*end))
        return NULL;
    }
  if (*end == '\0')
    return g_strdup (name);
  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      if (g_str_equal (end, companions[i]))
        return g_strndup (name, (gsize) (end - name));
    }
  return NULL;
}

static gboolean
is_abandoned (const char *part)
{
  int fd = open (part, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gboolean abandoned;

  if (fd < 0)
    return errno == ENOENT;
  abandoned = take_lock (fd);
  close (fd);
  return abandoned;
}

void
shc_backup_part_sweep (const char *folder,
                       const char *prefix)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *part_name = g_str_has_prefix (name, prefix) ? dup_part_name (name) : NULL;
      g_autofree char *part = NULL;
      g_autofree char *path = NULL;

      if (part_name == NULL)
        continue;
      part = g_build_filename (folder, part_name, NULL);
      path = g_build_filename (folder, name, NULL);
      if (is_abandoned (part))
        g_unlink (path);
    }
}
