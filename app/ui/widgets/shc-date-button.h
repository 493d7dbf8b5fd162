/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The day a reflection belongs to: today, or any earlier one. */

#pragma once

#include <adwaita.h>

#include "shc-date.h"

G_BEGIN_DECLS

#define SHC_TYPE_DATE_BUTTON (shc_date_button_get_type ())
/** ShcDateButton: signal `changed ()`: by the person. */
G_DECLARE_FINAL_TYPE (ShcDateButton, shc_date_button, SHC, DATE_BUTTON, GtkWidget)

/** shc_date_button_set_now: the reflection is from the moment it is kept. */
void     shc_date_button_set_now  (ShcDateButton *self);
/** shc_date_button_set_date: its time and offset stay with it as long as the day is not changed. */
void     shc_date_button_set_date (ShcDateButton *self, ShcDate date);
/** Returns: %FALSE for "now": @date is untouched then. */
gboolean shc_date_button_get_date (ShcDateButton *self, ShcDate *date);
/** shc_date_button_take_typed: takes @text as a date, as if typed there. Returns: whether it could be. */
gboolean shc_date_button_take_typed (ShcDateButton *self, const char *text);

G_END_DECLS
