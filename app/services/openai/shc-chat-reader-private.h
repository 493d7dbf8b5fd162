/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wire formats share: the reply as it grows. */

#pragma once

#include "shc-chat-reader.h"
#include "shc-chat-thoughts.h"
#include "shc-json.h"
#include "shc-service-error.h"
#include "shc-sse.h"

G_BEGIN_DECLS

/** ShcChatItem: one piece of the output that may carry text. @hidden: working notes, not the answer. @phase: (nullable):
 * what the server calls it, to be said again with it. @begins: where each part of its text begins, as they came. @thoughts: which
 * of its text is not thought aloud. @whole: its text was told as a whole, so that parts have no more to say. */
typedef struct
{
  char            *id;
  GString         *text;
  char            *phase;
  GArray          *begins;     /* gsize */
  ShcChatThoughts  thoughts;
  gboolean         hidden;
  gboolean         whole;
} ShcChatItem;

struct _ShcChatReader
{
  ShcChatProtocol  protocol;
  gboolean         must_echo;
  ShcChatTextFunc  func;
  gpointer         user_data;
  ShcSse          *sse;
  GPtrArray       *items;     /* ShcChatItem, as they came */
  char            *told;      /* (nullable): id of the item that was told of last */
  gsize            told_begin;    /* which part of its text */
  gsize            told_length;
  ShcChatReply    *reply;
  gboolean         ended;     /* a terminal event came, or what came cannot be gone on with */
  gboolean         refused;
  gsize            thought_bytes; /* of what the server told apart as thoughts */
  gboolean         begun;     /* something came, whatever it was */
};

/** shc_chat_reader_get_item: @id: (nullable). Returns: (transfer none): that item, made if it is new. */
ShcChatItem *shc_chat_reader_get_item (ShcChatReader *self, const char *id);

/** shc_chat_reader_add: adds to part @index of an item's text, and tells. */
void shc_chat_reader_add (ShcChatReader *self, ShcChatItem *item, gint64 index, const char *text);

/** shc_chat_reader_add_thought: @text: (nullable): a piece of what the server tells apart as a thought; only its length is kept. */
void shc_chat_reader_add_thought (ShcChatReader *self, const char *text);

/** shc_chat_reader_set_part: what part @index of an item's text is in the end; tells what of it is new. */
void shc_chat_reader_set_part (ShcChatReader *self, ShcChatItem *item, gint64 index, const char *text);

/** shc_chat_reader_set: what an item's text is in the end; tells what of it is new. */
void shc_chat_reader_set (ShcChatReader *self, ShcChatItem *item, const char *text);

/** shc_chat_reader_end_with: the last word on the reply. @message: (nullable): for a person. */
void shc_chat_reader_end_with (ShcChatReader *self, ShcChatState state, ShcServiceError code, const char *message);

/** shc_chat_reader_check_store: ends it where what was asked not to be stored is, by the server's own word in @object. */
void shc_chat_reader_check_store (ShcChatReader *self, JsonObject *object);

/** shc_chat_reader_fail: ends it with what the service reports. @code: @message: (nullable): in its words. */
void shc_chat_reader_fail (ShcChatReader *self, const char *code, const char *message);

/* One event, or one whole answer, of each wire format. */
void shc_chat_read_response_event   (ShcChatReader *self, JsonObject *event);
/** shc_chat_read_response: @response: (nullable); @otherwise: its status where it does not tell one. */
void shc_chat_read_response         (ShcChatReader *self, JsonObject *response, const char *otherwise);
/** shc_chat_read_completion_chunk: @whole: nothing comes after it. */
void shc_chat_read_completion_chunk (ShcChatReader *self, JsonObject *chunk, gboolean whole);

/* Members that may be missing or of any type. */
const char *shc_chat_get_string (JsonObject *object, const char *name);
JsonObject *shc_chat_get_object (JsonObject *object, const char *name);
JsonArray  *shc_chat_get_array  (JsonObject *object, const char *name);
/** shc_chat_get_count: Returns: -1 for what is no number, or one that no conversation can reach. */
gint64      shc_chat_get_count  (JsonObject *object, const char *name);
/** Returns: (transfer none) (nullable): the object at @index. */
JsonObject *shc_chat_get_element (JsonArray *array, guint index);

G_END_DECLS
