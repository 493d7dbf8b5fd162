/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShcChatThoughts:
 *
 * Models that think aloud do so between `<think>` and `</think>` where their server does not tell it apart in
 * `reasoning_content`. That is not the answer: it is dropped as it comes. With some servers the first of the two stands in
 * the prompt, so that the second comes alone.
 */
typedef struct
{
  GString *held;    /* (nullable): what may yet turn out to be one of the two */
  guint    place;
} ShcChatThoughts;

/** shc_chat_thoughts_take: @piece: the next of the text. @said: what of it belongs to the answer is added.
 * Returns: whether all that was said before was a thought. */
gboolean shc_chat_thoughts_take  (ShcChatThoughts *self, const char *piece, GString *said);
/** shc_chat_thoughts_end: nothing comes any more. @said: what was held is added, if it is part of the answer. */
void     shc_chat_thoughts_end   (ShcChatThoughts *self, GString *said);
void     shc_chat_thoughts_clear (ShcChatThoughts *self);

G_END_DECLS
