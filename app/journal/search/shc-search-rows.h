/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows that a filter and its query find, in the order of the list. */

#pragma once

#include "shc-query.h"
#include "shc-reflections.h"

G_BEGIN_DECLS

/** shc_search_rows: @query: (nullable): @filter's query, understood; %NULL for none. @limit: at most
 * so many; G_MAXUINT for all. Returns: (transfer full) (element-type ShcRowKey). */
GArray *shc_search_rows (ShcDb *db, const ShcFilter *filter, const ShcQuery *query, guint limit,
                         GError **error);

G_END_DECLS
