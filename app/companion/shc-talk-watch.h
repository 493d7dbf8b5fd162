/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether what was agreed to still holds, while a reply is coming: another program may be told otherwise. */

#pragma once

#include "shc-chat.h"
#include "shc-vault.h"

G_BEGIN_DECLS

typedef struct _ShcTalkWatch ShcTalkWatch;

/** shc_talk_watch_new: looks again and again, from now on. @host: to whom it goes; @cancellable: (nullable): the person's own
 * way to stop it. Main thread only. Returns: (transfer full). */
ShcTalkWatch *shc_talk_watch_new  (ShcVault *vault, const char *host, GCancellable *cancellable);
void          shc_talk_watch_free (ShcTalkWatch *self);

/** shc_talk_watch_get_cancellable: Returns: (transfer none): cancelled by the person, or as soon as sending is not agreed
 * to any more, or the network is switched off. */
GCancellable *shc_talk_watch_get_cancellable (ShcTalkWatch *self);

/** shc_talk_watch_explain: tells in @reply why it ended, if that is why. */
void          shc_talk_watch_explain (const ShcTalkWatch *self, ShcChatReply *reply);

G_END_DECLS
