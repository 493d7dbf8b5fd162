/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of a journey in a row, from the first to today: those written on are full. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_JOURNEY_STRIP (shc_journey_strip_get_type ())
/** ShcJourneyStrip: one mark for each day, named as one points at it. */
G_DECLARE_FINAL_TYPE (ShcJourneyStrip, shc_journey_strip, SHC, JOURNEY_STRIP, GtkWidget)

/** shc_journey_strip_set_days: @written: (element-type gint64): civil days, ascending; @start_day:
 * @n_days: the first day and how many there are. */
void shc_journey_strip_set_days (ShcJourneyStrip *self, const GArray *written, gint64 start_day,
                                 gint64 n_days);

G_END_DECLS
