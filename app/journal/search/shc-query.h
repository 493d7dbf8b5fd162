/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody typed to search for, understood. */

#pragma once

#include "shc-tokenizer.h"

G_BEGIN_DECLS

/** This many words (or pairs of letters) of a query count; the rest narrows nothing further. */
#define SHC_QUERY_MAX_TOKENS 64

/** Letters of the longest beginnings that the index keeps lists for (see its `prefix`). */
#define SHC_QUERY_LISTED_PREFIX 3

/** ShcPhrase: words one after the other, as the index knows them. @prefix: the last is a beginning. */
typedef struct
{
  GPtrArray *tokens; /* (element-type utf8) */
  gboolean   prefix;
} ShcPhrase;

/** ShcNeedle: signs that are no words: looked for in the text itself. */
typedef struct
{
  char    *text;     /* without variation selectors */
  gboolean negative;
  gboolean indexed;  /* the index says all about it: only for marking */
} ShcNeedle;

/**
 * ShcQuery:
 * @with: (nullable): FTS5 expression of what must be there (and must not)
 * @without: (nullable): FTS5 expression of what must not be there, when nothing else is asked
 * @phrases: (element-type ShcPhrase): what is to be marked in a text
 * @needles: (element-type ShcNeedle)
 * @slow: it has a beginning of more letters than the index keeps lists for, so that asking about
 *   one row costs as much as asking about all
 */
typedef struct
{
  char      *with;
  char      *without;
  GPtrArray *phrases;
  GPtrArray *needles;
  gboolean   slow;
} ShcQuery;

/**
 * shc_query_new:
 * @text: (nullable): anything: words, "phrases", beginnings*, -not, -"nor this", signs. White space
 *   separates, quotation marks need no partner, a lone operator means nothing, and words that the
 *   index itself would take for commands are words.
 * @as_typed: whether the last word, if nothing follows it yet, counts as a beginning
 *
 * Returns: (transfer full): never %NULL.
 */
ShcQuery *shc_query_new (ShcTokenizer *tokenizer, const char *text, gboolean as_typed);
void      shc_query_free (ShcQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcQuery, shc_query_free)

/** shc_query_is_blank: Returns: whether it asks for nothing, so that everything is found. */
gboolean shc_query_is_blank (const ShcQuery *self);

/** shc_needle_find: Returns: whether @needle stands in @text at or after @from, variation selectors
 * aside; @start, @end: (out): bytes. */
gboolean shc_needle_find (const ShcNeedle *needle, const char *text, gsize from, gsize *start,
                          gsize *end);

G_END_DECLS
