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
purge_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_reflections_purge (db, (const char *const *) request->ids, error));
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

void
shc_journal_purge_async (ShcJournal          *self,
                         const char *const   *ids,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  write_ids (self, ids, purge_in_thread, shc_journal_purge_async, callback, user_data);
}

gboolean
shc_journal_purge_finish (ShcJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_purge_async, error) != NULL;
}
