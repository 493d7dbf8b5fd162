/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own table of what models cost, with the day each price was looked up. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/**
 * ShcPrice: one row of it.
 * @input: @output: millionths of the currency for a million tokens sent and received
 * @day: from when it counts, as shc_date_get_day() has it
 */
typedef struct
{
  char   *model;
  gint64  input;
  gint64  output;
  char    currency[4];
  gint64  day;
} ShcPrice;
ShcPrice *shc_price_new  (const char *model, gint64 input, gint64 output, const char *currency, gint64 day);
void      shc_price_free (ShcPrice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcPrice, shc_price_free)

/** ShcPriceField: what of a price can be wrong. */
typedef enum
{
  SHC_PRICE_MODEL,
  SHC_PRICE_INPUT,
  SHC_PRICE_OUTPUT,
  SHC_PRICE_CURRENCY,
  SHC_PRICE_DAY,
} ShcPriceField;

/** shc_price_read: as a person writes it. @day: below 0 for none. @wrong: (out): the first that cannot be. Returns:
 * (transfer full) (nullable). */
ShcPrice *shc_price_read (const char *model, const char *input, const char *output, const char *currency, gint64 day,
                          ShcPriceField *wrong);

/** shc_price_dup_day: Returns: (transfer full): its day, "2026-11-26". */
char      *shc_price_dup_day (const ShcPrice *self);

/**
 * shc_prices_parse:
 * @text: (nullable): lines "MODEL = IN OUT CUR DATE"; blank ones are passed over
 *
 * Returns: (transfer full) (element-type ShcPrice): in the order of the lines. Errors: %SHC_JOURNAL_ERROR_INVALID, with
 * a sentence that names the line.
 */
GPtrArray *shc_prices_parse (const char *text, GError **error);

/** shc_prices_has: whether @prices have one of the model of @price and of its day, other than @price itself. */
gboolean shc_prices_has (const GPtrArray *prices, const ShcPrice *price);

/** shc_prices_load: Returns: (transfer full) (element-type ShcPrice): those that are set. */
GPtrArray *shc_prices_load (ShcDb *db, GError **error);

/** shc_prices_format: Returns: (transfer full): what shc_prices_parse() reads, a line each, without one at the end. */
char      *shc_prices_format (const GPtrArray *prices);

/**
 * shc_prices_find:
 * @model: as the person or the server calls it. A dated version ("name-2026-08-07") has the price of the name, unless
 *   it has rows of its own
 * @day: for when
 * @is_later: (out) (optional): whether all that is known was looked up after @day, so that it is a guess for it
 *
 * Returns: (nullable) (transfer none): of what counts on @day the newest, else the first that came after it.
 */
const ShcPrice *shc_prices_find (const GPtrArray *prices, const char *model, gint64 day, gboolean *is_later);

G_END_DECLS
