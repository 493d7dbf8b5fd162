/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock between programs. */

#define G_LOG_DOMAIN "shc-vault-lock"

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shc-peer.h"
#include "shc-vault-error.h"
#include "shc-vault-lock.h"

#define POLL_US (20 * 1000)
/* How long after asking a window it is asked again: it may have come back in between. */
#define ASK_AGAIN_US (3 * G_USEC_PER_SEC)

struct _ShcVaultLock
{
  char             *dir;
  int               fd;
  ShcVaultLockMode  mode;
};

static gboolean
try_lock (ShcVaultLock     *self,
          ShcVaultLockMode  mode)
{
  int operation = mode == SHC_VAULT_LOCK_ALONE ? LOCK_EX : LOCK_SH;
  int rc;

  do
    rc = flock (self->fd, operation | LOCK_NB);
  while (rc != 0 && errno == EINTR);
  if (rc == 0)
    self->mode = mode;
  return rc == 0;
}

/* flock() gives up the lock it had when a change of mode has to wait, so it is taken back. */
static gboolean
wait_for_lock (ShcVaultLock     *self,
               ShcVaultLockMode  mode,
               guint             wait_ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) wait_ms * 1000;
  gint64 ask_at = 0;

  while (!try_lock (self, mode))
    {
      gint64 now = g_get_monotonic_time ();

      if (now >= deadline)
        return FALSE;
      if (mode == SHC_VAULT_LOCK_ALONE && now >= ask_at)
        {
          g_autoptr(GError) error = NULL;
          gboolean found;

          if (!shc_peer_ask (self->dir, "let-go", &found, &error))
            g_debug ("asking the window: %s", error->message);
          ask_at = now + ASK_AGAIN_US;
        }
      g_usleep (POLL_US);
    }
  return TRUE;
}

static void
set_busy (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                       _("Another program has the journal open and did not let go of it. Please "
                         "close it and try again."));
}

static gboolean
open_file (ShcVaultLock  *self,
           const char    *path,
           GError       **error)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd >= 0)
    return TRUE;
  g_debug ("lock file: %s", g_strerror (errno));
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                       _("The journal's folder cannot be written to. Nothing was changed."));
  return FALSE;
}

/* Whoever was alone may have removed the file, and others may lock a new one of its name. */
static gboolean
is_present (ShcVaultLock *self,
            const char   *path)
{
  struct stat held;
  struct stat present;

  return fstat (self->fd, &held) == 0 && stat (path, &present) == 0 &&
         held.st_dev == present.st_dev && held.st_ino == present.st_ino;
}

ShcVaultLock *
shc_vault_lock_take (const char        *dir,
                     ShcVaultLockMode   mode,
                     guint              wait_ms,
                     GError           **error)
{
  g_autofree char *path = g_build_filename (dir, SHC_VAULT_LOCK_NAME, NULL);
  g_autoptr(ShcVaultLock) self = g_new0 (ShcVaultLock, 1);

  self->dir = g_strdup (dir);
  self->fd = -1;
  do
    {
      if (!open_file (self, path, error))
        return NULL;
      if (!wait_for_lock (self, mode, wait_ms))
        {
          set_busy (error);
          return NULL;
        }
    }
  while (!is_present (self, path));
  return g_steal_pointer (&self);
}

gboolean
shc_vault_lock_wait_free (const char *dir,
                          guint       wait_ms)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) wait_ms * 1000;

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcVaultLock) lock = shc_vault_lock_take (dir, SHC_VAULT_LOCK_ALONE, 0, &error);

      /* Where no lock can be had, nobody has the vault open either. */
      if (lock != NULL || !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY))
        return TRUE;
      if (g_get_monotonic_time () >= deadline)
        return FALSE;
      g_usleep (POLL_US);
    }
}

void
shc_vault_lock_remove (ShcVaultLock *self)
{
  g_autofree char *path = NULL;

  g_return_if_fail (self != NULL);

  if (self->mode != SHC_VAULT_LOCK_ALONE)
    return;
  path = g_build_filename (self->dir, SHC_VAULT_LOCK_NAME, NULL);
  unlink (path);
  rmdir (self->dir);
}

gboolean
shc_vault_lock_change (ShcVaultLock      *self,
                       ShcVaultLockMode   mode,
                       guint              wait_ms,
                       GError           **error)
{
  ShcVaultLockMode before;

  g_return_val_if_fail (self != NULL, FALSE);

  before = self->mode;
  if (before == mode || wait_for_lock (self, mode, wait_ms))
    return TRUE;
  /* Whoever is alone with it now will be done: an opener has to have its share again. */
  while (!try_lock (self, before))
    g_usleep (POLL_US);
  set_busy (error);
  return FALSE;
}

ShcVaultLockMode
shc_vault_lock_get_mode (const ShcVaultLock *self)
{
  g_return_val_if_fail (self != NULL, SHC_VAULT_LOCK_SHARED);
  return self->mode;
}

void
shc_vault_lock_release (ShcVaultLock *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->dir);
  g_free (self);
}
