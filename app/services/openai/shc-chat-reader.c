/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reply put together from what a server sends. */

#define G_LOG_DOMAIN "shc-chat-reader"

#include "config.h"

#include "shc-chat-reader-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-openai-errors.h"

/* No conversation has so many tokens: who counts more counts something else, or nothing. */
#define TOKENS_MAX G_GINT64_CONSTANT (1000000000)
/* Of an item's text. */
#define PARTS_MAX 64

static void
item_free (gpointer data)
{
  ShcChatItem *item = data;

  g_free (item->id);
  g_string_free (item->text, TRUE);
  g_free (item->phase);
  g_array_unref (item->begins);
  g_free (item);
}

/* What no text can hold, a model can say: in its place stands the sign for it, and the rest is kept. */
static JsonNode *
parse (const char *data,
       gsize       length)
{
  JsonNode *root = shc_json_parse (data, length, NULL);
  g_autofree char *mended = NULL;

  if (root != NULL)
    return root;
  mended = g_strndup (data, length);
  return shc_json_mend_escapes (mended, length) ? shc_json_parse (mended, length, NULL) : NULL;
}

/* Whether it is a whole answer at all: any other JSON may stand where a server is none. */
static gboolean
is_answer (ShcChatProtocol  protocol,
           JsonObject      *object)
{
  return shc_chat_get_array (object, protocol == SHC_CHAT_COMPLETIONS ? "choices" : "output") != NULL;
}

/* @failed: by the name of its field. */
static gboolean
find_error (JsonObject  *object,
            gboolean     failed,
            const char **code,
            const char **message)
{
  if (shc_openai_find_error (object, code, message))
    return TRUE;
  *code = shc_chat_get_string (object, "code");
  *message = shc_chat_get_string (object, "message");
  return failed;
}

static void
end_as_nonsense (ShcChatReader *self)
{
  shc_chat_reader_end_with (self, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL,
                            _("What the server sent makes no sense, so the answer was ended here."));
}

/* What goes wrong behind the end of an answer takes nothing from it. */
static void
read_value (ShcChatReader *self,
            const char    *data,
            gsize          length,
            gboolean       failed,
            gboolean       whole)
{
  g_autoptr(JsonNode) root = parse (data, length);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *code, *message;
  gboolean is_error = object != NULL && find_error (object, failed, &code, &message);

  if (self->reply->state != SHC_CHAT_INTERRUPTED && (object == NULL || is_error))
    self->ended = TRUE;
  else if (object == NULL || (whole && !is_error && !is_answer (self->protocol, object)))
    end_as_nonsense (self);
  else if (is_error)
    shc_chat_reader_fail (self, code, message);
  else if (self->protocol == SHC_CHAT_COMPLETIONS)
    shc_chat_read_completion_chunk (self, object, whole);
  else if (whole)
    shc_chat_read_response (self, object, "completed");
  else
    shc_chat_read_response_event (self, object);
}

static void
event_cb (const char *data,
          gsize       length,
          gboolean    failed,
          gpointer    user_data)
{
  ShcChatReader *self = user_data;

  if (self->ended)
    return;
  if (self->protocol == SHC_CHAT_COMPLETIONS && length == strlen ("[DONE]") && memcmp (data, "[DONE]", length) == 0)
    self->ended = TRUE;
  else
    read_value (self, data, length, failed, FALSE);
}

ShcChatReader *
shc_chat_reader_new (ShcChatProtocol  protocol,
                     gboolean         must_echo,
                     ShcChatTextFunc  func,
                     gpointer         user_data)
{
  ShcChatReader *self = g_new0 (ShcChatReader, 1);

  self->protocol = protocol;
  /* Chat completions repeat nothing of the request; where they say that they store, it is believed. */
  self->must_echo = must_echo && protocol == SHC_CHAT_RESPONSES;
  self->func = func;
  self->user_data = user_data;
  self->sse = shc_sse_new (event_cb, self);
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->reply = g_new0 (ShcChatReply, 1);
  self->reply->state = SHC_CHAT_INTERRUPTED;
  self->reply->input_tokens = self->reply->output_tokens = -1;
  return self;
}

void
shc_chat_reader_free (ShcChatReader *self)
{
  shc_sse_free (self->sse);
  g_ptr_array_unref (self->items);
  g_free (self->told);
  shc_chat_reply_free (self->reply);
  g_free (self);
}

ShcChatItem *
shc_chat_reader_get_item (ShcChatReader *self,
                          const char    *id)
{
  ShcChatItem *item;

  for (guint i = 0; i < self->items->len; i++)
    {
      item = g_ptr_array_index (self->items, i);
      if (g_strcmp0 (item->id, id) == 0)
        return item;
    }
  item = g_new0 (ShcChatItem, 1);
  item->id = g_strdup (id);
  item->text = g_string_new (NULL);
  item->begins = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_ptr_array_add (self->items, item);
  return item;
}

static gsize
get_said_length (const ShcChatItem *item)
{
  return item->thoughts.end - item->thoughts.begin;
}

