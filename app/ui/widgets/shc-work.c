/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running one of the vault's blocking calls away from the main loop. */

#define G_LOG_DOMAIN "shc-work"

#include "config.h"

#include "shc-work.h"

typedef struct
{
  GTask         *task;
  ShcWorkFunc    func;
  gpointer       data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
  gpointer       result;
  GError        *error;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  if (work->data_free != NULL)
    work->data_free (work->data);
  g_clear_error (&work->error);
  g_object_unref (work->task);
  g_free (work);
}

static gboolean
complete_cb (gpointer data)
{
  Work *work = data;

  if (work->error != NULL)
    g_task_return_error (work->task, g_steal_pointer (&work->error));
  else
    g_task_return_pointer (work->task, g_steal_pointer (&work->result), work->result_free);
  return G_SOURCE_REMOVE;
}

/* The thread hands the whole work over to the main context: a widget whose last reference were
 * dropped here would be finalised on the wrong thread. */
static gpointer
work_in_thread (gpointer data)
{
  Work *work = data;
  g_autoptr(GSource) source = g_idle_source_new ();
  g_autoptr(GMainContext) context = g_main_context_ref (g_task_get_context (work->task));

  work->result = work->func (work->data, g_task_get_cancellable (work->task), &work->error);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, complete_cb, work, work_free);
  g_source_attach (source, context);
  return NULL;
}

void
shc_work_async (gpointer            source,
                ShcWorkFunc         func,
                gpointer            data,
                GDestroyNotify      data_free,
                GDestroyNotify      result_free,
                GCancellable       *cancellable,
                GAsyncReadyCallback callback,
                gpointer            user_data)
{
  Work *work;

  g_return_if_fail (source == NULL || G_IS_OBJECT (source));
  g_return_if_fail (func != NULL);

  work = g_new0 (Work, 1);
  work->task = g_task_new (source, cancellable, callback, user_data);
  g_task_set_source_tag (work->task, shc_work_async);
  /* What was done is reported even if nobody wants it any more: it was done. */
  g_task_set_check_cancellable (work->task, FALSE);
  work->func = func;
  work->data = data;
  work->data_free = data_free;
  work->result_free = result_free;
  g_thread_unref (g_thread_new ("shc-work", work_in_thread, work));
}

gpointer
shc_work_finish (GAsyncResult *result,
                 GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_work_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
