/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was agreed to about the companion: given after its words were shown, taken back by a press. */

#define G_LOG_DOMAIN "shc-prefs-companion"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"
#include "shc-consent-question.h"
#include "shc-prefs-companion-private.h"

static void
show_one (AdwActionRow *row,
          GtkButton    *button,
          gboolean      agreed,
          const char   *agree,
          const char   *withdraw,
          const char   *state)
{
  adw_action_row_set_subtitle (row, state);
  gtk_button_set_label (button, agreed ? withdraw : agree);
}

void
shc_prefs_companion_show_consents (ShcPrefsCompanion *self)
{
  const ShcCompanion *companion = self->companion;
  gboolean adult = shc_prefs_companion_is_adult (self);
  int days = companion->retention_days;
  g_autofree char *talk =
    /* Translators: %s is a host, such as api.openai.com. */
    g_strdup_printf (companion->consent ? _("Agreed: what you write to it may be sent to %s")
                                        : _("Not agreed: nothing that you write is sent to %s"), companion->host);
  g_autofree char *kept =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Agreed: each is kept for %d day, in this journal",
                                  "Agreed: each is kept for %d days, in this journal", (gulong) days), days);

  show_one (self->talk_row, self->talk_button, companion->consent, _("A_gree…"), _("Ta_ke Back"), talk);
  show_one (self->history_row, self->history_button, companion->history_consent, _("Agr_ee…"), _("Take _Back…"),
            companion->history_consent ? kept : _("Not agreed: each is forgotten when it is closed"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "companion-prefs.talk", adult || companion->consent);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "companion-prefs.history", adult || companion->history_consent);
}

static void
recorded_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(ShcPrefsCompanion) self = SHC_PREFS_COMPANION (user_data);
  g_autoptr(GError) error = NULL;

  shc_journal_record_consent_finish (SHC_JOURNAL (object), result, &error);
  self->n_saving--;
  if (self->window == NULL)
    return;
  shc_prefs_companion_update_actions (self);
  shc_prefs_companion_say (self->agreement_problem, error != NULL ? error->message : NULL, TRUE);
  shc_prefs_companion_refresh (self);
  g_signal_emit_by_name (self, "consent-changed");
}

static void
record (ShcPrefsCompanion *self,
        const char        *purpose,
        const char        *shown,
        gboolean           granted)
{
  if (self->window == NULL)
    return;
  self->n_saving++;
  shc_prefs_companion_update_actions (self);
  shc_journal_record_consent_async (self->window->journal, purpose, shown, granted, recorded_cb, g_object_ref (self));
}

typedef struct
{
  ShcPrefsCompanion *self;
  const char        *purpose;
  char              *shown;    /* whom it would go to */
  gboolean           grant;
} Asked;

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Asked *asked = user_data;

  if (shc_confirm_finish (result))
    record (asked->self, asked->purpose, asked->shown, asked->grant);
  g_object_unref (asked->self);
  g_free (asked->shown);
  g_free (asked);
}

static Asked *
asked_new (ShcPrefsCompanion *self,
           const char        *purpose,
           const char        *shown,
           gboolean           grant)
{
  Asked *asked = g_new0 (Asked, 1);

  asked->self = g_object_ref (self);
  asked->purpose = purpose;
  asked->shown = g_strdup (shown);
  asked->grant = grant;
  return asked;
}

static void
ask (ShcPrefsCompanion *self,
     const char        *purpose,
     const char        *shown,
     gboolean           grant)
{
  shc_consent_question_async (GTK_WIDGET (self), purpose, shown, grant, self->cancellable, answered_cb,
                              asked_new (self, purpose, shown, grant));
}

void
shc_prefs_companion_change_talk (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  shc_prefs_companion_say (self->agreement_problem, NULL, FALSE);
  if (self->companion->consent)
    record (self, "companion", NULL, FALSE);
  else
    ask (self, "companion", self->companion->host, TRUE);
}

void
shc_prefs_companion_change_history (GtkWidget  *widget,
                                    const char *action_name,
                                    GVariant   *parameter)
{
  ShcPrefsCompanion *self = SHC_PREFS_COMPANION (widget);

  shc_prefs_companion_say (self->agreement_problem, NULL, FALSE);
  ask (self, "chat-history", NULL, !self->companion->history_consent);
}
