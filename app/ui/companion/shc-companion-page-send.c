/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: from what was written to what is sent: prepared, checked on this device, shown, and only then sent. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-ui-errors.h"
#include "shc-window.h"

#define SEND_ACTION  "companion.send"
#define AGAIN_ACTION "companion.regenerate"

/* ---- giving back what was not sent */

/* Before whatever was written meanwhile. */
static void
give_back (ShcCompanionPage *self,
           const ShcMessage *message)
{
  g_autofree char *written = shc_chat_entry_dup_text (self->entry);
  g_autofree char *text = NULL;

  if (shc_chat_entry_is_blank (self->entry))
    text = g_strdup (message->text);
  else
    text = g_strconcat (message->text, "\n\n", written, NULL);
  shc_chat_entry_set_text (self->entry, text);
  for (guint i = 0; message->reflections != NULL && message->reflections[i] != NULL; i++)
    {
      const char *title = g_hash_table_lookup (self->titles, message->reflections[i]);

      shc_chat_entry_include (self->entry, message->reflections[i], title != NULL ? title : _("A reflection"));
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

void
shc_companion_page_abandon (ShcCompanionPage *self,
                            const GError     *problem)
{
  g_autoptr(ShcMessage) outgoing = g_steal_pointer (&self->outgoing);

  if (outgoing != NULL && !self->from_entry && !self->again)
    give_back (self, outgoing);
  shc_companion_page_set_step (self, SHC_COMPANION_IDLE);
  if (problem == NULL || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (problem->domain == SHC_COMPANION_ERROR && problem->code != SHC_COMPANION_ERROR_NEVER_SEND)
    shc_companion_page_update (self, problem);
  else
    shc_report_error (GTK_WIDGET (self), problem);
}

/* ---- sending */

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  const ShcChatReply *reply = shc_talk_send_finish (SHC_TALK (object), result, &error);

  if (shc_companion_page_is_gone (self))
    return;
  g_clear_object (&self->sending);
  if (reply == NULL)
    {
      shc_companion_page_show_messages (self);
      shc_companion_page_abandon (self, error);
      return;
    }
  shc_companion_page_end_reply (self, reply);
  if (shc_talk_has_withheld (self->talk))
    shc_window_attend_finding (GTK_WIDGET (self), (ShcSafetyFinding) { SHC_SAFETY_MENTION, SHC_SAFETY_TOPIC_LIFE });
  g_clear_pointer (&self->outgoing, shc_message_free);
  shc_companion_page_set_step (self, SHC_COMPANION_IDLE);
  if (self->expires_us == 0 && !self->leaving)
    shc_companion_page_look_up_end (self);
}

static void
update_pause (ShcCompanionPage *self)
{
  const char *note = shc_pause_note (&self->pause, g_get_monotonic_time ());

  gtk_label_set_text (self->pause_note, note != NULL ? note : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->pause_note)), note != NULL);
}

void
shc_companion_page_deliver (ShcCompanionPage *self)
{
  g_autoptr(ShcIntent) intent = shc_talk_create_intent (self->talk, self->again ? AGAIN_ACTION
                                                                                          : SEND_ACTION);
  ShcSafetyFinding finding = shc_talk_get_finding (self->talk);

  if (self->from_entry)
    shc_chat_entry_clear (self->entry);
  self->from_entry = FALSE;
  self->sending = g_cancellable_new ();
  update_pause (self);
  if (self->again)
    shc_companion_page_begin_again (self);
  else
    shc_companion_page_begin_reply (self, self->outgoing);
  shc_companion_page_set_step (self, SHC_COMPANION_SENDING);
  shc_talk_send_async (self->talk, intent, TRUE, self->sending, sent_cb, g_object_ref (self));
  /* At a higher level the card was there before. */
  if (finding.level <= SHC_SAFETY_CONCERN)
    shc_window_attend_finding (GTK_WIDGET (self), finding);
}

/* ---- the on-device check */

static void
card_answered_cb (ShcCompanionPage *self,
                  gboolean          send)
{
  if (self->step != SHC_COMPANION_ASKING || shc_companion_page_is_gone (self))
    return;
  if (send && !self->leaving)
    shc_companion_page_show_envelope (self);
  else
    shc_companion_page_abandon (self, NULL);
}

/* Where somebody may be in danger now the card comes first, and only the person can say that it is sent. */
static void
attend (ShcCompanionPage *self)
{
  ShcSafetyFinding finding = shc_talk_get_finding (self->talk);
  GtkWidget *dialog;

  if (finding.level < SHC_SAFETY_NOW)
    {
      shc_companion_page_show_envelope (self);
      return;
    }
  dialog = shc_window_ask_to_send (GTK_WIDGET (self), finding);
  if (dialog == NULL)
    {
      shc_companion_page_abandon (self, NULL);
      return;
    }
  g_signal_connect_object (dialog, "answered", G_CALLBACK (card_answered_cb), self, G_CONNECT_SWAPPED);
  shc_companion_page_set_step (self, SHC_COMPANION_ASKING);
}

/* ---- preparing */

static void
prepared_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  shc_talk_prepare_finish (SHC_TALK (object), result, &error);
  if (shc_companion_page_is_gone (self))
    return;
  /* Only now it is known how much it is. */
  if (error != NULL || self->leaving || !shc_talk_check (self->talk, &error))
    shc_companion_page_abandon (self, error);
  else
    attend (self);
}

