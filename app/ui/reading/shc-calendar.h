/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A month at a time: the days that were written on. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_CALENDAR (shc_calendar_get_type ())
/** ShcCalendar: signal `day-activated (gint64 day)`: a day that was written on. */
G_DECLARE_FINAL_TYPE (ShcCalendar, shc_calendar, SHC, CALENDAR, GtkWidget)

/** shc_calendar_set_days: @written: (element-type gint64): civil days since 0001-01-01, ascending;
 * copied. @today: civil day. @start_day: -1 for none. The month that is shown stays; at first it is
 * today's. */
void shc_calendar_set_days   (ShcCalendar *self, const GArray *written, gint64 today,
                              gint64 start_day);
/** shc_calendar_show_day: turns to the month of @day. */
void shc_calendar_show_day   (ShcCalendar *self, gint64 day);

G_END_DECLS
