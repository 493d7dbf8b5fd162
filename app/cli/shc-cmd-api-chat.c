/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc api chat`: the former web service's request and response, on standard input and output. */

#define G_LOG_DOMAIN "shc-cmd-api-chat"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-api.h"
#include "shc-care.h"
#include "shc-chatting.h"
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
add_held (ShcChatting *chatting,
          JsonBuilder *reply)
{
  g_autoptr(ShcSafetyCard) card = shc_chatting_create_card (chatting);
  g_autofree char *text = shc_care_format_card (card);

  json_builder_begin_object (reply);
  shc_json_add_string (reply, "response", text);
  shc_json_add_boolean (reply, "held", TRUE);
  json_builder_end_object (reply);
}

/* The former service knew whole replies only: what is more is told where there is more to tell. */
static void
add_state (const ShcChatReply *reply,
           JsonBuilder        *builder)
{
  if (reply->state == SHC_CHAT_COMPLETE || reply->state == SHC_CHAT_REFUSED)
    return;
  shc_json_add_string (builder, "state", shc_chat_state_get_name (reply->state));
  if (reply->problem != NULL)
    shc_json_add_string (builder, "message", reply->problem->message);
}

/* Of a concern, the reply comes all the same, and the card beside it. */
static void
add_safety (ShcChatting *chatting,
            JsonBuilder *builder)
{
  if (shc_talk_get_finding (chatting->talk).level < SHC_SAFETY_CONCERN)
    return;
  shc_json_add_string (builder, "safety", shc_safety_level_get_name (shc_talk_get_finding (chatting->talk).level));
  shc_chatting_show_card (chatting);
}

/* A part of a reply is told as the reply, with what ended it; what went wrong before any came is an error. */
static gboolean
add_reply (ShcChatting  *chatting,
           JsonBuilder  *reply,
           GError      **error)
{
  const char *shown = shc_talk_get_shown (chatting->talk);

  if (*shown == '\0' && chatting->reply->problem != NULL)
    {
      g_propagate_error (error, g_error_copy (chatting->reply->problem));
      return FALSE;
    }
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "response", shown);
  add_state (chatting->reply, reply);
  add_safety (chatting, reply);
  json_builder_end_object (reply);
  shc_chatting_note_failure (chatting);
  return TRUE;
}

static gboolean
answer (ShcCli         *self,
        const Request  *request,
        GError        **error)
{
  g_auto(ShcChatting) chatting = { NULL };
  const ShcCompanion *companion;

  if (!shc_chatting_begin (&chatting, self, NULL, error))
    return FALSE;
  companion = shc_talk_get_companion (chatting.talk);
  if (!shc_api_check_name (companion->profile, request->healing_name, error) || !shc_companion_check (companion, error) ||
      !shc_chatting_prepare (&chatting, request->message, NULL, NULL, error))
    return FALSE;
  if (shc_talk_get_finding (chatting.talk).level >= SHC_SAFETY_NOW)
    {
      add_held (&chatting, self->reply);
      return TRUE;
    }
  shc_talk_set_keep (chatting.talk, request->consent);
  return shc_chatting_send (&chatting, error) && add_reply (&chatting, self->reply, error);
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
