/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last message of a conversation once more: answered anew, or taken back to change it. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"

guint
shc_talk_find_last (ShcTalk *self)
{
  for (guint i = self->messages->len; i > 0; i--)
    if (((const ShcMessage *) g_ptr_array_index (self->messages, i - 1))->from_person)
      return i - 1;
  return G_MAXUINT;
}

/* ---- answering anew */

void
shc_talk_prepare_again_async (ShcTalk             *self,
                              const char          *model,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  guint at;
  const ShcMessage *last;
  ShcMessage *message;

  g_return_if_fail (SHC_IS_TALK (self) && self->companion != NULL);

  at = shc_talk_find_last (self);
  if (at == G_MAXUINT)
    {
      g_task_report_new_error (self, callback, user_data, shc_talk_prepare_again_async, SHC_JOURNAL_ERROR,
                               SHC_JOURNAL_ERROR_NOT_FOUND,
                               _("Nothing was said in this conversation yet that could be answered anew."));
      return;
    }
  last = g_ptr_array_index (self->messages, at);
  message = shc_message_new (TRUE, last->text);
  message->reflections = g_strdupv (last->reflections);
  shc_talk_prepare (self, message, at, model, shc_talk_prepare_again_async, cancellable, callback, user_data);
}

/* ---- taking back */

static gpointer
take_back_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  return GINT_TO_POINTER (shc_conversations_take_back (db, data, error));
}

static ShcMessage *
take_last (ShcTalk *self)
{
  self->replied = FALSE;
  while (self->messages->len > 0)
    {
      ShcMessage *message = g_ptr_array_steal_index (self->messages, self->messages->len - 1);

      if (message->from_person)
        return message;
      shc_message_free (message);
    }
  return NULL;
}

static void
taken_back_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (shc_vault_run_finish (SHC_VAULT (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, take_last (g_task_get_source_object (task)), (GDestroyNotify) shc_message_free);
}

void
shc_talk_take_back_async (ShcTalk             *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_TALK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, shc_talk_take_back_async);
  if (self->conversation != NULL)
    {
      shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, take_back_in_thread, g_strdup (self->conversation), g_free,
                           NULL, NULL, taken_back_cb, task);
      return;
    }
  g_task_return_pointer (task, take_last (self), (GDestroyNotify) shc_message_free);
  g_object_unref (task);
}

ShcMessage *
shc_talk_take_back_finish (ShcTalk       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
