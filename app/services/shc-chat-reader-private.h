/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the wire formats share: the reply as it grows. */

#pragma once

#include "shc-chat-reader.h"
#include "shc-json.h"
#include "shc-service-error.h"
#include "shc-sse.h"

G_BEGIN_DECLS

/** ShcChatItem: one part of the output that may carry text. @hidden: working notes, not the answer. */
typedef struct
{
  char    *id;
  GString *text;
  gboolean hidden;
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
  gsize            told_length;
  ShcChatReply    *reply;
  gboolean         ended;     /* a terminal event came, or what came cannot be gone on with */
  gboolean         refused;
};

/** shc_chat_reader_get_item: @id: (nullable). Returns: (transfer none): that item, made if it is new. */
ShcChatItem *shc_chat_reader_get_item (ShcChatReader *self, const char *id);

/** shc_chat_reader_add: adds to an item's text, and tells. */
void shc_chat_reader_add (ShcChatReader *self, ShcChatItem *item, const char *text);

/** shc_chat_reader_set: what an item's text is in the end; tells what of it is new. */
void shc_chat_reader_set (ShcChatReader *self, ShcChatItem *item, const char *text);

/** shc_chat_reader_end_with: the last word on the reply. @message: (nullable): for a person. */
void shc_chat_reader_end_with (ShcChatReader *self, ShcChatState state, ShcServiceError code, const char *message);

/** shc_chat_reader_fail: ends it with what the service reports. @code: @message: (nullable): in its words. */
void shc_chat_reader_fail (ShcChatReader *self, const char *code, const char *message);

/* One event, or one whole answer, of each wire format. */
void shc_chat_read_response_event   (ShcChatReader *self, JsonObject *event);
void shc_chat_read_response         (ShcChatReader *self, JsonObject *response);
void shc_chat_read_completion_chunk (ShcChatReader *self, JsonObject *chunk);

/* Members that may be missing or of any type. */
const char *shc_chat_get_string (JsonObject *object, const char *name);
JsonObject *shc_chat_get_object (JsonObject *object, const char *name);
JsonArray  *shc_chat_get_array  (JsonObject *object, const char *name);
gint64      shc_chat_get_count  (JsonObject *object, const char *name);
/** Returns: (transfer none) (nullable): the object at @index. */
JsonObject *shc_chat_get_element (JsonArray *array, guint index);

G_END_DECLS
