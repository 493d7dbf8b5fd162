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
#include "shc-chatting.h"
#include "shc-commands.h"
#include "shc-cost-output.h"
#include "shc-input.h"
#include "shc-pause.h"
#include "shc-writing.h"

/* Exactly the body and nothing else on standard output; what is to be known about it beside. */
static void
preview (ShcTalk *talk)
{
  const ShcEnvelope *envelope = shc_talk_get_envelope (talk);
  gsize length;
  const char *body = g_bytes_get_data (shc_talk_get_body (talk), &length);
  g_autofree char *cost = shc_talk_dup_cost_words (talk);

  fwrite (body, 1, length, stdout);
  fflush (stdout);
  if (isatty (STDOUT_FILENO))
    fputs ("\n", stderr);
  shc_cli_warn (_("This would go to %s: %" G_GSIZE_FORMAT " bytes, about %" PRId64 " tokens. Nothing was sent."),
                shc_talk_get_companion (talk)->host, length, shc_envelope_estimate_tokens (length));
  shc_cli_warn ("%s", cost);
  if (envelope->left_out > 0)
    shc_cli_warn (_("The oldest %u messages of the conversation would stay behind: it has become long."),
                  envelope->left_out);
}

static void
tell_left_out (ShcChatting *chatting)
{
  const ShcEnvelope *envelope = shc_talk_get_envelope (chatting->talk);
  ShcCli *cli = chatting->cli;

  if (envelope->left_out > 0)
    shc_cli_say (cli, _("The conversation has become long: its oldest %u messages did not go along."),
                 envelope->left_out);
  if (envelope->withdrawn > 0)
    shc_cli_say (cli, _("%u earlier messages did not go along: they told of danger, or took along a reflection that may "
                        "no longer be sent."), envelope->withdrawn);
}

static ShcSafetyLevel
get_level (ShcChatting *chatting)
{
  return shc_talk_get_finding (chatting->talk).level;
}

/* Where somebody may be in danger now, the card comes first, and only the person can say that it is sent. @line:
 * (nullable): where they can be asked. */
static gboolean
may_go (ShcChatting *chatting,
        ShcLine     *line)
{
  g_autofree char *answer = NULL;

  if (get_level (chatting) < SHC_SAFETY_NOW || shc_args_has (chatting->cli->args, "send-anyway"))
    return TRUE;
  shc_chatting_show_card (chatting);
  if (line != NULL &&
      shc_line_read (line, _("Send it to the companion all the same? (y/n) "), shc_writing_get_idle (chatting->cli),
                     &answer) == SHC_LINE_TYPED &&
      (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0))
    return TRUE;
  shc_cli_warn (_("Nothing was sent."));
  return FALSE;
}

static void
tell_state (const ShcChatReply *reply)
{
  if (reply->problem != NULL)
    shc_cli_warn ("%s", reply->problem->message);
  else if (reply->state == SHC_CHAT_STOPPED)
    shc_cli_warn (_("Stopped. What came is above."));
}

static void
add_usage (ShcTalk     *talk,
           JsonBuilder *out)
{
  gint64 input, output;
  gboolean guessed = shc_talk_get_tokens (talk, &input, &output);

  json_builder_set_member_name (out, "usage");
  json_builder_begin_object (out);
  shc_json_add_int (out, "input", input);
  shc_json_add_int (out, "output", output);
  shc_json_add_boolean (out, "estimated", guessed);
  json_builder_end_object (out);
}

/* Of the reply alone. */
static void
add_cost (ShcTalk     *talk,
          JsonBuilder *out)
{
  g_autoptr(ShcCost) cost = shc_talk_create_reply_cost (talk);

  shc_cost_output_add (out, cost);
}

