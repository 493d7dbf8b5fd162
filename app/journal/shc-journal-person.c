/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's calls about the person: first page, profile, consents, journey, settings. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include <string.h>

#include "shc-journal-error.h"
#include "shc-journal-private.h"
#include "shc-recipient.h"
#include "shc-settings.h"
#include "shc-transaction.h"

void
shc_overview_free (ShcOverview *overview)
{
  if (overview == NULL)
    return;

  shc_profile_free (overview->profile);
  shc_draft_free (overview->draft);
  g_strfreev (overview->edit_drafts);
  shc_consent_standing_free (overview->storage);
  g_free (overview);
}

static gboolean
read_profile (ShcDb        *db,
              ShcOverview  *overview,
              GError      **error)
{
  g_autoptr(GError) local_error = NULL;

  overview->profile = shc_profile_load (db, &local_error);
  if (overview->profile != NULL ||
      g_error_matches (local_error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_drafts (ShcDb        *db,
             ShcOverview  *overview,
             GError      **error)
{
  g_autoptr(GPtrArray) drafts = shc_drafts_list (db, error);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  if (drafts == NULL)
    return FALSE;

  for (guint i = 0; i < drafts->len; i++)
    {
      const ShcDraft *draft = g_ptr_array_index (drafts, i);

      if (strcmp (draft->name, SHC_DRAFT_NEW) == 0)
        overview->draft = shc_draft_copy (draft);
      else
        g_ptr_array_add (ids, g_strdup (draft->name));
    }
  g_ptr_array_add (ids, NULL);
  overview->edit_drafts = (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
  return TRUE;
}

static gpointer
load_overview_in_thread (ShcDb    *db,
                         gpointer  data,
                         GError  **error)
{
  ShcJournalRequest *request = data;
  g_autoptr(ShcOverview) overview = g_new0 (ShcOverview, 1);

  if (!read_profile (db, overview, error) ||
      !read_drafts (db, overview, error) ||
      !shc_journey_now (db, request->now, &overview->day, &overview->today, error))
    return NULL;
  overview->storage = shc_consent_standing_load (db, "storage", error);
  if (overview->storage == NULL)
    return NULL;

  overview->idle_minutes = shc_settings_get_int (db, SHC_SETTING_LOCK_IDLE_MINUTES, error);
  return overview->idle_minutes >= 0 ? g_steal_pointer (&overview) : NULL;
}

void
shc_journal_load_overview_async (ShcJournal          *self,
                                 ShcDate              now,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  request = shc_journal_request_new ();
  request->now = now;
  shc_journal_read (self, load_overview_in_thread, request, (GDestroyNotify) shc_overview_free,
                    shc_journal_load_overview_async, cancellable, callback, user_data);
}

ShcOverview *
shc_journal_load_overview_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  ShcOverview *overview = shc_journal_finish (self, result, shc_journal_load_overview_async, error);

  if (overview != NULL)
    shc_journal_sweep (self);
  return overview;
}

/* The words are those that the window shows beside each question. */
static gboolean
record_all (ShcDb     *db,
            char     **purposes,
            gboolean   granted,
            gint64     now_us,
            GError   **error)
{
  for (; purposes != NULL && *purposes != NULL; purposes++)
    if (!shc_consent_record_here (db, *purposes, granted, now_us, error))
      return FALSE;

  return TRUE;
}

static gpointer
save_profile_in_thread (ShcDb    *db,
                        gpointer  data,
                        GError  **error)
{
  ShcJournalRequest *request = data;
  gint64 now_us = g_get_real_time ();
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return NULL;
  ok = shc_profile_save (db, request->profile, now_us, error) &&
       record_all (db, request->grant, TRUE, now_us, error) &&
       record_all (db, request->withdraw, FALSE, now_us, error);
  return GINT_TO_POINTER (shc_transaction_end (db, own, ok, error));
}

void
shc_journal_save_profile_async (ShcJournal          *self,
                                const ShcProfile    *profile,
                                const char *const   *grant,
                                const char *const   *withdraw,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (profile != NULL);

  request = shc_journal_request_new ();
  request->profile = shc_profile_copy (profile);
  request->grant = g_strdupv ((char **) grant);
  request->withdraw = g_strdupv ((char **) withdraw);
  shc_journal_write (self, save_profile_in_thread, request, NULL, shc_journal_save_profile_async,
                     callback, user_data);
}

gboolean
shc_journal_save_profile_finish (ShcJournal    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_save_profile_async, error) != NULL;
}

static gpointer
consents_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  return shc_consent_list (db, error);
}

void
shc_journal_consents_async (ShcJournal          *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, consents_in_thread, shc_journal_request_new (),
                    (GDestroyNotify) g_ptr_array_unref, shc_journal_consents_async, cancellable,
                    callback, user_data);
}

