/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer, away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include <string.h>

#include "shc-file.h"
#include "shc-journal-private.h"

static ShcJournalRequest *
request_new (const ShcActivityFilter *filter)
{
  ShcJournalRequest *request = shc_journal_request_new ();

  if (filter == NULL)
    return request;
  request->activity = *filter;
  request->activity.service = request->id = g_strdup (filter->service);
  request->activity.purpose = request->text = g_strdup (filter->purpose);
  return request;
}

static gpointer
find_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_activity_find (db, &request->activity, (guint) request->number, error);
}

void
shc_journal_find_activity_async (ShcJournal              *self,
                                 const ShcActivityFilter *filter,
                                 guint                    limit,
                                 GCancellable            *cancellable,
                                 GAsyncReadyCallback      callback,
                                 gpointer                 user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (limit > 0);

  request = request_new (filter);
  request->number = limit;
  shc_journal_read (self, find_in_thread, request, (GDestroyNotify) g_ptr_array_unref, shc_journal_find_activity_async,
                    cancellable, callback, user_data);
}

GPtrArray *
shc_journal_find_activity_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_find_activity_async, error);
}

static gpointer
export_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  ShcJournalRequest *request = data;
  char *text = shc_activity_export (db, &request->activity, (ShcActivityFormat) request->number, error);
  g_autoptr(GBytes) bytes = text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;

  return GINT_TO_POINTER (bytes != NULL && shc_file_replace (request->ids[0], bytes, error));
}

void
shc_journal_export_activity_async (ShcJournal              *self,
                                   const ShcActivityFilter *filter,
                                   ShcActivityFormat        format,
                                   const char              *path,
                                   GCancellable            *cancellable,
                                   GAsyncReadyCallback      callback,
                                   gpointer                 user_data)
{
  const char *paths[] = { path, NULL };
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (path != NULL);

  request = request_new (filter);
  request->ids = g_strdupv ((char **) paths);
  request->number = format;
  shc_journal_read (self, export_in_thread, request, NULL, shc_journal_export_activity_async, cancellable, callback,
                    user_data);
}

gboolean
shc_journal_export_activity_finish (ShcJournal    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_export_activity_async, error) != NULL;
}
