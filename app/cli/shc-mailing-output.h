/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How plans and receipts of a mailing list look, to people and to programs. */

#pragma once

#include "shc-json.h"
#include "shc-mailing.h"

G_BEGIN_DECLS

void shc_mailing_print_plan (const ShcMailingPlan *plan);
void shc_mailing_add_plan (JsonBuilder *reply, const ShcMailingPlan *plan);

/** shc_mailing_print_receipt: @plan: (nullable): what was run; %NULL of a run that went on. */
void shc_mailing_print_receipt (const ShcMailingPlan *plan, const ShcMailingReceipt *receipt);
void shc_mailing_add_receipt (JsonBuilder *reply, const ShcMailingPlan *plan, const ShcMailingReceipt *receipt);

G_END_DECLS
