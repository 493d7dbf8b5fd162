/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of what models cost. */

#define G_LOG_DOMAIN "shc-prices"

#include "config.h"

#include "shc-prices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-date.h"
#include "shc-journal-error.h"
#include "shc-money.h"
#include "shc-settings.h"
#include "shc-text.h"

/* A price above it, for a million tokens, is a slip of the finger; it also keeps sums in range. */
#define HIGHEST_PRICE (G_GINT64_CONSTANT (1000000) * SHC_MONEY_UNIT)
#define DAY_LENGTH 10
#define N_FIELDS 4

ShcPrice *
shc_price_new (const char *model,
               gint64      input,
               gint64      output,
               const char *currency,
               gint64      day)
{
  ShcPrice *self;

  g_return_val_if_fail (shc_money_is_currency (currency), NULL);

  self = g_new0 (ShcPrice, 1);
  self->model = g_strdup (model);
  self->input = input;
  self->output = output;
  memcpy (self->currency, currency, sizeof self->currency);
  self->day = day;
  return self;
}

void
shc_price_free (ShcPrice *self)
{
  if (self == NULL)
    return;
  g_free (self->model);
  g_free (self);
}

char *
shc_price_dup_day (const ShcPrice *self)
{
  return shc_date_to_string (shc_date_from_day (self->day));
}

static gboolean
parse_day (const char *text,
           gint64     *day)
{
  ShcDate date;

  if (strlen (text) != DAY_LENGTH || !shc_date_parse (text, &date, NULL))
    return FALSE;
  *day = shc_date_get_day (date);
  return TRUE;
}

static gboolean
parse_price (const char *text,
             gint64     *price)
{
  return shc_money_parse (text, price) && *price <= HIGHEST_PRICE;
}

ShcPrice *
shc_price_read (const char    *model,
                const char    *input,
                const char    *output,
                const char    *currency,
                gint64         day,
                ShcPriceField *wrong)
{
  g_autofree char *clean = shc_label_clean (model, NULL);
  gint64 in, out;

  if (clean == NULL)
    *wrong = SHC_PRICE_MODEL;
  else if (!parse_price (input, &in))
    *wrong = SHC_PRICE_INPUT;
  else if (!parse_price (output, &out))
    *wrong = SHC_PRICE_OUTPUT;
  else if (!shc_money_is_currency (currency))
    *wrong = SHC_PRICE_CURRENCY;
  else if (day < 0)
    *wrong = SHC_PRICE_DAY;
  else
    return shc_price_new (clean, in, out, currency, day);
  return NULL;
}

static const char *
get_problem (ShcPriceField wrong)
{
  switch (wrong)
    {
    case SHC_PRICE_MODEL:
      return _("the name of a model is missing, or cannot be one");
    case SHC_PRICE_CURRENCY:
      return _("a currency is three capital letters, such as USD");
    case SHC_PRICE_DAY:
      return _("the day of a price is written such as 2026-11-26");
    default:
      return _("a price is a number such as 1.25, for a million tokens");
    }
}

/* What stands behind the sign. Returns: (transfer full): its fields; %NULL if they are not four. */
static char **
split_fields (const char *text)
{
  g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_auto(GStrv) parts = g_strsplit_set (text, " \t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (fields, g_strdup (parts[i]));
  if (fields->len != N_FIELDS)
    return NULL;
  g_ptr_array_add (fields, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
}

/* A model's name may have a “=” in it, a price has none. */
static ShcPrice *
parse_line (const char  *line,
            const char **problem)
{
  const char *sign = strrchr (line, '=');
  g_autofree char *before = NULL;
  g_auto(GStrv) fields = NULL;
  ShcPrice *price;
  ShcPriceField wrong;
  gint64 day;

  *problem = _("a line is “MODEL = IN OUT CUR DATE”");
  if (sign == NULL)
    return NULL;
  before = g_strndup (line, (gsize) (sign - line));
  fields = split_fields (sign + 1);
  if (fields == NULL)
    return NULL;
  if (!parse_day (fields[3], &day))
    day = -1;
  price = shc_price_read (before, fields[0], fields[1], fields[2], day, &wrong);
  if (price == NULL)
    *problem = get_problem (wrong);
  return price;
}

gboolean
shc_prices_has (const GPtrArray *prices,
                const ShcPrice  *price)
{
  for (guint i = 0; i < prices->len; i++)
    {
      const ShcPrice *other = g_ptr_array_index (prices, i);

      if (other != price && other->day == price->day && g_str_equal (other->model, price->model))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
shc_prices_parse (const char  *text,
                  GError     **error)
{
  g_autoptr(GPtrArray) prices = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_price_free);
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr(ShcPrice) price = NULL;
      const char *problem;

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      price = parse_line (lines[i], &problem);
      if (price != NULL && shc_prices_has (prices, price))
        {
          g_clear_pointer (&price, shc_price_free);
          problem = _("this model has a price of this day already");
        }
      if (price == NULL)
        {
          g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID, _("Line %u of the prices: %s."), i + 1,
                       problem);
          return NULL;
        }
      g_ptr_array_add (prices, g_steal_pointer (&price));
    }
  return g_steal_pointer (&prices);
}

GPtrArray *
shc_prices_load (ShcDb   *db,
                 GError **error)
{
  g_autofree char *text = shc_settings_get (db, SHC_SETTING_COMPANION_PRICES, error);

  return text != NULL ? shc_prices_parse (text, error) : NULL;
}

char *
shc_prices_format (const GPtrArray *prices)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < prices->len; i++)
    {
      const ShcPrice *price = g_ptr_array_index (prices, i);
      g_autofree char *input = shc_money_format (price->input, NULL);
      g_autofree char *output = shc_money_format (price->output, NULL);
      g_autofree char *day = shc_price_dup_day (price);

      g_string_append_printf (text, "%s%s = %s %s %s %s", i > 0 ? "\n" : "", price->model, input, output, price->currency,
                              day);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether @model is @name with a day behind it: "-2026-08-07" or "-20260807". */
static gboolean
is_dated_version (const char *model,
                  const char *name)
{
  gsize length = strlen (name);

  return g_str_has_prefix (model, name) &&
         g_regex_match_simple ("^-[0-9]{4}(-?)[0-9]{2}\\1[0-9]{2}$", model + length, 0, 0);
}

static gboolean
is_of (const ShcPrice *price,
       const char     *model,
       gboolean        exactly)
{
  return exactly ? g_str_equal (price->model, model) : is_dated_version (model, price->model);
}

static gboolean
is_better (const ShcPrice *price,
           const ShcPrice *than,
           gint64          day)
{
  if (than == NULL)
    return TRUE;
  if ((price->day <= day) != (than->day <= day))
    return price->day <= day;
  return price->day <= day ? price->day > than->day : price->day < than->day;
}

const ShcPrice *
shc_prices_find (const GPtrArray *prices,
                 const char      *model,
                 gint64           day,
                 gboolean        *is_later)
{
  const ShcPrice *found = NULL;

  g_return_val_if_fail (prices != NULL && model != NULL, NULL);

  for (guint pass = 0; pass < 2 && found == NULL; pass++)
    for (guint i = 0; i < prices->len; i++)
      {
        const ShcPrice *price = g_ptr_array_index (prices, i);

        if (is_of (price, model, pass == 0) && is_better (price, found, day))
          found = price;
      }
  if (is_later != NULL)
    *is_later = found != NULL && found->day > day;
  return found;
}
