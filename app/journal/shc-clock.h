/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether this computer's date can be believed, where something would be removed for good because of it. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** Further than this from when it was last seen, a date is doubted: so many days ahead, so many back. */
#define SHC_CLOCK_DAYS_AHEAD 45
#define SHC_CLOCK_DAYS_BACK 1

/**
 * ShcDateDoubt:
 * @now_us: the date that is doubted, UTC
 * @seen_us: when the conversations were last looked after, UTC
 * @n_hidden: how many conversations are hidden meanwhile, but not removed
 */
typedef struct
{
  gint64 now_us;
  gint64 seen_us;
  gint64 n_hidden;
} ShcDateDoubt;

/** shc_clock_is_far: Returns: whether @now_us is to be doubted after @seen_us. */
gboolean shc_clock_is_far (gint64 now_us, gint64 seen_us);

/**
 * shc_clock_see:
 * @believed: (out): %FALSE if @now_us is far from when conversations were last looked after, and any are kept
 *
 * Notes that @now_us was seen, unless it is doubted. On the writer.
 */
gboolean shc_clock_see (ShcDb *db, gint64 now_us, gboolean *believed, GError **error);

/** shc_clock_confirm: somebody said that @now_us is right: it is believed from now on. On the writer. */
gboolean shc_clock_confirm (ShcDb *db, gint64 now_us, GError **error);

/** shc_clock_get_latest: @latest_us: (out): @now_us, or when conversations were last looked after if @now_us is doubted and
 * that is later. */
gboolean shc_clock_get_latest (ShcDb *db, gint64 now_us, gint64 *latest_us, GError **error);

/** shc_clock_get_doubt: @doubt: (out): @n_hidden is 0 where nothing depends on the date, or it is believed. */
gboolean shc_clock_get_doubt (ShcDb *db, gint64 now_us, ShcDateDoubt *doubt, GError **error);

G_END_DECLS
