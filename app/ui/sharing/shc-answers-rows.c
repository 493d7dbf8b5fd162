/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of the dialog for an intake form that are built from what was found. */

#define G_LOG_DOMAIN "shc-answers-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-answers-private.h"
#include "shc-consent.h"
#include "shc-date.h"
#include "shc-text.h"

#define SHOWN_CHARS 400
#define TITLE_CHARS 120
/* A list of questions that nobody used is cut off here. */
#define UNUSED_MAX 8

static void
clear_rows (ShcAnswersDialog *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      adw_preferences_group_remove (
        ADW_PREFERENCES_GROUP (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP)), row);
    }
  g_ptr_array_set_size (self->rows, 0);
  memset (self->combos, 0, sizeof self->combos);
  memset (self->checks, 0, sizeof self->checks);
  self->meaning = NULL;
}

static void
add_row (ShcAnswersDialog    *self,
         AdwPreferencesGroup *group,
         GtkWidget           *row,
         const char          *title)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
}

/* ---- whose response it is */

static GtkWidget *
make_mine_button (const ShcTypeformResponse *response,
                  const char                *when)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_("This Is _Mine"));
  g_autofree char *label = g_strdup_printf (_("This is mine: %s"), when);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "answers.name");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", response->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

void
shc_answers_build_mine (ShcAnswersDialog *self)
{
  clear_rows (self);
  for (guint i = 0; i < self->found->candidates->len; i++)
    {
      const ShcTypeformResponse *response = g_ptr_array_index (self->found->candidates, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *when = response->submitted_us > 0 ? shc_date_format_long (shc_date_now (response->submitted_us))
                                                         : g_strdup (_("At a time that is not known"));
      g_autofree char *id = g_strdup_printf (_("Response %s"), response->id);

      add_row (self, self->mine_group, row, when);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), id);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_mine_button (response, when));
    }
}

/* ---- which question is what */

static char *
dup_title (const ShcTypeformQuestion *question)
{
  const char *title = question->title != NULL ? question->title : shc_typeform_question_get_key (question);

  return shc_text_excerpt (title, TITLE_CHARS);
}

static GtkStringList *
make_model (const ShcTypeformForm *form)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  gtk_string_list_append (model, _("Not in this form"));
  for (guint i = 0; i < form->questions->len; i++)
    {
      g_autofree char *title = dup_title (g_ptr_array_index (form->questions, i));

      gtk_string_list_append (model, title);
    }
  return model;
}

static guint
find_question (const ShcTypeformForm *form,
               const char            *key)
{
  const ShcTypeformQuestion *question = key != NULL ? shc_typeform_form_find (form, key) : NULL;
  guint place;

  /* A ref that several have names none of them. */
  if (question == NULL || (g_strcmp0 (question->ref, key) == 0 && !g_str_equal (shc_typeform_form_get_key (form, question), key)))
    return 0;
  return g_ptr_array_find (form->questions, question, &place) ? place + 1 : 0;
}

void
shc_answers_build_mapping (ShcAnswersDialog       *self,
                           const ShcIntakeMapping *mapping)
{
  g_autoptr(GtkStringList) model = make_model (self->found->form);

  clear_rows (self);
  for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
    {
      GtkWidget *row = adw_combo_row_new ();
      const char *key = shc_intake_mapping_get (mapping, (ShcIntakeField) field);

      add_row (self, self->mapping_group, row, shc_intake_field_get_title ((ShcIntakeField) field));
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
      adw_combo_row_set_use_subtitle (ADW_COMBO_ROW (row), TRUE);
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), find_question (self->found->form, key));
      self->combos[field] = ADW_COMBO_ROW (row);
    }
}

ShcIntakeMapping *
shc_answers_dup_mapping (ShcAnswersDialog *self)
{
  ShcIntakeMapping *mapping = shc_intake_mapping_copy (self->plan->mapping);
  const ShcTypeformForm *form = self->found->form;

  for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
    {
      guint selected = self->combos[field] != NULL ? adw_combo_row_get_selected (self->combos[field]) : 0;
      const char *key = NULL;

      if (selected > 0 && selected <= form->questions->len)
        key = shc_typeform_form_get_key (form, g_ptr_array_index (form->questions, selected - 1));
      shc_intake_mapping_set (mapping, (ShcIntakeField) field, key);
    }
  return mapping;
}

/* ---- what would change */

static char *
dup_value (ShcIntakeField  field,
           const char     *value)
{
  g_autofree char *shown = value != NULL ? shc_intake_field_dup_shown (field, value) : g_strdup ("–");
  g_autofree char *cut = shc_text_excerpt (shown, SHOWN_CHARS);

  return g_strdup (*cut != '\0' ? cut : shown);
}

static gboolean
grants (const ShcIntakeChange *change)
{
  return shc_intake_field_get_purpose (change->field) != NULL && g_strcmp0 (change->after, "yes") == 0;
}

/* Consent is given by its own words and to whom they name. */
static char *
describe_consent (const ShcIntakeChange *change)
{
  const char *words = shc_consent_get_wording (shc_intake_field_get_purpose (change->field));

  if (change->recipient == NULL)
    return g_strdup (words);
  /* Translators: whom a consent names: a base, or a list. */
  return g_strdup_printf (_("%s\nTo: %s"), words, change->recipient);
}

