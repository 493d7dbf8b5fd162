/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a plan to share: a record, or a sentence about the whole. */

#pragma once

#include <gio/gio.h>

#include "shc-share-plan.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_ITEM (shc_share_item_get_type ())
/** ShcShareItem: property `ticked` (boolean), which is that of its change. */
G_DECLARE_FINAL_TYPE (ShcShareItem, shc_share_item, SHC, SHARE_ITEM, GObject)

/** shc_share_item_new: @plan: must stay as long as the item. @change: (nullable): one of its changes. @note: (nullable): a
 * sentence, if it is no change. */
ShcShareItem         *shc_share_item_new          (const ShcSharePlan *plan, ShcShareChange *change, const char *note);

/** shc_share_item_new_coming: of what comes back, which has no tick. @plan: must stay as long as the item, and @change too.
 * @what: what it is, such as "Changed there". */
ShcShareItem         *shc_share_item_new_coming   (const ShcSharePlan *plan, ShcShareChange *change, const char *what);

const ShcSharePlan   *shc_share_item_get_plan     (ShcShareItem *self);
/** Returns: (transfer none) (nullable): */
const ShcShareChange *shc_share_item_get_change   (ShcShareItem *self);
/** Returns: (transfer none) (nullable): */
const char           *shc_share_item_get_note     (ShcShareItem *self);

/** Returns: (transfer none) (nullable): of what comes back. */
const char           *shc_share_item_get_what     (ShcShareItem *self);

void                  shc_share_item_set_ticked   (ShcShareItem *self, gboolean ticked);
/** Whether its fields are shown. */
gboolean              shc_share_item_get_expanded (ShcShareItem *self);
void                  shc_share_item_set_expanded (ShcShareItem *self, gboolean expanded);

G_END_DECLS