/* What holds is read anew for each message: it may have been withdrawn. */
static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  gboolean ok = shc_talk_load_finish (SHC_TALK (object), result, &error);

  if (shc_companion_page_is_gone (self))
    return;
  if (!ok || !shc_companion_check (shc_talk_get_companion (self->talk), &error) || self->leaving)
    shc_companion_page_abandon (self, error);
  else if (self->again)
    shc_talk_prepare_again_async (self->talk, NULL, self->cancellable, prepared_cb, g_object_ref (self));
  else
    shc_talk_prepare_async (self->talk, self->outgoing->text, (const char *const *) self->outgoing->reflections, NULL,
                            self->cancellable, prepared_cb, g_object_ref (self));
}

/* @message: (transfer full): in the entry, where it stays until it is sent, or, if @again, said already. */
static void
prepare (ShcCompanionPage *self,
         ShcMessage       *message,
         gboolean          again)
{
  g_clear_pointer (&self->outgoing, shc_message_free);
  self->outgoing = message;
  self->from_entry = !again;
  self->again = again;
  self->leaving = FALSE;
  shc_companion_page_set_step (self, SHC_COMPANION_PREPARING);
  shc_talk_load_async (self->talk, NULL, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
send_written (ShcCompanionPage *self)
{
  g_autofree char *text = NULL;
  ShcMessage *message;

  if (!shc_companion_page_may_send (self) || shc_chat_entry_is_blank (self->entry))
    return;
  text = shc_chat_entry_dup_text (self->entry);
  message = shc_message_new (TRUE, g_strstrip (text));
  message->reflections = shc_chat_entry_dup_reflections (self->entry);
  prepare (self, message, FALSE);
}

/* What was replied stays until something of the new reply came. */
static void
ask_again (ShcCompanionPage *self)
{
  const GPtrArray *messages = shc_talk_get_messages (self->talk);
  const ShcMessage *last = NULL;
  ShcMessage *message;

  for (guint i = messages->len; i > 0 && last == NULL; i--)
    if (((const ShcMessage *) g_ptr_array_index (messages, i - 1))->from_person)
      last = g_ptr_array_index (messages, i - 1);
  if (last == NULL || !shc_companion_page_may_send (self))
    return;
  message = shc_message_new (TRUE, last->text);
  message->reflections = g_strdupv (last->reflections);
  prepare (self, message, TRUE);
}

/* ---- taking back */

static void
taken_back_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcMessage) message = shc_talk_take_back_finish (SHC_TALK (object), result, &error);

  if (shc_companion_page_is_gone (self))
    return;
  if (error != NULL)
    shc_report_error (GTK_WIDGET (self), error);
  else
    shc_companion_page_show_messages (self);
  shc_companion_page_set_step (self, SHC_COMPANION_IDLE);
  if (message != NULL)
    give_back (self, message);
}

static void
edit (ShcCompanionPage *self)
{
  if (self->step != SHC_COMPANION_IDLE)
    return;
  shc_companion_page_set_step (self, SHC_COMPANION_TAKING_BACK);
  shc_talk_take_back_async (self->talk, self->cancellable, taken_back_cb, g_object_ref (self));
}

/* ---- actions */

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  shc_companion_page_do (SHC_COMPANION_PAGE (widget), send_written);
}

static void
edit_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  shc_companion_page_do (SHC_COMPANION_PAGE (widget), edit);
}

static void
ask_again_action (GtkWidget  *widget,
                  const char *name,
                  GVariant   *parameter)
{
  shc_companion_page_do (SHC_COMPANION_PAGE (widget), ask_again);
}

static void
stop_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  g_cancellable_cancel (SHC_COMPANION_PAGE (widget)->sending);
}

static void
kept_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) kept = shc_journal_add_finish (SHC_JOURNAL (object), result, &error);

  if (shc_companion_page_is_gone (self))
    return;
  if (kept == NULL)
    shc_report_error (GTK_WIDGET (self), error);
  else
    shc_window_toast (GTK_WIDGET (self), _("Kept in your reflections, as an AI’s words."), NULL, NULL, NULL, NULL);
}

static void
keep_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  const GPtrArray *messages = shc_talk_get_messages (self->talk);
  const ShcMessage *last = messages->len > 0 ? g_ptr_array_index (messages, messages->len - 1) : NULL;
  g_autoptr(ShcReflection) reflection = shc_reflection_new ();

  if (last == NULL || last->from_person)
    return;
  reflection->date = shc_date_now (g_get_real_time ());
  reflection->text = shc_conversation_quote_reply (last->text);
  shc_journal_add_async (self->journal, reflection, NULL, NULL, kept_cb, g_object_ref (self));
}

void
shc_companion_page_send_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, SEND_ACTION, NULL, send_action);
  gtk_widget_class_install_action (widget_class, "companion.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "companion.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, AGAIN_ACTION, NULL, ask_again_action);
  gtk_widget_class_install_action (widget_class, "companion.ask-again", NULL, ask_again_action);
  gtk_widget_class_install_action (widget_class, "companion.keep-reflection", NULL, keep_action);
}
