/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How plans and receipts of sharing look: to people, and as JSON. */

#pragma once

#include "shc-airtable-share.h"
#include "shc-json.h"

G_BEGIN_DECLS

/** shc_share_output_add_plan: one object: "creates", "updates", "deletes", each a list with the fields by the service's own names. */
void shc_share_output_add_plan (JsonBuilder *builder, const ShcSharePlan *plan);

/** shc_share_output_print_plan: for people, on standard output: each record, field by field. */
void shc_share_output_print_plan (const ShcSharePlan *plan);

/** shc_share_output_add_cells: a member @name: an object of @cells by the service's own names, or null for none. */
void shc_share_output_add_cells (JsonBuilder *builder, const char *name, const ShcSharePlan *plan, const ShcCells *cells);

/** shc_share_output_print_cells: for people: a line for each cell of @change, with what stood there before where that is known.
 * @beside: neither becomes the other: `before` is here, `cells` there. */
void shc_share_output_print_cells (const ShcSharePlan *plan, const ShcShareChange *change, gboolean beside);

/** shc_share_output_add_receipt: @plan: (nullable): what was looked at: what of it was not ticked is told, with why. */
void shc_share_output_add_receipt (JsonBuilder *builder, const ShcShareReceipt *receipt, const ShcSharePlan *plan);
void shc_share_output_print_receipt (const ShcShareReceipt *receipt, const ShcSharePlan *plan);

G_END_DECLS
