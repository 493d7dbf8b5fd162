/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ShcChatThoughts: which part of a growing text is the answer: from @begin to @end. A new one is all zero.
 *
 * Models that think aloud do so between `<think>` and `</think>` where their server does not tell it apart. That is not the
 * answer. With some servers the first of the two stands in the prompt, so that the second comes alone: then all that was
 * the answer was a thought.
 */
typedef struct
{
  gsize begin;
  gsize end;
  /*< private >*/
  gsize closed;   /* behind the end of the thought; 0 as long as none was found */
  gsize looked;   /* that end does not begin before this */
} ShcChatThoughts;

/**
 * shc_chat_thoughts_look:
 * @text: all of it so far
 * @kept: how many bytes at its beginning are as they were when it was looked at last; it costs as much as what comes behind
 * @over: nothing comes any more; until then, what may become one of the two signs belongs to neither
 */
void shc_chat_thoughts_look (ShcChatThoughts *self, const GString *text, gsize kept, gboolean over);

G_END_DECLS
