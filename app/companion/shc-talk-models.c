/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the server which models it has: a test of the key, too. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include "shc-service-key.h"

typedef struct
{
  ShcIntent *intent;
  GBytes    *key;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  shc_intent_free (question->intent);
  g_clear_pointer (&question->key, g_bytes_unref);
  g_free (question);
}

static void
models_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  char **models = shc_chat_list_models_finish (SHC_HTTP (source), result, &error);

  shc_talk_explain_missing_key (((Question *) g_task_get_task_data (task))->key, &error);
  shc_talk_hide_sent (((Question *) g_task_get_task_data (task))->key, NULL, error);
  if (models == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, models, (GDestroyNotify) g_strfreev);
}

static void
models_key_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Question *question = g_task_get_task_data (task);
  g_autoptr(GError) problem = NULL;
  ShcChatServer server;
  GError *error = NULL;

  question->key = shc_service_key_lookup_finish (SHC_VAULT (source), result, &problem);
  if (!shc_talk_take_key (self, question->key, problem, &error) || !shc_talk_connect (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  server = shc_talk_get_server (self, question->key);
  shc_chat_list_models_async (self->http, question->intent, &server, cancellable, models_cb, g_steal_pointer (&task));
}

void
shc_talk_list_models_async (ShcTalk             *self,
                            const ShcIntent     *intent,
                            gboolean             prompt,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Question *question;
  GError *error = NULL;

  g_return_if_fail (SHC_IS_TALK (self) && self->companion != NULL);
  g_return_if_fail (intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_talk_list_models_async);
  if (!shc_companion_check_question (self->companion, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  question = g_new0 (Question, 1);
  question->intent = shc_intent_copy (intent);
  g_task_set_task_data (task, question, question_free);
  shc_service_key_lookup_async (self->vault, "openai", prompt, cancellable, models_key_cb, g_steal_pointer (&task));
}

char **
shc_talk_list_models_finish (ShcTalk       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
