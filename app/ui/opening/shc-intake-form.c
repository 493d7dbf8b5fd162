/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes here: the questions of the first run, and of Preferences. */

#define G_LOG_DOMAIN "shc-intake-form"

#include "config.h"

#include "shc-intake-form.h"

#include <glib/gi18n-lib.h>

#include "shc-date-row.h"
#include "shc-fasting-group.h"
#include "shc-open-link.h"
#include "shc-text.h"

/* The rows of the age question. */
enum { AGE_UNSAID, AGE_YES, AGE_NO };

struct _ShcIntakeForm
{
  AdwPreferencesPage parent_instance;
  ShcProfile        *profile; /* what was set: carries what is not asked here */
  gboolean           updating;
  gboolean           tying;   /* the age is carried over from where it was said */

  GtkWidget     *name_row;
  GtkWidget     *email_row;
  GtkLabel      *problem;
  ShcDateRow    *start_row;
  AdwComboRow   *fasting_row;
  ShcFastingGroup *fasting_group;
  GtkTextView   *goals_view;
  GtkTextBuffer *goals;
  AdwComboRow   *adult_row;
  GtkWidget     *youth_note;
  GtkLabel      *youth_text;
  AdwActionRow  *consent_row;
  GtkSwitch     *consent_switch;
  GtkLabel      *wording;
};

enum { SIGNAL_CHANGED, SIGNAL_FASTING_CHANGED, SIGNAL_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcIntakeForm, shc_intake_form, ADW_TYPE_PREFERENCES_PAGE)

static void
set_problem (ShcIntakeForm *self,
             GtkWidget     *row,
             const char    *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  gtk_widget_remove_css_class (self->name_row, "error");
  gtk_widget_remove_css_class (self->email_row, "error");
  if (row != NULL)
    gtk_widget_add_css_class (row, "error");
}

static void
answer_changed_cb (ShcIntakeForm *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What is said of the consent is of what was kept. */
static void
consent_changed_cb (ShcIntakeForm *self)
{
  if (!self->updating)
    adw_action_row_set_subtitle (self->consent_row, "");
  answer_changed_cb (self);
}

/* The age is asked about in two places and is one answer: who says there to be under 18 says it here. That a question
 * about fasting was answered with no does not make anybody 18 here. */
static void
take_age_from_fasting (ShcIntakeForm *self)
{
  guint age = adw_combo_row_get_selected (self->adult_row);
  ShcFastingCheck check;

  shc_fasting_group_get_check (self->fasting_group, &check);
  if (check.answers[SHC_FASTING_CHECK_UNDER_18] == SHC_FASTING_CHECK_YES && age == AGE_YES)
    age = AGE_NO;
  else if (check.answers[SHC_FASTING_CHECK_UNDER_18] == SHC_FASTING_CHECK_NO && age == AGE_NO)
    age = AGE_UNSAID;
  self->tying = TRUE;
  adw_combo_row_set_selected (self->adult_row, age);
  self->tying = FALSE;
}

static void
give_age_to_fasting (ShcIntakeForm *self)
{
  static const ShcFastingAnswer answers[] = {
    [AGE_UNSAID] = SHC_FASTING_CHECK_UNSAID, [AGE_YES] = SHC_FASTING_CHECK_NO, [AGE_NO] = SHC_FASTING_CHECK_YES,
  };
  guint age = adw_combo_row_get_selected (self->adult_row);

  self->tying = TRUE;
  shc_fasting_group_answer (self->fasting_group, SHC_FASTING_CHECK_UNDER_18,
                            age < G_N_ELEMENTS (answers) ? answers[age] : SHC_FASTING_CHECK_UNSAID);
  self->tying = FALSE;
}

static void
fasting_changed_cb (ShcIntakeForm *self)
{
  if (!self->tying)
    take_age_from_fasting (self);
  g_signal_emit (self, signals[SIGNAL_FASTING_CHANGED], 0);
}

static void
name_changed_cb (ShcIntakeForm *self)
{
  set_problem (self, NULL, NULL);
  answer_changed_cb (self);
}

static void
email_changed_cb (ShcIntakeForm *self)
{
  set_problem (self, NULL, NULL);
  answer_changed_cb (self);
}

/* Not said counts as no: help is shown as well, without taking anyone for younger than they are. */
static void
show_youth_note (ShcIntakeForm *self)
{
  guint age = adw_combo_row_get_selected (self->adult_row);

  gtk_widget_set_visible (self->youth_note, age != AGE_YES);
  gtk_label_set_text (self->youth_text, age == AGE_NO
    ? _("The journal is all yours, without limits. The AI companion stays off for people under 18.")
    : _("The journal is all yours, whether you say or not. The AI companion stays off until you "
        "say that you are 18 or older."));
}

static gboolean
activate_link_cb (GtkLinkButton *button,
                  gpointer       user_data)
{
  shc_open_link (GTK_WIDGET (button), gtk_link_button_get_uri (button));
  return TRUE;
}

static void
adult_changed_cb (ShcIntakeForm *self)
{
  show_youth_note (self);
  if (!self->updating && !self->tying)
    give_age_to_fasting (self);
  answer_changed_cb (self);
}

static void
activated_cb (ShcIntakeForm *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

static gboolean
shc_intake_form_grab_focus (GtkWidget *widget)
{
  ShcIntakeForm *self = SHC_INTAKE_FORM (widget);

  /* Back to what could not be kept, if that is why. */
  return gtk_widget_grab_focus (gtk_widget_has_css_class (self->email_row, "error")
                                  ? self->email_row
                                  : self->name_row);
}

static void
shc_intake_form_finalize (GObject *object)
{
  g_clear_pointer (&SHC_INTAKE_FORM (object)->profile, shc_profile_free);

  G_OBJECT_CLASS (shc_intake_form_parent_class)->finalize (object);
}

static void
shc_intake_form_class_init (ShcIntakeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = shc_intake_form_finalize;
  widget_class->grab_focus = shc_intake_form_grab_focus;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FASTING_CHANGED] = g_signal_new ("fasting-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SHC_TYPE_DATE_ROW);
  g_type_ensure (SHC_TYPE_FASTING_GROUP);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-intake-form.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, email_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, start_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, fasting_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, fasting_group);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, goals_view);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, goals);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, adult_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, youth_note);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, youth_text);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, consent_row);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, consent_switch);
  gtk_widget_class_bind_template_child (widget_class, ShcIntakeForm, wording);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, email_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, consent_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, answer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, adult_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, fasting_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_link_cb);
}

