/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A time limit and a person's cancelling, both in one GCancellable. */

#define G_LOG_DOMAIN "shc-http-timer"

#include "config.h"

#include "shc-http-private.h"

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static gboolean
caller_cancelled_cb (GCancellable *caller,
                     gpointer      user_data)
{
  ShcHttpTimer *self = user_data;

  g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

/* A source, not a handler: that would run on the thread that cancels. */
void
shc_http_timer_init (ShcHttpTimer *self,
                     GCancellable *attempt,
                     GCancellable *caller)
{
  *self = (ShcHttpTimer) { .attempt = g_object_ref (attempt) };
  if (caller == NULL)
    return;
  self->caller = g_cancellable_source_new (caller);
  g_source_set_callback (self->caller, G_SOURCE_FUNC (caller_cancelled_cb), self, NULL);
  g_source_attach (self->caller, g_main_context_get_thread_default ());
}

static gboolean
time_over_cb (gpointer user_data)
{
  ShcHttpTimer *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->attempt);
  return G_SOURCE_REMOVE;
}

void
shc_http_timer_start (ShcHttpTimer *self,
                      guint         ms)
{
  shc_http_timer_stop (self);
  self->limit = g_timeout_source_new (ms);
  g_source_set_callback (self->limit, time_over_cb, self, NULL);
  g_source_attach (self->limit, g_main_context_get_thread_default ());
}

void
shc_http_timer_stop (ShcHttpTimer *self)
{
  drop_source (&self->limit);
}

void
shc_http_timer_clear (ShcHttpTimer *self)
{
  drop_source (&self->limit);
  drop_source (&self->caller);
  g_clear_object (&self->attempt);
}
