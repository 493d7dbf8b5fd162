/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What something cost, as programs read it. */

#define G_LOG_DOMAIN "shc-cost-output"

#include "config.h"

#include "shc-cost-output.h"

#include "shc-json.h"
#include "shc-money.h"

/* As text: a program that reads numbers as floating point would lose what is exact here. */
static void
add_amount (JsonBuilder *builder,
            const char  *name,
            gint64       amount)
{
  g_autofree char *text = shc_money_format (amount, NULL);

  shc_json_add_string (builder, name, text);
}

void
shc_cost_output_add (JsonBuilder   *builder,
                     const ShcCost *cost)
{
  json_builder_set_member_name (builder, "cost");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cost->sums->len; i++)
    {
      const ShcCostSum *sum = &g_array_index (cost->sums, ShcCostSum, i);

      json_builder_begin_object (builder);
      shc_json_add_string (builder, "currency", sum->currency);
      add_amount (builder, "known", sum->known);
      add_amount (builder, "estimated", sum->estimated);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  shc_json_add_int (builder, "unknown_tokens", cost->unknown_tokens);
}

void
shc_cost_output_add_usage (JsonBuilder   *builder,
                           const ShcCost *cost)
{
  json_builder_set_member_name (builder, "usage");
  json_builder_begin_object (builder);
  shc_json_add_int (builder, "input", cost->input_tokens);
  shc_json_add_int (builder, "output", cost->output_tokens);
  shc_json_add_boolean (builder, "estimated", cost->estimated_tokens > 0);
  json_builder_end_object (builder);
  shc_cost_output_add (builder, cost);
}
