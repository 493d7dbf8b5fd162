/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One record of a plan to share, field by field and whole, as it would be written. */

#pragma once

#include <gtk/gtk.h>

#include "shc-share-plan.h"

G_BEGIN_DECLS

/** shc_share_fields_build: puts the fields of @change, one of @plan's, into @box, which is empty. @coming: whether it comes
 * back: then it is what stands there, beside what stands here. */
void  shc_share_fields_build     (GtkBox *box, const ShcSharePlan *plan, const ShcShareChange *change, gboolean coming);

/** shc_share_fields_dup_value: @cell: (nullable). Returns: (transfer full): as it is shown. */
char *shc_share_fields_dup_value (const ShcCell *cell);

G_END_DECLS
