/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc api chat`: the former web service's request and response, on standard input and output. */

#define G_LOG_DOMAIN "shc-cmd-api-chat"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-api.h"
#include "shc-care.h"
#include "shc-chat-turn.h"
#include "shc-commands.h"
#include "shc-text.h"

typedef struct
{
  const char *message;
  const char *healing_name;
  gboolean    consent;
} Request;

static gboolean
get_consent (JsonObject  *object,
             gboolean    *consent,
             GError     **error)
{
  JsonNode *node = json_object_get_member (object, "consent");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("“%s” has to be true or false."), "consent");
      return FALSE;
    }
  *consent = json_node_get_boolean (node);
  return TRUE;
}

static gboolean
fill_request (JsonObject  *object,
              Request     *request,
              GError     **error)
{
  if (!shc_json_get_string (object, "message", TRUE, &request->message, error) ||
      !shc_json_get_string (object, "healingName", TRUE, &request->healing_name, error) ||
      !get_consent (object, &request->consent, error))
    return FALSE;
  if (!shc_text_check (request->message, strlen (request->message), error))
    {
      g_prefix_error (error, "“%s”: ", "message");
      return FALSE;
    }
  return TRUE;
}

static void
add_held (ShcChatTurnRun *run,
          JsonBuilder    *reply)
{
  g_autoptr(ShcSafetyCard) card = shc_chat_turn_create_card (run->talk, run->finding);
  g_autofree char *text = shc_care_format_card (card);

  json_builder_begin_object (reply);
  shc_json_add_string (reply, "response", text);
  shc_json_add_boolean (reply, "held", TRUE);
  json_builder_end_object (reply);
}

/* A part of a reply is told as the reply; what went wrong before any came is an error. */
static gboolean
add_reply (ShcChatTurnRun  *run,
           JsonBuilder     *reply,
           GError         **error)
{
  if (*run->text == '\0' && run->reply->problem != NULL)
    {
      g_propagate_error (error, g_error_copy (run->reply->problem));
      return FALSE;
    }
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "response", run->text);
  json_builder_end_object (reply);
  return TRUE;
}

static gboolean
answer (ShcCli         *self,
        const Request  *request,
        GError        **error)
{
  g_auto(ShcTalk) talk = { NULL };
  g_auto(ShcChatTurnRun) run = { .talk = &talk };
  g_autoptr(ShcMessage) message = shc_message_new (TRUE, request->message);

  if (!shc_talk_begin (&talk, self, error) ||
      !shc_api_check_name (talk.companion->profile, request->healing_name, error) ||
      !shc_companion_check (talk.companion, error))
    return FALSE;
  run.earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_message_free);
  run.keep = request->consent && talk.companion->history_consent;
  if (!shc_chat_turn_prepare (&run, message, error))
    return FALSE;
  if (run.finding.level >= SHC_SAFETY_NOW)
    {
      add_held (&run, self->reply);
      return TRUE;
    }
  return shc_talk_connect (&talk, error) && shc_chat_turn_send (&run, g_steal_pointer (&message), error) &&
         add_reply (&run, self->reply, error);
}

gboolean
shc_cmd_api_chat (ShcCli  *self,
                  GError **error)
{
  static const char *const fields[] = { "message", "healingName", "consent", NULL };
  g_autoptr(JsonNode) root =
    shc_api_read_request (fields, _("“message” is too long: a message holds up to 1 MiB."), error);
  Request request = { NULL };

  return root != NULL && fill_request (json_node_get_object (root), &request, error) &&
         answer (self, &request, error);
}
