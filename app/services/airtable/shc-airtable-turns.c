/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace that programs of one person keep together. */

#define G_LOG_DOMAIN "shc-airtable-turns"

#include "config.h"

#include "shc-airtable-turns.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* Whoever has the file locked is done at once; one that was stopped just then must not stop the others. */
#define LOCKED_WAIT_US (2 * 1000)
#define LOCKED_LONGEST_US (500 * 1000)

/* Where the places begin; the moment stands before them. They are only locked, never written. */
#define PLACES_AT 64

/* So much of a digest is its own. */
#define NAME_LENGTH 32

/* @locked_since_us: since when somebody else has had it locked; 0 for not. */
struct _ShcAirtableTurns
{
  char   *folder;
  char   *path;
  gint64  longest_us;
  gint64  locked_since_us;
};

char *
shc_airtable_turns_dup_folder (void)
{
  const char *sandbox = g_getenv ("FLATPAK_ID");

  /* In a sandbox the folder is each program's own, but for this one in it. */
  if (sandbox != NULL && *sandbox != '\0')
    return g_build_filename (g_get_user_runtime_dir (), "app", sandbox, "turns", NULL);
  return g_build_filename (g_get_user_runtime_dir (), "sacred-healing-companion", "turns", NULL);
}

ShcAirtableTurns *
shc_airtable_turns_new (const char *folder,
                        const char *base,
                        gint64      longest_us)
{
  ShcAirtableTurns *self;
  g_autofree char *name = NULL;

  g_return_val_if_fail (folder != NULL && base != NULL, NULL);

  self = g_new0 (ShcAirtableTurns, 1);
  name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, base, -1);
  name[NAME_LENGTH] = '\0';
  self->folder = g_strdup (folder);
  self->path = g_build_filename (folder, name, NULL);
  self->longest_us = longest_us;
  return self;
}

void
shc_airtable_turns_free (ShcAirtableTurns *self)
{
  if (self == NULL)
    return;
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}

/* Opened anew each time: whoever tidies up may have removed it. Returns: -1 if there can be none. */
static int
open_file (ShcAirtableTurns *self)
{
  const int flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  int fd = open (self->path, flags, 0600);

  if (fd < 0 && errno == ENOENT && g_mkdir_with_parents (self->folder, 0700) == 0)
    fd = open (self->path, flags, 0600);
  if (fd < 0)
    g_debug ("turns: %s", g_strerror (errno));
  return fd;
}

static gboolean
lock (int fd)
{
  int rc;

  do
    rc = flock (fd, LOCK_EX | LOCK_NB);
  while (rc != 0 && errno == EINTR);
  return rc == 0;
}

/* A moment further away than anybody ever sets one is of a clock that began anew, or of no clock at all. */
static gint64
read_next_us (ShcAirtableTurns *self,
              int               fd,
              gint64            now_us)
{
  gint64 next_us;

  if (pread (fd, &next_us, sizeof next_us, 0) != (ssize_t) sizeof next_us || next_us <= now_us ||
      next_us - now_us > self->longest_us)
    return now_us;
  return next_us;
}

static void
write_next_us (int    fd,
               gint64 next_us)
{
  if (pwrite (fd, &next_us, sizeof next_us, 0) != (ssize_t) sizeof next_us)
    g_debug ("turns: %s", g_strerror (errno));
}

/* Returns: whether to wait for whoever has it locked. */
static gboolean
is_worth_waiting (ShcAirtableTurns *self,
                  gint64            now_us)
{
  if (self->locked_since_us == 0)
    self->locked_since_us = now_us;
  return now_us - self->locked_since_us < LOCKED_LONGEST_US;
}

gint64
shc_airtable_turns_take (ShcAirtableTurns *self,
                         gint64            now_us,
                         gint64            gap_us)
{
  int fd;
  gint64 wait_us;

  g_return_val_if_fail (self != NULL, 0);

  fd = open_file (self);
  if (fd < 0)
    return 0;
  if (!lock (fd))
    {
      close (fd);
      return is_worth_waiting (self, now_us) ? LOCKED_WAIT_US : 0;
    }
  self->locked_since_us = 0;
  wait_us = read_next_us (self, fd, now_us) - now_us;
  if (wait_us == 0)
    write_next_us (fd, now_us + MIN (gap_us, self->longest_us));
  close (fd);
  return wait_us;
}

void
shc_airtable_turns_hush (ShcAirtableTurns *self,
                         gint64            now_us,
                         gint64            wait_us)
{
  int fd;

  g_return_if_fail (self != NULL);

  fd = open_file (self);
  if (fd < 0)
    return;
  /* Who cannot have it now has been told "too fast" as well, or soon will be. */
  if (lock (fd))
    write_next_us (fd, MAX (read_next_us (self, fd, now_us), now_us + MIN (wait_us, self->longest_us)));
  close (fd);
}

int
shc_airtable_turns_enter (ShcAirtableTurns *self,
                          guint             n)
{
  int fd;

  g_return_val_if_fail (self != NULL, SHC_AIRTABLE_TURNS_NO_FILE);

  fd = open_file (self);
  if (fd < 0)
    return SHC_AIRTABLE_TURNS_NO_FILE;
  for (guint i = 0; i < n; i++)
    {
      struct flock place = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = PLACES_AT + i, .l_len = 1 };

      /* Of the open file, not of the program: one program may have several (fcntl(2), "Open file description locks"). */
      if (fcntl (fd, F_OFD_SETLK, &place) == 0)
        return fd;
      if (errno != EAGAIN && errno != EACCES)
        {
          g_debug ("turns: %s", g_strerror (errno));
          close (fd);
          return SHC_AIRTABLE_TURNS_NO_FILE;
        }
    }
  close (fd);
  return SHC_AIRTABLE_TURNS_NO_PLACE;
}

void
shc_airtable_turns_leave (int place)
{
  if (place >= 0)
    close (place);
}
