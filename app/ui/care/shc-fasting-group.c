/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private questions about what makes fasting unsafe, and what follows from the answers. */

#define G_LOG_DOMAIN "shc-fasting-group"

#include "config.h"

#include "shc-fasting-group.h"

#include <glib/gi18n-lib.h>

/* The rows of each question. */
enum { ANSWER_UNSAID, ANSWER_YES, ANSWER_NO };

struct _ShcFastingGroup
{
  AdwPreferencesGroup parent_instance;
  AdwExpanderRow     *questions;
  GtkLabel           *advice;
  AdwComboRow        *rows[SHC_FASTING_CHECK_QUESTIONS];
  gboolean            updating;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcFastingGroup, shc_fasting_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show_advice (ShcFastingGroup *self)
{
  ShcFastingCheck check;

  shc_fasting_group_get_check (self, &check);
  gtk_label_set_text (self->advice, shc_fasting_check_get_advice (&check));
}

static void
answered_cb (ShcFastingGroup *self)
{
  if (self->updating)
    return;
  show_advice (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_question (ShcFastingGroup *self,
              guint            index)
{
  const char *const answers[] = { _("Rather not say"), _("Yes"), _("No"), NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (answers);
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shc_fasting_check_get_question (index));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (self->questions, row);
  self->rows[index] = ADW_COMBO_ROW (row);
}

static void
shc_fasting_group_class_init (ShcFastingGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sacredhealing/Companion/shc-fasting-group.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcFastingGroup, questions);
  gtk_widget_class_bind_template_child (widget_class, ShcFastingGroup, advice);
}

static void
shc_fasting_group_init (ShcFastingGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = TRUE;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    add_question (self, i);
  self->updating = FALSE;
  show_advice (self);
}

void
shc_fasting_group_get_check (ShcFastingGroup *self,
                             ShcFastingCheck *check)
{
  g_return_if_fail (SHC_IS_FASTING_GROUP (self));
  g_return_if_fail (check != NULL);

  check->updated_us = 0;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    {
      guint selected = adw_combo_row_get_selected (self->rows[i]);

      check->answers[i] = selected == ANSWER_YES ? SHC_FASTING_CHECK_YES
                          : selected == ANSWER_NO ? SHC_FASTING_CHECK_NO : SHC_FASTING_CHECK_UNSAID;
    }
}

static guint
get_row (ShcFastingAnswer answer)
{
  return answer == SHC_FASTING_CHECK_YES ? ANSWER_YES : answer == SHC_FASTING_CHECK_NO ? ANSWER_NO : ANSWER_UNSAID;
}

void
shc_fasting_group_set_check (ShcFastingGroup       *self,
                             const ShcFastingCheck *check)
{
  g_return_if_fail (SHC_IS_FASTING_GROUP (self));
  g_return_if_fail (check != NULL);

  self->updating = TRUE;
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    adw_combo_row_set_selected (self->rows[i], get_row (check->answers[i]));
  self->updating = FALSE;
  show_advice (self);
}

void
shc_fasting_group_answer (ShcFastingGroup  *self,
                          guint             index,
                          ShcFastingAnswer  answer)
{
  g_return_if_fail (SHC_IS_FASTING_GROUP (self));
  g_return_if_fail (index < SHC_FASTING_CHECK_QUESTIONS);

  adw_combo_row_set_selected (self->rows[index], get_row (answer));
}

void
shc_fasting_group_ask (ShcFastingGroup *self)
{
  g_return_if_fail (SHC_IS_FASTING_GROUP (self));

  adw_expander_row_set_expanded (self->questions, TRUE);
}
