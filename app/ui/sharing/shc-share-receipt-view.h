/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a run: what was done, and what was not and why. */

#pragma once

#include <adwaita.h>

#include "shc-airtable-share.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_RECEIPT_VIEW (shc_share_receipt_view_get_type ())
/** ShcShareReceiptView: its buttons are the actions "share.undo" and "window.close" of the dialog that it is in. */
G_DECLARE_FINAL_TYPE (ShcShareReceiptView, shc_share_receipt_view, SHC, SHARE_RECEIPT_VIEW, AdwBin)

/** shc_share_receipt_view_set_receipt: @vault: knows the days of what was not done. @plan: (nullable): what was looked at: what of
 * it was not ticked is told. The run cannot be taken back until that is said. */
void shc_share_receipt_view_set_receipt  (ShcShareReceiptView *self, ShcVault *vault, const ShcShareReceipt *receipt,
                                          const ShcSharePlan *plan);
/** shc_share_receipt_view_set_can_undo: @can_undo: whether there is a run to be taken back; only of one that shared that is offered. */
void shc_share_receipt_view_set_can_undo (ShcShareReceiptView *self, gboolean can_undo);

G_END_DECLS
