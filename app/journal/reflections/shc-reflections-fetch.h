/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list shows of its rows: the narrow part, the tags and a line of the text. */

#pragma once

#include "shc-query.h"
#include "shc-reflections.h"

G_BEGIN_DECLS

/** ShcReflectionsFetch: reads row after row; belongs to the connection's thread. */
typedef struct _ShcReflectionsFetch ShcReflectionsFetch;

/** shc_reflections_fetch_new: @query: (nullable): as typed by somebody, see shc_query_new(). */
ShcReflectionsFetch *shc_reflections_fetch_new (ShcDb *db, const char *query, gboolean as_typed,
                                                GError **error);
void                 shc_reflections_fetch_free (ShcReflectionsFetch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcReflectionsFetch, shc_reflections_fetch_free)

/** Returns: (transfer none): the query, understood. */
const ShcQuery      *shc_reflections_fetch_get_query (ShcReflectionsFetch *self);

/** shc_reflections_fetch_row: @reflection: (out) (nullable): its text is what the list's row shows;
 * %NULL if it is no longer there. Returns: %FALSE on failure. */
gboolean             shc_reflections_fetch_row (ShcReflectionsFetch *self, gint64 row,
                                                ShcReflection **reflection, GError **error);

G_END_DECLS
