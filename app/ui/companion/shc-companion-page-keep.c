/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: whether the conversation is to be kept as a reflection before it ends. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-ui-errors.h"
#include "shc-window.h"

void
shc_companion_page_update_keep (ShcCompanionPage *self)
{
  const ShcConversation conversation = { .expires_us = self->expires_us, .answered_us = self->answered_us, .n_messages = 1 };
  gboolean asks = self->talk != NULL && shc_talk_get_conversation (self->talk) != NULL && self->expires_us != 0 &&
                  shc_conversation_asks (&conversation, g_get_real_time ());

  if (asks)
    shc_keep_question_set_end (self->keep_question, self->expires_us);
  gtk_widget_set_visible (self->keep_box, asks);
}

/* Asked again where it could not be done. */
static void
answer_done (ShcCompanionPage *self,
             const GError     *error)
{
  if (shc_companion_page_is_gone (self))
    return;
  gtk_widget_set_sensitive (self->keep_box, TRUE);
  if (error != NULL)
    shc_report_error (GTK_WIDGET (self), error);
  shc_companion_page_look_up_end (self);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) kept = shc_journal_keep_conversation_finish (SHC_JOURNAL (object), result, &error);

  answer_done (self, error);
  if (kept != NULL && !shc_companion_page_is_gone (self))
    shc_window_toast (GTK_WIDGET (self), _("Kept in your reflections. What the AI said is marked as its words."), NULL,
                      NULL, NULL, NULL);
}

static void
let_end_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  shc_journal_let_conversation_end_finish (SHC_JOURNAL (object), result, &error);
  answer_done (self, error);
}

void
shc_companion_page_keep_answered_cb (ShcCompanionPage *self,
                                     gboolean          keep)
{
  const char *id = shc_talk_get_conversation (self->talk);

  if (id == NULL)
    return;
  gtk_widget_set_sensitive (self->keep_box, FALSE);
  if (keep)
    shc_journal_keep_conversation_async (self->journal, id, kept_cb, g_object_ref (self));
  else
    shc_journal_let_conversation_end_async (self->journal, id, let_end_cb, g_object_ref (self));
}
