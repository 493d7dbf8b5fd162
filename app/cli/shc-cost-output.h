/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What something cost, as programs read it. */

#pragma once

#include <json-glib/json-glib.h>

#include "shc-cost.h"

G_BEGIN_DECLS

/** shc_cost_output_add: adds "cost", one object for each currency with its amounts as text, and "unknown_tokens" to the
 * object that is open. */
void shc_cost_output_add (JsonBuilder *builder, const ShcCost *cost);

/** shc_cost_output_add_usage: adds "usage" too: the tokens, and whether any were estimated. */
void shc_cost_output_add_usage (JsonBuilder *builder, const ShcCost *cost);

G_END_DECLS
