/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with a language model, as plain values; nothing here knows how it goes over the wire. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** ShcChatProtocol: RESPONSES: OpenAI's Responses API; COMPLETIONS: chat completions, which most other
 * servers speak. */
typedef enum { SHC_CHAT_RESPONSES, SHC_CHAT_COMPLETIONS } ShcChatProtocol;

typedef enum { SHC_CHAT_USER, SHC_CHAT_ASSISTANT } ShcChatRole;

/** ShcChatTurn: one message. @phase: (nullable): what the service called a reply of its own. */
typedef struct
{
  ShcChatRole  role;
  char        *text;
  char        *phase;
} ShcChatTurn;
ShcChatTurn *shc_chat_turn_new  (ShcChatRole role, const char *text);
void         shc_chat_turn_free (ShcChatTurn *self);

/**
 * ShcChatRequest:
 * @turns: (element-type ShcChatTurn): oldest first; the last is the message
 * @max_output_tokens: 0 for the server's own
 * @official: whether it goes to OpenAI itself, which has names of its own for some things
 */
typedef struct
{
  ShcChatProtocol  protocol;
  gboolean         official;
  char            *model;
  char            *instructions;
  GPtrArray       *turns;
  guint            max_output_tokens;
} ShcChatRequest;
ShcChatRequest *shc_chat_request_new  (ShcChatProtocol protocol);
void            shc_chat_request_free (ShcChatRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcChatRequest, shc_chat_request_free)

/** shc_chat_request_build: Returns: (transfer full): the exact body that is sent, JSON in UTF-8. It always asks that
 * nothing be stored. */
GBytes *shc_chat_request_build (const ShcChatRequest *self);

/** shc_chat_protocol_get_path: Returns: what follows the base address: "/responses". */
const char *shc_chat_protocol_get_path (ShcChatProtocol protocol);

/** ShcChatState: how a reply ended. */
typedef enum
{
  SHC_CHAT_COMPLETE,
  SHC_CHAT_INCOMPLETE,   /* cut short by the service: its limit, or its filter */
  SHC_CHAT_REFUSED,      /* the model declines; its text says so */
  SHC_CHAT_STOPPED,      /* by the person */
  SHC_CHAT_INTERRUPTED,  /* cut off in the middle */
  SHC_CHAT_ERROR,        /* nothing came, or the service reported an error */
} ShcChatState;

/**
 * ShcChatReply:
 * @text: what came; may be empty
 * @problem: (nullable): for INCOMPLETE, INTERRUPTED and ERROR: what happened, for a person
 * @model: (nullable): which model answered, by its own word
 * @phase: (nullable): what the service calls the text; to be said again with it in later requests
 * @bytes: how many the model made in all, as far as they came: thoughts and working notes count, too
 * @input_tokens: @output_tokens: as the server counted; -1 if it did not
 */
typedef struct
{
  ShcChatState  state;
  char         *text;
  GError       *problem;
  char         *model;
  char         *phase;
  gsize         bytes;
  gint64        input_tokens;
  gint64        output_tokens;
} ShcChatReply;
void shc_chat_reply_free (ShcChatReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcChatReply, shc_chat_reply_free)

/** shc_chat_state_get_name: Returns: "complete", "incomplete", "refused", "stopped", "interrupted" or "error". */
const char *shc_chat_state_get_name (ShcChatState state);

G_END_DECLS
