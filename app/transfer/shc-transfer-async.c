/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Import and export for the window: on a thread of their own, with word of how far they are. */

#define G_LOG_DOMAIN "shc-transfer-async"

#include "config.h"

#include "shc-transfer.h"

/* Shared by the caller's context and the thread. */
typedef struct _Work
{
  ShcVault      *vault;
  char          *path;
  ShcFormat      format;
  gboolean       dry_run;
  ShcExportRange range;
  gboolean       has_range;
  gint64         import;
  gint64         removed;
  gint64         kept;
  ShcProgress    progress;
  gpointer       user_data;
  GTask         *task; /* not owned: the task owns this */
  void         (*run) (struct _Work *work, GCancellable *cancellable);
  gpointer       result;
  GDestroyNotify result_free;
  GError        *error;
} Work;

typedef struct
{
  GTask *task;
  gint64 done;
  gint64 total;
} Word;

static void
work_free (Work *work)
{
  g_object_unref (work->vault);
  g_free (work->path);
  g_free (work->range.tag);
  g_free (work);
}

static void
word_free (Word *word)
{
  g_object_unref (word->task);
  g_free (word);
}

/* Runs @func with @data in the task's own context, always: invoked, it would run right here, in the
 * thread, whenever nobody holds that context. */
static void
post (GTask         *task,
      GSourceFunc    func,
      gpointer       data,
      GDestroyNotify data_free)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, data_free);
  g_source_attach (source, g_task_get_context (task));
}

static gboolean
tell_progress_cb (gpointer data)
{
  Word *word = data;
  Work *work = g_task_get_task_data (word->task);

  if (!g_task_get_completed (word->task))
    work->progress (word->done, word->total, work->user_data);

  return G_SOURCE_REMOVE;
}

/* Runs on the thread; the word is told in the caller's context. */
static void
pass_on (gint64   done,
         gint64   total,
         gpointer user_data)
{
  Work *work = user_data;
  Word *word = g_new0 (Word, 1);

  word->task = g_object_ref (work->task);
  word->done = done;
  word->total = total;
  post (work->task, tell_progress_cb, word, (GDestroyNotify) word_free);
}

static GTask *
start (ShcVault           *vault,
       const char         *path,
       ShcFormat           format,
       ShcProgress         progress,
       GCancellable       *cancellable,
       GAsyncReadyCallback callback,
       gpointer            user_data)
{
  GTask *task = g_task_new (vault, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  /* What was cancelled while it was being published is there all the same, and says so. */
  g_task_set_check_cancellable (task, FALSE);
  work->vault = g_object_ref (vault);
  work->path = g_strdup (path);
  work->format = format;
  work->progress = progress;
  work->user_data = user_data;
  work->task = task;
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);

  return task;
}

/* Returned here, the task ends with this source, in its own context and not in the thread. */
static gboolean
return_cb (gpointer data)
{
  GTask *task = data;
  Work *work = g_task_get_task_data (task);

  if (work->error != NULL)
    g_task_return_error (task, g_steal_pointer (&work->error));
  else
    g_task_return_pointer (task, g_steal_pointer (&work->result), work->result_free);

  return G_SOURCE_REMOVE;
}

static gpointer
work_in_thread (gpointer data)
{
  GTask *task = data;
  Work *work = g_task_get_task_data (task);

  work->run (work, g_task_get_cancellable (task));
  post (task, return_cb, task, g_object_unref);

  return NULL;
}

/* @task: (transfer full). */
static void
run_in_thread (GTask *task,
               void (*run) (Work *work, GCancellable *cancellable))
{
  Work *work = g_task_get_task_data (task);

  work->run = run;
  g_thread_unref (g_thread_new ("transfer", work_in_thread, task));
}

static void
run_import (Work         *work,
            GCancellable *cancellable)
{
  work->result_free = (GDestroyNotify) shc_import_result_free;
  work->result = shc_import_run (work->vault, work->path, work->format, work->dry_run,
                                 work->progress != NULL ? pass_on : NULL, work, cancellable,
                                 &work->error);
}

void
shc_import_run_async (ShcVault           *vault,
                      const char         *path,
                      ShcFormat           format,
                      gboolean            dry_run,
                      ShcProgress         progress,
                      GCancellable       *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SHC_IS_VAULT (vault));
  g_return_if_fail (path != NULL);

  task = start (vault, path, format, progress, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_import_run_async);
  ((Work *) g_task_get_task_data (task))->dry_run = dry_run;
  run_in_thread (g_steal_pointer (&task), run_import);
}

ShcImportResult *
shc_import_run_finish (ShcVault     *vault,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_undo (Work         *work,
          GCancellable *cancellable)
{
  shc_import_undo (work->vault, work->import, &work->removed, &work->kept, &work->error);
}

void
shc_import_undo_async (ShcVault           *vault,
                       gint64              import,
                       GAsyncReadyCallback callback,
                       gpointer            user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (SHC_IS_VAULT (vault));

  task = start (vault, NULL, SHC_FORMAT_AUTO, NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_import_undo_async);
  ((Work *) g_task_get_task_data (task))->import = import;
  run_in_thread (g_steal_pointer (&task), run_undo);
}

gboolean
shc_import_undo_finish (ShcVault     *vault,
                        GAsyncResult *result,
                        gint64       *removed,
                        gint64       *kept,
                        GError      **error)
{
  Work *work;

  g_return_val_if_fail (g_task_is_valid (result, vault), FALSE);

  if (g_task_had_error (G_TASK (result)))
    {
      g_task_propagate_pointer (G_TASK (result), error);
      return FALSE;
    }

  work = g_task_get_task_data (G_TASK (result));
  *removed = work->removed;
  *kept = work->kept;

  return TRUE;
}

static void
run_export (Work         *work,
            GCancellable *cancellable)
{
  work->result_free = (GDestroyNotify) shc_export_result_free;
  work->result = shc_export_run (work->vault, work->path, work->format,
                                 work->has_range ? &work->range : NULL,
                                 work->progress != NULL ? pass_on : NULL, work, cancellable,
                                 &work->error);
}

void
shc_export_run_async (ShcVault             *vault,
                      const char           *path,
                      ShcFormat             format,
                      const ShcExportRange *range,
                      ShcProgress           progress,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (SHC_IS_VAULT (vault));
  g_return_if_fail (path != NULL);

  task = start (vault, path, format, progress, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_export_run_async);
  work = g_task_get_task_data (task);
  work->has_range = range != NULL;
  if (range != NULL)
    {
      work->range = *range;
      work->range.tag = g_strdup (range->tag);
    }
  run_in_thread (g_steal_pointer (&task), run_export);
}

ShcExportResult *
shc_export_run_finish (ShcVault     *vault,
                       GAsyncResult *result,
                       GError      **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
