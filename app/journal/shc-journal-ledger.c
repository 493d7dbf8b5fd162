/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The consent ledger, read, proven and exported away from the main loop. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include <string.h>

#include "shc-consent-json.h"
#include "shc-consent-standing.h"
#include "shc-file.h"
#include "shc-journal-private.h"

static gpointer
load_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_ledger_load (db, error);
}

void
shc_journal_load_ledger_async (ShcJournal          *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, load_in_thread, shc_journal_request_new (), (GDestroyNotify) shc_ledger_free,
                    shc_journal_load_ledger_async, cancellable, callback, user_data);
}

ShcLedger *
shc_journal_load_ledger_finish (ShcJournal    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_load_ledger_async, error);
}

static gpointer
verify_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  gint64 entries = 0;

  if (!shc_consent_verify (db, &entries, NULL, error))
    return NULL;
  return g_memdup2 (&entries, sizeof entries);
}

void
shc_journal_verify_ledger_async (ShcJournal          *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, verify_in_thread, shc_journal_request_new (), g_free, shc_journal_verify_ledger_async,
                    cancellable, callback, user_data);
}

gint64
shc_journal_verify_ledger_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autofree gint64 *entries = shc_journal_finish (self, result, shc_journal_verify_ledger_async, error);

  return entries != NULL ? *entries : -1;
}

static gpointer
export_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  ShcJournalRequest *request = data;
  g_autoptr(GPtrArray) entries = shc_consent_list (db, error);
  g_autoptr(GBytes) bytes = NULL;
  char *text;

  if (entries == NULL)
    return NULL;
  text = shc_consent_export (entries);
  bytes = g_bytes_new_take (text, strlen (text));
  return GINT_TO_POINTER (shc_file_replace (request->text, bytes, error));
}

void
shc_journal_export_ledger_async (ShcJournal          *self,
                                 const char          *path,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (path != NULL);

  request = shc_journal_request_new ();
  request->text = g_strdup (path);
  shc_journal_read (self, export_in_thread, request, NULL, shc_journal_export_ledger_async, cancellable, callback,
                    user_data);
}

gboolean
shc_journal_export_ledger_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_export_ledger_async, error) != NULL;
}
