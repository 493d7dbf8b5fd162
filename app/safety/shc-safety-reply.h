/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a language model says, looked at before a person reads it: a sentence that may be about medicine, food,
 * doses or ways to harm waits for its end, and what would be harmful to follow is not shown. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ShcSafetyReply ShcSafetyReply;

/** shc_safety_reply_prepare: reads what it knows, some milliseconds the first time, so that the first word of a reply need not
 * wait for that. On any thread. */
void shc_safety_reply_prepare (void);

/** shc_safety_reply_new: @note: what stands in the place of a sentence that is not shown. */
ShcSafetyReply *shc_safety_reply_new  (const char *note);
void            shc_safety_reply_free (ShcSafetyReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyReply, shc_safety_reply_free)

/**
 * shc_safety_reply_update:
 * @text: all of the reply so far; UTF-8
 * @kept: how much at its beginning is as it was at the last call
 * @ended: whether no more comes, so that the last sentence is over
 * @shown_length: (out): of what is returned, in bytes
 * @same: (out): how many bytes at the beginning of what is returned are as they were returned last, at least
 *
 * Returns: (transfer none): what may be shown of it: as long as @text is there, and until the next call. No byte of zero
 * need follow it.
 */
const char *shc_safety_reply_update (ShcSafetyReply *self, const char *text, gsize length, gsize kept, gboolean ended,
                                     gsize *shown_length, gsize *same);

/** shc_safety_reply_get_n_withheld: Returns: how many sentences were not shown. */
guint shc_safety_reply_get_n_withheld (const ShcSafetyReply *self);

G_END_DECLS