/* Without a reply it was held. */
static void
add_result (ShcChatting *chatting,
            JsonBuilder *out)
{
  const ShcChatReply *reply = chatting->reply;
  ShcTalk *talk = chatting->talk;
  const char *model = reply != NULL && reply->model != NULL ? reply->model
                                                            : shc_talk_get_envelope (talk)->request->model;

  json_builder_begin_object (out);
  shc_json_add_string (out, "conversation", shc_talk_get_conversation (talk));
  shc_json_add_string (out, "response", reply != NULL ? shc_talk_get_shown (talk) : "");
  shc_json_add_string (out, "state", reply != NULL ? shc_chat_state_get_name (reply->state) : "held");
  shc_json_add_string (out, "message", reply != NULL && reply->problem != NULL ? reply->problem->message : NULL);
  shc_json_add_string (out, "model", model);
  add_usage (talk, out);
  add_cost (talk, out);
  shc_json_add_string (out, "safety", shc_safety_level_get_name (get_level (chatting)));
  json_builder_end_object (out);
}

static gboolean
prepare (ShcChatting  *chatting,
         const char   *text,
         gboolean      including,
         GError      **error)
{
  const ShcArgs *args = chatting->cli->args;

  return shc_chatting_prepare (chatting, text, including ? shc_args_get_all (args, "include") : NULL,
                               shc_args_get (args, "model"), error);
}

/* What was prepared. @line: (nullable): where a person can be asked. */
static gboolean
say (ShcChatting  *chatting,
     ShcLine      *line,
     GError      **error)
{
  if (!may_go (chatting, line))
    return TRUE;
  tell_left_out (chatting);
  if (!shc_chatting_send (chatting, error))
    return FALSE;
  tell_state (chatting->reply);
  if (get_level (chatting) == SHC_SAFETY_CONCERN ||
      (get_level (chatting) == SHC_SAFETY_NOW && shc_args_has (chatting->cli->args, "send-anyway")))
    shc_chatting_show_card (chatting);
  else if (get_level (chatting) == SHC_SAFETY_MENTION || shc_talk_has_withheld (chatting->talk))
    shc_care_say_where (chatting->cli);
  return TRUE;
}

/* What was typed and got no answer is still in memory, and need not be typed again. */
static gboolean
wants_again (ShcChatting *chatting,
             ShcLine     *line,
             int          idle)
{
  g_autofree char *answer = NULL;

  return shc_chatting_has_failed (chatting) && *shc_talk_get_shown (chatting->talk) == '\0' &&
         shc_line_read (line, _("Your text is still here. Enter sends it again, Ctrl-C drops it. "), idle, &answer) ==
           SHC_LINE_TYPED;
}

static gboolean
say_until_answered (ShcChatting  *chatting,
                    ShcLine      *line,
                    int           idle,
                    GError      **error)
{
  if (!say (chatting, line, error))
    return FALSE;
  while (wants_again (chatting, line, idle))
    if (!shc_chatting_prepare_again (chatting, shc_args_get (chatting->cli->args, "model"), error) ||
        !say (chatting, line, error))
      return FALSE;
  return TRUE;
}

static void
tell_pause (ShcChatting *chatting,
            ShcPause    *pause)
{
  const char *note = shc_pause_note (pause, g_get_monotonic_time ());

  if (note != NULL)
    shc_cli_say (chatting->cli, "%s", note);
}

/* Line after line until Ctrl-D. */
static gboolean
converse (ShcChatting  *chatting,
          gboolean      kept,
          GError      **error)
{
  const ShcCompanion *companion = shc_talk_get_companion (chatting->talk);
  int idle = shc_writing_get_idle (chatting->cli);
  ShcPause pause = { 0 };
  gboolean first = TRUE;
  gboolean ok = TRUE;

  if (kept)
    shc_cli_say (chatting->cli, _("You talk with an AI at %s. The conversation is kept in your journal for %d days."),
                 companion->host, companion->retention_days);
  else
    shc_cli_say (chatting->cli, _("You talk with an AI at %s. Nothing of it is kept: it ends with this program (whose "
                                  "memory the system may write to its swap space)."), companion->host);
  shc_cli_say (chatting->cli, _("Ctrl-D ends."));
  while (ok)
    {
      g_autoptr(ShcLine) line = shc_line_new ();
      g_autofree char *text = NULL;

      if (shc_line_read (line, _("You: "), idle, &text) != SHC_LINE_TYPED)
        break;
      if (*g_strstrip (text) == '\0')
        continue;
      tell_pause (chatting, &pause);
      ok = prepare (chatting, text, first, error) && say_until_answered (chatting, line, idle, error);
      first = FALSE;
    }
  fputs ("\n", stderr);
  return ok;
}

