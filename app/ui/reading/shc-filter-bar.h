/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Narrows the list: milestone, tag, mood, from and to. */

#pragma once

#include <adwaita.h>

#include "shc-reflections.h"

G_BEGIN_DECLS

#define SHC_TYPE_FILTER_BAR (shc_filter_bar_get_type ())
/** ShcFilterBar: signal `changed ()`. */
G_DECLARE_FINAL_TYPE (ShcFilterBar, shc_filter_bar, SHC, FILTER_BAR, GtkWidget)

/** shc_filter_bar_store: writes what is chosen into @filter; query, trash and order stay. */
void     shc_filter_bar_store      (ShcFilterBar *self, ShcFilter *filter);
gboolean shc_filter_bar_is_active  (ShcFilterBar *self);
/** shc_filter_bar_clear: one `changed`, if anything was chosen. */
void     shc_filter_bar_clear      (ShcFilterBar *self);
void     shc_filter_bar_set_labels (ShcFilterBar *self, const char *const *tags,
                                    const char *const *milestones);
/** shc_filter_bar_choose: @from_day: @to_day: civil days, -1 for open; @milestone: (nullable). */
void     shc_filter_bar_choose     (ShcFilterBar *self, gint64 from_day, gint64 to_day,
                                    const char *milestone);

/** shc_filter_parse_day: a day, or the first (@last: the last) day of "1660" or "1660-05".
 * Returns: civil day, -1 if @text is blank, -2 if it is no date. */
gint64   shc_filter_parse_day      (const char *text, gboolean last);

G_END_DECLS
