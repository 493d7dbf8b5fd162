/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls that end later, waited for. */

#define G_LOG_DOMAIN "shc-wait"

#include "config.h"

#include "shc-wait.h"

void
shc_wait_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  ShcWait *self = user_data;

  g_set_object (&self->result, result);
  self->done = TRUE;
}

GAsyncResult *
shc_wait_for (ShcWait *self)
{
  while (!self->done)
    g_main_context_iteration (NULL, TRUE);
  self->done = FALSE;
  return self->result;
}

void
shc_wait_clear (ShcWait *self)
{
  g_clear_object (&self->result);
}
