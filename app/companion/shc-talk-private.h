/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcTalk share. */

#pragma once

#include "shc-safety-reply.h"
#include "shc-talk.h"
#include "shc-usage.h"

G_BEGIN_DECLS

struct _ShcTalk
{
  GObject           parent_instance;
  ShcVault         *vault;
  ShcCompanion     *companion;
  char             *conversation;   /* (nullable): id of what is kept */
  GPtrArray        *messages;
  gboolean          keep;
  /* What was prepared last: */
  ShcMessage       *message;        /* (nullable): until it is sent */
  gboolean          again;          /* it is the last one that was said already, to be answered anew */
  ShcEnvelope      *envelope;
  GBytes           *body;
  ShcSafetyFinding  finding;
  /* The reply: */
  ShcHttp          *http;
  ShcSafetyReply   *check;          /* (nullable): while it comes */
  gsize             shown_length;   /* bytes of what may be shown of it */
  gboolean          withheld;       /* something of it may not */
  gboolean          replied;        /* it is over, and the last of the messages */
  ShcChatReply     *reply;          /* without its text once that is a message */
  ShcUsage         *pledge;         /* (nullable): what is written down of a reply that is coming */
  ShcUsage         *last;           /* (nullable): what it used */
  GPtrArray        *used;           /* (element-type ShcUsage): the same of the whole conversation */
};

/** shc_talk_connect: makes the way out anew, by what holds now. */
gboolean shc_talk_connect (ShcTalk *self, GError **error);

/** shc_talk_prepare: @message: (transfer full); @n_earlier: how many of the messages were said before it; fewer than there
 * are means that it is one of them, to be answered anew; @model: (nullable); @tag: of the caller, whose finish is
 * shc_talk_prepare_finish(). */
void shc_talk_prepare (ShcTalk *self, ShcMessage *message, guint n_earlier, const char *model, gpointer tag,
                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

/** shc_talk_find_last: Returns: the place of the last message of the person; G_MAXUINT without one. */
guint shc_talk_find_last (ShcTalk *self);

/** shc_talk_get_server: @key: (nullable). Returns: whom it goes to; valid as long as @self and @key. */
ShcChatServer shc_talk_get_server (ShcTalk *self, GBytes *key);

/** shc_talk_take_key: @key: (nullable): what was found; @problem: (nullable): why not. Returns: whether one can go on. */
gboolean shc_talk_take_key (ShcTalk *self, GBytes *key, const GError *problem, GError **error);

/** shc_talk_explain_missing_key: a key that was never there was not refused. @key: (nullable); @error: (inout). */
void shc_talk_explain_missing_key (GBytes *key, GError **error);

/** shc_talk_hide_sent: what a server says of a request may repeat the key that came with it, or what the person wrote; none of
 * that is shown or kept. @key: (nullable); @request: (nullable): what was sent; @error: (inout) (nullable). */
void shc_talk_hide_sent (GBytes *key, const ShcChatRequest *request, GError *error);

/** shc_talk_update_shown: @ended: no more comes. Emits `text`. Returns: (transfer none): the same; its length is
 * @shown_length. */
const char *shc_talk_update_shown (ShcTalk *self, const char *text, gsize length, gsize kept,
                                   gboolean ended);

/** shc_talk_count: adds what the last reply used, if the service took anything, to what is known here. */
void shc_talk_count (ShcTalk *self);

/** shc_talk_create_pledge: Returns: (transfer full): what the body uses at least, as far as that can be told before it goes. */
ShcUsage *shc_talk_create_pledge (ShcTalk *self);

/** shc_talk_keep_message: keeps @message (nullable: it is kept already), where that is wanted and consented to, and writes down
 * what sending it uses at least, if that may still be: should this program end before the reply does, it is not forgotten.
 * @callback: calls shc_vault_run_finish(), which returns (transfer full): the conversation's id; "" where nothing was
 * kept. */
void shc_talk_keep_message (ShcTalk *self, ShcMessage *message, GAsyncReadyCallback callback, gpointer user_data);

/** shc_talk_keep_reply: the same with a reply (nullable: none came) and what was counted in the place of what was written
 * down; ends the consent where the server stores. */
void shc_talk_keep_reply (ShcTalk *self, ShcMessage *message, GAsyncReadyCallback callback, gpointer user_data);

/** shc_talk_emit_waiting: Emits `waiting`. */
void shc_talk_emit_waiting (ShcTalk *self, guint ms);

G_END_DECLS
