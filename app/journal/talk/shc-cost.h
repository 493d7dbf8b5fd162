/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was used, in money: what is known, what is estimated, and what nobody here knows, kept apart. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ShcCostSum: millionths of @currency. @known: counted by the server, at a price that held then; @estimated: beside it,
 * where the tokens were only estimated or the price was looked up later. */
typedef struct
{
  char   currency[4];
  gint64 known;
  gint64 estimated;
} ShcCostSum;

/**
 * ShcCost:
 * @sums: (element-type ShcCostSum): one for each currency, by its letters
 * @unknown_tokens: of models without a price
 * @unknown_model: (nullable): one of those
 */
typedef struct
{
  GArray *sums;
  gint64  input_tokens;
  gint64  output_tokens;
  gint64  estimated_tokens;
  gint64  unknown_tokens;
  char   *unknown_model;
} ShcCost;
void shc_cost_free (ShcCost *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcCost, shc_cost_free)

/**
 * shc_cost_new:
 * @usage: (element-type ShcUsage): of any months, servers and models
 * @prices: (element-type ShcPrice)
 * @today: as shc_date_get_day() has it: a price that begins later does not count yet
 *
 * A month's use is counted at the newest price that the model had by its end.
 *
 * Returns: (transfer full)
 */
ShcCost *shc_cost_new (const GPtrArray *usage, const GPtrArray *prices, gint64 today);

/** shc_cost_get_sum: Returns: known and estimated together, in @currency. */
gint64   shc_cost_get_sum (const ShcCost *self, const char *currency);

/** shc_cost_find_other_currency: Returns: (nullable): a currency other than @currency that something was paid in. */
const char *shc_cost_find_other_currency (const ShcCost *self, const char *currency);

/** shc_cost_to_string: Returns: (transfer full): for people: "1.23 USD, of which 0.10 USD is estimated; and 1200 tokens
 * whose price is not known here". */
char    *shc_cost_to_string (const ShcCost *self);

G_END_DECLS
