/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One conversation with the companion: loading it, and putting together what is sent next. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-log.h"
#include "shc-reflections.h"
#include "shc-settings.h"
#include "shc-vault-error.h"

/* Enough for a few paragraphs; a reply that is cut short says so. */
#define MAX_OUTPUT_TOKENS 2000

enum { SIGNAL_TEXT, SIGNAL_WAITING, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcTalk, shc_talk, G_TYPE_OBJECT)

static void
drop_prepared (ShcTalk *self)
{
  g_clear_pointer (&self->message, shc_message_free);
  g_clear_pointer (&self->envelope, shc_envelope_free);
  g_clear_pointer (&self->body, g_bytes_unref);
}

static void
shc_talk_dispose (GObject *object)
{
  ShcTalk *self = SHC_TALK (object);

  drop_prepared (self);
  g_clear_object (&self->http);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->companion, shc_companion_free);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->check, shc_safety_reply_free);
  g_clear_pointer (&self->reply, shc_chat_reply_free);
  g_clear_pointer (&self->pledge, shc_usage_free);
  g_clear_pointer (&self->last, shc_usage_free);
  g_clear_pointer (&self->used, g_ptr_array_unref);

  G_OBJECT_CLASS (shc_talk_parent_class)->dispose (object);
}

static void
shc_talk_finalize (GObject *object)
{
  ShcTalk *self = SHC_TALK (object);

  g_free (self->conversation);

  G_OBJECT_CLASS (shc_talk_parent_class)->finalize (object);
}

static void
shc_talk_class_init (ShcTalkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = shc_talk_dispose;
  object_class->finalize = shc_talk_finalize;

  signals[SIGNAL_TEXT] = g_signal_new ("text", SHC_TYPE_TALK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                       G_TYPE_POINTER, G_TYPE_UINT64, G_TYPE_UINT64);
  signals[SIGNAL_WAITING] =
    g_signal_new ("waiting", SHC_TYPE_TALK, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
shc_talk_init (ShcTalk *self)
{
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  self->used = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_usage_free);
  self->keep = TRUE;
}

ShcTalk *
shc_talk_new (ShcVault *vault)
{
  ShcTalk *self;

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  self = g_object_new (SHC_TYPE_TALK, NULL);
  self->vault = g_object_ref (vault);
  return self;
}

const ShcCompanion *
shc_talk_get_companion (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  return self->companion;
}

const GPtrArray *
shc_talk_get_messages (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  return self->messages;
}

const char *
shc_talk_get_conversation (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  return self->conversation;
}

void
shc_talk_set_keep (ShcTalk  *self,
                   gboolean  keep)
{
  g_return_if_fail (SHC_IS_TALK (self));

  self->keep = keep;
}

const ShcEnvelope *
shc_talk_get_envelope (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  return self->envelope;
}

GBytes *
shc_talk_get_body (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), NULL);

  return self->body;
}

ShcSafetyFinding
shc_talk_get_finding (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), ((ShcSafetyFinding) { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE }));

  return self->finding;
}

ShcIntent *
shc_talk_create_intent (ShcTalk    *self,
                        const char *action)
{
  g_return_val_if_fail (SHC_IS_TALK (self) && self->envelope != NULL, NULL);

  return shc_intent_new ("openai", shc_chat_protocol_get_path (self->companion->protocol) + 1, "chat", action,
                         1 + self->envelope->n_reflections);
}

gboolean
shc_talk_connect (ShcTalk  *self,
                  GError  **error)
{
  g_autoptr(ShcActivityLog) log = shc_activity_log_new (self->vault);

  g_clear_object (&self->http);
  self->http = shc_http_new (SHC_INTENT_SINK (log), self->companion->ca_file, NULL, error);
  return self->http != NULL;
}

ShcChatServer
shc_talk_get_server (ShcTalk *self,
                     GBytes  *key)
{
  return (ShcChatServer) { self->companion->base_url, key, self->companion->protocol, self->companion->official };
}

/* Servers of one's own mostly want none. */
gboolean
shc_talk_take_key (ShcTalk       *self,
                   GBytes        *key,
                   const GError  *problem,
                   GError       **error)
{
  if (key != NULL || !shc_companion_needs_key (self->companion))
    return TRUE;
  if (g_error_matches (problem, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY))
    g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_KEY,
                         _("There is no key for the companion’s service yet. It is stored in this computer’s keyring, by "
                           "Preferences or “shc secret set openai”. Nothing was sent."));
  else
    g_propagate_error (error, g_error_copy (problem));
  return FALSE;
}

const char *
shc_talk_update_shown (ShcTalk    *self,
                       const char *text,
                       gsize       length,
                       gsize       kept,
                       gboolean    ended)
{
  gsize shown_length, same;
  const char *shown = shc_safety_reply_update (self->check, text, length, kept, ended, &shown_length, &same);
  gboolean changed = same < self->shown_length || same < shown_length;

  self->shown_length = shown_length;
  self->withheld = shc_safety_reply_get_n_withheld (self->check) > 0;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_TEXT], 0, shown, (guint64) shown_length, (guint64) same);
  return shown;
}

gboolean
shc_talk_has_withheld (ShcTalk *self)
{
  g_return_val_if_fail (SHC_IS_TALK (self), FALSE);

  return self->withheld;
}

void
shc_talk_emit_waiting (ShcTalk *self,
                       guint    ms)
{
  g_signal_emit (self, signals[SIGNAL_WAITING], 0, ms);
}

/* ---- loading */

typedef struct
{
  char            *conversation;
  ShcCompanion    *companion;
  ShcConversation *found;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_free (loading->conversation);
  shc_companion_free (loading->companion);
  shc_conversation_free (loading->found);
  g_free (loading);
}

