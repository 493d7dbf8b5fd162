/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with the companion in a terminal, or for a program. */

#define G_LOG_DOMAIN "shc-chatting"

#include "config.h"

#include "shc-chatting.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "shc-care.h"
#include "shc-interrupt.h"
#include "shc-output.h"
#include "shc-unlock.h"

/* A service, or the network, said no. */
#define STATUS_SERVICE 4

/* A terminal cannot take back what it shows: where the text became another one, all of it is shown again. */
static void
text_cb (ShcTalk    *talk,
         const char *text,
         guint64     length,
         guint64     same,
         gpointer    user_data)
{
  ShcChatting *self = user_data;
  g_autofree char *piece = NULL;
  g_autofree char *safe = NULL;

  if (!self->show)
    return;
  if (same < self->printed)
    {
      fputs ("\n\n", stdout);
      self->printed = 0;
    }
  piece = g_strndup (text + self->printed, length - self->printed);
  safe = shc_output_make_visible (piece, FALSE);
  fputs (safe, stdout);
  fflush (stdout);
  self->printed = length;
}

static void
waiting_cb (ShcTalk  *talk,
            guint     ms,
            gpointer  user_data)
{
  ShcChatting *self = user_data;

  if (ms >= 1000)
    shc_cli_say (self->cli, _("Waiting %u s for the service; Ctrl-C stops."), (ms + 999) / 1000);
}

gboolean
shc_chatting_begin (ShcChatting  *self,
                    ShcCli       *cli,
                    const char   *conversation,
                    GError      **error)
{
  self->cli = cli;
  if (!shc_cli_open (cli, error))
    return FALSE;
  self->talk = shc_talk_new (cli->vault);
  g_signal_connect (self->talk, "text", G_CALLBACK (text_cb), self);
  g_signal_connect (self->talk, "waiting", G_CALLBACK (waiting_cb), self);
  shc_talk_load_async (self->talk, conversation, NULL, shc_wait_cb, &self->wait);
  return shc_talk_load_finish (self->talk, shc_wait_for (&self->wait), error);
}

void
shc_chatting_clear (ShcChatting *self)
{
  shc_wait_clear (&self->wait);
  g_clear_object (&self->talk);
}

gboolean
shc_chatting_prepare (ShcChatting        *self,
                      const char         *text,
                      const char *const  *reflections,
                      const char         *model,
                      GError            **error)
{
  self->reply = NULL;
  shc_talk_prepare_async (self->talk, text, reflections, model, NULL, shc_wait_cb, &self->wait);
  return shc_talk_prepare_finish (self->talk, shc_wait_for (&self->wait), error);
}

gboolean
shc_chatting_prepare_again (ShcChatting  *self,
                            const char   *model,
                            GError      **error)
{
  self->reply = NULL;
  shc_talk_prepare_again_async (self->talk, model, NULL, shc_wait_cb, &self->wait);
  return shc_talk_prepare_finish (self->talk, shc_wait_for (&self->wait), error);
}

gboolean
shc_chatting_send (ShcChatting  *self,
                   GError      **error)
{
  g_autofree char *action = g_strconcat ("shc ", self->cli->args->command->name, NULL);
  g_autoptr(ShcIntent) intent = shc_talk_create_intent (self->talk, action);
  ShcInterrupt *interrupt = shc_interrupt_begin ();

  self->printed = 0;
  shc_talk_send_async (self->talk, intent, FALSE, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &self->wait);
  self->reply = shc_talk_send_finish (self->talk, shc_wait_for (&self->wait), error);
  shc_interrupt_end (interrupt);
  if (self->printed > 0)
    fputs ("\n", stdout);
  return self->reply != NULL;
}

ShcSafetyCard *
shc_chatting_create_card (ShcChatting *self)
{
  return shc_care_create_card (self->cli, shc_talk_get_finding (self->talk));
}

void
shc_chatting_show_card (ShcChatting *self)
{
  g_autoptr(ShcSafetyCard) card = shc_chatting_create_card (self);
  g_autofree char *text = shc_care_format_card (card);

  shc_cli_warn ("\n%s\n", text);
}

void
shc_chatting_note_failure (ShcChatting *self)
{
  if (shc_chatting_has_failed (self))
    self->cli->status = STATUS_SERVICE;
}

gboolean
shc_chatting_has_failed (const ShcChatting *self)
{
  return self->reply != NULL && (self->reply->state == SHC_CHAT_INTERRUPTED || self->reply->state == SHC_CHAT_ERROR);
}
