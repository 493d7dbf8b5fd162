/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private questions about fasting away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

static gpointer
load_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  g_autofree ShcFastingCheck *check = g_new0 (ShcFastingCheck, 1);

  return shc_fasting_check_load (db, check, error) ? g_steal_pointer (&check) : NULL;
}

void
shc_journal_load_fasting_check_async (ShcJournal          *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  /* By the writer: what was saved a moment ago is behind it in the same queue. */
  shc_journal_write (self, load_in_thread, shc_journal_request_new (), g_free, shc_journal_load_fasting_check_async,
                     callback, user_data);
}

ShcFastingCheck *
shc_journal_load_fasting_check_finish (ShcJournal    *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_fasting_check_async, error);
}

static gpointer
save_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_fasting_check_save (db, &request->check, g_get_real_time (), error));
}

void
shc_journal_save_fasting_check_async (ShcJournal             *self,
                                      const ShcFastingCheck  *check,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (check != NULL);

  request = shc_journal_request_new ();
  request->check = *check;
  shc_journal_write (self, save_in_thread, request, NULL, shc_journal_save_fasting_check_async, callback, user_data);
}

gboolean
shc_journal_save_fasting_check_finish (ShcJournal    *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_save_fasting_check_async, error) != NULL;
}