static gpointer
load_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  const char *conversation = data;
  Loading *loading = g_new0 (Loading, 1);
  int days = shc_settings_get_int (db, SHC_SETTING_COMPANION_RETENTION_DAYS, error);

  if (days > 0 && shc_conversations_settle (db, g_get_real_time (), days, error))
    loading->companion = shc_companion_load (db, g_get_real_time (), error);
  if (loading->companion != NULL && conversation != NULL)
    loading->found = shc_conversations_get (db, conversation, error);
  if (loading->companion != NULL && (conversation == NULL || loading->found != NULL))
    return loading;
  loading_free (loading);
  return NULL;
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  GError *error = NULL;
  Loading *loading = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (loading == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->companion, shc_companion_free);
  self->companion = g_steal_pointer (&loading->companion);
  if (loading->found != NULL)
    {
      g_free (self->conversation);
      self->conversation = g_strdup (loading->found->id);
      g_ptr_array_unref (self->messages);
      self->messages = g_steal_pointer (&loading->found->messages);
      self->replied = FALSE;
      drop_prepared (self);
      g_ptr_array_unref (self->used);
      self->used = g_steal_pointer (&loading->found->usage);
    }
  loading_free (loading);
  g_task_return_boolean (task, TRUE);
}

void
shc_talk_load_async (ShcTalk             *self,
                     const char          *conversation,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_TALK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_talk_load_async);
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, load_in_thread, g_strdup (conversation), g_free, loading_free,
                       cancellable, loaded_cb, task);
}

gboolean
shc_talk_load_finish (ShcTalk       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- preparing */

/* What a job is given: nothing of it changes while it runs, as one thing is done at a time. */
typedef struct
{
  ShcCompanion *companion;
  GPtrArray    *earlier;   /* (element-type ShcMessage): not ours */
  ShcMessage   *message;
  gboolean      again;
  char         *model;
} Preparing;

static gpointer
check_reflections_in_thread (ShcDb     *db,
                             gpointer   data,
                             GError   **error)
{
  const ShcMessage *message = ((const Preparing *) data)->message;

  for (guint i = 0; message->reflections != NULL && message->reflections[i] != NULL; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflections_get (db, message->reflections[i], error);

      if (reflection == NULL)
        return NULL;
      if (reflection->never_send)
        {
          g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_NEVER_SEND,
                               _("One of these reflections is marked “never send”. Nothing was sent."));
          return NULL;
        }
      g_free (message->reflections[i]);
      message->reflections[i] = g_strdup (reflection->id);
    }
  return data;
}

static gpointer
prepare_in_thread (ShcDb     *db,
                   gpointer   data,
                   GError   **error)
{
  const Preparing *preparing = data;

  shc_safety_reply_prepare ();
  return shc_envelope_new (db, preparing->companion, preparing->earlier, preparing->message, preparing->model, error);
}

static void
preparing_free (gpointer data)
{
  Preparing *preparing = data;

  g_ptr_array_unref (preparing->earlier);
  shc_message_free (preparing->message);
  g_free (preparing->model);
  g_free (preparing);
}

static void
prepared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcTalk *self = g_task_get_source_object (task);
  Preparing *preparing = g_task_get_task_data (task);
  GError *error = NULL;
  ShcEnvelope *envelope = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (envelope == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  drop_prepared (self);
  self->envelope = envelope;
  self->envelope->request->max_output_tokens = MAX_OUTPUT_TOKENS;
  self->body = shc_chat_request_build (self->envelope->request);
  self->message = g_steal_pointer (&preparing->message);
  self->again = preparing->again;
  self->finding = envelope->finding;
  g_task_return_boolean (task, TRUE);
}

/* Told by the whole journal why something cannot go; what goes is read by the outbound connection. */
static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  Preparing *preparing = g_task_get_task_data (task);
  GError *error = NULL;

  if (shc_vault_run_finish (SHC_VAULT (source), result, &error) == NULL)
    g_task_return_error (task, error);
  else
    shc_vault_run_async (SHC_VAULT (source), SHC_DB_OUTBOUND, FALSE, prepare_in_thread, preparing, NULL,
                         (GDestroyNotify) shc_envelope_free, cancellable, prepared_cb, g_steal_pointer (&task));
}

void
shc_talk_prepare (ShcTalk             *self,
                  ShcMessage          *message,
                  guint                n_earlier,
                  const char          *model,
                  gpointer             tag,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  Preparing *preparing = g_new0 (Preparing, 1);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  preparing->companion = self->companion;
  preparing->earlier = g_ptr_array_new ();
  g_ptr_array_extend (preparing->earlier, self->messages, NULL, NULL);
  g_ptr_array_set_size (preparing->earlier, (int) n_earlier);
  preparing->message = message;
  preparing->again = n_earlier < self->messages->len;
  preparing->model = g_strdup (model);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, preparing, preparing_free);
  shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, check_reflections_in_thread, preparing, NULL, NULL, cancellable,
                       checked_cb, task);
}

void
shc_talk_prepare_async (ShcTalk             *self,
                        const char          *text,
                        const char *const   *reflections,
                        const char          *model,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  ShcMessage *message;

  g_return_if_fail (SHC_IS_TALK (self) && self->companion != NULL);
  g_return_if_fail (text != NULL);

  message = shc_message_new (TRUE, text);
  message->reflections = g_strdupv ((char **) reflections);
  shc_talk_prepare (self, message, self->messages->len, model, shc_talk_prepare_async, cancellable, callback, user_data);
}

gboolean
shc_talk_prepare_finish (ShcTalk       *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
