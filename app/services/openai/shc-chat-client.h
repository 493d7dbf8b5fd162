/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a person talks to: OpenAI, or a server that speaks as it does. Nothing above knows which wire format is
 * spoken. */

#pragma once

#include "shc-chat-reader.h"
#include "shc-http.h"

G_BEGIN_DECLS

/** ShcChatServer: @base_url: such as "https://api.openai.com/v1", without a slash at its end; @key: (nullable):
 * @official: whether it is OpenAI itself. Valid as long as its strings are. */
typedef struct
{
  const char      *base_url;
  GBytes          *key;
  ShcChatProtocol  protocol;
  gboolean         official;
} ShcChatServer;

/** shc_chat_is_official: whether @base_url is OpenAI's own. */
gboolean shc_chat_is_official (const char *base_url);

/**
 * shc_chat_send_async:
 * @body: as shc_chat_request_build() made it; sent byte for byte
 * @func: (nullable): told of the text as it comes, on this thread
 * @waiting: (nullable): told before each wait for another try
 *
 * Finish returns: (transfer full): always a reply, never %NULL; what went wrong is in it.
 */
void          shc_chat_send_async  (ShcHttp *http, const ShcIntent *intent, const ShcChatServer *server, GBytes *body,
                                    ShcChatTextFunc func, ShcHttpWaiting waiting, gpointer func_data,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
ShcChatReply *shc_chat_send_finish (ShcHttp *http, GAsyncResult *result);

/** shc_chat_list_models_async: Finish returns: (transfer full) (array zero-terminated=1): their ids, sorted. It
 * costs nothing and is how a key is tested. Errors: %SHC_SERVICE_ERROR. */
void    shc_chat_list_models_async  (ShcHttp *http, const ShcIntent *intent, const ShcChatServer *server,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char  **shc_chat_list_models_finish (ShcHttp *http, GAsyncResult *result, GError **error);

G_END_DECLS
