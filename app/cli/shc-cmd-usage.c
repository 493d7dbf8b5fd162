/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc usage`: what was asked of language models, and what it cost as far as that is known. */

#define G_LOG_DOMAIN "shc-cmd-usage"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-commands.h"
#include "shc-cost-output.h"
#include "shc-date.h"
#include "shc-limit.h"
#include "shc-output.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "shc-unlock.h"
#include "shc-usage.h"

/* @month: (nullable): all of them; the rest is found. */
typedef struct
{
  const char *month;
  GPtrArray  *usage;
  GPtrArray  *prices;
  ShcLimit    limit;
  gint64      today;
} Listing;

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->usage, g_ptr_array_unref);
  g_clear_pointer (&listing->prices, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static gboolean
list_usage (ShcDb     *db,
            gpointer   data,
            GError   **error)
{
  Listing *listing = data;

  listing->usage = shc_usage_list (db, listing->month, error);
  listing->prices = listing->usage != NULL ? shc_prices_load (db, error) : NULL;
  return listing->prices != NULL && shc_limit_load (&listing->limit, db, error);
}

static ShcCost *
create_cost (const Listing *listing,
             ShcUsage      *one)
{
  g_autoptr(GPtrArray) alone = g_ptr_array_new ();

  g_ptr_array_add (alone, one);
  return shc_cost_new (alone, listing->prices, listing->today);
}

static void
add_usage (JsonBuilder   *reply,
           const Listing *listing,
           ShcUsage      *one)
{
  g_autoptr(ShcCost) cost = create_cost (listing, one);

  json_builder_begin_object (reply);
  shc_json_add_string (reply, "month", one->month);
  shc_json_add_string (reply, "host", one->host);
  shc_json_add_string (reply, "model", one->model);
  shc_json_add_int (reply, "requests", one->requests);
  shc_json_add_int (reply, "input", one->input_tokens);
  shc_json_add_int (reply, "output", one->output_tokens);
  shc_json_add_int (reply, "estimated", one->estimated_input + one->estimated_output);
  shc_cost_output_add (reply, cost);
  json_builder_end_object (reply);
}

static void
print_usage (const Listing *listing,
             ShcUsage      *one)
{
  g_autofree char *model = shc_output_make_visible (one->model, TRUE);
  g_autoptr(ShcCost) cost = create_cost (listing, one);
  g_autofree char *words = shc_cost_to_string (cost);

  shc_cli_print (_("%s  %s, %s: %" PRId64 " requests, %" PRId64 " tokens in, %" PRId64 " out%s: %s"), one->month,
                 one->host, model, one->requests, one->input_tokens, one->output_tokens,
                 one->estimated_input + one->estimated_output > 0 ? _(", partly estimated") : "", words);
}

static void
add_all (JsonBuilder   *reply,
         const Listing *listing,
         const ShcCost *cost)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "month", listing->month);
  json_builder_set_member_name (reply, "usage");
  json_builder_begin_array (reply);
  for (guint i = 0; i < listing->usage->len; i++)
    add_usage (reply, listing, g_ptr_array_index (listing->usage, i));
  json_builder_end_array (reply);
  shc_json_add_int (reply, "input", cost->input_tokens);
  shc_json_add_int (reply, "output", cost->output_tokens);
  shc_json_add_int (reply, "estimated", cost->estimated_tokens);
  shc_cost_output_add (reply, cost);
  json_builder_end_object (reply);
}

static void
print_all (ShcCli        *self,
           const Listing *listing,
           const ShcCost *cost)
{
  g_autofree char *words = shc_cost_to_string (cost);
  g_autofree char *limit = shc_limit_to_string (&listing->limit);

  for (guint i = 0; i < listing->usage->len; i++)
    print_usage (listing, g_ptr_array_index (listing->usage, i));
  if (listing->usage->len == 0)
    shc_cli_say (self, _("Nothing was asked of a language model."));
  else
    shc_cli_print (_("All together: %" PRId64 " tokens: %s"), cost->input_tokens + cost->output_tokens, words);
  if (limit != NULL)
    shc_cli_say (self, _("Your monthly limit: %s."), limit);
  if (cost->unknown_tokens > 0)
    shc_cli_say (self, _("Prices are yours to note, in companion.prices: “shc settings set --help” tells how."));
}

static gboolean
is_month (const char *text)
{
  return g_regex_match_simple ("^\\d{4}-(0[1-9]|1[0-2])$", text, 0, 0);
}

gboolean
shc_cmd_usage (ShcCli  *self,
               GError **error)
{
  g_auto(Listing) listing = { .month = shc_args_get (self->args, "month") };
  g_autoptr(ShcCost) cost = NULL;

  if (listing.month != NULL && !is_month (listing.month))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--month: a month such as 2026-11 is needed."));
      return FALSE;
    }
  listing.today = shc_date_get_day (shc_date_now (g_get_real_time ()));
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, list_usage, &listing, error))
    return FALSE;
  cost = shc_cost_new (listing.usage, listing.prices, listing.today);
  if (self->json)
    add_all (self->reply, &listing, cost);
  else
    print_all (self, &listing, cost);
  return TRUE;
}
