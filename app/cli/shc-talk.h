/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands that use the network share: what holds, the key, the way out, and waiting for an answer. */

#pragma once

#include "shc-cli.h"
#include "shc-companion.h"

G_BEGIN_DECLS

/** ShcTalk: @companion: as it was when the command began; @http: (nullable); @key: (nullable) */
typedef struct
{
  ShcCli       *cli;
  ShcCompanion *companion;
  ShcHttp      *http;
  GBytes       *key;
} ShcTalk;

/** shc_talk_begin: opens the vault, removes conversations whose time is over, and reads what holds. */
gboolean shc_talk_begin (ShcTalk *self, ShcCli *cli, GError **error);
void     shc_talk_clear (ShcTalk *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcTalk, shc_talk_clear)

/** shc_talk_connect: gets the key and the way out. Sends nothing yet. Errors: KEY of %SHC_COMPANION_ERROR. */
gboolean shc_talk_connect (ShcTalk *self, GError **error);

/** shc_talk_get_server: Returns: whom it goes to; valid as long as @self. */
ShcChatServer shc_talk_get_server (const ShcTalk *self);

/** shc_talk_wait: turns the main context until @done. */
void     shc_talk_wait (const gboolean *done);

/** shc_talk_list_models: asks the server, written down with @purpose. Returns: (transfer full). */
char   **shc_talk_list_models (ShcTalk *self, const char *purpose, GError **error);

G_END_DECLS
