/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the text of a reflection. */

#define G_LOG_DOMAIN "shc-details"

#include "config.h"

#include "shc-details.h"

#include <glib/gi18n-lib.h>

#include "shc-date-button.h"
#include "shc-mood-picker.h"
#include "shc-suggest-entry.h"
#include "shc-tag-editor.h"
#include "shc-text.h"
#include "shc-widget.h"
#include "shc-wrap-box.h"

struct _ShcDetails
{
  GtkWidget        parent_instance;
  ShcSuggestEntry *milestone;
  GtkButton       *day_button;
  ShcMoodPicker   *mood;
  ShcDateButton   *date;
  ShcTagEditor    *tags;
  GtkSwitch       *never_send;
  GtkLabel        *problem;
  gint64           day;
  gboolean         loading;
};

G_DEFINE_FINAL_TYPE (ShcDetails, shc_details, GTK_TYPE_WIDGET)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
show_problem (ShcDetails *self,
              const char *problem)
{
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
changed_cb (ShcDetails *self)
{
  if (self->loading)
    return;
  show_problem (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
tag_refused_cb (ShcDetails *self,
                const char *why)
{
  show_problem (self, why);
}

static gboolean
is_blank (const char *text)
{
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text == '\0';
}

static void
update_day_button (ShcDetails *self)
{
  const char *text = shc_suggest_entry_get_text (self->milestone);

  gtk_widget_set_visible (GTK_WIDGET (self->day_button), self->day > 0 && is_blank (text));
}

static void
milestone_changed_cb (ShcDetails *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (shc_suggest_entry_get_entry (self->milestone)), "error");
  update_day_button (self);
  changed_cb (self);
}

static void
day_clicked_cb (ShcDetails *self)
{
  shc_suggest_entry_set_text (self->milestone, gtk_button_get_label (self->day_button));
  gtk_widget_grab_focus (GTK_WIDGET (self->milestone));
}

static void
shc_details_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_details_parent_class)->dispose (object);
}

static void
shc_details_class_init (ShcDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_details_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_DETAILS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SHC_TYPE_WRAP_BOX);
  g_type_ensure (SHC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (SHC_TYPE_MOOD_PICKER);
  g_type_ensure (SHC_TYPE_DATE_BUTTON);
  g_type_ensure (SHC_TYPE_TAG_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-details.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, milestone);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, day_button);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, mood);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, date);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, tags);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, never_send);
  gtk_widget_class_bind_template_child (widget_class, ShcDetails, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, tag_refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, milestone_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, day_clicked_cb);
}

static void
shc_details_init (ShcDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_details_load (ShcDetails          *self,
                  const ShcReflection *reflection)
{
  g_return_if_fail (SHC_IS_DETAILS (self));

  self->loading = TRUE;
  shc_suggest_entry_set_text (self->milestone, reflection != NULL ? reflection->milestone : NULL);
  shc_mood_picker_set_mood (self->mood, reflection != NULL ? reflection->mood : 0);
  shc_tag_editor_set_tags (self->tags, reflection != NULL ? (const char *const *) reflection->tags
                                                          : NULL);
  gtk_switch_set_active (self->never_send, reflection != NULL && reflection->never_send);
  if (reflection != NULL)
    shc_date_button_set_date (self->date, reflection->date);
  else
    shc_date_button_set_now (self->date);
  self->loading = FALSE;
  show_problem (self, NULL);
  update_day_button (self);
}

void
shc_details_set_now (ShcDetails *self)
{
  g_return_if_fail (SHC_IS_DETAILS (self));

  shc_date_button_set_now (self->date);
}

gboolean
shc_details_store (ShcDetails    *self,
                   ShcReflection *reflection)
{
  const char *milestone;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (SHC_IS_DETAILS (self), FALSE);
  g_return_val_if_fail (reflection != NULL, FALSE);

  g_clear_pointer (&reflection->milestone, g_free);
  milestone = shc_suggest_entry_get_text (self->milestone);
  if (!is_blank (milestone))
    reflection->milestone = shc_label_clean (milestone, &error);
  reflection->mood = shc_mood_picker_get_mood (self->mood);
  g_strfreev (reflection->tags);
  reflection->tags = shc_tag_editor_dup_tags (self->tags);
  reflection->never_send = gtk_switch_get_active (self->never_send);
  if (!shc_date_button_get_date (self->date, &reflection->date))
    reflection->date = shc_date_now (g_get_real_time ());

  if (error == NULL)
    return TRUE;
  show_problem (self, error->message);
  gtk_widget_add_css_class (GTK_WIDGET (shc_suggest_entry_get_entry (self->milestone)), "error");
  return FALSE;
}

gboolean
shc_details_is_empty (ShcDetails *self)
{
  g_auto(GStrv) tags = NULL;
  ShcDate date;

  g_return_val_if_fail (SHC_IS_DETAILS (self), TRUE);

  tags = shc_tag_editor_dup_tags (self->tags);
  return is_blank (shc_suggest_entry_get_text (self->milestone))
         && shc_mood_picker_get_mood (self->mood) == 0 && tags[0] == NULL
         && !gtk_switch_get_active (self->never_send)
         && !shc_date_button_get_date (self->date, &date);
}

void
shc_details_set_day (ShcDetails *self,
                     gint64      day)
{
  g_autofree char *label = NULL;

  g_return_if_fail (SHC_IS_DETAILS (self));

  self->day = day;
  /* Translators: the journey day as a milestone. */
  label = g_strdup_printf (_("Day %d"), (int) MIN (day, G_MAXINT));
  gtk_button_set_label (self->day_button, label);
  update_day_button (self);
}

void
shc_details_set_labels (ShcDetails        *self,
                        const char *const *tags,
                        const char *const *milestones)
{
  g_return_if_fail (SHC_IS_DETAILS (self));

  shc_tag_editor_set_suggestions (self->tags, tags);
  shc_suggest_entry_set_suggestions (self->milestone, milestones);
}

static void
add_to_summary (GString    *summary,
                const char *text)
{
  if (summary->len > 0)
    g_string_append (summary, " · ");
  g_string_append (summary, text);
}

char *
shc_details_dup_summary (ShcDetails *self)
{
  g_autoptr(GString) summary = g_string_new (NULL);
  g_auto(GStrv) tags = NULL;
  ShcDate date;
  int mood;

  g_return_val_if_fail (SHC_IS_DETAILS (self), NULL);

  if (!is_blank (shc_suggest_entry_get_text (self->milestone)))
    add_to_summary (summary, shc_suggest_entry_get_text (self->milestone));
  mood = shc_mood_picker_get_mood (self->mood);
  if (mood > 0)
    add_to_summary (summary, shc_mood_get_name (mood));
  if (shc_date_button_get_date (self->date, &date))
    {
      g_autofree char *text = shc_date_format_long (date);

      add_to_summary (summary, text);
    }
  tags = shc_tag_editor_dup_tags (self->tags);
  for (guint i = 0; tags[i] != NULL; i++)
    add_to_summary (summary, tags[i]);
  if (gtk_switch_get_active (self->never_send))
    add_to_summary (summary, _("Never sent"));
  return g_string_free (g_steal_pointer (&summary), FALSE);
}