/* Returns: whether what was agreed to and what is wanted let it be kept. */
static gboolean
decide_keeping (ShcChatting *chatting)
{
  const ShcArgs *args = chatting->cli->args;
  gboolean agreed = shc_talk_get_companion (chatting->talk)->history_consent;

  if (!agreed && shc_args_has (args, "save"))
    shc_cli_warn (_("You have not agreed to conversations being kept (“shc consent grant chat-history”), so this one is "
                    "not."));
  return agreed && !shc_args_has (args, "no-save");
}

static gboolean
check_options (const ShcArgs  *args,
               GError        **error)
{
  const char *problem = NULL;

  if (shc_args_has (args, "save") && shc_args_has (args, "no-save"))
    problem = _("Either --save or --no-save, not both.");
  else if (shc_args_has (args, "regenerate") && shc_args_get (args, "conversation") == NULL)
    problem = _("--regenerate needs to know which conversation: --conversation ID.");
  else if (shc_args_has (args, "regenerate") &&
           (args->positionals[0] != NULL || shc_args_has (args, "include") || shc_args_has (args, "no-save")))
    problem = _("--regenerate takes the last message as it is kept: no other text, no --include and no --no-save.");
  if (problem != NULL)
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, problem);
  return problem == NULL;
}

/* That nothing new came leaves what was there. */
static void
tell_kept (ShcChatting *chatting)
{
  const GPtrArray *messages = shc_talk_get_messages (chatting->talk);
  const char *conversation = shc_talk_get_conversation (chatting->talk);
  const ShcMessage *last;

  if (chatting->reply == NULL || *shc_talk_get_shown (chatting->talk) != '\0')
    return;
  last = g_ptr_array_index (messages, messages->len - 1);
  if (!last->from_person)
    shc_cli_say (chatting->cli, _("Nothing new came; the earlier reply is still kept."));
  else if (conversation != NULL)
    shc_cli_say (chatting->cli, _("What you wrote is kept; this sends it again: shc chat --regenerate --conversation %s"),
                 conversation);
}

/* @text: (nullable): the last message once more. */
static gboolean
say_once (ShcChatting  *chatting,
          const char   *text,
          GError      **error)
{
  ShcCli *cli = chatting->cli;
  g_autoptr(ShcLine) line = NULL;

  if (text != NULL ? !prepare (chatting, text, TRUE, error)
                   : !shc_chatting_prepare_again (chatting, shc_args_get (cli->args, "model"), error))
    return FALSE;
  if (shc_args_has (cli->args, "preview"))
    {
      preview (chatting->talk);
      return TRUE;
    }
  if (!shc_talk_check (chatting->talk, error))
    return FALSE;
  if (!cli->json && isatty (STDIN_FILENO) && isatty (STDERR_FILENO))
    line = shc_line_new ();
  if (!say (chatting, line, error))
    return FALSE;
  tell_kept (chatting);
  if (cli->json)
    add_result (chatting, cli->reply);
  shc_chatting_note_failure (chatting);
  return TRUE;
}

gboolean
shc_cmd_chat (ShcCli  *self,
              GError **error)
{
  const char *words = self->args->positionals[0];
  g_auto(ShcChatting) chatting = { .show = !self->json };
  g_autofree char *text = NULL;
  gboolean again = shc_args_has (self->args, "regenerate");
  gboolean kept;

  if (!check_options (self->args, error))
    return FALSE;
  if (words != NULL ? (text = shc_input_dup_text (words, error)) == NULL : !again && !shc_input_can_type (error))
    return FALSE;
  if (!shc_chatting_begin (&chatting, self, shc_args_get (self->args, "conversation"), error) ||
      !shc_companion_check_person (shc_talk_get_companion (chatting.talk), error))
    return FALSE;
  kept = decide_keeping (&chatting);
  shc_talk_set_keep (chatting.talk, kept);
  if (text != NULL || again)
    return say_once (&chatting, text, error);
  return shc_companion_check (shc_talk_get_companion (chatting.talk), error) && converse (&chatting, kept, error);
}
