/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conversations with the companion that are kept: with consent, and until their date. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/**
 * ShcMessage: one message of a conversation.
 * @state: (nullable): how a reply ended, as shc_chat_state_get_name() has it; %NULL for what the person wrote
 * @model: (nullable): which model replied
 * @phase: (nullable): what its service called that reply, for the service alone
 * @reflections: (array zero-terminated=1) (nullable): ids of those that it took along
 */
typedef struct
{
  gint64    at_us;
  gboolean  from_person;
  char     *state;
  char     *model;
  char     *phase;
  char     *text;
  char    **reflections;
} ShcMessage;
ShcMessage *shc_message_new  (gboolean from_person, const char *text);
void        shc_message_free (ShcMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMessage, shc_message_free)

/**
 * ShcConversation:
 * @answered_us: when the person said whether it is to be kept as a reflection; 0 if they did not
 * @messages: (element-type ShcMessage) (nullable): oldest first; %NULL in a list
 * @usage: (element-type ShcUsage): what was used in it, by replies that were taken back too
 */
typedef struct
{
  char      *id;
  gint64     started_us;
  gint64     expires_us;
  gint64     answered_us;
  gint64     n_messages;
  GPtrArray *messages;
  GPtrArray *usage;
} ShcConversation;
void shc_conversation_free (ShcConversation *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcConversation, shc_conversation_free)

/** shc_conversations_begin: @days: how long it is kept. Returns: (transfer full): its id. */
char      *shc_conversations_begin  (ShcDb *db, gint64 now_us, int days, GError **error);

/** shc_conversations_add: adds @message at its end. Errors: NOT_FOUND, also when it is over. */
gboolean   shc_conversations_add    (ShcDb *db, const char *id, const ShcMessage *message, GError **error);

/** shc_conversations_take_back: removes the last message of the person and what was replied to it. Errors: NOT_FOUND. */
gboolean   shc_conversations_take_back (ShcDb *db, const char *id, GError **error);

/** shc_conversations_replace_reply: @reply takes the place of what was replied to the last message of the person, at once
 * or not at all. Errors: NOT_FOUND. */
gboolean   shc_conversations_replace_reply (ShcDb *db, const char *id, const ShcMessage *reply, GError **error);

/** shc_conversations_list: Returns: (transfer full) (element-type ShcConversation): newest first. */
GPtrArray *shc_conversations_list   (ShcDb *db, GError **error);

/** shc_conversations_get: @id: may be shortened to its first eight characters. Returns: (transfer full): with its
 * messages. Errors: NOT_FOUND. */
ShcConversation *shc_conversations_get (ShcDb *db, const char *id, GError **error);

/** shc_conversations_delete: with all bytes of it. Errors: NOT_FOUND. */
gboolean   shc_conversations_delete (ShcDb *db, const char *id, GError **error);

/** shc_conversations_delete_all: @n: (out) (optional): how many there were. */
gboolean   shc_conversations_delete_all (ShcDb *db, gint64 *n, GError **error);

/** shc_conversations_expire: purges what is over, unless the date is doubted (see shc-clock.h). */
gboolean   shc_conversations_expire (ShcDb *db, gint64 now_us, GError **error);

/** shc_conversations_settle: purges what is over, unless the date is doubted, and brings the end of what was begun under a
 * longer time nearer, to @days after its beginning. */
gboolean   shc_conversations_settle (ShcDb *db, gint64 now_us, int days, GError **error);

G_END_DECLS
