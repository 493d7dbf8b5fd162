/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire format of chat completions (OpenAI API reference: "The chat completion chunk object"; servers of others
 * speak it with small differences). */

#define G_LOG_DOMAIN "shc-chat-completions"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"

static void
read_usage (ShcChatReader *self,
            JsonObject    *chunk)
{
  JsonObject *usage = shc_chat_get_object (chunk, "usage");

  if (usage == NULL)
    return;
  self->reply->input_tokens = shc_chat_get_count (usage, "prompt_tokens");
  self->reply->output_tokens = shc_chat_get_count (usage, "completion_tokens");
}

/* A reason is the end of the text; the counts come after it, so the stream is read on. */
static void
read_reason (ShcChatReader *self,
             const char    *reason)
{
  if (reason == NULL || self->reply->state != SHC_CHAT_INTERRUPTED)
    return;
  if (g_str_equal (reason, "length"))
    shc_chat_reader_end_with (self, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG,
                              _("The answer was cut short by its limit of length."));
  else if (g_str_equal (reason, "content_filter"))
    shc_chat_reader_end_with (self, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_FORBIDDEN,
                              _("The answer was cut short by the service’s own filter."));
  else
    shc_chat_reader_end_with (self, SHC_CHAT_COMPLETE, SHC_SERVICE_ERROR_FAULT, NULL);
  self->ended = FALSE;
}

/* Servers of models that think tell it apart under one of two names, or under both. */
static void
read_thought (ShcChatReader *self,
              JsonObject    *delta)
{
  const char *thought = shc_chat_get_string (delta, "reasoning_content");

  shc_chat_reader_add_thought (self, thought != NULL ? thought : shc_chat_get_string (delta, "reasoning"));
}

/* The format has no word for it, but some servers tell. */
void
shc_chat_read_completion_chunk (ShcChatReader *self,
                                JsonObject    *chunk,
                                gboolean       whole)
{
  JsonObject *choice = shc_chat_get_element (shc_chat_get_array (chunk, "choices"), 0);
  JsonObject *delta = shc_chat_get_object (choice, "delta");
  const char *model = shc_chat_get_string (chunk, "model");
  const char *refusal;

  shc_chat_reader_check_store (self, chunk);
  if (self->ended)
    return;
  if (delta == NULL)
    delta = shc_chat_get_object (choice, "message");
  if (self->reply->model == NULL)
    self->reply->model = g_strdup (model);
  read_thought (self, delta);
  shc_chat_reader_add (self, shc_chat_reader_get_item (self, NULL), 0, shc_chat_get_string (delta, "content"));
  refusal = shc_chat_get_string (delta, "refusal");
  if (refusal != NULL && *refusal != '\0')
    {
      self->refused = TRUE;
      shc_chat_reader_add (self, shc_chat_reader_get_item (self, NULL), 0, refusal);
    }
  if (!self->ended)
    read_reason (self, shc_chat_get_string (choice, "finish_reason"));
  /* Nothing can have been cut off. */
  if (!self->ended && whole)
    read_reason (self, "stop");
  read_usage (self, chunk);
}
