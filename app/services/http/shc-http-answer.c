/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer whose body is still coming. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-http-private.h"

#include <glib/gi18n-lib.h>

#define READ_SIZE 16384

struct _ShcHttpAnswer
{
  GObject       parent_instance;
  SoupMessage  *message;
  GInputStream *stream;
  GCancellable *attempt;
  ShcHttpEntry  entry;
  guint         idle_ms;
  gboolean      ended;
};

G_DEFINE_FINAL_TYPE (ShcHttpAnswer, shc_http_answer, G_TYPE_OBJECT)

void
shc_http_entry_complete (ShcHttpEntry *self,
                         guint         status)
{
  ShcIntentOutcome outcome = { status, self->bytes_in, (g_get_monotonic_time () - self->begun_us) / 1000 };

  if (self->entry > 0)
    shc_intent_sink_complete (self->sink, self->entry, &outcome);
  self->entry = 0;
  g_clear_object (&self->sink);
}

static void
shc_http_answer_dispose (GObject *object)
{
  ShcHttpAnswer *self = SHC_HTTP_ANSWER (object);

  shc_http_answer_close (self);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->attempt);

  G_OBJECT_CLASS (shc_http_answer_parent_class)->dispose (object);
}

static void
shc_http_answer_class_init (ShcHttpAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = shc_http_answer_dispose;
}

static void
shc_http_answer_init (ShcHttpAnswer *self)
{
}

ShcHttpAnswer *
shc_http_answer_new (SoupMessage  *message,
                     GInputStream *stream,
                     GCancellable *attempt,
                     ShcHttpEntry  entry,
                     guint         idle_ms)
{
  ShcHttpAnswer *self = g_object_new (SHC_TYPE_HTTP_ANSWER, NULL);

  self->message = g_object_ref (message);
  self->stream = g_object_ref (stream);
  self->attempt = g_object_ref (attempt);
  self->entry = entry;
  self->idle_ms = idle_ms;
  return self;
}

const char *
shc_http_answer_get_media_type (ShcHttpAnswer *self)
{
  g_return_val_if_fail (SHC_IS_HTTP_ANSWER (self), NULL);

  return shc_soup.message_headers_get_content_type (shc_soup.message_get_response_headers (self->message), NULL);
}

static void
timer_free (gpointer data)
{
  ShcHttpTimer *timer = data;

  shc_http_timer_clear (timer);
  g_free (timer);
}

static GError *
explain_reading (ShcHttpAnswer *self,
                 ShcHttpTimer  *timer,
                 GError        *error)
{
  gboolean retry;

  if (timer->timed_out)
    return g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TIMEOUT,
                                _("Nothing more came for a long time, so the answer was ended here."));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_error_copy (error);
  return shc_http_explain (error, &retry);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcHttpAnswer *self = g_task_get_source_object (task);
  ShcHttpTimer *timer = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GBytes *bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  shc_http_timer_stop (timer);
  if (bytes == NULL)
    {
      g_task_return_error (task, explain_reading (self, timer, error));
      return;
    }
  self->entry.bytes_in += (gint64) g_bytes_get_size (bytes);
  self->ended = g_bytes_get_size (bytes) == 0;
  g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
}

void
shc_http_answer_read_async (ShcHttpAnswer       *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GCancellable) reading = g_cancellable_new ();
  ShcHttpTimer *timer = g_new (ShcHttpTimer, 1);

  g_return_if_fail (SHC_IS_HTTP_ANSWER (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_http_answer_read_async);
  shc_http_timer_init (timer, reading, cancellable);
  shc_http_timer_start (timer, self->idle_ms);
  g_task_set_task_data (task, timer, timer_free);
  g_input_stream_read_bytes_async (self->stream, READ_SIZE, G_PRIORITY_DEFAULT, reading, read_cb,
                                   g_steal_pointer (&task));
}

GBytes *
shc_http_answer_read_finish (ShcHttpAnswer  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A body that has not ended must not be read to its end: the connection goes. */
void
shc_http_answer_close (ShcHttpAnswer *self)
{
  g_return_if_fail (SHC_IS_HTTP_ANSWER (self));

  if (self->entry.entry == 0)
    return;
  shc_http_entry_complete (&self->entry, shc_soup.message_get_status (self->message));
  if (!self->ended)
    g_cancellable_cancel (self->attempt);
  g_input_stream_close (self->stream, self->ended ? NULL : self->attempt, NULL);
}