static void
shc_intake_form_init (ShcIntakeForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  show_youth_note (self);
  gtk_label_set_text (self->wording, shc_consent_get_wording ("storage"));
}

GtkWidget *
shc_intake_form_new (void)
{
  return g_object_new (SHC_TYPE_INTAKE_FORM, NULL);
}

/* Where a text may be empty, empty is no answer. */
static char *
dup_or_null (const char *text)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));

  return *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static void
read_answers (ShcIntakeForm *self,
              ShcProfile    *profile)
{
  static const ShcAdult ages[] = {
    [AGE_UNSAID] = SHC_ADULT_UNSAID, [AGE_YES] = SHC_ADULT_YES, [AGE_NO] = SHC_ADULT_NO,
  };
  GtkTextIter start, end;
  g_autofree char *goals = NULL;
  guint fasting = adw_combo_row_get_selected (self->fasting_row);
  guint age = adw_combo_row_get_selected (self->adult_row);

  gtk_text_buffer_get_bounds (self->goals, &start, &end);
  goals = gtk_text_buffer_get_text (self->goals, &start, &end, FALSE);

  g_free (profile->email);
  profile->email = dup_or_null (gtk_editable_get_text (GTK_EDITABLE (self->email_row)));
  g_free (profile->goals);
  profile->goals = dup_or_null (goals);
  profile->has_fasting = fasting > 0 && fasting != GTK_INVALID_LIST_POSITION;
  profile->fasting = profile->has_fasting ? (ShcFasting) (fasting - 1) : SHC_FASTING_NONE;
  profile->journey_start_day = shc_date_row_get_day (self->start_row);
  profile->adult = age < G_N_ELEMENTS (ages) ? ages[age] : SHC_ADULT_UNSAID;
}

ShcProfile *
shc_intake_form_get_profile (ShcIntakeForm *self)
{
  g_autoptr(ShcProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  GtkWidget *bad_row = self->name_row;

  g_return_val_if_fail (SHC_IS_INTAKE_FORM (self), NULL);

  profile = self->profile != NULL ? shc_profile_copy (self->profile) : shc_profile_new ();
  g_free (profile->healing_name);
  profile->healing_name =
    shc_label_clean (gtk_editable_get_text (GTK_EDITABLE (self->name_row)), &error);
  if (profile->healing_name != NULL)
    {
      read_answers (self, profile);
      bad_row = self->email_row;
      if (shc_profile_check (profile, &error))
        {
          set_problem (self, NULL, NULL);
          return g_steal_pointer (&profile);
        }
    }

  if (g_error_matches (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY))
    set_problem (self, bad_row, _("Please say how you wish to be greeted. Any name will do."));
  else
    set_problem (self, bad_row, error->message);
  return NULL;
}

static void
set_entry (GtkWidget  *row,
           const char *text)
{
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (row)), text != NULL ? text : "") != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

