/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own limit for a month. */

#define G_LOG_DOMAIN "shc-limit"

#include "config.h"

#include "shc-limit.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "shc-cost.h"
#include "shc-money.h"
#include "shc-prices.h"
#include "shc-setting-kinds.h"
#include "shc-settings.h"

/* A limit is written in hundredths. */
#define HUNDREDTH (SHC_MONEY_UNIT / 100)

gboolean
shc_limit_load (ShcLimit  *limit,
                ShcDb     *db,
                GError   **error)
{
  g_autofree char *text = shc_settings_get (db, SHC_SETTING_COMPANION_MONTHLY_LIMIT, error);
  gint64 amount;

  if (text == NULL)
    return FALSE;
  limit->tokens = limit->money = -1;
  if (*text == '\0' || !shc_setting_parse_limit (text, &amount, limit->currency))
    return TRUE;
  if (*limit->currency != '\0')
    limit->money = amount * HUNDREDTH;
  else
    limit->tokens = amount;
  return TRUE;
}

char *
shc_limit_to_string (const ShcLimit *self)
{
  if (self->money >= 0)
    return shc_money_format (self->money, self->currency);
  return self->tokens >= 0 ? g_strdup_printf (_("%" PRId64 " tokens"), self->tokens) : NULL;
}

static void
set_reached (GError **error)
{
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                       _("This month’s limit that you set for the companion is reached. Nothing was sent; the "
                         "setting is companion.monthly-limit."));
}

/* One that has a price in the limit's currency, or says why not. */
static gboolean
has_price (const ShcLimit   *self,
           const GPtrArray  *prices,
           gint64            today,
           const char       *model,
           GError          **error)
{
  const ShcPrice *price = shc_prices_find (prices, model, today, NULL);

  if (price != NULL && g_str_equal (price->currency, self->currency))
    return TRUE;
  if (price == NULL)
    g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                 _("Your monthly limit is in money, and no price of the model “%s” is known here, so it cannot be kept. "
                   "Please note its price (companion.prices, or Preferences; 0 where it costs nothing), or set "
                   "companion.monthly-limit in tokens. Nothing was sent."), model);
  else
    g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                 _("Your monthly limit is in %s, and the price of the model “%s” is in %s, so it cannot be kept. Please "
                   "set companion.monthly-limit in that currency, or in tokens. Nothing was sent."), self->currency,
                 model, price->currency);
  return FALSE;
}

/* Whether all that was used this month can be counted in the limit's currency. */
static gboolean
can_count (const ShcLimit  *self,
           const ShcCost   *used,
           GError         **error)
{
  const char *other = shc_cost_find_other_currency (used, self->currency);

  if (used->unknown_tokens > 0)
    g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                 _("Your monthly limit is in money, and this month %" PRId64 " tokens were used of models without a known "
                   "price, such as “%s”, so it cannot be kept. Please note that price (companion.prices, or Preferences; 0 "
                   "where it costs nothing), or set companion.monthly-limit in tokens. Nothing was sent."),
                 used->unknown_tokens, used->unknown_model);
  else if (other != NULL)
    g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                 _("Your monthly limit is in %s, and part of this month’s use has prices in %s, so it cannot be kept. "
                   "Please set companion.monthly-limit in tokens. Nothing was sent."), self->currency, other);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_money (const ShcLimit   *self,
             const GPtrArray  *used,
             const GPtrArray  *prices,
             gint64            today,
             const char       *model,
             gint64            tokens,
             GError          **error)
{
  g_autoptr(ShcCost) cost = shc_cost_new (used, prices, today);
  g_autofree char *limit = shc_limit_to_string (self);
  g_autofree char *spent_text = NULL;
  g_autofree char *more_text = NULL;
  gint64 spent, more;

  if (!has_price (self, prices, today, model, error) || !can_count (self, cost, error))
    return FALSE;
  spent = shc_cost_get_sum (cost, self->currency);
  if (spent >= self->money)
    {
      set_reached (error);
      return FALSE;
    }
  more = shc_money_for_tokens (tokens, shc_prices_find (prices, model, today, NULL)->input);
  if (shc_money_add (spent, more) <= self->money)
    return TRUE;
  spent_text = shc_money_format (spent, self->currency);
  more_text = shc_money_format (more, self->currency);
  g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
               _("This message alone would cost about %s, and of your monthly limit of %s %s is used already. Nothing was "
                 "sent; the setting is companion.monthly-limit."), more_text, limit, spent_text);
  return FALSE;
}

static gboolean
check_tokens (const ShcLimit   *self,
              const GPtrArray  *used,
              const GPtrArray  *prices,
              gint64            today,
              gint64            tokens,
              GError          **error)
{
  g_autoptr(ShcCost) cost = shc_cost_new (used, prices, today);
  gint64 spent = cost->input_tokens + cost->output_tokens;

  if (spent < self->tokens && tokens <= self->tokens - spent)
    return TRUE;
  if (spent >= self->tokens)
    set_reached (error);
  else
    g_set_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT,
                 _("This message is about %" PRId64 " tokens, and of your monthly limit of %" PRId64 " tokens %" PRId64
                   " are used already. Nothing was sent; the setting is companion.monthly-limit."), tokens,
                 self->tokens, spent);
  return FALSE;
}

gboolean
shc_limit_check (const ShcLimit   *self,
                 const GPtrArray  *used,
                 const GPtrArray  *prices,
                 gint64            today,
                 const char       *model,
                 gint64            tokens,
                 GError          **error)
{
  g_return_val_if_fail (self != NULL && used != NULL && prices != NULL && model != NULL, FALSE);

  if (self->money >= 0)
    return check_money (self, used, prices, today, model, tokens, error);
  return self->tokens < 0 || check_tokens (self, used, prices, today, tokens, error);
}
