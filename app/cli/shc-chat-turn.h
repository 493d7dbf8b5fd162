/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message to the companion and its reply, as `shc chat` and `shc api chat` do it. */

#pragma once

#include "shc-conversations.h"
#include "shc-envelope.h"
#include "shc-safety-card.h"
#include "shc-talk.h"

G_BEGIN_DECLS

/**
 * ShcChatTurnRun:
 * @talk: begun
 * @model: (nullable): instead of the one that is set
 * @keep: whether it is kept in the journal
 * @conversation: (nullable) (transfer full): id of the one it belongs to; made when something is kept first
 * @earlier: (element-type ShcMessage): what was said before; the message and its reply are added
 * @show: whether the reply goes to standard output as it comes
 * @held: it was not sent, since somebody may be in danger, and nobody was there to say that it should be
 * @finding: what the on-device check found in the message
 * @text: what may be shown of the reply
 * @envelope: (nullable): what was, or would have been sent
 */
typedef struct
{
  ShcTalk          *talk;
  const char       *model;
  gboolean          keep;
  char             *conversation;
  GPtrArray        *earlier;
  gboolean          show;
  gboolean          held;
  ShcSafetyFinding  finding;
  char             *text;
  ShcEnvelope      *envelope;
  GBytes           *body;
  ShcChatReply     *reply;
} ShcChatTurnRun;
void shc_chat_turn_run_clear (ShcChatTurnRun *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcChatTurnRun, shc_chat_turn_run_clear)

/** shc_chat_turn_prepare: puts the envelope together; sends nothing. */
gboolean shc_chat_turn_prepare (ShcChatTurnRun *self, const ShcMessage *message, GError **error);

/** shc_chat_turn_send: sends what was prepared, shows the reply, and keeps both if that is wanted and agreed to.
 * @message: (transfer full). Fails only where nothing was sent at all; else what went wrong is in @reply. */
gboolean shc_chat_turn_send (ShcChatTurnRun *self, ShcMessage *message, GError **error);

/** shc_chat_turn_add_usage: adds `"usage": {…}`. */
void     shc_chat_turn_add_usage (const ShcChatTurnRun *self, JsonBuilder *reply);

/** shc_chat_turn_create_card: Returns: (transfer full): for what was found. */
ShcSafetyCard *shc_chat_turn_create_card (ShcTalk *talk, ShcSafetyFinding finding);

G_END_DECLS
