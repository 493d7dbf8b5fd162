/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands beside the text of a reflection: milestone, mood, tags, day, never send. */

#pragma once

#include <adwaita.h>

#include "shc-reflection.h"

G_BEGIN_DECLS

#define SHC_TYPE_DETAILS (shc_details_get_type ())
/** ShcDetails: signal `changed ()`: by the person. */
G_DECLARE_FINAL_TYPE (ShcDetails, shc_details, SHC, DETAILS, GtkWidget)

/** shc_details_load: @reflection: (nullable): %NULL for nothing chosen and "now". */
void     shc_details_load          (ShcDetails *self, const ShcReflection *reflection);
/** shc_details_set_now: the day is that of the moment it is kept. */
void     shc_details_set_now       (ShcDetails *self);
/** shc_details_store: writes what can be kept into @reflection (a milestone that is no valid name
 * yet is left out). Returns: whether all of it could be; otherwise it is said beside the field. */
gboolean shc_details_store         (ShcDetails *self, ShcReflection *reflection);
/** Returns: whether nothing at all was chosen. */
gboolean shc_details_is_empty      (ShcDetails *self);
/** @day: journey day, 0 for none: "Day 7" is offered as the milestone. */
void     shc_details_set_day       (ShcDetails *self, gint64 day);
void     shc_details_set_labels    (ShcDetails *self, const char *const *tags,
                                    const char *const *milestones);
/** shc_details_dup_summary: Returns: (transfer full): what was chosen, in one line; "" for nothing. */
char       *shc_details_dup_summary (ShcDetails *self);

G_END_DECLS
