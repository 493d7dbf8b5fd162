/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Companion: what is missing before something can be sent, whom one talks with, and questions of this device. */

#define G_LOG_DOMAIN "shc-companion-page"

#include "config.h"

#include "shc-companion-page-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-questions.h"
#include "shc-ui-errors.h"

#define N_QUESTIONS 3
#define DAY_US (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)

/* ---- what is missing */

gboolean
shc_companion_page_may_send (ShcCompanionPage *self)
{
  const ShcCompanion *companion = self->talk != NULL ? shc_talk_get_companion (self->talk) : NULL;

  return companion != NULL && shc_companion_check (companion, NULL) &&
         (self->step == SHC_COMPANION_IDLE || self->step == SHC_COMPANION_LOADING);
}

static void
show_care (ShcCompanionPage *self,
           const char       *text,
           const char       *button,
           const char       *action)
{
  gtk_label_set_text (self->care_text, text);
  gtk_button_set_label (self->care_button, button);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->care_button), action);
  gtk_widget_set_visible (self->care, TRUE);
}

static void
show_missing (ShcCompanionPage *self,
              const GError     *missing)
{
  g_autofree char *text = NULL;

  if (missing->domain != SHC_COMPANION_ERROR)
    {
      show_care (self, missing->message, _("_Try Again"), "companion.reload");
      return;
    }
  switch (missing->code)
    {
    case SHC_COMPANION_ERROR_ADULT_ONLY:
      show_care (self, missing->message, _("S_upport"), "win.support");
      break;
    case SHC_COMPANION_ERROR_CONSENT:
      text = g_strdup_printf (_("Nothing is sent before you have agreed to it. What you write here would go to “%s”."),
                              shc_talk_get_companion (self->talk)->host);
      show_care (self, text, _("_Read and Decide…"), "companion.consent");
      break;
    case SHC_COMPANION_ERROR_MODEL:
      show_care (self, _("No model has been chosen yet: it is a choice in Preferences, like the service and its key."),
                 _("_Preferences"), "win.preferences");
      break;
    default:
      show_care (self, missing->message, _("_Preferences"), "win.preferences");
    }
}

static void
update_care (ShcCompanionPage *self,
             const GError     *problem)
{
  const ShcCompanion *companion = self->talk != NULL ? shc_talk_get_companion (self->talk) : NULL;
  g_autoptr(GError) missing = NULL;
  gboolean adult = companion != NULL && companion->adult;

  if (companion != NULL && !shc_companion_check (companion, &missing))
    show_missing (self, missing);
  else if (problem != NULL)
    show_missing (self, problem);
  else
    gtk_widget_set_visible (self->care, FALSE);
  gtk_widget_set_visible (self->entry_box, adult && (missing == NULL || !shc_chat_entry_is_blank (self->entry)));
}

/* ---- whom one talks with */

static char *
create_about (ShcCompanionPage   *self,
              const ShcCompanion *companion)
{
  gint64 until_us = self->expires_us != 0 ? self->expires_us
                                          : g_get_real_time () + companion->retention_days * DAY_US;
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (until_us / G_USEC_PER_SEC);
  g_autoptr(GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *until = g_date_time_format (local, _("%-d %B %Y"));

  if (companion->history_consent)
    return g_strdup_printf (_("You talk with an AI at %s. Kept in your journal until %s."), companion->host, until);
  return g_strdup_printf (_("You talk with an AI at %s. Nothing of this conversation is kept: it is only in the program’s "
                            "memory (which the system may write to its swap space), and ends when the journal is locked "
                            "or the program ends."), companion->host);
}

static void
update_about (ShcCompanionPage *self)
{
  const ShcCompanion *companion = self->talk != NULL ? shc_talk_get_companion (self->talk) : NULL;
  g_autofree char *text = NULL;

  if (companion != NULL && shc_companion_check_person (companion, NULL))
    text = create_about (self, companion);
  gtk_label_set_text (self->about, text != NULL ? text : "");
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GPtrArray) found = shc_journal_list_conversations_finish (SHC_JOURNAL (object), result, NULL);

  if (shc_companion_page_is_gone (self))
    return;
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const ShcConversation *conversation = g_ptr_array_index (found, i);

      if (g_strcmp0 (conversation->id, shc_talk_get_conversation (self->talk)) == 0)
        {
          self->expires_us = conversation->expires_us;
          self->answered_us = conversation->answered_us;
        }
    }
  update_about (self);
  shc_companion_page_update_keep (self);
}

