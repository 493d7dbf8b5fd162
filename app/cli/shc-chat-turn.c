/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message to the companion and its reply. */

#define G_LOG_DOMAIN "shc-chat-turn"

#include "config.h"

#include "shc-chat-turn.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "shc-consent.h"
#include "shc-interrupt.h"
#include "shc-output.h"
#include "shc-safety-reply.h"
#include "shc-settings.h"
#include "shc-usage.h"

/* Enough for a few paragraphs; a reply that is cut short says so. */
#define MAX_OUTPUT_TOKENS 2000

void
shc_chat_turn_run_clear (ShcChatTurnRun *self)
{
  g_clear_pointer (&self->conversation, g_free);
  g_clear_pointer (&self->earlier, g_ptr_array_unref);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->envelope, shc_envelope_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->reply, shc_chat_reply_free);
}

typedef struct
{
  ShcChatTurnRun   *run;
  const ShcMessage *message;
} Preparing;

static gboolean
prepare (ShcDb     *db,
         gpointer   data,
         GError   **error)
{
  Preparing *preparing = data;
  ShcChatTurnRun *run = preparing->run;

  run->envelope = shc_envelope_new (db, run->talk->companion, run->earlier, preparing->message, run->model, error);
  return run->envelope != NULL;
}

gboolean
shc_chat_turn_prepare (ShcChatTurnRun    *self,
                       const ShcMessage  *message,
                       GError           **error)
{
  Preparing preparing = { self, message };

  g_clear_pointer (&self->envelope, shc_envelope_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->finding = shc_safety_check (message->text, -1);
  if (!shc_cli_do (self->talk->cli, SHC_DB_OUTBOUND, prepare, &preparing, error))
    return FALSE;
  self->envelope->request->max_output_tokens = MAX_OUTPUT_TOKENS;
  self->body = shc_chat_request_build (self->envelope->request);
  return TRUE;
}

typedef struct
{
  ShcChatTurnRun *run;
  ShcSafetyReply *check;
  gsize           printed;
  gboolean        done;
} Stream;

/* A terminal cannot take back what it shows: where the text became another one, all of it is shown again. */
static void
print_shown (Stream     *stream,
             const char *shown,
             gsize       same)
{
  gsize length = strlen (shown);
  g_autofree char *safe = NULL;

  if (!stream->run->show)
    return;
  if (same < stream->printed && strncmp (shown, stream->run->text, stream->printed) != 0)
    {
      fputs ("\n\n", stdout);
      stream->printed = 0;
    }
  if (length <= stream->printed)
    return;
  safe = shc_output_safe (shown + stream->printed);
  fputs (safe, stdout);
  fflush (stdout);
  stream->printed = length;
}

static void
update (Stream     *stream,
        const char *text,
        gsize       length,
        gsize       kept,
        gboolean    ended)
{
  gsize same;
  const char *shown = shc_safety_reply_update (stream->check, text, length, kept, ended, &same);

  print_shown (stream, shown, same);
  g_free (stream->run->text);
  stream->run->text = g_strdup (shown);
}

static void
text_cb (const char *text,
         gsize       length,
         gsize       kept,
         gpointer    user_data)
{
  update (user_data, text, length, kept, FALSE);
}

static void
waiting_cb (guint    ms,
            gpointer user_data)
{
  Stream *stream = user_data;

  if (ms >= 1000)
    shc_cli_say (stream->run->talk->cli, _("Waiting %u s for the service; Ctrl-C stops."), (ms + 999) / 1000);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Stream *stream = user_data;

  stream->run->reply = shc_chat_send_finish (SHC_HTTP (source), result);
  stream->done = TRUE;
}

static void
exchange (ShcChatTurnRun *self)
{
  static const char *const purpose = "chat";
  g_autofree char *action = g_strconcat ("shc ", self->talk->cli->args->command->name, NULL);
  const char *path = shc_chat_protocol_get_path (self->talk->companion->protocol);
  g_autoptr(ShcIntent) intent =
    shc_intent_new ("openai", path + 1, purpose, action, 1 + self->envelope->n_reflections);
  ShcChatServer server = shc_talk_get_server (self->talk);
  ShcInterrupt *interrupt = shc_interrupt_begin ();
  g_autoptr(ShcSafetyReply) check =
    shc_safety_reply_new (_("[A sentence was left out here: it could have been harmful to follow.]"));
  Stream stream = { self, check };

  g_free (self->text);
  self->text = g_strdup ("");
  shc_chat_send_async (self->talk->http, intent, &server, self->body, text_cb, waiting_cb, &stream,
                       shc_interrupt_get_cancellable (interrupt), sent_cb, &stream);
  shc_talk_wait (&stream.done);
  shc_interrupt_end (interrupt);
  update (&stream, self->reply->text, strlen (self->reply->text), strlen (self->reply->text), TRUE);
  if (self->show && *self->text != '\0')
    fputs ("\n", stdout);
}

static gint64
count_or_guess (gint64    counted,
                gsize     bytes,
                gboolean *guessed)
{
  if (counted >= 0)
    return counted;
  *guessed = TRUE;
  return shc_envelope_estimate_tokens (bytes);
}

static void
get_tokens (const ShcChatTurnRun *self,
            gint64               *input,
            gint64               *output,
            gboolean             *guessed)
{
  *guessed = FALSE;
  *input = *output = 0;
  if (self->reply == NULL)
    return;
  *input = count_or_guess (self->reply->input_tokens, g_bytes_get_size (self->body), guessed);
  *output = count_or_guess (self->reply->output_tokens, strlen (self->reply->text), guessed);
}

void
shc_chat_turn_add_usage (const ShcChatTurnRun *self,
                         JsonBuilder          *reply)
{
  gint64 input, output;
  gboolean guessed;

  get_tokens (self, &input, &output, &guessed);
  json_builder_set_member_name (reply, "usage");
  json_builder_begin_object (reply);
  shc_json_add_int (reply, "input", input);
  shc_json_add_int (reply, "output", output);
  shc_json_add_boolean (reply, "estimated", guessed);
  json_builder_end_object (reply);
}

typedef struct
{
  ShcChatTurnRun   *run;
  const ShcMessage *message;
} Keeping;

/* What may be kept is asked of the ledger again in the same breath: it may have been withdrawn meanwhile. */
static gboolean
keep (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  Keeping *keeping = data;
  ShcChatTurnRun *run = keeping->run;
  gboolean granted;

  if (!shc_consent_is_granted (db, "chat-history", &granted, error))
    return FALSE;
  if (!granted)
    {
      run->keep = FALSE;
      return TRUE;
    }
  if (run->conversation == NULL)
    run->conversation =
      shc_conversations_begin (db, g_get_real_time (), run->talk->companion->retention_days, error);
  return run->conversation != NULL && shc_conversations_add (db, run->conversation, keeping->message, error);
}

static gboolean
keep_message (ShcChatTurnRun    *self,
              const ShcMessage  *message,
              GError           **error)
{
  Keeping keeping = { self, message };

  return !self->keep || shc_cli_do (self->talk->cli, SHC_DB_WRITER, keep, &keeping, error);
}

static gboolean
add_usage (ShcDb     *db,
           gpointer   data,
           GError   **error)
{
  const ShcChatTurnRun *run = data;
  const char *model = run->reply->model != NULL ? run->reply->model : run->envelope->request->model;
  g_autoptr(ShcUsage) usage = shc_usage_new (g_get_real_time (), run->talk->companion->host, model);
  gboolean guessed;

  get_tokens (run, &usage->input_tokens, &usage->output_tokens, &guessed);
  if (guessed)
    usage->estimated_tokens = usage->input_tokens + usage->output_tokens;
  run->talk->companion->used_tokens += usage->input_tokens + usage->output_tokens;
  return shc_usage_add (db, usage, error);
}

/* Nothing was used where the service took nothing. */
static gboolean
was_used (const ShcChatReply *reply)
{
  return reply->state != SHC_CHAT_ERROR || *reply->text != '\0' || reply->output_tokens > 0;
}

static ShcMessage *
make_reply (const ShcChatTurnRun *self)
{
  ShcMessage *message = shc_message_new (FALSE, self->text);

  message->state = g_strdup (shc_chat_state_get_name (self->reply->state));
  message->model = g_strdup (self->reply->model);
  return message;
}

gboolean
shc_chat_turn_send (ShcChatTurnRun  *self,
                    ShcMessage      *message,
                    GError         **error)
{
  g_autoptr(ShcMessage) reply = NULL;
  g_autoptr(GError) problem = NULL;

  g_clear_pointer (&self->reply, shc_chat_reply_free);
  g_ptr_array_add (self->earlier, message);
  if (!keep_message (self, message, error))
    return FALSE;
  exchange (self);
  reply = make_reply (self);
  if (was_used (self->reply))
    shc_cli_do (self->talk->cli, SHC_DB_WRITER, add_usage, self, NULL);
  if (*self->text != '\0' && !keep_message (self, reply, &problem))
    shc_cli_warn ("%s", problem->message);
  if (*self->text != '\0')
    g_ptr_array_add (self->earlier, g_steal_pointer (&reply));
  return TRUE;
}

static gboolean
read_country (ShcDb     *db,
              gpointer   data,
              GError   **error)
{
  char **country = data;

  *country = shc_settings_get (db, SHC_SETTING_SUPPORT_COUNTRY, error);
  return *country != NULL;
}

ShcSafetyCard *
shc_chat_turn_create_card (ShcTalk          *talk,
                           ShcSafetyFinding  finding)
{
  g_autofree char *country = NULL;

  shc_cli_do (talk->cli, SHC_DB_READER, read_country, &country, NULL);
  return shc_safety_card_new (finding, NULL, country != NULL && *country != '\0' ? country : NULL, g_get_real_time ());
}
