/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One consent as it stands. */

#define G_LOG_DOMAIN "shc-consent-row"

#include "config.h"

#include "shc-consent-row.h"

#include <glib/gi18n-lib.h>

#include "shc-ledger-row.h"

struct _ShcConsentRow
{
  AdwPreferencesRow parent_instance;
  GtkLabel         *heading;
  GtkLabel         *state;
  GtkLabel         *effect;
  GtkButton        *button;
  GtkLabel         *version;
  GtkLabel         *words;
};

G_DEFINE_FINAL_TYPE (ShcConsentRow, shc_consent_row, ADW_TYPE_PREFERENCES_ROW)

enum { SIGNAL_PRESSED, N_SIGNALS };
static guint signals[N_SIGNALS];

static gboolean
is_companion (const ShcConsentStanding *standing)
{
  return g_str_equal (standing->purpose, "companion") || g_str_equal (standing->purpose, "chat-history");
}

static char *
describe_lapse (const ShcConsentStanding *standing)
{
  const char *former = standing->last->recipient;

  if (shc_consent_standing_is_reworded (standing))
    return g_strdup (_("Lapsed: it was given to other words than today’s, which are below"));
  if (former == NULL)
    /* Translators: %s is whom it names. */
    return g_strdup_printf (_("Lapsed: it named nobody, and now it would name %s"), standing->recipient);
  if (standing->recipient == NULL)
    /* Translators: %s is whom it named. */
    return g_strdup_printf (_("Lapsed: it named %s, and now nobody is chosen"), former);
  /* Translators: two names: whom it named, and whom it would name now. */
  return g_strdup_printf (_("Lapsed: it named %s, and now it would name %s"), former, standing->recipient);
}

static char *
describe_state (const ShcConsentStanding *standing)
{
  g_autofree char *when = standing->last != NULL ? shc_ledger_row_format_time (standing->last->at_us) : NULL;

  switch (standing->state)
    {
    case SHC_CONSENT_GRANTED:
      if (standing->recipient != NULL)
        /* Translators: whom it names, and a date and time. */
        return g_strdup_printf (_("Agreed, for %s, since %s"), standing->recipient, when);
      /* Translators: %s is a date and time. */
      return g_strdup_printf (_("Agreed since %s"), when);
    case SHC_CONSENT_WITHDRAWN:
      if (shc_consent_get_reason (standing->last) != NULL)
        /* Translators: a date and time, and why the program took it back. */
        return g_strdup_printf (_("%1$s: %2$s"), when, shc_consent_get_reason (standing->last));
      return g_strdup_printf (_("Taken back on %s"), when);
    case SHC_CONSENT_LAPSED:
      return describe_lapse (standing);
    case SHC_CONSENT_ASK_AGAIN:
      return g_strdup_printf (_("To be asked again, since a backup was restored on %s"), when);
    case SHC_CONSENT_NEVER:
    default:
      return g_strdup (_("Not agreed"));
    }
}

/* What follows from it for what is sent to somebody. */
static const char *
describe_sending (const ShcConsentStanding *standing)
{
  gboolean storage = g_str_equal (standing->purpose, "storage");

  if (standing->state == SHC_CONSENT_GRANTED)
    return _("Only what you have looked at goes there, by a press.");
  if (g_str_equal (standing->purpose, "companion"))
    return _("Nothing that you write is sent to the companion.");
  if (standing->given == NULL)
    return storage ? _("Nothing of yours is sent to Airtable.") : _("No list gets your address from here.");
  return storage ? _("Nothing more of yours is sent to Airtable. What was sent before stays there until you have it deleted "
                     "there, which needs no consent.")
                 : _("Nothing more goes to the list. If you are on it, you can leave it without consent.");
}

/* Whom it would name is not chosen yet. */
static const char *
describe_lack (const ShcConsentStanding *standing)
{
  gboolean holds = standing->state == SHC_CONSENT_GRANTED;

  if (g_str_equal (standing->purpose, "storage"))
    return holds ? _("It names no base of Airtable yet. Once one is chosen, you are asked again.")
                 : _("It would name a base of Airtable, and none is chosen yet.");
  return holds ? _("It names no mailing list yet. Once one is chosen, you are asked again.")
               : _("It would name a mailing list, and none is chosen yet.");
}

