/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal's calls that keep and change reflections and drafts. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-error.h"
#include "shc-journal-private.h"
#include "shc-transaction.h"

static gpointer
save_draft_in_thread (ShcDb    *db,
                      gpointer  data,
                      GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_drafts_save (db, request->draft, g_get_real_time (), error));
}

void
shc_journal_save_draft_async (ShcJournal          *self,
                              const ShcDraft      *draft,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (draft != NULL);

  request = shc_journal_request_new ();
  request->draft = shc_draft_copy (draft);
  shc_journal_write_first (self, save_draft_in_thread, request, shc_journal_save_draft_async,
                           callback, user_data);
}

gboolean
shc_journal_save_draft_finish (ShcJournal    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_save_draft_async, error) != NULL;
}

static gpointer
drop_draft_in_thread (ShcDb    *db,
                      gpointer  data,
                      GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_drafts_drop (db, request->id, error));
}

/* Not ahead of others: a draft that is being saved must not come back after it. */
void
shc_journal_drop_draft_async (ShcJournal          *self,
                              const char          *name,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (name != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (name);
  shc_journal_write (self, drop_draft_in_thread, request, NULL, shc_journal_drop_draft_async,
                     callback, user_data);
}

gboolean
shc_journal_drop_draft_finish (ShcJournal    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_drop_draft_async, error) != NULL;
}

/* The reflection as kept, or NULL; the copy that was handed in stays the request's. */
static gpointer
commit_reflection (ShcDb          *db,
                   gboolean        own,
                   gboolean        ok,
                   ShcReflection  *reflection,
                   GError        **error)
{
  return shc_transaction_end (db, own, ok, error) ? shc_reflection_copy (reflection) : NULL;
}

static gpointer
add_in_thread (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  ShcJournalRequest *request = data;
  gboolean own, ok;

  if (!shc_transaction_begin (db, &own, error))
    return NULL;
  ok = shc_reflections_add (db, request->reflection, g_get_real_time (), error) &&
       (request->id == NULL || shc_drafts_drop (db, request->id, error));
  return commit_reflection (db, own, ok, request->reflection, error);
}

void
shc_journal_add_async (ShcJournal          *self,
                       const ShcReflection *reflection,
                       const char          *draft_name,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (reflection != NULL);

  request = shc_journal_request_new ();
  request->reflection = shc_reflection_copy (reflection);
  request->id = g_strdup (draft_name);
  shc_journal_write (self, add_in_thread, request, (GDestroyNotify) shc_reflection_free,
                     shc_journal_add_async, callback, user_data);
}

ShcReflection *
shc_journal_add_finish (ShcJournal    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_add_async, error);
}

typedef struct
{
  ShcReflection *reflection;
  gboolean       kept_both;
} Edited;

static void
edited_free (gpointer data)
{
  Edited *edited = data;

  shc_reflection_free (edited->reflection);
  g_free (edited);
}

/* What was purged while it was being edited is kept as a new one: its draft says that somebody is
 * still writing it. */
static gboolean
edit_or_add (ShcDb              *db,
             ShcJournalRequest  *request,
             gboolean           *kept_both,
             GError            **error)
{
  ShcReflection *reflection = request->reflection;
  g_autoptr(ShcDraft) draft = NULL;
  g_autoptr(GError) local_error = NULL;

  if (shc_reflections_edit (db, reflection, request->text, request->number, g_get_real_time (),
                            kept_both, &local_error))
    return TRUE;

  if (g_error_matches (local_error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    draft = shc_drafts_get (db, reflection->id, NULL);
  if (draft == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  reflection->created_us = reflection->updated_us = reflection->trashed_us = 0;
  return shc_reflections_add (db, reflection, g_get_real_time (), error);
}

static gpointer
edit_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;
  gboolean kept_both = FALSE;
  gboolean own, ok;
  ShcReflection *kept;
  Edited *edited;

  if (!shc_transaction_begin (db, &own, error))
    return NULL;
  ok = edit_or_add (db, request, &kept_both, error) &&
       shc_drafts_drop (db, request->reflection->id, error);
  kept = commit_reflection (db, own, ok, request->reflection, error);
  if (kept == NULL)
    return NULL;

  edited = g_new0 (Edited, 1);
  edited->reflection = kept;
  edited->kept_both = kept_both;
  return edited;
}

void
shc_journal_edit_async (ShcJournal          *self,
                        const ShcReflection *reflection,
                        const char          *session,
                        gint64               base_updated_us,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (reflection != NULL && reflection->id != NULL);
  g_return_if_fail (session != NULL);

  request = shc_journal_request_new ();
  request->reflection = shc_reflection_copy (reflection);
  request->text = g_strdup (session);
  request->number = base_updated_us;
  shc_journal_write (self, edit_in_thread, request, edited_free, shc_journal_edit_async, callback,
                     user_data);
}

ShcReflection *
shc_journal_edit_finish (ShcJournal    *self,
                         GAsyncResult  *result,
                         gboolean      *kept_both,
                         GError       **error)
{
  Edited *edited = shc_journal_finish (self, result, shc_journal_edit_async, error);
  ShcReflection *reflection;

  if (edited == NULL)
    return NULL;

  if (kept_both != NULL)
    *kept_both = edited->kept_both;
  reflection = g_steal_pointer (&edited->reflection);
  edited_free (edited);
  return reflection;
}

static gpointer
restore_version_in_thread (ShcDb    *db,
                           gpointer  data,
                           GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_reflections_restore_version (db, request->id, request->number,
                                                           request->text, g_get_real_time (),
                                                           error));
}

void
shc_journal_restore_version_async (ShcJournal          *self,
                                   const char          *id,
                                   gint64               updated_us,
                                   const char          *session,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL && session != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  request->text = g_strdup (session);
  request->number = updated_us;
  shc_journal_write (self, restore_version_in_thread, request, NULL,
                     shc_journal_restore_version_async, callback, user_data);
}

gboolean
shc_journal_restore_version_finish (ShcJournal    *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_restore_version_async, error) != NULL;
}
