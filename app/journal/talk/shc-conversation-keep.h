/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation kept as a reflection, before it ends or at any time. */

#pragma once

#include "shc-conversations.h"
#include "shc-reflection.h"

G_BEGIN_DECLS

/** SHC_CONVERSATION_ENDING_DAYS: so long before its end it is asked whether a conversation is to be kept. */
#define SHC_CONVERSATION_ENDING_DAYS 3

/** shc_conversation_is_ending: Returns: whether it ends within %SHC_CONVERSATION_ENDING_DAYS of @now_us. */
gboolean shc_conversation_is_ending (const ShcConversation *self, gint64 now_us);

/** shc_conversation_asks: Returns: whether it is to be asked if it is to be kept: it is ending, has something in it, and
 * nobody has answered yet. */
gboolean shc_conversation_asks (const ShcConversation *self, gint64 now_us);

/** shc_conversation_quote_reply: Returns: (transfer full): @text under a line that says that these are an AI's words. */
char *shc_conversation_quote_reply (const char *text);

/**
 * shc_conversation_keep:
 * @id: may be shortened to its first eight characters
 *
 * Makes one reflection of it, dated at its beginning: what the person wrote and, marked as such, what the AI did. It is
 * marked never to be sent if a reflection that was spoken about is. The conversation itself still ends on its day, and is
 * not asked about again.
 *
 * Returns: (transfer full): as kept. Errors: NOT_FOUND; INVALID if it is empty; %SHC_TEXT_ERROR if it is too long.
 */
ShcReflection *shc_conversation_keep (ShcDb *db, const char *id, gint64 now_us, GError **error);

/** shc_conversation_let_end: it is not asked about again. Errors: NOT_FOUND. */
gboolean shc_conversation_let_end (ShcDb *db, const char *id, gint64 now_us, GError **error);

G_END_DECLS
