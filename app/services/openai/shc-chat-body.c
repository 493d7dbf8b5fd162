/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of a request, in either wire format (OpenAI API reference: "Create a model response", "Create chat
 * completion"). */

#define G_LOG_DOMAIN "shc-chat-body"

#include "config.h"

#include <string.h>

#include "shc-chat.h"
#include "shc-json.h"

/* The least that the Responses API takes. */
#define LEAST_OUTPUT_TOKENS 16

static const char *
get_role (const ShcChatTurn *turn)
{
  return turn->role == SHC_CHAT_USER ? "user" : "assistant";
}

/* @phase: (nullable). */
static void
add_message (JsonBuilder *body,
             const char  *role,
             const char  *text,
             const char  *phase)
{
  json_builder_begin_object (body);
  shc_json_add_string (body, "role", role);
  shc_json_add_string (body, "content", text);
  if (phase != NULL)
    shc_json_add_string (body, "phase", phase);
  json_builder_end_object (body);
}

static void
add_messages (JsonBuilder          *body,
              const ShcChatRequest *request)
{
  for (guint i = 0; i < request->turns->len; i++)
    {
      const ShcChatTurn *turn = g_ptr_array_index (request->turns, i);

      add_message (body, get_role (turn), turn->text, request->protocol == SHC_CHAT_RESPONSES ? turn->phase : NULL);
    }
}

/* `store` is true there unless one says otherwise. */
static void
add_response (JsonBuilder          *body,
              const ShcChatRequest *request)
{
  shc_json_add_boolean (body, "store", FALSE);
  shc_json_add_boolean (body, "stream", TRUE);
  if (request->instructions != NULL)
    shc_json_add_string (body, "instructions", request->instructions);
  json_builder_set_member_name (body, "input");
  json_builder_begin_array (body);
  add_messages (body, request);
  json_builder_end_array (body);
  if (request->max_output_tokens > 0)
    shc_json_add_int (body, "max_output_tokens", MAX (request->max_output_tokens, LEAST_OUTPUT_TOKENS));
}

/* Servers of others know `max_tokens`; OpenAI's newer models refuse it. */
static void
add_completion (JsonBuilder          *body,
                const ShcChatRequest *request)
{
  shc_json_add_boolean (body, "store", FALSE);
  shc_json_add_boolean (body, "stream", TRUE);
  json_builder_set_member_name (body, "stream_options");
  json_builder_begin_object (body);
  shc_json_add_boolean (body, "include_usage", TRUE);
  json_builder_end_object (body);
  json_builder_set_member_name (body, "messages");
  json_builder_begin_array (body);
  if (request->instructions != NULL)
    add_message (body, "system", request->instructions, NULL);
  add_messages (body, request);
  json_builder_end_array (body);
  if (request->max_output_tokens > 0)
    shc_json_add_int (body, request->official ? "max_completion_tokens" : "max_tokens", request->max_output_tokens);
}

GBytes *
shc_chat_request_build (const ShcChatRequest *self)
{
  g_autoptr(JsonBuilder) body = json_builder_new ();
  char *text;

  g_return_val_if_fail (self != NULL && self->model != NULL, NULL);

  json_builder_begin_object (body);
  shc_json_add_string (body, "model", self->model);
  if (self->protocol == SHC_CHAT_RESPONSES)
    add_response (body, self);
  else
    add_completion (body, self);
  json_builder_end_object (body);
  text = shc_json_end (body);
  return g_bytes_new_take (text, strlen (text));
}
