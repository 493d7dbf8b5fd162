/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's companion page asks of the journal beside the conversation itself. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-journal-private.h"

/* So many reflections are looked at in one step for those that may be sent. */
#define PAGE 50

static void
array_free (gpointer array)
{
  g_ptr_array_unref (array);
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_conversations_list (db, error);
}

void
shc_journal_list_conversations_async (ShcJournal          *self,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, list_in_thread, shc_journal_request_new (), array_free,
                    shc_journal_list_conversations_async, cancellable, callback, user_data);
}

GPtrArray *
shc_journal_list_conversations_finish (ShcJournal    *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_list_conversations_async, error);
}

static gpointer
delete_in_thread (ShcDb    *db,
                  gpointer  data,
                  GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_conversations_delete (db, request->id, error));
}

void
shc_journal_delete_conversation_async (ShcJournal          *self,
                                       const char          *id,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  shc_journal_write (self, delete_in_thread, request, NULL, shc_journal_delete_conversation_async, callback, user_data);
}

gboolean
shc_journal_delete_conversation_finish (ShcJournal    *self,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_delete_conversation_async, error) != NULL;
}

static gpointer
keep_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcJournalRequest *request = data;

  return shc_conversation_keep (db, request->id, g_get_real_time (), error);
}

void
shc_journal_keep_conversation_async (ShcJournal          *self,
                                     const char          *id,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  shc_journal_write (self, keep_in_thread, request, (GDestroyNotify) shc_reflection_free,
                     shc_journal_keep_conversation_async, callback, user_data);
}

ShcReflection *
shc_journal_keep_conversation_finish (ShcJournal    *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_keep_conversation_async, error);
}

static gpointer
let_end_in_thread (ShcDb    *db,
                   gpointer  data,
                   GError  **error)
{
  ShcJournalRequest *request = data;

  return GINT_TO_POINTER (shc_conversation_let_end (db, request->id, g_get_real_time (), error));
}

void
shc_journal_let_conversation_end_async (ShcJournal          *self,
                                        const char          *id,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));
  g_return_if_fail (id != NULL);

  request = shc_journal_request_new ();
  request->id = g_strdup (id);
  shc_journal_write (self, let_end_in_thread, request, NULL, shc_journal_let_conversation_end_async, callback,
                     user_data);
}

gboolean
shc_journal_let_conversation_end_finish (ShcJournal    *self,
                                         GAsyncResult  *result,
                                         GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_let_conversation_end_async, error) != NULL;
}

static gpointer
doubt_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  g_autofree ShcDateDoubt *doubt = g_new0 (ShcDateDoubt, 1);

  return shc_clock_get_doubt (db, g_get_real_time (), doubt, error) ? g_steal_pointer (&doubt) : NULL;
}

void
shc_journal_get_date_doubt_async (ShcJournal          *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_read (self, doubt_in_thread, shc_journal_request_new (), g_free, shc_journal_get_date_doubt_async,
                    cancellable, callback, user_data);
}

ShcDateDoubt *
shc_journal_get_date_doubt_finish (ShcJournal    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_get_date_doubt_async, error);
}

static gpointer
confirm_date_in_thread (ShcDb    *db,
                        gpointer  data,
                        GError  **error)
{
  gint64 now_us = g_get_real_time ();

  return GINT_TO_POINTER (shc_clock_confirm (db, now_us, error) && shc_conversations_expire (db, now_us, error));
}

void
shc_journal_confirm_date_async (ShcJournal          *self,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (SHC_IS_JOURNAL (self));

  shc_journal_write (self, confirm_date_in_thread, shc_journal_request_new (), NULL, shc_journal_confirm_date_async,
                     callback, user_data);
}

gboolean
shc_journal_confirm_date_finish (ShcJournal    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_confirm_date_async, error) != NULL;
}

/* Returns: whether there may be more to look at. */
static gboolean
take_sendable (GPtrArray *page,
               GPtrArray *found,
               guint      wanted)
{
  guint looked_at = page->len;

  for (guint i = 0; i < looked_at && found->len < wanted; i++)
    {
      ShcReflection *reflection = g_ptr_array_index (page, i);

      if (!reflection->never_send)
        g_ptr_array_add (found, shc_reflection_copy (reflection));
    }
  return looked_at == PAGE && found->len < wanted;
}

static gpointer
sendable_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  ShcJournalRequest *request = data;
  g_autoptr(ShcFilter) all = shc_filter_new ();
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);
  g_autofree char *after = NULL;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr(GPtrArray) page = shc_reflections_list (db, all, after, PAGE, error);

      if (page == NULL)
        return NULL;
      more = take_sendable (page, found, (guint) request->number);
      g_free (after);
      after = page->len > 0 ? g_strdup (((ShcReflection *) g_ptr_array_index (page, page->len - 1))->id) : NULL;
    }
  return g_steal_pointer (&found);
}

void
shc_journal_list_sendable_async (ShcJournal          *self,
                                 guint                wanted,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  ShcJournalRequest *request;

  g_return_if_fail (SHC_IS_JOURNAL (self));

  request = shc_journal_request_new ();
  request->number = wanted;
  shc_journal_read (self, sendable_in_thread, request, array_free, shc_journal_list_sendable_async, cancellable,
                    callback, user_data);
}

GPtrArray *
shc_journal_list_sendable_finish (ShcJournal    *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return shc_journal_finish (self, result, shc_journal_list_sendable_async, error);
}
