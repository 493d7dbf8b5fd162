/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending what was prepared. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-journal-error.h"
#include "shc-outbound.h"
#include "shc-service-error.h"
#include "shc-service-key.h"
#include "shc-talk-watch.h"
#include "shc-usage.h"

static void
take_conversation (ShcTalk *self,
                   char    *id)
{
  g_free (self->conversation);
  self->conversation = *id != '\0' ? id : NULL;
  if (*id == '\0')
    g_free (id);
}

/* ---- sending */

typedef struct
{
  ShcIntent    *intent;
  GBytes       *key;
  ShcTalkWatch *watch;   /* (nullable): until it is under way */
} Sending;

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  shc_talk_watch_free (sending->watch);
  shc_intent_free (sending->intent);
  g_clear_pointer (&sending->key, g_bytes_unref);
  g_free (sending);
}

static void
text_cb (const char *text,
         gsize       length,
         gsize       kept,
         gpointer    user_data)
{
  shc_talk_update_shown (user_data, text, length, kept, FALSE);
}

static void
waiting_cb (guint    ms,
            gpointer user_data)
{
  shc_talk_emit_waiting (user_data, ms);
}

void
shc_talk_explain_missing_key (GBytes  *key,
                              GError **error)
{
  if (key != NULL || !g_error_matches (*error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY))
    return;
  g_clear_error (error);
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY,
                       _("The server asks for a key, and none for the companion is stored on this computer. Store one, then try "
                         "again."));
}

/* What came is shown already; that it could not be kept is told with it. */
static void
kept_reply_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;
  char *id = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (id != NULL)
    take_conversation (self, id);
  else if (self->reply->problem == NULL)
    self->reply->problem = g_steal_pointer (&error);
  g_task_return_pointer (task, self->reply, NULL);
}

static ShcMessage *
create_reply (ShcTalk    *self,
              const char *shown)
{
  g_autofree char *text = g_strndup (shown, self->shown_length);
  ShcMessage *message = shc_message_new (FALSE, text);

  message->state = g_strdup (shc_chat_state_get_name (self->reply->state));
  message->model = g_strdup (self->reply->model);
  message->phase = g_strdup (self->reply->phase);
  return message;
}

/* A long reply is in memory once: as the message that it has become. */
static void
forget_text (ShcTalk  *self,
             gboolean  replied)
{
  self->replied = replied;
  g_clear_pointer (&self->check, shc_safety_reply_free);
  g_free (self->reply->text);
  self->reply->text = g_strdup ("");
}

static void
replied_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  ShcMessage *message = NULL;
  const char *shown;
  gsize length;

  self->reply = shc_chat_send_finish (SHC_HTTP (source), result);
  shc_talk_watch_explain (sending->watch, self->reply);
  g_clear_pointer (&sending->watch, shc_talk_watch_free);
  shc_talk_explain_missing_key (sending->key, &self->reply->problem);
  shc_talk_hide_sent (sending->key, self->envelope->request, self->reply->problem);
  length = strlen (self->reply->text);
  shown = shc_talk_update_shown (self, self->reply->text, length, length, TRUE);
  if (self->shown_length > 0)
    {
      message = create_reply (self, shown);
      if (self->again)
        g_ptr_array_set_size (self->messages, (int) shc_talk_find_last (self) + 1);
      g_ptr_array_add (self->messages, message);
    }
  shc_talk_count (self);
  forget_text (self, message != NULL);
  shc_talk_keep_reply (self, message, kept_reply_cb, g_steal_pointer (&task));
}

/* Deleted, or at its date, while it was looked at. @error: (inout). */
static void
explain_gone (GError **error)
{
  if (!g_error_matches (*error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    return;
  g_clear_error (error);
  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND,
                       _("This conversation has been deleted, or has reached its date, meanwhile. Nothing was sent; begin a new "
                         "one."));
}

/* The person's own message is kept before it goes. */
static void
kept_message_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  ShcChatServer server = shc_talk_get_server (self, sending->key);
  GError *error = NULL;
  char *id = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (id == NULL)
    {
      if (!self->again)
        self->message = g_ptr_array_steal_index (self->messages, self->messages->len - 1);
      explain_gone (&error);
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->message, shc_message_free);
  take_conversation (self, id);
  sending->watch = shc_talk_watch_new (self->vault, self->companion->host, g_task_get_cancellable (task));
  shc_chat_send_async (self->http, sending->intent, &server, self->body, text_cb, waiting_cb, self,
                       shc_talk_watch_get_cancellable (sending->watch), replied_cb, g_steal_pointer (&task));
}

