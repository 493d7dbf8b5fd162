/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer, away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

static gpointer
load_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_activity_list_newest (db, (guint) request->number, error);
}

void
shc_journal_load_activity_async (ShcJournal          *self,
                                 guint                limit,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (limit > 0);

  request = shc_journal_request_new ();
  request->number = limit;
  shc_journal_read (self, load_in_thread, request, (GDestroyNotify) g_ptr_array_unref,
                    shc_journal_load_activity_async, cancellable, callback, user_data);
}

GPtrArray *
shc_journal_load_activity_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_activity_async, error);
}
