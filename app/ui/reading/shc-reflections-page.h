/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All reflections, newest first: search, narrow, read, change. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_REFLECTIONS_PAGE (shc_reflections_page_get_type ())
G_DECLARE_FINAL_TYPE (ShcReflectionsPage, shc_reflections_page, SHC, REFLECTIONS_PAGE, AdwBin)

/** shc_reflections_page_new: @journal: may still be locked, see #ShcPage. Implements #ShcPage. */
GtkWidget *shc_reflections_page_new       (ShcJournal *journal);

/** shc_reflections_page_show_days: narrows the list. @from_day: @to_day: civil days, -1 for open;
 * @milestone: (nullable). */
void       shc_reflections_page_show_days (ShcReflectionsPage *self, gint64 from_day,
                                           gint64 to_day, const char *milestone);

G_END_DECLS
