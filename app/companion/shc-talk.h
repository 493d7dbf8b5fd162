/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One conversation with the companion: what was said, what would be sent next, and the reply as it comes. */

#pragma once

#include "shc-cost.h"
#include "shc-envelope.h"
#include "shc-safety.h"
#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_TYPE_TALK (shc_talk_get_type ())
/**
 * ShcTalk:
 *
 * Used from the thread that made @vault; the work is done on the vault's threads. What is said is in memory, and in the
 * vault only where keeping is wanted and consent to "chat-history" is there at that moment. One thing at a time:
 * a call must have finished before the next.
 *
 * Signals:
 * - `text (const char *text, guint64 length, guint64 same)`: what may be shown of the reply that is coming, for the time
 *   of the call; no byte of zero need follow it. @same: how many bytes at its beginning are as they were told last.
 *   Sentences that could be harmful to follow are not in it.
 * - `waiting (guint ms)`: the service asked to wait; the request is sent again after so long.
 *
 * Errors of all calls: %SHC_COMPANION_ERROR, %SHC_JOURNAL_ERROR, %SHC_VAULT_ERROR, %G_IO_ERROR_CANCELLED.
 */
G_DECLARE_FINAL_TYPE (ShcTalk, shc_talk, SHC, TALK, GObject)

ShcTalk *shc_talk_new (ShcVault *vault);

/** shc_talk_load_async: removes conversations whose time is over, reads what holds, and, with @conversation
 * (nullable), what was said in that one. May be called again to read anew what holds. */
void     shc_talk_load_async  (ShcTalk *self, const char *conversation, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_talk_load_finish (ShcTalk *self, GAsyncResult *result, GError **error);

/** shc_talk_get_companion: Returns: (transfer none): what holds; %NULL before it was loaded. */
const ShcCompanion *shc_talk_get_companion (ShcTalk *self);

/** shc_talk_get_messages: Returns: (transfer none) (element-type ShcMessage): what was said, oldest first. */
const GPtrArray    *shc_talk_get_messages (ShcTalk *self);

/** shc_talk_get_conversation: Returns: (nullable): the id of what is kept of it. */
const char         *shc_talk_get_conversation (ShcTalk *self);

/** shc_talk_set_keep: whether it is to be kept if that is agreed to; it is, unless one says otherwise. */
void     shc_talk_set_keep (ShcTalk *self, gboolean keep);

/**
 * shc_talk_prepare_async:
 * @text: what the person writes
 * @reflections: (array zero-terminated=1) (nullable): ids of those that go along
 * @model: (nullable): instead of the one that is set
 *
 * Puts the envelope together; sends nothing. Errors: NEVER_SEND, NOT_FOUND.
 */
void     shc_talk_prepare_async  (ShcTalk *self, const char *text, const char *const *reflections, const char *model,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_talk_prepare_finish (ShcTalk *self, GAsyncResult *result, GError **error);

/**
 * shc_talk_prepare_again_async:
 * @model: (nullable): instead of the one that is set
 *
 * The same for the last message of the person, to have it answered anew. What was replied to it stays, in memory and in
 * the vault, until something of the new reply came: if nothing does, it stays for good. Finish with
 * shc_talk_prepare_finish(). Errors: NOT_FOUND where nothing was said yet.
 */
void     shc_talk_prepare_again_async (ShcTalk *self, const char *model, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);

/** shc_talk_get_envelope: Returns: (transfer none) (nullable): what was prepared last. */
const ShcEnvelope *shc_talk_get_envelope (ShcTalk *self);
/** shc_talk_get_body: Returns: (transfer none) (nullable): exactly what will be sent. */
GBytes            *shc_talk_get_body (ShcTalk *self);
/** shc_talk_get_finding: Returns: what the on-device check found in what was prepared. */
ShcSafetyFinding   shc_talk_get_finding (ShcTalk *self);

/** shc_talk_create_intent: Returns: (transfer full): for what was prepared; to be called by nothing but the handler
 * of a person's action. @action: its name. */
ShcIntent *shc_talk_create_intent (ShcTalk *self, const char *action);

/**
 * shc_talk_send_async:
 * @intent: of shc_talk_create_intent()
 * @prompt: whether the desktop may ask the person to unlock the keyring for the key
 *
 * Sends what was prepared. With it, message and reply become part of the conversation; a message that is answered anew is in it
 * already, and the reply takes the place of the former one. Finish returns: (transfer none):
 * how the reply ended, with what went wrong on the way in it, until the next call; its text is left out, what may be shown
 * of that is shc_talk_get_shown(). %NULL where nothing was sent at all. Cancelling stops it and keeps what has come.
 */
void                shc_talk_send_async  (ShcTalk *self, const ShcIntent *intent, gboolean prompt,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
const ShcChatReply *shc_talk_send_finish (ShcTalk *self, GAsyncResult *result, GError **error);

/** shc_talk_has_withheld: Returns: whether something of the reply that came last, or comes, was left out as harmful. */
gboolean            shc_talk_has_withheld (ShcTalk *self);

/** shc_talk_get_shown: Returns: (transfer none): what may be shown of the reply that came last, until the next call of
 * anything here; "" while one comes. */
const char         *shc_talk_get_shown (ShcTalk *self);

/** shc_talk_get_tokens: @input: @output: (out): of the last reply. Returns: whether they are estimated. */
gboolean            shc_talk_get_tokens (ShcTalk *self, gint64 *input, gint64 *output);

/** shc_talk_check: whether what was prepared may be sent now, as far as the person's own settings, words and limit go.
 * Errors: %SHC_COMPANION_ERROR. */
gboolean            shc_talk_check (ShcTalk *self, GError **error);

/** shc_talk_dup_cost_words: Returns: (transfer full): for people: what it costs to send what was prepared, as far as
 * that is known, what the conversation and the month cost so far, and the limit. */
char               *shc_talk_dup_cost_words (ShcTalk *self);

/** shc_talk_create_reply_cost: Returns: (transfer full): of the last reply; of nothing where none came. */
ShcCost            *shc_talk_create_reply_cost (ShcTalk *self);

/** shc_talk_create_cost: Returns: (transfer full): of the whole conversation so far, replies that were taken back too. */
ShcCost            *shc_talk_create_cost (ShcTalk *self);

/** shc_talk_take_back_async: removes the last message of the person and what was replied, also from what is kept, to
 * change it. Finish returns: (transfer full) (nullable): that message. */
void        shc_talk_take_back_async  (ShcTalk *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
ShcMessage *shc_talk_take_back_finish (ShcTalk *self, GAsyncResult *result, GError **error);

/** shc_talk_list_models_async: asks the server, which costs nothing. @intent: made by the caller. Finish returns:
 * (transfer full) (array zero-terminated=1): Errors: %SHC_SERVICE_ERROR too. */
void   shc_talk_list_models_async  (ShcTalk *self, const ShcIntent *intent, gboolean prompt, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
char **shc_talk_list_models_finish (ShcTalk *self, GAsyncResult *result, GError **error);

G_END_DECLS