void
shc_companion_page_look_up_end (ShcCompanionPage *self)
{
  if (shc_talk_get_conversation (self->talk) != NULL)
    shc_journal_list_conversations_async (self->journal, self->cancellable, listed_cb, g_object_ref (self));
}

/* ---- all of it */

static void
update_actions (ShcCompanionPage *self)
{
  gboolean idle = self->talk != NULL && (self->step == SHC_COMPANION_IDLE || self->step == SHC_COMPANION_LOADING);
  gboolean may_send = shc_companion_page_may_send (self);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "companion.send", may_send && !shc_chat_entry_is_blank (self->entry));
  gtk_widget_action_set_enabled (widget, "companion.regenerate", may_send);
  gtk_widget_action_set_enabled (widget, "companion.ask-again", may_send);
  gtk_widget_action_set_enabled (widget, "companion.edit", idle);
  gtk_widget_action_set_enabled (widget, "companion.new", idle);
  gtk_widget_action_set_enabled (widget, "companion.conversations", idle);
  gtk_widget_action_set_enabled (widget, "companion.stop", self->step == SHC_COMPANION_SENDING);
}

void
shc_companion_page_update (ShcCompanionPage *self,
                           const GError     *problem)
{
  gboolean empty = gtk_widget_get_first_child (GTK_WIDGET (self->messages)) == NULL;

  update_care (self, problem);
  update_about (self);
  update_actions (self);
  shc_companion_page_update_keep (self);
  gtk_widget_set_visible (GTK_WIDGET (self->welcome), empty);
  gtk_widget_set_visible (GTK_WIDGET (self->messages), !empty);
  gtk_widget_set_visible (self->questions, empty || gtk_widget_get_visible (self->care));
}

/* ---- consent */

static void
agreed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(ShcCompanionPage) self = SHC_COMPANION_PAGE (user_data);
  g_autoptr(GError) error = NULL;

  if (!shc_journal_record_consent_finish (SHC_JOURNAL (object), result, &error))
    shc_report_error (GTK_WIDGET (self), error);
  else if (!shc_companion_page_is_gone (self) && self->step == SHC_COMPANION_IDLE)
    shc_companion_page_read (self, NULL);
}

typedef struct
{
  ShcCompanionPage *self;
  char             *host;
} Consenting;

static void
decided_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  Consenting *consenting = user_data;

  if (shc_confirm_finish (result) && !shc_companion_page_is_gone (consenting->self))
    shc_journal_record_consent_async (consenting->self->journal, "companion", consenting->host, TRUE, agreed_cb,
                                      g_object_ref (consenting->self));
  g_object_unref (consenting->self);
  g_free (consenting->host);
  g_free (consenting);
}

void
shc_companion_page_consent_action (GtkWidget  *widget,
                                   const char *name,
                                   GVariant   *parameter)
{
  ShcCompanionPage *self = SHC_COMPANION_PAGE (widget);
  const ShcCompanion *companion = self->talk != NULL ? shc_talk_get_companion (self->talk) : NULL;
  g_autofree char *text = NULL;
  Consenting *consenting;

  if (companion == NULL)
    return;
  consenting = g_new0 (Consenting, 1);
  consenting->self = g_object_ref (self);
  consenting->host = g_strdup (companion->host);
  text = g_strdup_printf (_("%s\n\nThe service that answers is “%s”."), shc_consent_get_wording ("companion"),
                          companion->host);
  shc_confirm_async (widget, _("Talk with an AI?"), text, _("_Not Now"), _("_Agree"), SHC_CONFIRM_SUGGESTED,
                     self->cancellable, decided_cb, consenting);
}

/* ---- questions of this device */

static GtkWidget *
create_question (const char *question)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (question);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, _("Write under this question"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "question");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", question);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.answer");
  return button;
}

void
shc_companion_page_show_questions (ShcCompanionPage *self)
{
  const ShcCompanion *companion = self->talk != NULL ? shc_talk_get_companion (self->talk) : NULL;
  gint64 day = companion != NULL && companion->day > 0 ? companion->day
                                                       : shc_date_get_day (shc_date_now (g_get_real_time ()));
  GtkWidget *question = gtk_widget_get_first_child (GTK_WIDGET (self->question_list));

  if (question != NULL &&
      g_str_equal (gtk_label_get_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (question)))),
                   shc_questions_pick (day, 0)))
    return;
  while ((question = gtk_widget_get_first_child (GTK_WIDGET (self->question_list))) != NULL)
    gtk_box_remove (self->question_list, question);
  for (guint i = 0; i < N_QUESTIONS; i++)
    gtk_box_append (self->question_list, create_question (shc_questions_pick (day, i)));
}
