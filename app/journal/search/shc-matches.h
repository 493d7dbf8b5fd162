/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows a query finds, asked one row after the other. */

#pragma once

#include "shc-query.h"

G_BEGIN_DECLS

/**
 * ShcMatches:
 *
 * A list shows the newest rows and needs a few of them. For a common word it is quickest to ask the
 * index about each row in turn; for a rare one, to let the index name all of its rows first. This
 * begins with the one and changes to the other when too few rows match.
 */
typedef struct _ShcMatches ShcMatches;

/** shc_matches_new: @query must outlive it. @all: every row will be asked for. */
ShcMatches *shc_matches_new (ShcDb *db, const ShcQuery *query, gboolean all);
void        shc_matches_free (ShcMatches *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMatches, shc_matches_free)

/** shc_matches_test: @found: (out): whether @row matches. Returns: %FALSE on failure. */
gboolean shc_matches_test (ShcMatches *self, gint64 row, gboolean *found, GError **error);

G_END_DECLS