static char *
describe (const ShcIntakeChange *change)
{
  g_autofree char *before = dup_value (change->field, change->before);
  g_autofree char *after = dup_value (change->field, change->after);

  switch (change->state)
    {
    case SHC_INTAKE_CHANGE:
      return grants (change) ? describe_consent (change) : g_strdup_printf ("%s → %s", before, after);
    case SHC_INTAKE_KEPT:
      return g_strdup_printf ("%s → %s\n%s", before, after, change->why);
    case SHC_INTAKE_SAME:
      return g_strdup_printf (_("%s\nAs it is here."), after);
    case SHC_INTAKE_UNFIT:
    case SHC_INTAKE_UNANSWERED:
    default:
      return g_strdup (change->why);
    }
}

static void
toggled_cb (ShcAnswersDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "answers.go", shc_answers_get_fields (self) != 0);
}

static void
add_check (ShcAnswersDialog      *self,
           const ShcIntakeChange *change,
           GtkWidget             *row)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), change->state == SHC_INTAKE_CHANGE && !grants (change));
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  shc_intake_field_get_title (change->field), -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  self->checks[change->field] = GTK_CHECK_BUTTON (check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
}

static const char *
get_choice (ShcAnswersDialog *self)
{
  const char *key = shc_intake_mapping_get (self->plan->mapping, SHC_INTAKE_FASTING);
  const ShcTypeformAnswer *answer =
    key != NULL ? shc_intake_answer_find (self->found->form, self->found->response, key, NULL) : NULL;

  if (answer == NULL || answer->text == NULL || answer->kind == SHC_TYPEFORM_NUMBER ||
      strpbrk (answer->text, "\n\r") != NULL || (answer->choices != NULL && g_strv_length (answer->choices) > 1))
    return NULL;
  return answer->text;
}

static void
meaning_cb (ShcAnswersDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->meaning);
  ShcIntakeMapping *mapping;

  if (selected == 0 || selected > SHC_FASTING_EXPERIENCED + 1)
    return;
  mapping = shc_intake_mapping_copy (self->plan->mapping);
  shc_intake_mapping_set_choice (mapping, (ShcFasting) (selected - 1), get_choice (self));
  shc_answers_look (self, mapping);
}

/* A choice that nobody knows is explained by the person. */
static void
add_meaning (ShcAnswersDialog *self)
{
  const char *const names[] = { _("Not said"), _("None"), _("Beginner"), _("Some"), _("Experienced"), NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *row = adw_combo_row_new ();
  g_autofree char *text = shc_text_excerpt (get_choice (self), TITLE_CHARS);
  /* Translators: %s is an answer in a form. */
  g_autofree char *title = g_strdup_printf (_("What “%s” Means"), text);

  add_row (self, self->changes_group, row, title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  self->meaning = ADW_COMBO_ROW (row);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (meaning_cb), self, G_CONNECT_SWAPPED);
}

static void
describe_unused (ShcAnswersDialog *self)
{
  const GPtrArray *unused = self->plan->unused;
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (unused->len, UNUSED_MAX); i++)
    {
      g_autofree char *title = shc_text_excerpt (g_ptr_array_index (unused, i), TITLE_CHARS);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : _("Answered, but not used here: "), title);
    }
  if (unused->len > UNUSED_MAX)
    g_string_append (text, "; …");
  gtk_label_set_text (self->unused, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->unused), unused->len > 0);
}

static const char *
get_advice (const ShcIntakePlan *plan)
{
  if (plan->changes->len == 0)
    return _("No question is assigned to a field yet, so there is nothing to take. Go back to assign them.");
  if (shc_intake_plan_get_changes (plan) == 0)
    return _("There is nothing new in your answers.");
  return _("What is ticked will be taken. Nothing was changed yet.");
}

void
shc_answers_build_changes (ShcAnswersDialog *self)
{
  clear_rows (self);
  for (guint i = 0; i < self->plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (self->plan->changes, i);
      GtkWidget *row = adw_action_row_new ();
      gboolean choice = change->field == SHC_INTAKE_FASTING && change->state == SHC_INTAKE_UNFIT &&
                        get_choice (self) != NULL;
      g_autofree char *text = choice ? g_strdup (_("This answer is in words of the form’s own.")) : describe (change);

      add_row (self, self->changes_group, row, shc_intake_field_get_title (change->field));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      if (change->state == SHC_INTAKE_CHANGE || change->state == SHC_INTAKE_KEPT)
        add_check (self, change, row);
      if (choice)
        add_meaning (self);
    }
  describe_unused (self);
  adw_preferences_group_set_description (self->changes_group, get_advice (self->plan));
}

guint
shc_answers_get_fields (ShcAnswersDialog *self)
{
  guint fields = 0;

  for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
    if (self->checks[field] != NULL && gtk_check_button_get_active (self->checks[field]))
      fields |= SHC_INTAKE_BIT (field);
  return fields;
}