static char *
describe_effect (const ShcConsentStanding *standing,
                 gboolean                  adult)
{
  gboolean holds = standing->state == SHC_CONSENT_GRANTED;
  gboolean lacks = standing->needs_recipient && standing->recipient == NULL;

  if (!holds && is_companion (standing) && !adult)
    return g_strdup (_("The companion is for people who are 18 or older and have said so in Preferences."));
  if (!standing->needs_recipient)
    return g_strdup (holds ? _("They are kept in this journal, for the time in Preferences.")
                           : _("Each conversation is forgotten when it is closed."));
  if (lacks && holds)
    return g_strdup (describe_lack (standing));
  return g_strconcat (describe_sending (standing), lacks ? " " : NULL, lacks ? describe_lack (standing) : NULL, NULL);
}

static gboolean
can_change (const ShcConsentStanding *standing,
            gboolean                  adult)
{
  if (standing->state == SHC_CONSENT_GRANTED)
    return TRUE;
  if (is_companion (standing) && !adult)
    return FALSE;
  return !standing->needs_recipient || standing->recipient != NULL;
}

static void
show_button (ShcConsentRow            *self,
             const ShcConsentStanding *standing,
             gboolean                  adult)
{
  gboolean holds = standing->state == SHC_CONSENT_GRANTED;
  const char *title = shc_consent_get_title (standing->purpose);
  g_autofree char *label = NULL;

  if (holds)
    /* Translators: %s is what a consent is about. */
    label = g_strdup_printf (_("Take back: %s"), title);
  else
    label = g_strdup_printf (_("Agree: %s"), title);
  gtk_button_set_label (self->button, !holds                                              ? _("Agree…")
                                      : g_str_equal (standing->purpose, "chat-history") ? _("Take Back…")
                                                                                          : _("Take Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->button), can_change (standing, adult));
}

/* Those that were agreed to, as they were; before, those that would be. */
static void
show_words (ShcConsentRow            *self,
            const ShcConsentStanding *standing)
{
  const ShcConsent *given = standing->given;
  const char *words = given != NULL && given->text != NULL ? given->text : shc_consent_get_wording (standing->purpose);
  /* Translators: %s is the version of the words, such as 2026-11. */
  g_autofree char *label = g_strdup_printf (given != NULL ? _("The words that you agreed to, version %s")
                                                          : _("The words, version %s"),
                                            given != NULL ? given->wording : SHC_CONSENT_WORDING);

  gtk_label_set_text (self->version, label);
  gtk_label_set_text (self->words, words);
}

static void
clicked_cb (ShcConsentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_PRESSED], 0);
}

static void
shc_consent_row_class_init (ShcConsentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PRESSED] =
    g_signal_new ("pressed", SHC_TYPE_CONSENT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-consent-row.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, heading);
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, state);
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, effect);
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, button);
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, version);
  gtk_widget_class_bind_template_child (widget_class, ShcConsentRow, words);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
shc_consent_row_init (ShcConsentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_consent_row_new (void)
{
  return g_object_new (SHC_TYPE_CONSENT_ROW, NULL);
}

void
shc_consent_row_set_standing (ShcConsentRow            *self,
                              const ShcConsentStanding *standing,
                              gboolean                  adult)
{
  g_autofree char *state = NULL;
  g_autofree char *effect = NULL;

  g_return_if_fail (SHC_IS_CONSENT_ROW (self));
  g_return_if_fail (standing != NULL);

  state = describe_state (standing);
  effect = describe_effect (standing, adult);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), shc_consent_get_title (standing->purpose));
  gtk_label_set_text (self->heading, shc_consent_get_title (standing->purpose));
  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->effect, effect);
  show_button (self, standing, adult);
  show_words (self, standing);
}
