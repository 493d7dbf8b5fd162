/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Narrows the list: milestone, tag, mood, from and to. */

#define G_LOG_DOMAIN "shc-filter-bar"

#include "config.h"

#include "shc-filter-bar.h"

#include "shc-mood-picker.h"
#include "shc-suggest-entry.h"
#include "shc-text.h"
#include "shc-widget.h"
#include "shc-wrap-layout.h"

#define NOT_A_DATE (-2)

struct _ShcFilterBar
{
  GtkWidget        parent_instance;
  ShcSuggestEntry *milestone;
  ShcSuggestEntry *tag;
  GtkEntry        *from;
  GtkEntry        *to;
  ShcMoodPicker   *mood;
  GtkWidget       *problem;
  GtkWidget       *clear;
  gboolean         quiet;
};

G_DEFINE_FINAL_TYPE (ShcFilterBar, shc_filter_bar, GTK_TYPE_WIDGET)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static int
days_in_month (int year,
               int month)
{
  ShcDate date;
  int day = 31;

  while (day > 28 && !shc_date_from_ymd (year, month, day, &date))
    day--;
  return day;
}

gint64
shc_filter_parse_day (const char *text,
                      gboolean    last)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  int year = 0;
  int month = 0;
  int end = 0;
  ShcDate date;

  if (*stripped == '\0')
    return -1;
  if (shc_date_parse (stripped, &date, NULL))
    return shc_date_get_day (date);

  if (sscanf (stripped, "%4d-%2d%n", &year, &month, &end) == 2 && stripped[end] == '\0')
    {
      if (month < 1 || month > 12)
        return NOT_A_DATE;
    }
  else if (sscanf (stripped, "%4d%n", &year, &end) == 1 && stripped[end] == '\0')
    month = last ? 12 : 1;
  else
    return NOT_A_DATE;
  if (year < 1 || !shc_date_from_ymd (year, month, last ? days_in_month (year, month) : 1, &date))
    return NOT_A_DATE;
  return shc_date_get_day (date);
}

static gint64
parse_entry (GtkEntry *entry,
             gboolean  last)
{
  return shc_filter_parse_day (gtk_editable_get_text (GTK_EDITABLE (entry)), last);
}

static void
changed_cb (ShcFilterBar *self)
{
  if (self->quiet)
    return;
  gtk_widget_set_sensitive (self->clear, shc_filter_bar_is_active (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
mark_date (GtkEntry *entry)
{
  /* While a year is still being typed nothing is wrong with it yet. */
  gboolean wrong = parse_entry (entry, FALSE) == NOT_A_DATE
                   && g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (entry)), -1) >= 4;

  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  return wrong;
}

static void
date_changed_cb (ShcFilterBar *self,
                 GtkEntry     *entry)
{
  gboolean from_wrong = mark_date (self->from);
  gboolean to_wrong = mark_date (self->to);

  gtk_widget_set_visible (self->problem, from_wrong || to_wrong);
  changed_cb (self);
}

static void
shc_filter_bar_dispose (GObject *object)
{
  shc_widget_clear (GTK_WIDGET (object));

  G_OBJECT_CLASS (shc_filter_bar_parent_class)->dispose (object);
}

static void
shc_filter_bar_class_init (ShcFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = shc_filter_bar_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", SHC_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (SHC_TYPE_WRAP_LAYOUT);
  g_type_ensure (SHC_TYPE_SUGGEST_ENTRY);
  g_type_ensure (SHC_TYPE_MOOD_PICKER);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, milestone);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, tag);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, from);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, to);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, mood);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, problem);
  gtk_widget_class_bind_template_child (widget_class, ShcFilterBar, clear);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, shc_filter_bar_clear);
}

static void
shc_filter_bar_init (ShcFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
shc_filter_bar_store (ShcFilterBar *self,
                      ShcFilter    *filter)
{
  g_return_if_fail (SHC_IS_FILTER_BAR (self));
  g_return_if_fail (filter != NULL);

  g_free (filter->milestone);
  filter->milestone = shc_label_clean (shc_suggest_entry_get_text (self->milestone), NULL);
  g_free (filter->tag);
  filter->tag = shc_label_clean (shc_suggest_entry_get_text (self->tag), NULL);
  filter->mood = shc_mood_picker_get_mood (self->mood);
  filter->from_day = MAX (parse_entry (self->from, FALSE), -1);
  filter->to_day = MAX (parse_entry (self->to, TRUE), -1);
}

gboolean
shc_filter_bar_is_active (ShcFilterBar *self)
{
  g_return_val_if_fail (SHC_IS_FILTER_BAR (self), FALSE);

  return *shc_suggest_entry_get_text (self->milestone) != '\0'
         || *shc_suggest_entry_get_text (self->tag) != '\0'
         || gtk_entry_get_text_length (self->from) > 0 || gtk_entry_get_text_length (self->to) > 0
         || shc_mood_picker_get_mood (self->mood) != 0;
}

void
shc_filter_bar_clear (ShcFilterBar *self)
{
  g_return_if_fail (SHC_IS_FILTER_BAR (self));

  if (shc_filter_bar_is_active (self))
    shc_filter_bar_choose (self, -1, -1, NULL);
}

void
shc_filter_bar_set_labels (ShcFilterBar      *self,
                           const char *const *tags,
                           const char *const *milestones)
{
  g_return_if_fail (SHC_IS_FILTER_BAR (self));

  shc_suggest_entry_set_suggestions (self->tag, tags);
  shc_suggest_entry_set_suggestions (self->milestone, milestones);
}

static void
set_date (GtkEntry *entry,
          gint64    day)
{
  g_autofree char *text = day >= 0 ? shc_date_to_string (shc_date_from_day (day)) : g_strdup ("");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

void
shc_filter_bar_choose (ShcFilterBar *self,
                       gint64        from_day,
                       gint64        to_day,
                       const char   *milestone)
{
  g_return_if_fail (SHC_IS_FILTER_BAR (self));

  self->quiet = TRUE;
  set_date (self->from, from_day);
  set_date (self->to, to_day);
  shc_suggest_entry_set_text (self->milestone, milestone);
  shc_suggest_entry_set_text (self->tag, NULL);
  shc_mood_picker_set_mood (self->mood, 0);
  self->quiet = FALSE;
  changed_cb (self);
}
