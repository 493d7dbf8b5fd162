/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own limit for a month: in tokens, or in money. */

#pragma once

#include "shc-companion-error.h"
#include "shc-db.h"

G_BEGIN_DECLS

/** ShcLimit: @tokens: @money: in millionths; -1 for none, and at most one of both is set. @currency: of @money. */
typedef struct
{
  gint64 tokens;
  gint64 money;
  char   currency[4];
} ShcLimit;

/** shc_limit_load: @limit: (out caller-allocates): what is set. */
gboolean shc_limit_load  (ShcLimit *limit, ShcDb *db, GError **error);

/** shc_limit_to_string: Returns: (transfer full) (nullable): "250000 tokens", "5.00 USD"; %NULL for none. */
char    *shc_limit_to_string (const ShcLimit *self);

/**
 * shc_limit_check:
 * @used: (element-type ShcUsage): this month
 * @prices: (element-type ShcPrice)
 * @today: as shc_date_get_day() has it
 * @model: that is to be asked
 * @tokens: about how many would be sent to it now
 *
 * Counts what was used and what would be sent; nobody can count a reply that has not come. A limit in money holds only
 * where all of that has a price in its currency: where it has not, nothing may go.
 *
 * Errors: %SHC_COMPANION_ERROR_LIMIT, with what to do.
 */
gboolean shc_limit_check (const ShcLimit *self, const GPtrArray *used, const GPtrArray *prices, gint64 today,
                          const char *model, gint64 tokens, GError **error);

G_END_DECLS
