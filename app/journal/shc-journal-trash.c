/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's calls for the trash. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

static gpointer
trash_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_reflections_trash (db, (const char *const *) request->ids,
                                                 g_get_real_time (), error));
}

static gpointer
untrash_in_thread (ShcDb    *db,
                   gpointer  data,
                   GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_reflections_untrash (db, (const char *const *) request->ids, error));
}

static gpointer
doom_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_reflections_purge_begin (db, (const char *const *) request->ids, error));
}

static void
write_ids (ShcJournal          *self,
           const char *const   *ids,
           ShcVaultJob          job,
           gpointer             tag,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (ids != NULL);

  request = shc_journal_request_new ();
  request->ids = g_strdupv ((char **) ids);
  shc_journal_write (self, job, request, NULL, tag, callback, user_data);
}

void
shc_journal_trash_async (ShcJournal          *self,
                         const char *const   *ids,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  write_ids (self, ids, trash_in_thread, shc_journal_trash_async, callback, user_data);
}

gboolean
shc_journal_trash_finish (ShcJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_trash_async, error) != NULL;
}

void
shc_journal_untrash_async (ShcJournal          *self,
                           const char *const   *ids,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  write_ids (self, ids, untrash_in_thread, shc_journal_untrash_async, callback, user_data);
}

gboolean
shc_journal_untrash_finish (ShcJournal    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_untrash_async, error) != NULL;
}

/* One short job after the other, so that saves come in between. */
static void
purged_some_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  ShcJournal *self = SHC_JOURNAL (source);
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gboolean more = GPOINTER_TO_INT (shc_journal_finish (self, result, purged_some_cb, &error));

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (more)
    shc_journal_write (self, shc_reflections_purge_in_thread, shc_journal_request_new (), NULL,
                       purged_some_cb, purged_some_cb, g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

static void
doomed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ShcJournal *self = SHC_JOURNAL (source);
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (shc_journal_finish (self, result, doomed_cb, &error) != NULL)
    shc_journal_write (self, shc_reflections_purge_in_thread, shc_journal_request_new (), NULL,
                       purged_some_cb, purged_some_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
shc_journal_purge_async (ShcJournal          *self,
                         const char *const   *ids,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_journal_purge_async);
  write_ids (self, ids, doom_in_thread, doomed_cb, doomed_cb, task);
}

gboolean
shc_journal_purge_finish (ShcJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_journal_purge_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