/* The answer is the last item that is not working notes; where there is nothing else, those have to do. */
static ShcChatItem *
get_answer (const ShcChatReader *self)
{
  ShcChatItem *answer = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      ShcChatItem *item = g_ptr_array_index (self->items, i);

      if (get_said_length (item) > 0 && (!item->hidden || answer == NULL || answer->hidden))
        answer = item;
    }
  return answer;
}

/* @kept: how many bytes at the beginning of its text are as they were; @over: nothing comes any more. */
static void
tell (ShcChatReader *self,
      ShcChatItem   *item,
      gsize          kept,
      gboolean       over)
{
  gboolean is_told = self->told_length > 0 && g_strcmp0 (self->told, item->id) == 0;
  gsize same;

  shc_chat_thoughts_look (&item->thoughts, item->text, kept, over);
  /* What was told may turn out to be a thought, and then there is no answer yet. */
  if (item->hidden || (item != get_answer (self) && !(is_told && get_said_length (item) == 0)))
    return;
  same = is_told && item->thoughts.begin == self->told_begin && kept > self->told_begin
           ? MIN (kept - self->told_begin, self->told_length) : 0;
  g_free (self->told);
  self->told = g_strdup (item->id);
  self->told_begin = item->thoughts.begin;
  self->told_length = get_said_length (item);
  if (self->func != NULL)
    self->func (item->text->str + item->thoughts.begin, self->told_length, same, self->user_data);
}

static void
check_length (ShcChatReader     *self,
              const ShcChatItem *item)
{
  if (item->text->len > SHC_CHAT_REPLY_MAX && !self->ended)
    shc_chat_reader_end_with (self, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL,
                              _("The answer became longer than two megabytes, so it was ended here."));
}

/* Parts that are left out, and what is counted strangely, begin where the text ends. Returns: which it is now. */
static guint
open_part (ShcChatItem *item,
           gint64       index)
{
  guint part = index < 0 ? 0 : (guint) MIN (index, PARTS_MAX - 1);

  while (item->begins->len <= part)
    g_array_append_val (item->begins, item->text->len);
  return part;
}

/* Returns: where part @part ends. */
static gsize
get_end (const ShcChatItem *item,
         guint              part)
{
  return part + 1 < item->begins->len ? g_array_index (item->begins, gsize, part + 1) : item->text->len;
}

static void
move_later_parts (ShcChatItem *item,
                  guint        part,
                  gsize        from,
                  gsize        to)
{
  for (guint i = part + 1; i < item->begins->len; i++)
    g_array_index (item->begins, gsize, i) += to - from;
}

void
shc_chat_reader_add (ShcChatReader *self,
                     ShcChatItem   *item,
                     gint64         index,
                     const char    *text)
{
  guint part;
  gsize at;

  if (text == NULL || *text == '\0' || item->whole)
    return;
  part = open_part (item, index);
  at = get_end (item, part);
  g_string_insert (item->text, (gssize) at, text);
  move_later_parts (item, part, 0, strlen (text));
  tell (self, item, at, FALSE);
  check_length (self, item);
}

void
shc_chat_reader_add_thought (ShcChatReader *self,
                             const char    *text)
{
  if (text != NULL)
    self->thought_bytes += strlen (text);
}

void
shc_chat_reader_set_part (ShcChatReader *self,
                          ShcChatItem   *item,
                          gint64         index,
                          const char    *text)
{
  g_autoptr(GString) all = NULL;
  gsize begin, end;
  guint part;

  if (text == NULL || *text == '\0' || item->whole)
    return;
  part = open_part (item, index);
  begin = g_array_index (item->begins, gsize, part);
  end = get_end (item, part);
  all = g_string_new_len (item->text->str, (gssize) begin);
  g_string_append (all, text);
  g_string_append (all, item->text->str + end);
  move_later_parts (item, part, end - begin, strlen (text));
  shc_chat_reader_set (self, item, all->str);
}

void
shc_chat_reader_set (ShcChatReader *self,
                     ShcChatItem   *item,
                     const char    *text)
{
  gsize same = 0;

  if (text == NULL || g_str_equal (text, item->text->str))
    return;
  while (same < item->text->len && item->text->str[same] == text[same])
    same++;
  while (same > 0 && ((guchar) text[same] & 0xC0) == 0x80)
    same--;
  g_string_assign (item->text, text);
  tell (self, item, same, FALSE);
  check_length (self, item);
}

void
shc_chat_reader_end_with (ShcChatReader   *self,
                          ShcChatState     state,
                          ShcServiceError  code,
                          const char      *message)
{
  self->ended = TRUE;
  self->reply->state = state;
  g_clear_error (&self->reply->problem);
  if (message != NULL)
    self->reply->problem = g_error_new_literal (SHC_SERVICE_ERROR, (int) code, message);
}

void
shc_chat_reader_fail (ShcChatReader *self,
                      const char    *code,
                      const char    *message)
{
  ShcHttpVerdict verdict = { SHC_SERVICE_ERROR_FAULT, NULL, FALSE };

  shc_openai_judge_code (code, message, &verdict);
  shc_chat_reader_end_with (self, SHC_CHAT_ERROR, verdict.code, verdict.message);
  g_free (verdict.message);
}

