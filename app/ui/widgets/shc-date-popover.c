/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a day is chosen: from a calendar, by typing it, or today. */

#define G_LOG_DOMAIN "shc-date-popover"

#include "config.h"

#include "shc-date-popover.h"

struct _ShcDatePopover
{
  GtkPopover   parent_instance;
  GtkCalendar *calendar;
  GtkEntry    *entry;
  GtkLabel    *problem;
  gboolean     updating;
};

G_DEFINE_FINAL_TYPE (ShcDatePopover, shc_date_popover, GTK_TYPE_POPOVER)

enum { SIGNAL_PICKED, SIGNAL_TYPED, SIGNAL_TODAY, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
day_selected_cb (ShcDatePopover *self)
{
  g_autoptr(GDateTime) time = NULL;
  ShcDate date;

  if (self->updating)
    return;
  time = gtk_calendar_get_date (self->calendar);
  if (shc_date_from_ymd (g_date_time_get_year (time), g_date_time_get_month (time),
                         g_date_time_get_day_of_month (time), &date))
    g_signal_emit (self, signals[SIGNAL_PICKED], 0, shc_date_get_day (date));
}

static void
entry_activated_cb (ShcDatePopover *self)
{
  g_signal_emit (self, signals[SIGNAL_TYPED], 0, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
today_clicked_cb (ShcDatePopover *self)
{
  g_signal_emit (self, signals[SIGNAL_TODAY], 0);
}

static void
shc_date_popover_class_init (ShcDatePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_PICKED] = g_signal_new ("picked", SHC_TYPE_DATE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_TYPED] = g_signal_new ("typed", SHC_TYPE_DATE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TODAY] = g_signal_new ("today", SHC_TYPE_DATE_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sacredhealing/Companion/shc-date-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcDatePopover, calendar);
  gtk_widget_class_bind_template_child (widget_class, ShcDatePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, ShcDatePopover, problem);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_clicked_cb);
}

static void
shc_date_popover_init (ShcDatePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
shc_date_popover_new (void)
{
  return g_object_new (SHC_TYPE_DATE_POPOVER, NULL);
}

void
shc_date_popover_set_day (ShcDatePopover *self,
                          ShcDate         date)
{
  ShcDate day = shc_date_from_day (shc_date_get_day (date));
  g_autofree char *text = shc_date_to_string (day);
  g_autoptr(GDateTime) time = NULL;
  int year;
  int month;
  int month_day;

  g_return_if_fail (SHC_IS_DATE_POPOVER (self));

  shc_date_get_ymd (day, &year, &month, &month_day);
  time = g_date_time_new_utc (year, month, month_day, 12, 0, 0);
  self->updating = TRUE;
  gtk_calendar_select_day (self->calendar, time);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  self->updating = FALSE;
}

void
shc_date_popover_set_problem (ShcDatePopover *self,
                              const char     *problem)
{
  g_return_if_fail (SHC_IS_DATE_POPOVER (self));

  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}
