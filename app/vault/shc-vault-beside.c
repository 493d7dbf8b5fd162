/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work beside the open vault, on threads and connections of its own: it ends before the vault does,
 * since nobody would wait for it later, and the end of the program would pull the library from under it. */

#define G_LOG_DOMAIN "shc-vault-beside"

#include "config.h"

#include "shc-vault-private.h"

GCancellable *
shc_vault_begin_beside (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->ending == NULL)
    self->ending = g_cancellable_new ();
  self->n_beside++;
  return g_object_ref (self->ending);
}

void
shc_vault_end_beside (ShcVault *self)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->n_beside--;
  g_cond_broadcast (&self->beside_ended);
}

void
shc_vault_stop_beside (ShcVault *self)
{
  g_autoptr(GCancellable) ending = NULL;

  g_mutex_lock (&self->mutex);
  ending = g_steal_pointer (&self->ending);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (ending);
  g_mutex_lock (&self->mutex);
  while (self->n_beside > 0)
    g_cond_wait (&self->beside_ended, &self->mutex);
  g_mutex_unlock (&self->mutex);
}
