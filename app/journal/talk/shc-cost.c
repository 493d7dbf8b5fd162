/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was used, in money. */

#define G_LOG_DOMAIN "shc-cost"

#include "config.h"

#include "shc-cost.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "shc-date.h"
#include "shc-money.h"
#include "shc-prices.h"
#include "shc-usage.h"

void
shc_cost_free (ShcCost *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sums);
  g_free (self->unknown_model);
  g_free (self);
}

/* Returns: the last day of "2026-11", but no day after @today. */
static gint64
find_last_day (const char *month,
               gint64      today)
{
  int year = atoi (month);
  const char *dash = strchr (month, '-');
  int number = dash != NULL ? atoi (dash + 1) : 0;
  ShcDate next;

  if (!shc_date_from_ymd (number == 12 ? year + 1 : year, number == 12 ? 1 : number + 1, 1, &next))
    return today;
  return MIN (shc_date_get_day (next) - 1, today);
}

static ShcCostSum *
get_sum (ShcCost    *self,
         const char *currency)
{
  ShcCostSum fresh = { { 0 }, 0, 0 };
  guint at = 0;

  for (; at < self->sums->len; at++)
    {
      ShcCostSum *sum = &g_array_index (self->sums, ShcCostSum, at);
      int order = strcmp (sum->currency, currency);

      if (order == 0)
        return sum;
      if (order > 0)
        break;
    }
  memcpy (fresh.currency, currency, sizeof fresh.currency);
  g_array_insert_val (self->sums, at, fresh);
  return &g_array_index (self->sums, ShcCostSum, at);
}

static void
add_money (gint64 *amount,
           gint64  tokens,
           gint64  price)
{
  *amount = shc_money_add (*amount, shc_money_for_tokens (MAX (tokens, 0), price));
}

static void
add_usage (ShcCost         *self,
           const ShcUsage  *one,
           const GPtrArray *prices,
           gint64           today)
{
  gint64 guessed_input = MIN (one->estimated_input, one->input_tokens);
  gint64 guessed_output = MIN (one->estimated_output, one->output_tokens);
  gboolean is_later;
  const ShcPrice *price = shc_prices_find (prices, one->model, find_last_day (one->month, today), &is_later);
  ShcCostSum *sum;

  self->input_tokens += one->input_tokens;
  self->output_tokens += one->output_tokens;
  self->estimated_tokens += guessed_input + guessed_output;
  if (price == NULL)
    {
      self->unknown_tokens += one->input_tokens + one->output_tokens;
      if (self->unknown_model == NULL)
        self->unknown_model = g_strdup (one->model);
      return;
    }
  sum = get_sum (self, price->currency);
  add_money (is_later ? &sum->estimated : &sum->known, one->input_tokens - guessed_input, price->input);
  add_money (is_later ? &sum->estimated : &sum->known, one->output_tokens - guessed_output, price->output);
  add_money (&sum->estimated, guessed_input, price->input);
  add_money (&sum->estimated, guessed_output, price->output);
}

ShcCost *
shc_cost_new (const GPtrArray *usage,
              const GPtrArray *prices,
              gint64           today)
{
  ShcCost *self;

  g_return_val_if_fail (usage != NULL && prices != NULL, NULL);

  self = g_new0 (ShcCost, 1);
  self->sums = g_array_new (FALSE, FALSE, sizeof (ShcCostSum));
  for (guint i = 0; i < usage->len; i++)
    add_usage (self, g_ptr_array_index (usage, i), prices, today);
  return self;
}

gint64
shc_cost_get_sum (const ShcCost *self,
                  const char    *currency)
{
  for (guint i = 0; i < self->sums->len; i++)
    {
      const ShcCostSum *sum = &g_array_index (self->sums, ShcCostSum, i);

      if (g_str_equal (sum->currency, currency))
        return shc_money_add (sum->known, sum->estimated);
    }
  return 0;
}

const char *
shc_cost_find_other_currency (const ShcCost *self,
                              const char    *currency)
{
  for (guint i = 0; i < self->sums->len; i++)
    {
      const ShcCostSum *sum = &g_array_index (self->sums, ShcCostSum, i);

      if (!g_str_equal (sum->currency, currency) && (sum->known > 0 || sum->estimated > 0))
        return sum->currency;
    }
  return NULL;
}

static void
append_sum (GString          *text,
            const ShcCostSum *sum)
{
  g_autofree char *all = shc_money_format (shc_money_add (sum->known, sum->estimated), sum->currency);
  g_autofree char *guessed = shc_money_format (sum->estimated, sum->currency);

  if (text->len > 0)
    g_string_append (text, "; ");
  if (sum->estimated == 0)
    g_string_append (text, all);
  else if (sum->known == 0)
    g_string_append_printf (text, _("%s, estimated"), all);
  else
    g_string_append_printf (text, _("%s, of which %s is estimated"), all, guessed);
}

char *
shc_cost_to_string (const ShcCost *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->sums->len; i++)
    append_sum (text, &g_array_index (self->sums, ShcCostSum, i));
  if (self->unknown_tokens > 0)
    g_string_append_printf (text, text->len > 0 ? _("; and %" PRId64 " tokens whose price is not known here")
                                                : _("%" PRId64 " tokens whose price is not known here"),
                            self->unknown_tokens);
  if (text->len == 0)
    g_string_append (text, _("nothing"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