void
shc_chat_reader_check_store (ShcChatReader *self,
                             JsonObject    *object)
{
  JsonNode *store = json_object_get_member (object, "store");
  gboolean told = store != NULL && JSON_NODE_HOLDS_VALUE (store) && json_node_get_value_type (store) == G_TYPE_BOOLEAN;

  if (told ? !json_node_get_boolean (store) : !self->must_echo)
    return;
  shc_chat_reader_end_with (self, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_STORED,
                            told ? _("The server says that it stores this conversation although it was asked not to. "
                                     "Nothing more is sent to it.")
                                 : _("The server does not confirm that it stores nothing, as it should. Nothing more "
                                     "is sent to it."));
}

gboolean
shc_chat_reader_push (ShcChatReader *self,
                      const char    *bytes,
                      gsize          length)
{
  g_autoptr(GError) error = NULL;

  self->begun = TRUE;
  if (self->ended || shc_sse_push (self->sse, bytes, length, &error) || self->ended)
    return !self->ended;
  if (self->reply->state == SHC_CHAT_INTERRUPTED)
    shc_chat_reader_end_with (self, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL, error->message);
  self->ended = TRUE;
  return FALSE;
}

void
shc_chat_reader_push_whole (ShcChatReader *self,
                            const char    *bytes,
                            gsize          length)
{
  self->begun = TRUE;
  if (!self->ended)
    read_value (self, bytes, length, FALSE, TRUE);
}

static void
note_interrupted (ShcChatReader *self,
                  const GError  *error,
                  gboolean       empty)
{
  ShcChatReply *reply = self->reply;

  if (error != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      reply->state = SHC_CHAT_STOPPED;
      return;
    }
  reply->state = empty ? SHC_CHAT_ERROR : SHC_CHAT_INTERRUPTED;
  if (error != NULL)
    reply->problem = g_error_copy (error);
  else if (!self->begun)
    reply->problem = g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                                          _("The server’s answer was empty. You can ask again; if it stays so, please check the "
                                            "server’s address (openai.base-url), and the protocol that it speaks "
                                            "(openai.protocol)."));
  else
    reply->problem = g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE,
                                          _("The answer was cut off on its way. What came is kept; you can ask "
                                            "again."));
}

/* An end without a word is none: what the person can do about it is to be said. */
static void
note_empty (ShcChatReader *self)
{
  if (self->reply->state == SHC_CHAT_COMPLETE)
    shc_chat_reader_end_with (self, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                              _("The model ended its answer without a word. You can ask again, or choose another model."));
  else if (self->reply->state == SHC_CHAT_INCOMPLETE &&
           g_error_matches (self->reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TOO_LONG))
    shc_chat_reader_end_with (self, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG,
                              _("The model used up its limit of length before its first word. You can ask again, or choose "
                                "another model."));
}

/* What was held back until it was known what it is, is told. */
static void
end_items (ShcChatReader *self)
{
  self->reply->bytes = self->thought_bytes;
  for (guint i = 0; i < self->items->len; i++)
    {
      ShcChatItem *item = g_ptr_array_index (self->items, i);
      gsize said = get_said_length (item);

      self->reply->bytes += item->text->len;
      shc_chat_thoughts_look (&item->thoughts, item->text, item->text->len, TRUE);
      if (get_said_length (item) != said)
        tell (self, item, item->text->len, TRUE);
    }
}

ShcChatReply *
shc_chat_reader_end (ShcChatReader *self,
                     const GError  *error)
{
  const ShcChatItem *answer;
  gboolean empty;

  end_items (self);
  answer = get_answer (self);
  empty = answer == NULL;
  g_free (self->reply->text);
  self->reply->text = empty ? g_strdup ("") : g_strndup (answer->text->str + answer->thoughts.begin, get_said_length (answer));
  self->reply->phase = g_strdup (empty ? NULL : answer->phase);
  if (empty)
    note_empty (self);
  if (self->reply->state == SHC_CHAT_INTERRUPTED && self->reply->problem == NULL)
    note_interrupted (self, error, empty);
  else if (self->reply->state == SHC_CHAT_INTERRUPTED && empty)
    self->reply->state = SHC_CHAT_ERROR;
  else if (self->reply->state == SHC_CHAT_ERROR && !empty)
    self->reply->state = SHC_CHAT_INTERRUPTED;
  if (self->reply->state == SHC_CHAT_COMPLETE && self->refused)
    self->reply->state = SHC_CHAT_REFUSED;
  return g_steal_pointer (&self->reply);
}

const char *
shc_chat_get_string (JsonObject *object,
                     const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

JsonObject *
shc_chat_get_object (JsonObject *object,
                     const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
shc_chat_get_array (JsonObject *object,
                    const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gint64
shc_chat_get_count (JsonObject *object,
                    const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  gint64 count = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                   ? json_node_get_int (node) : -1;

  return count <= TOKENS_MAX ? MAX (count, -1) : -1;
}

JsonObject *
shc_chat_get_element (JsonArray *array,
                      guint      index)
{
  JsonNode *node = array != NULL && index < json_array_get_length (array) ? json_array_get_element (array, index) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
