/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire format of the Responses API (OpenAI API reference: "Streaming events"). */

#define G_LOG_DOMAIN "shc-chat-responses"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"

/* The longest word that a phase is taken to be. */
#define PHASE_MAX 32

static void
read_usage (ShcChatReader *self,
            JsonObject    *response)
{
  JsonObject *usage = shc_chat_get_object (response, "usage");

  if (usage == NULL)
    return;
  self->reply->input_tokens = shc_chat_get_count (usage, "input_tokens");
  self->reply->output_tokens = shc_chat_get_count (usage, "output_tokens");
}

static char *
read_content (ShcChatReader *self,
              JsonArray     *content)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; content != NULL && i < json_array_get_length (content); i++)
    {
      JsonObject *part = shc_chat_get_element (content, i);
      const char *type = shc_chat_get_string (part, "type");

      if (g_strcmp0 (type, "output_text") == 0 && shc_chat_get_string (part, "text") != NULL)
        g_string_append (text, shc_chat_get_string (part, "text"));
      else if (g_strcmp0 (type, "refusal") == 0 && shc_chat_get_string (part, "refusal") != NULL)
        {
          self->refused = TRUE;
          g_string_append (text, shc_chat_get_string (part, "refusal"));
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "Dropping it can degrade performance" (MessagePhase in OpenAI's specification): a word that is not known may matter, too. */
static void
read_phase (ShcChatItem *item,
            const char  *phase)
{
  if (phase == NULL || *phase == '\0' || strlen (phase) > PHASE_MAX)
    return;
  g_free (item->phase);
  item->phase = g_strdup (phase);
  item->hidden = g_str_equal (phase, "commentary");
}

/* @whole: it holds all of its text. */
static void
read_item (ShcChatReader *self,
           JsonObject    *item,
           gboolean       whole)
{
  const char *id = shc_chat_get_string (item, "id");
  ShcChatItem *ours;

  if (g_strcmp0 (shc_chat_get_string (item, "type"), "message") != 0)
    return;
  ours = shc_chat_reader_get_item (self, id);
  read_phase (ours, shc_chat_get_string (item, "phase"));
  if (whole)
    {
      g_autofree char *text = read_content (self, shc_chat_get_array (item, "content"));

      if (*text != '\0')
        shc_chat_reader_set (self, ours, text);
      ours->whole = *text != '\0';
    }
}

static void
note_incomplete (ShcChatReader *self,
                 JsonObject    *response)
{
  const char *reason = shc_chat_get_string (shc_chat_get_object (response, "incomplete_details"), "reason");

  if (g_strcmp0 (reason, "content_filter") == 0)
    shc_chat_reader_end_with (self, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_FORBIDDEN,
                              _("The answer was cut short by the service’s own filter."));
  else
    shc_chat_reader_end_with (self, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG,
                              _("The answer was cut short by its limit of length."));
}

void
shc_chat_read_response (ShcChatReader *self,
                        JsonObject    *response,
                        const char    *otherwise)
{
  const char *told = shc_chat_get_string (response, "status");
  const char *status = told != NULL ? told : otherwise;
  JsonArray *output = shc_chat_get_array (response, "output");
  JsonObject *error = shc_chat_get_object (response, "error");

  if (response != NULL)
    shc_chat_reader_check_store (self, response);
  if (self->ended)
    return;
  if (self->reply->model == NULL)
    self->reply->model = g_strdup (shc_chat_get_string (response, "model"));
  for (guint i = 0; output != NULL && i < json_array_get_length (output); i++)
    read_item (self, shc_chat_get_element (output, i), TRUE);
  read_usage (self, response);
  if (self->ended)
    return;
  if (g_strcmp0 (status, "completed") == 0)
    shc_chat_reader_end_with (self, SHC_CHAT_COMPLETE, SHC_SERVICE_ERROR_FAULT, NULL);
  else if (g_strcmp0 (status, "incomplete") == 0)
    note_incomplete (self, response);
  else if (g_strcmp0 (status, "failed") == 0 || g_strcmp0 (status, "cancelled") == 0)
    shc_chat_reader_fail (self, shc_chat_get_string (error, "code"), shc_chat_get_string (error, "message"));
}

static void
read_delta (ShcChatReader *self,
            JsonObject    *event,
            gboolean       refusal)
{
  self->refused |= refusal;
  shc_chat_reader_add (self, shc_chat_reader_get_item (self, shc_chat_get_string (event, "item_id")),
                       shc_chat_get_count (event, "content_index"), shc_chat_get_string (event, "delta"));
}

/* What came piece by piece is overruled by what is told as a whole. */
static void
read_done (ShcChatReader *self,
           JsonObject    *event,
           const char    *text)
{
  shc_chat_reader_set_part (self, shc_chat_reader_get_item (self, shc_chat_get_string (event, "item_id")),
                            shc_chat_get_count (event, "content_index"), text);
}

/* Returns: (nullable): what the status is that an event of this type ends with. */
static const char *
get_last_status (const char *type)
{
  static const char *const types[] = { "response.completed", "response.incomplete", "response.failed" };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i]))
      return types[i] + strlen ("response.");
  return NULL;
}

/* The union of events grows all the time: what is not known is no matter. */
void
shc_chat_read_response_event (ShcChatReader *self,
                              JsonObject    *event)
{
  const char *type = shc_chat_get_string (event, "type");
  JsonObject *response = shc_chat_get_object (event, "response");

  if (type == NULL)
    return;
  if (g_str_equal (type, "response.output_text.delta"))
    read_delta (self, event, FALSE);
  else if (g_str_equal (type, "response.refusal.delta"))
    read_delta (self, event, TRUE);
  else if (g_str_equal (type, "response.reasoning_text.delta"))
    shc_chat_reader_add_thought (self, shc_chat_get_string (event, "delta"));
  else if (g_str_equal (type, "response.output_text.done"))
    read_done (self, event, shc_chat_get_string (event, "text"));
  else if (g_str_equal (type, "response.refusal.done"))
    read_done (self, event, shc_chat_get_string (event, "refusal"));
  else if (g_str_equal (type, "response.output_item.added"))
    read_item (self, shc_chat_get_object (event, "item"), FALSE);
  else if (g_str_equal (type, "response.output_item.done"))
    read_item (self, shc_chat_get_object (event, "item"), TRUE);
  else if (g_str_equal (type, "error"))
    shc_chat_reader_fail (self, shc_chat_get_string (event, "code"), shc_chat_get_string (event, "message"));
  else if (response != NULL && (g_str_equal (type, "response.created") || g_str_equal (type, "response.in_progress")))
    shc_chat_reader_check_store (self, response);
  else if (get_last_status (type) != NULL)
    shc_chat_read_response (self, response, get_last_status (type));
}
