/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey: the days since its start, milestones, a calendar of days written. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_JOURNEY_PAGE (shc_journey_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcJourneyPage, shc_journey_page, SHC, JOURNEY_PAGE, AdwBin)

/** shc_journey_page_new: @journal: may still be locked, see #ShcPage. Implements #ShcPage. */
GtkWidget *shc_journey_page_new (ShcJournal *journal);

G_END_DECLS
