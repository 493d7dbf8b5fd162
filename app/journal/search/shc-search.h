/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The query language: words, "phrases", prefix*, -not, any script; no input is an error. */

#pragma once

#include "shc-reflections.h"

G_BEGIN_DECLS

/** Marks around a match in snippets and excerpts (private use characters; never in output). */
#define SHC_MATCH_BEGIN "\xEE\x80\x80"
#define SHC_MATCH_END   "\xEE\x80\x81"

typedef struct
{
  ShcReflection *reflection; /* narrow: no text */
  char          *snippet;    /* matches between SHC_MATCH_BEGIN and SHC_MATCH_END */
} ShcHit;
void shc_hit_free (ShcHit *hit);

/** shc_search: @filter: its query is what was typed. @as_typed: the last word counts as a
 * beginning. Returns: (transfer full) (element-type ShcHit). */
GPtrArray *shc_search (ShcDb *db, const ShcFilter *filter, gboolean as_typed, guint limit,
                       GError **error);

typedef struct
{
  gsize start; /* bytes */
  gsize end;
} ShcRange;
/** shc_search_ranges: where @query matches in @text, for marking it while it is read.
 * Returns: (transfer full) (element-type ShcRange): in order, not overlapping. */
GArray *shc_search_ranges (ShcDb *db, const char *query, const char *text, GError **error);

G_END_DECLS
