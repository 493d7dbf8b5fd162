/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that only one program may do at a time. */

#define G_LOG_DOMAIN "shc-vault-hold"

#include "config.h"

#include "shc-vault-hold.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sys/file.h>
#include <unistd.h>

struct _ShcVaultHold
{
  int fd;
};

void
shc_vault_hold_release (ShcVaultHold *self)
{
  if (self == NULL)
    return;
  close (self->fd);
  g_free (self);
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

ShcVaultHold *
shc_vault_hold_take (ShcVault    *vault,
                     const char  *what,
                     GError     **error)
{
  g_autoptr(ShcVaultHold) self = NULL;
  g_autofree char *name = g_strconcat (what, ".lock", NULL);
  g_autofree char *path = g_build_filename (shc_vault_get_dir (vault), name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd < 0)
    {
      g_debug ("hold: %s", g_strerror (errno));
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY,
                           _("The journal's folder cannot be written to. Nothing was changed."));
      return NULL;
    }
  self = g_new0 (ShcVaultHold, 1);
  self->fd = fd;
  if (lock (fd))
    return g_steal_pointer (&self);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY,
                       _("This is being done already, here or in another window or program. Nothing was begun twice."));
  return NULL;
}
