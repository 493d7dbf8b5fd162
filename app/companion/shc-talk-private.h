/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcTalk share. */

#pragma once

#include "shc-safety-reply.h"
#include "shc-talk.h"

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
  ShcEnvelope      *envelope;
  GBytes           *body;
  ShcSafetyFinding  finding;
  /* The reply: */
  ShcHttp          *http;
  ShcSafetyReply   *check;
  GString          *shown;
  ShcChatReply     *reply;
};

/** shc_talk_connect: makes the way out anew, by what holds now. */
gboolean shc_talk_connect (ShcTalk *self, GError **error);

/** shc_talk_get_server: @key: (nullable). Returns: whom it goes to; valid as long as @self and @key. */
ShcChatServer shc_talk_get_server (ShcTalk *self, GBytes *key);

/** shc_talk_take_key: @key: (nullable): what was found; @problem: (nullable): why not. Returns: whether one can go on. */
gboolean shc_talk_take_key (ShcTalk *self, GBytes *key, const GError *problem, GError **error);

/** shc_talk_update_shown: @ended: no more comes. Emits `text`. */
void shc_talk_update_shown (ShcTalk *self, const char *text, gsize length, gsize kept, gboolean ended);

/** shc_talk_emit_waiting: Emits `waiting`. */
void shc_talk_emit_waiting (ShcTalk *self, guint ms);

G_END_DECLS
