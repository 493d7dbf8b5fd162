/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer read to its end. */

#define G_LOG_DOMAIN "shc-http-whole"

#include "config.h"

#include "shc-http-whole.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GByteArray *body;
  gsize       max;
} Whole;

static void
whole_free (gpointer data)
{
  Whole *whole = data;

  g_byte_array_unref (whole->body);
  g_free (whole);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcHttpAnswer *self = SHC_HTTP_ANSWER (source);
  Whole *whole = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) bytes = shc_http_answer_read_finish (self, result, &error);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (whole->body->len + length > whole->max)
    g_task_return_new_error (task, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "%s",
                             _("The server’s answer is longer than it can be."));
  else if (length > 0)
    {
      g_byte_array_append (whole->body, g_bytes_get_data (bytes, NULL), (guint) length);
      shc_http_answer_read_async (self, cancellable, read_cb, g_steal_pointer (&task));
    }
  else
    g_task_return_pointer (task, g_bytes_new (whole->body->data, whole->body->len),
                           (GDestroyNotify) g_bytes_unref);
}

void
shc_http_answer_read_whole_async (ShcHttpAnswer       *self,
                                  gsize                max,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Whole *whole = g_new0 (Whole, 1);

  g_return_if_fail (SHC_IS_HTTP_ANSWER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_http_answer_read_whole_async);
  whole->body = g_byte_array_new ();
  whole->max = max;
  g_task_set_task_data (task, whole, whole_free);
  shc_http_answer_read_async (self, cancellable, read_cb, g_steal_pointer (&task));
}

GBytes *
shc_http_answer_read_whole_finish (ShcHttpAnswer  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
