/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One consent given or withdrawn, and all settings at once, away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"
#include "shc-recipient.h"
#include "shc-settings.h"

static gpointer
record_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  ShcJournalRequest *request = data;

  if (request->number != 0 && !shc_recipient_check (request->id, request->text, error))
    return NULL;
  return GINT_TO_POINTER (shc_consent_record_shown (db, request->id, request->text, request->number != 0,
                                                    g_get_real_time (), error));
}

void
shc_journal_record_consent_async (ShcJournal          *self,
                                  const char          *purpose,
                                  const char          *shown,
                                  gboolean             granted,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (purpose != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (purpose);
  request->text = g_strdup (shown);
  request->number = granted;
  shc_journal_write (self, record_in_thread, request, NULL, shc_journal_record_consent_async, callback,
                     user_data);
}

gboolean
shc_journal_record_consent_finish (ShcJournal    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_record_consent_async, error) != NULL;
}

static gpointer
load_settings_in_thread (ShcDb    *db,
                         gpointer  data,
                         GError  **error)
{
  g_autoptr(GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto(GStrv) names = shc_settings_list (db, error);

  if (names == NULL)
    return NULL;
  for (guint i = 0; names[i] != NULL; i++)
    {
      char *value = shc_settings_get (db, names[i], error);

      if (value == NULL)
        return NULL;
      g_hash_table_insert (settings, g_strdup (names[i]), value);
    }
  return g_steal_pointer (&settings);
}

void
shc_journal_load_settings_async (ShcJournal          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, load_settings_in_thread, shc_journal_request_new (), (GDestroyNotify) g_hash_table_unref,
                    shc_journal_load_settings_async, cancellable, callback, user_data);
}

GHashTable *
shc_journal_load_settings_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_settings_async, error);
}
