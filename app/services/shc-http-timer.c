/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time limit and a person's cancelling, both in one GCancellable. */

#define G_LOG_DOMAIN "shc-http-timer"

#include "config.h"

#include "shc-http-private.h"

static void
caller_cancelled_cb (GCancellable *caller,
                     gpointer      user_data)
{
  g_cancellable_cancel (user_data);
}

void
shc_http_timer_init (ShcHttpTimer *self,
                     GCancellable *attempt,
                     GCancellable *caller)
{
  *self = (ShcHttpTimer) { .attempt = g_object_ref (attempt) };
  if (caller == NULL)
    return;
  self->caller = g_object_ref (caller);
  self->caller_id = g_cancellable_connect (caller, G_CALLBACK (caller_cancelled_cb), g_object_ref (attempt),
                                           g_object_unref);
}

static gboolean
time_over_cb (gpointer user_data)
{
  ShcHttpTimer *self = user_data;

  self->source = 0;
  self->timed_out = TRUE;
  g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

void
shc_http_timer_start (ShcHttpTimer *self,
                      guint         ms)
{
  g_clear_handle_id (&self->source, g_source_remove);
  self->source = g_timeout_add (ms, time_over_cb, self);
}

void
shc_http_timer_clear (ShcHttpTimer *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->caller_id != 0)
    g_cancellable_disconnect (self->caller, self->caller_id);
  self->caller_id = 0;
  g_clear_object (&self->caller);
  g_clear_object (&self->attempt);
}