GPtrArray *
shc_journal_consents_finish (ShcJournal    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_consents_async, error);
}

static gpointer
load_journey_in_thread (ShcDb    *db,
                        gpointer  data,
                        GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_journey_load (db, request->now, error);
}

void
shc_journal_load_journey_async (ShcJournal          *self,
                                ShcDate              now,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  request = shc_journal_request_new ();
  request->now = now;
  shc_journal_read (self, load_journey_in_thread, request, (GDestroyNotify) shc_journey_free,
                    shc_journal_load_journey_async, cancellable, callback, user_data);
}

ShcJourney *
shc_journal_load_journey_finish (ShcJournal    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_journey_async, error);
}

static gpointer
count_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  ShcJournalRequest *request = data;
  g_autoptr(ShcFilter) all = shc_filter_new ();
  ShcCounts counts;

  counts.reflections = shc_reflections_count (db, all, error);
  if (counts.reflections < 0)
    return NULL;
  counts.days_written = shc_journey_count_days (db, request->now, error);
  /* An index was read from end to end, which nobody needs again soon. */
  shc_db_give_back_memory (db);
  return counts.days_written >= 0 ? g_memdup2 (&counts, sizeof counts) : NULL;
}

void
shc_journal_count_async (ShcJournal          *self,
                         ShcDate              now,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  request = shc_journal_request_new ();
  request->now = now;
  shc_journal_read (self, count_in_thread, request, g_free, shc_journal_count_async, cancellable,
                    callback, user_data);
}

gboolean
shc_journal_count_finish (ShcJournal    *self,
                          GAsyncResult  *result,
                          ShcCounts     *counts,
                          GError       **error)
{
  g_autofree ShcCounts *counted = shc_journal_finish (self, result, shc_journal_count_async, error);

  if (counted == NULL)
    return FALSE;
  *counts = *counted;
  return TRUE;
}

static gpointer
note_day_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_journey_note_shown (db, request->number, error));
}

static void
day_noted_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* Shown again, it is noted again. */
  if (shc_journal_finish (SHC_JOURNAL (source), result, shc_journal_note_day_shown, &error) == NULL)
    g_debug ("day not noted: %s", error != NULL ? error->message : "");
}

void
shc_journal_note_day_shown (ShcJournal *self,
                            gint64      day)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  request = shc_journal_request_new ();
  request->number = day;
  shc_journal_write (self, note_day_in_thread, request, NULL, shc_journal_note_day_shown,
                     day_noted_cb, NULL);
}

static gpointer
get_setting_in_thread (ShcDb    *db,
                       gpointer  data,
                       GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_settings_get (db, request->id, error);
}

void
shc_journal_get_setting_async (ShcJournal          *self,
                               const char          *name,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (name != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (name);
  shc_journal_read (self, get_setting_in_thread, request, g_free, shc_journal_get_setting_async,
                    cancellable, callback, user_data);
}

char *
shc_journal_get_setting_finish (ShcJournal    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_get_setting_async, error);
}

static gpointer
set_setting_in_thread (ShcDb    *db,
                       gpointer  data,
                       GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_settings_set (db, request->id, request->text, error));
}

void
shc_journal_set_setting_async (ShcJournal          *self,
                               const char          *name,
                               const char          *value,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (name != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (name);
  request->text = g_strdup (value);
  shc_journal_write (self, set_setting_in_thread, request, NULL, shc_journal_set_setting_async,
                     callback, user_data);
}

gboolean
shc_journal_set_setting_finish (ShcJournal    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_set_setting_async, error) != NULL;
}
