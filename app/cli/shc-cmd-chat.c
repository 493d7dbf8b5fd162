/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc chat`: talking with the companion in a terminal, or one message from a program. */

#define G_LOG_DOMAIN "shc-cmd-chat"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shc-care.h"
#include "shc-chat-turn.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-reflections.h"
#include "shc-unlock.h"
#include "shc-writing.h"

#define STATUS_SERVICE 4

typedef struct
{
  const char *const *wanted;
  GPtrArray         *ids;
} Including;

/* Told by the whole journal why something cannot be included; what goes is read by the outbound connection. */
static gboolean
find_reflections (ShcDb     *db,
                  gpointer   data,
                  GError   **error)
{
  Including *including = data;

  for (guint i = 0; including->wanted != NULL && including->wanted[i] != NULL; i++)
    {
      g_autoptr(ShcReflection) reflection = shc_reflections_get (db, including->wanted[i], error);

      if (reflection == NULL)
        return FALSE;
      if (reflection->never_send)
        {
          g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_NEVER_SEND,
                               _("One of these reflections is marked “never send”. Nothing was sent."));
          return FALSE;
        }
      g_ptr_array_add (including->ids, g_strdup (reflection->id));
    }
  return TRUE;
}

static gboolean
include (ShcCli      *cli,
         ShcMessage  *message,
         GError     **error)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Including including = { shc_args_get_all (cli->args, "include"), ids };

  if (including.wanted == NULL)
    return TRUE;
  if (!shc_cli_do (cli, SHC_DB_READER, find_reflections, &including, error))
    return FALSE;
  g_ptr_array_add (ids, NULL);
  message->reflections = g_strdupv ((char **) ids->pdata);
  return TRUE;
}

typedef struct
{
  const char      *id;
  ShcConversation *conversation;
} Continuing;

static gboolean
get_conversation (ShcDb     *db,
                  gpointer   data,
                  GError   **error)
{
  Continuing *continuing = data;

  continuing->conversation = shc_conversations_get (db, continuing->id, error);
  return continuing->conversation != NULL;
}

static gboolean
go_on (ShcChatTurnRun  *run,
       GError         **error)
{
  Continuing continuing = { shc_args_get (run->talk->cli->args, "conversation"), NULL };

  if (continuing.id == NULL)
    return TRUE;
  if (!shc_cli_do (run->talk->cli, SHC_DB_READER, get_conversation, &continuing, error))
    return FALSE;
  run->conversation = g_strdup (continuing.conversation->id);
  g_ptr_array_unref (run->earlier);
  run->earlier = g_ptr_array_ref (continuing.conversation->messages);
  shc_conversation_free (continuing.conversation);
  return TRUE;
}

/* Exactly the body and nothing else on standard output; what is to be known about it beside. */
static void
preview (const ShcChatTurnRun *run)
{
  const ShcCompanion *companion = run->talk->companion;
  gsize length;
  const char *body = g_bytes_get_data (run->body, &length);

  fwrite (body, 1, length, stdout);
  fflush (stdout);
  if (isatty (STDOUT_FILENO))
    fputs ("\n", stderr);
  shc_cli_warn (_("This would go to %s: %" G_GSIZE_FORMAT " bytes, about %" PRId64 " tokens. Nothing was sent."),
                companion->host, length, shc_envelope_estimate_tokens (length));
  shc_cli_warn (_("What it costs is between you and the service; prices are not known here."));
  if (run->envelope->left_out > 0)
    shc_cli_warn (_("The oldest %u messages of the conversation would stay behind: it has become long."),
                  run->envelope->left_out);
}

static void
tell_left_out (const ShcChatTurnRun *run)
{
  ShcCli *cli = run->talk->cli;

  if (run->envelope->left_out > 0)
    shc_cli_say (cli, _("The conversation has become long: its oldest %u messages did not go along."),
                 run->envelope->left_out);
  if (run->envelope->withdrawn > 0)
    shc_cli_say (cli, _("%u earlier messages did not go along: they told of danger, or took along a reflection that may "
                        "no longer be sent."), run->envelope->withdrawn);
}

static void
show_card (const ShcChatTurnRun *run)
{
  g_autoptr(ShcSafetyCard) card = NULL;
  g_autofree char *text = NULL;

  if (run->finding.level < SHC_SAFETY_CONCERN)
    return;
  card = shc_chat_turn_create_card (run->talk, run->finding);
  text = shc_care_format_card (card);
  shc_cli_warn ("\n%s\n", text);
}

/* Where somebody may be in danger now, the card comes first, and only the person can say that it is sent. */
static gboolean
may_go (ShcChatTurnRun *run,
        ShcLine        *line)
{
  ShcCli *cli = run->talk->cli;
  g_autofree char *answer = NULL;

  if (run->finding.level < SHC_SAFETY_NOW || shc_args_has (cli->args, "send-anyway"))
    return TRUE;
  show_card (run);
  if (line != NULL &&
      shc_line_read (line, _("Send it to the companion all the same? (y/n) "), shc_writing_get_idle (cli), &answer) ==
        SHC_LINE_TYPED &&
      (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0))
    return TRUE;
  run->held = TRUE;
  shc_cli_warn (_("Nothing was sent."));
  return FALSE;
}

static void
tell_state (const ShcChatTurnRun *run)
{
  const ShcChatReply *reply = run->reply;

  if (reply->problem != NULL)
    shc_cli_warn ("%s", reply->problem->message);
  else if (reply->state == SHC_CHAT_STOPPED)
    shc_cli_warn (_("Stopped. What came is above."));
}

static void
add_result (const ShcChatTurnRun *run,
            JsonBuilder          *out)
{
  const ShcChatReply *reply = run->reply;
  const char *model = reply != NULL && reply->model != NULL ? reply->model : run->envelope->request->model;

  json_builder_begin_object (out);
  shc_json_add_string (out, "conversation", run->conversation);
  shc_json_add_string (out, "response", run->text != NULL ? run->text : "");
  shc_json_add_string (out, "state", run->held ? "held" : shc_chat_state_get_name (reply->state));
  shc_json_add_string (out, "message", reply != NULL && reply->problem != NULL ? reply->problem->message : NULL);
  shc_json_add_string (out, "model", model);
  shc_chat_turn_add_usage (run, out);
  shc_json_add_string (out, "safety", shc_safety_level_get_name (run->finding.level));
  json_builder_end_object (out);
}

static gboolean
is_failure (const ShcChatReply *reply)
{
  return reply != NULL && (reply->state == SHC_CHAT_INTERRUPTED || reply->state == SHC_CHAT_ERROR);
}

/* @message: (transfer full). @line: (nullable): where a person can be asked. */
static gboolean
say (ShcChatTurnRun  *run,
     ShcMessage      *message,
     ShcLine         *line,
     GError         **error)
{
  g_autoptr(ShcMessage) owned = message;

  run->held = FALSE;
  if (!shc_chat_turn_prepare (run, message, error))
    return FALSE;
  if (!may_go (run, line))
    return TRUE;
  if (run->talk->http == NULL && !shc_talk_connect (run->talk, error))
    return FALSE;
  tell_left_out (run);
  if (!shc_chat_turn_send (run, g_steal_pointer (&owned), error))
    return FALSE;
  tell_state (run);
  if (run->finding.level == SHC_SAFETY_CONCERN || shc_args_has (run->talk->cli->args, "send-anyway"))
    show_card (run);
  return TRUE;
}

/* Line after line until Ctrl-D. */
static gboolean
converse (ShcChatTurnRun  *run,
          GError         **error)
{
  ShcCli *cli = run->talk->cli;
  int idle = shc_writing_get_idle (cli);
  gboolean ok = TRUE;

  shc_cli_say (cli, run->keep ? _("You talk with an AI at %s. The conversation is kept in your journal for %d days.")
                              : _("You talk with an AI at %s. Nothing of it is kept: it ends with this program "
                                  "(whose memory the system may write to its swap space)."),
               run->talk->companion->host, run->talk->companion->retention_days);
  shc_cli_say (cli, _("An empty line is nothing; Ctrl-D ends."));
  while (ok)
    {
      g_autoptr(ShcLine) line = shc_line_new ();
      g_autofree char *text = NULL;
      g_autoptr(ShcMessage) message = NULL;

      if (shc_line_read (line, _("You: "), idle, &text) != SHC_LINE_TYPED)
        break;
      if (*g_strstrip (text) == '\0')
        continue;
      message = shc_message_new (TRUE, text);
      if (run->earlier->len == 0 && !include (cli, message, error))
        return FALSE;
      if (!shc_companion_check (run->talk->companion, error))
        return FALSE;
      ok = say (run, g_steal_pointer (&message), line, error);
    }
  fputs ("\n", stderr);
  return ok;
}

/* Returns: whether what was agreed to and what is wanted let it be kept. */
static gboolean
decide_keeping (const ShcTalk *talk)
{
  const ShcArgs *args = talk->cli->args;

  if (shc_args_has (args, "no-save") || shc_args_has (args, "preview"))
    return FALSE;
  if (!talk->companion->history_consent && shc_args_has (args, "save"))
    shc_cli_warn (_("You have not agreed to conversations being kept (“shc consent grant chat-history”), so this one is "
                    "not."));
  return talk->companion->history_consent;
}

static gboolean
check_options (const ShcArgs  *args,
               GError        **error)
{
  if (!shc_args_has (args, "save") || !shc_args_has (args, "no-save"))
    return TRUE;
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("Either --save or --no-save, not both."));
  return FALSE;
}

static gboolean
say_once (ShcChatTurnRun  *run,
          const char      *text,
          GError         **error)
{
  ShcCli *cli = run->talk->cli;
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, text);
  g_autoptr(ShcLine) line = NULL;

  if (!include (cli, message, error))
    return FALSE;
  if (shc_args_has (cli->args, "preview"))
    {
      if (!shc_chat_turn_prepare (run, message, error))
        return FALSE;
      preview (run);
      return TRUE;
    }
  if (!shc_companion_check (run->talk->companion, error))
    return FALSE;
  if (!cli->json && isatty (STDIN_FILENO) && isatty (STDERR_FILENO))
    line = shc_line_new ();
  if (!say (run, g_steal_pointer (&message), line, error))
    return FALSE;
  if (cli->json)
    add_result (run, cli->reply);
  if (is_failure (run->reply))
    cli->status = STATUS_SERVICE;
  return TRUE;
}

gboolean
shc_cmd_chat (ShcCli  *self,
              GError **error)
{
  const char *words = self->args->positionals[0];
  g_auto(ShcTalk) talk = { NULL };
  g_auto(ShcChatTurnRun) run = { .talk = &talk, .model = shc_args_get (self->args, "model"), .show = !self->json };
  g_autofree char *text = NULL;

  if (!check_options (self->args, error))
    return FALSE;
  if (words != NULL ? (text = shc_input_dup_text (words, error)) == NULL : !shc_input_can_type (error))
    return FALSE;
  if (!shc_talk_begin (&talk, self, error) || !shc_companion_check_person (talk.companion, error))
    return FALSE;
  run.earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  run.keep = decide_keeping (&talk);
  if (!go_on (&run, error))
    return FALSE;
  return text != NULL ? say_once (&run, text, error) : converse (&run, error);
}