/* The rows of the age question; ShcAdult is -1, 0, 1. */
static guint
get_age_row (ShcAdult adult)
{
  static const guint rows[] = { AGE_UNSAID, AGE_NO, AGE_YES };

  return rows[adult + 1];
}

static guint
get_fasting_row (const ShcProfile *profile)
{
  return profile->has_fasting ? (guint) profile->fasting + 1 : 0;
}

void
shc_intake_form_update_profile (ShcIntakeForm    *self,
                                const ShcProfile *profile)
{
  g_autoptr(ShcProfile) shown = shc_profile_new ();
  g_autoptr(ShcProfile) was = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (SHC_IS_INTAKE_FORM (self));
  g_return_if_fail (profile != NULL);

  was = self->profile != NULL ? g_steal_pointer (&self->profile) : shc_profile_new ();
  self->profile = shc_profile_copy (profile);
  read_answers (self, shown);
  name = dup_or_null (gtk_editable_get_text (GTK_EDITABLE (self->name_row)));

  self->updating = TRUE;
  if (g_strcmp0 (name, was->healing_name) == 0)
    set_entry (self->name_row, profile->healing_name);
  if (g_strcmp0 (shown->email, was->email) == 0)
    set_entry (self->email_row, profile->email);
  if (g_strcmp0 (shown->goals, was->goals) == 0 &&
      g_strcmp0 (shown->goals, profile->goals) != 0)
    gtk_text_buffer_set_text (self->goals, profile->goals != NULL ? profile->goals : "", -1);
  if (get_fasting_row (shown) == get_fasting_row (was))
    adw_combo_row_set_selected (self->fasting_row, get_fasting_row (profile));
  if (shown->journey_start_day == was->journey_start_day)
    shc_date_row_set_day (self->start_row, profile->journey_start_day);
  if (shown->adult == was->adult)
    adw_combo_row_set_selected (self->adult_row, get_age_row (profile->adult));
  self->updating = FALSE;
  show_youth_note (self);
}

void
shc_intake_form_set_profile (ShcIntakeForm    *self,
                             const ShcProfile *profile)
{
  g_return_if_fail (SHC_IS_INTAKE_FORM (self));

  self->updating = TRUE;
  g_clear_pointer (&self->profile, shc_profile_free);
  self->profile = shc_profile_copy (profile);
  set_entry (self->name_row, profile->healing_name);
  set_entry (self->email_row, profile->email);
  gtk_text_buffer_set_text (self->goals, profile->goals != NULL ? profile->goals : "", -1);
  adw_combo_row_set_selected (self->fasting_row, get_fasting_row (profile));
  shc_date_row_set_day (self->start_row, profile->journey_start_day);
  adw_combo_row_set_selected (self->adult_row, get_age_row (profile->adult));
  self->updating = FALSE;
  show_youth_note (self);
}

gboolean
shc_intake_form_get_consent (ShcIntakeForm *self)
{
  g_return_val_if_fail (SHC_IS_INTAKE_FORM (self), FALSE);

  return gtk_switch_get_active (self->consent_switch);
}

void
shc_intake_form_set_consent (ShcIntakeForm *self,
                             gboolean       consent)
{
  g_return_if_fail (SHC_IS_INTAKE_FORM (self));

  self->updating = TRUE;
  gtk_switch_set_active (self->consent_switch, consent);
  self->updating = FALSE;
}

void
shc_intake_form_tell_consent (ShcIntakeForm            *self,
                              const ShcConsentStanding *standing)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SHC_IS_INTAKE_FORM (self));
  g_return_if_fail (standing != NULL);

  /* Translators: %s is a state of a consent, such as "agreed" or "taken back". */
  text = g_strdup_printf (_("Now: %s."), shc_consent_standing_describe (standing));
  adw_action_row_set_subtitle (self->consent_row, text);
}

void
shc_intake_form_get_fasting_check (ShcIntakeForm   *self,
                                   ShcFastingCheck *check)
{
  g_return_if_fail (SHC_IS_INTAKE_FORM (self));

  shc_fasting_group_get_check (self->fasting_group, check);
}

void
shc_intake_form_set_fasting_check (ShcIntakeForm         *self,
                                   const ShcFastingCheck *check)
{
  g_return_if_fail (SHC_IS_INTAKE_FORM (self));

  shc_fasting_group_set_check (self->fasting_group, check);
}

void
shc_intake_form_ask_fasting (ShcIntakeForm *self)
{
  g_return_if_fail (SHC_IS_INTAKE_FORM (self));

  shc_fasting_group_ask (self->fasting_group);
}
