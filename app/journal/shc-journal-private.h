/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcJournal share: plain copies of arguments for the vault's threads. */

#pragma once

#include "shc-journal.h"

G_BEGIN_DECLS

/** ShcJournalRequest: what a job is given; each uses what it needs. */
typedef struct
{
  char          *id;
  char          *text;    /* a query, a session, a setting's value */
  char         **ids;
  char         **grant;
  char         **withdraw;
  ShcReflection *reflection;
  ShcDraft      *draft;
  ShcProfile    *profile;
  ShcSafetyPlan *plan;
  ShcFastingCheck check;
  ShcDate        now;
  gint64         number;
  ShcActivityFilter activity; /* its texts are id and text */
} ShcJournalRequest;
ShcJournalRequest *shc_journal_request_new (void);

/** shc_journal_read: / _write: / _write_first: runs @job with @request (transfer full), reading,
 * writing, or first in the writer's queue. @result_free: for a result that nobody fetches. */
void     shc_journal_read (ShcJournal *self, ShcVaultJob job, ShcJournalRequest *request,
                           GDestroyNotify result_free, gpointer tag, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
void     shc_journal_write (ShcJournal *self, ShcVaultJob job, ShcJournalRequest *request,
                            GDestroyNotify result_free, gpointer tag,
                            GAsyncReadyCallback callback, gpointer user_data);
void     shc_journal_write_first (ShcJournal *self, ShcVaultJob job, ShcJournalRequest *request,
                                  gpointer tag, GAsyncReadyCallback callback, gpointer user_data);

/** shc_journal_finish: Returns: (transfer full): what the job returned. */
gpointer shc_journal_finish (ShcJournal *self, GAsyncResult *result, gpointer tag, GError **error);

/** shc_journal_sweep: takes away what an import that was cut off has left, in short steps. */
void     shc_journal_sweep (ShcJournal *self);

G_END_DECLS
