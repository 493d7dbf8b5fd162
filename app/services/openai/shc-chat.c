/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with a language model, as plain values. */

#define G_LOG_DOMAIN "shc-chat"

#include "config.h"

#include "shc-chat.h"

ShcChatTurn *
shc_chat_turn_new (ShcChatRole  role,
                   const char  *text)
{
  ShcChatTurn *self = g_new0 (ShcChatTurn, 1);

  self->role = role;
  self->text = g_strdup (text);
  return self;
}

void
shc_chat_turn_free (ShcChatTurn *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->phase);
  g_free (self);
}

ShcChatRequest *
shc_chat_request_new (ShcChatProtocol protocol)
{
  ShcChatRequest *self = g_new0 (ShcChatRequest, 1);

  self->protocol = protocol;
  self->turns = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_chat_turn_free);
  return self;
}

void
shc_chat_request_free (ShcChatRequest *self)
{
  if (self == NULL)
    return;
  g_free (self->model);
  g_free (self->instructions);
  g_ptr_array_unref (self->turns);
  g_free (self);
}

const char *
shc_chat_protocol_get_path (ShcChatProtocol protocol)
{
  return protocol == SHC_CHAT_RESPONSES ? "/responses" : "/chat/completions";
}

void
shc_chat_reply_free (ShcChatReply *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_error (&self->problem);
  g_free (self->model);
  g_free (self->phase);
  g_free (self);
}

const char *
shc_chat_state_get_name (ShcChatState state)
{
  static const char *const names[] = { "complete", "incomplete", "refused", "stopped", "interrupted", "error" };

  g_return_val_if_fail (state <= SHC_CHAT_ERROR, NULL);

  return names[state];
}
