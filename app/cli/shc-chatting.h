/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with the companion in a terminal, or for a program. */

#pragma once

#include "shc-cli.h"
#include "shc-safety-card.h"
#include "shc-talk.h"
#include "shc-wait.h"

G_BEGIN_DECLS

/** ShcChatting: @show: whether the reply goes to standard output as it comes; @reply: (transfer none) (nullable): the
 * last one. */
typedef struct
{
  ShcCli             *cli;
  ShcTalk            *talk;
  ShcWait             wait;
  gboolean            show;
  gsize               printed;
  const ShcChatReply *reply;
} ShcChatting;

/** shc_chatting_begin: opens the vault, and reads what holds and, with @conversation (nullable), what was said. */
gboolean shc_chatting_begin (ShcChatting *self, ShcCli *cli, const char *conversation, GError **error);
void     shc_chatting_clear (ShcChatting *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShcChatting, shc_chatting_clear)

/** shc_chatting_prepare: sends nothing. @reflections: @model: (nullable). */
gboolean shc_chatting_prepare (ShcChatting *self, const char *text, const char *const *reflections, const char *model,
                               GError **error);

/** shc_chatting_prepare_again: the same for the last message once more. @model: (nullable). */
gboolean shc_chatting_prepare_again (ShcChatting *self, const char *model, GError **error);

/** shc_chatting_send: sends what was prepared; Ctrl-C stops it. Fails only where nothing was sent. */
gboolean shc_chatting_send (ShcChatting *self, GError **error);

/** shc_chatting_create_card: Returns: (transfer full): for what was found in what was prepared. */
ShcSafetyCard *shc_chatting_create_card (ShcChatting *self);

/** shc_chatting_show_card: the same, on standard error. */
void shc_chatting_show_card (ShcChatting *self);

/** shc_chatting_has_failed: whether the last reply was cut off, or never came. */
gboolean shc_chatting_has_failed (const ShcChatting *self);

/** shc_chatting_note_failure: sets the exit status by that. */
void shc_chatting_note_failure (ShcChatting *self);

G_END_DECLS
