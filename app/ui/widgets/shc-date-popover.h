/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a day is chosen: from a calendar, by typing it, or today. */

#pragma once

#include <gtk/gtk.h>

#include "shc-date.h"

G_BEGIN_DECLS

#define SHC_TYPE_DATE_POPOVER (shc_date_popover_get_type ())
/**
 * ShcDatePopover:
 *
 * Signals: `picked (gint64 day)`: in the calendar, as from shc_date_get_day();
 * `typed (const char *text)`: whatever stands in the entry; `today ()`.
 */
G_DECLARE_FINAL_TYPE (ShcDatePopover, shc_date_popover, SHC, DATE_POPOVER, GtkPopover)

/** Returns: (transfer floating). */
GtkWidget *shc_date_popover_new         (void);
/** shc_date_popover_set_day: puts the day of @date into the calendar and the entry. */
void       shc_date_popover_set_day     (ShcDatePopover *self, ShcDate date);
/** @problem: (nullable): why what was chosen could not be taken; %NULL takes it away. */
void       shc_date_popover_set_problem (ShcDatePopover *self, const char *problem);

G_END_DECLS
