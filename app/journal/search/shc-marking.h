/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a query matches in a text, and the piece of the text around the first match. */

#pragma once

#include "shc-query.h"
#include "shc-search.h"

G_BEGIN_DECLS

/**
 * shc_marking_ranges:
 * @window: bytes after the first match that are of interest; G_MAXSIZE for the whole text
 *
 * Returns: (transfer full) (element-type ShcRange): in order, not overlapping; of @text, which is
 *   valid UTF-8.
 */
GArray *shc_marking_ranges (const ShcQuery *query, ShcTokenizer *tokenizer, const char *text,
                            gsize window);

/** shc_marking_snippet: Returns: (transfer full): at most @max_chars of @text in one line, around
 * the first match, matches between %SHC_MATCH_BEGIN and %SHC_MATCH_END; its beginning if there is
 * no match. */
char *shc_marking_snippet (const ShcQuery *query, ShcTokenizer *tokenizer, const char *text,
                           guint max_chars);

G_END_DECLS
