/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of a plan to share: a tick, what it is, and its fields when they are asked for. */

#pragma once

#include <adwaita.h>

#include "shc-share-item.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_ROW (shc_share_row_get_type ())
G_DECLARE_FINAL_TYPE (ShcShareRow, shc_share_row, SHC, SHARE_ROW, AdwBin)

GtkWidget *shc_share_row_new      (void);
/** shc_share_row_set_item: @item: (nullable): what is shown; its tick follows the person's. */
void       shc_share_row_set_item (ShcShareRow *self, ShcShareItem *item);

/** shc_share_row_press: what space does to the line as a whole, its tick, or with @unfold what Return does. Returns: whether it has that. */
gboolean shc_share_row_press (ShcShareRow *self, gboolean unfold);

G_END_DECLS
