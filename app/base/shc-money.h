/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money in whole numbers: millionths of a currency's unit, never floating point. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** SHC_MONEY_UNIT: so many make one dollar, one euro. */
#define SHC_MONEY_UNIT G_GINT64_CONSTANT (1000000)

/**
 * shc_money_parse:
 * @text: digits, and perhaps a point with up to six more: "12", "0.25"; at most nine before the point
 * @amount: (out): millionths; untouched on failure
 *
 * Returns: whether @text is an amount.
 */
gboolean shc_money_parse (const char *text, gint64 *amount);

/** shc_money_is_currency: Returns: whether @text is three capital letters, as ISO 4217 has them. */
gboolean shc_money_is_currency (const char *text);

/** shc_money_format: @currency: (nullable): put behind it. Returns: (transfer full): as shc_money_parse() reads it, with
 * at least two digits behind the point and no more than are needed: "0.25 USD", "0.000125 USD". */
char    *shc_money_format (gint64 amount, const char *currency);

/** shc_money_for_tokens: @price: of a million tokens. Returns: what @tokens cost, rounded up to the next millionth; as
 * much as can be said where it is more than that. Neither may be negative. */
gint64   shc_money_for_tokens (gint64 tokens, gint64 price);

/** shc_money_add: Returns: the sum; as much as can be said where it is more than that. Neither may be negative. */
gint64   shc_money_add (gint64 one, gint64 other);

G_END_DECLS
