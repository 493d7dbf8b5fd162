/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The safety plan away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

static gpointer
load_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_safety_plan_load (db, error);
}

void
shc_journal_load_safety_plan_async (ShcJournal          *self,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  /* By the writer: what was saved a moment ago is behind it in the same queue. */
  shc_journal_write (self, load_in_thread, shc_journal_request_new (), (GDestroyNotify) shc_safety_plan_free,
                     shc_journal_load_safety_plan_async, callback, user_data);
}

ShcSafetyPlan *
shc_journal_load_safety_plan_finish (ShcJournal    *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_safety_plan_async, error);
}

static gpointer
save_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_safety_plan_save (db, request->plan, g_get_real_time (), error));
}

void
shc_journal_save_safety_plan_async (ShcJournal          *self,
                                    const ShcSafetyPlan *plan,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (plan != NULL);

  request = shc_journal_request_new ();
  request->plan = shc_safety_plan_copy (plan);
  shc_journal_write (self, save_in_thread, request, NULL, shc_journal_save_safety_plan_async, callback,
                     user_data);
}

gboolean
shc_journal_save_safety_plan_finish (ShcJournal    *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_save_safety_plan_async, error) != NULL;
}