static void
begin_reply (ShcTalk *self)
{
  g_clear_pointer (&self->reply, shc_chat_reply_free);
  g_clear_pointer (&self->last, shc_usage_free);
  g_clear_pointer (&self->check, shc_safety_reply_free);
  self->check = shc_safety_reply_new (_("[A sentence was left out here: it could have been harmful to follow.]"));
  self->shown_length = 0;
  self->withheld = FALSE;
  self->replied = FALSE;
}

/* One that is answered anew is kept already, unless keeping was agreed to since. Returns: (nullable). */
static ShcMessage *
find_unkept (ShcTalk *self)
{
  return self->conversation == NULL ? g_ptr_array_index (self->messages, shc_talk_find_last (self)) : NULL;
}

/* The sheet may have been open for a while: what was closed meanwhile does not go. */
static gpointer
look_again_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  gboolean may;

  if (!shc_outbound_may_go (db, data, &may, error))
    return NULL;
  if (may)
    return GINT_TO_POINTER (TRUE);
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_NEVER_SEND,
                       _("A reflection that was to go along has been marked “never send” or thrown away meanwhile. "
                         "Nothing was sent."));
  return NULL;
}

/* What holds at the last moment, behind all that was written before: the sheet may have been open for long, and so may
 * the keyring's own question. */
static gpointer
check_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  return shc_companion_load (db, g_get_real_time (), error);
}

/* Returns: whether what was prepared and looked at may go to whom it was prepared for. */
static gboolean
take_what_holds (ShcTalk       *self,
                 ShcCompanion  *holds,
                 GError       **error)
{
  g_autoptr(ShcCompanion) prepared_for = g_steal_pointer (&self->companion);

  self->companion = holds;
  if (!shc_talk_check (self, error))
    return FALSE;
  if (g_str_equal (holds->base_url, prepared_for->base_url) && holds->protocol == prepared_for->protocol)
    return TRUE;
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_CHANGED,
                       _("Another server was set meanwhile. Nothing was sent."));
  return FALSE;
}

/* Returns: (transfer full) (array zero-terminated=1): for another thread. */
static char **
dup_reflections (const ShcEnvelope *envelope)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < envelope->reflections->len; i++)
    g_strv_builder_add (ids, g_ptr_array_index (envelope->reflections, i));
  return g_strv_builder_end (ids);
}

static void
looked_again_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  ShcMessage *message = self->message;
  GError *error = NULL;

  if (shc_vault_run_finish (SHC_VAULT (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  begin_reply (self);
  if (self->again)
    message = find_unkept (self);
  else
    g_ptr_array_add (self->messages, g_steal_pointer (&self->message));
  shc_talk_keep_message (self, message, kept_message_cb, g_steal_pointer (&task));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  GError *error = NULL;
  ShcCompanion *holds = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (holds == NULL || !take_what_holds (self, holds, &error) || !shc_talk_connect (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  shc_vault_run_async (self->vault, SHC_DB_OUTBOUND, FALSE, look_again_in_thread, dup_reflections (self->envelope),
                       (GDestroyNotify) g_strfreev, NULL, NULL, looked_again_cb, g_steal_pointer (&task));
}

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) problem = NULL;
  GError *error = NULL;

  sending->key = shc_service_key_lookup_finish (SHC_VAULT (source), result, &problem);
  if (!shc_talk_take_key (self, sending->key, problem, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, check_in_thread, NULL, NULL,
                       (GDestroyNotify) shc_companion_free, NULL, checked_cb, g_steal_pointer (&task));
}

void
shc_talk_send_async (ShcTalk             *self,
                     const ShcIntent     *intent,
                     gboolean             prompt,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Sending *sending;
  GError *error = NULL;

  g_return_if_fail (SHC_IS_TALK (self) && self->message != NULL);
  g_return_if_fail (intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_talk_send_async);
  /* What has come is told, whatever ended it. */
  g_task_set_check_cancellable (task, FALSE);
  if (!shc_talk_check (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->intent = shc_intent_copy (intent);
  g_task_set_task_data (task, sending, sending_free);
  shc_service_key_lookup_async (self->vault, "openai", prompt, cancellable, key_cb, g_steal_pointer (&task));
}

const ShcChatReply *
shc_talk_send_finish (ShcTalk       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
shc_talk_get_shown (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  if (!self->replied || self->messages->len == 0)
    return "";
  return ((const ShcMessage *) g_ptr_array_index (self->messages, self->messages->len - 1))->text;
}
