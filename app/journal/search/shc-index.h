/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index where many reflections come or go at once. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** How many reflections go in one transaction, which is to hold the vault for less than 100 ms. */
#define SHC_INDEX_STEP_BULK 50
#define SHC_INDEX_STEP_SINGLE 3

/**
 * shc_index_pays_in_bulk: @leaving: how many reflections are to go.
 * @bulk: (out): whether they go faster in bulk.
 *
 * One by one, each word of a deleted text is cut out of the index at once, at some 20 ms a
 * reflection. In bulk the words are only marked, at 1 ms, and the whole index is written anew
 * afterwards: better from about one in fifty on.
 */
gboolean shc_index_pays_in_bulk (ShcDb *db, gint64 leaving, gboolean *bulk, GError **error);

/** shc_index_goes_on_in_bulk: the same for one of many steps: what was begun in bulk goes on so, though
 * few are left in the end. */
gboolean shc_index_goes_on_in_bulk (ShcDb *db, gint64 leaving, gboolean *bulk, GError **error);

/** shc_index_begin_bulk: within a transaction: deletions only mark words from here on, until
 * shc_index_end_bulk() before the commit. The vault remembers that the index is untidy. */
gboolean shc_index_begin_bulk (ShcDb *db, GError **error);
gboolean shc_index_end_bulk (ShcDb *db, GError **error);

/** shc_index_tidy_some: writes some pages of an untidy index anew. @more: (out): call again; else
 * no word that was deleted is left in it. */
gboolean shc_index_tidy_some (ShcDb *db, gboolean *more, GError **error);

/**
 * shc_index_hold_merges:
 *
 * Each commit adds a segment to the index, and now and then one has to make one large segment of
 * several: with many commits behind each other such a one takes three times as long as the others.
 * From here on until shc_index_resume_merges(), commits leave that to shc_index_merge_some() between
 * them, which does the same in pieces; if it is not called, they do it later than usual, so that
 * nothing is wrong with an index whose import was cut off. Both within a transaction.
 */
gboolean shc_index_hold_merges (ShcDb *db, GError **error);
gboolean shc_index_resume_merges (ShcDb *db, GError **error);

/** shc_index_merge_some: a small piece (some milliseconds) of what is due. @more: (out): call again. */
gboolean shc_index_merge_some (ShcDb *db, gboolean *more, GError **error);

G_END_DECLS
