/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reply put together from what a server sends, in either wire format. */

#pragma once

#include "shc-chat.h"

G_BEGIN_DECLS

/** SHC_CHAT_REPLY_MAX: longer replies are ended here; bytes. */
#define SHC_CHAT_REPLY_MAX (2u << 20)

/**
 * ShcChatTextFunc:
 * @text: all of the reply so far
 * @kept: how many bytes at its beginning are as they were told before
 */
typedef void (*ShcChatTextFunc) (const char *text, gsize length, gsize kept, gpointer user_data);

typedef struct _ShcChatReader ShcChatReader;

/**
 * shc_chat_reader_new:
 * @must_echo: whether a server of the Responses API that does not say that it stores nothing is not believed
 * @func: (nullable): called whenever the text has changed
 */
ShcChatReader *shc_chat_reader_new  (ShcChatProtocol protocol, gboolean must_echo, ShcChatTextFunc func,
                                     gpointer user_data);
void           shc_chat_reader_free (ShcChatReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcChatReader, shc_chat_reader_free)

/** shc_chat_reader_push: the next bytes of an event stream. Returns: whether more are wanted. */
gboolean shc_chat_reader_push (ShcChatReader *self, const char *bytes, gsize length);

/** shc_chat_reader_push_whole: the whole answer of a server that does not stream. */
void     shc_chat_reader_push_whole (ShcChatReader *self, const char *bytes, gsize length);

/**
 * shc_chat_reader_end:
 * @error: (nullable): why nothing more comes, if that is not the end of what the server sent
 *
 * Returns: (transfer full): the reply. Without a terminal event it is an interrupted one, or an error if nothing
 * had come.
 */
ShcChatReply *shc_chat_reader_end (ShcChatReader *self, const GError *error);

G_END_DECLS
