/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey: which day it is, which days were written, which milestones were passed. */

#pragma once

#include "shc-db.h"
#include "shc-date.h"

G_BEGIN_DECLS

typedef struct
{
  char  *milestone;
  char  *id;     /* of the (first) reflection that carries it */
  gint64 day;    /* civil day since 0001-01-01 */
  guint  count;  /* reflections that carry it */
} ShcMilestone;

/**
 * ShcJourney:
 * @start_day: civil day, -1 without a journey
 * @day: 1 + civil days since the start; 0 before it or without one. What was once shown never goes
 *   down by clock or zone changes.
 * @today: the civil day that counts as today (a day begins at 04:00 unless set otherwise)
 * @days_written: days since the start with at least one reflection; all days without a journey
 * @written: (element-type gint64): the days written on, ascending, trash aside; what has a time in
 *   the small hours belongs to the day before, as @today does
 * @milestones: (element-type ShcMilestone): in order of their day
 */
typedef struct
{
  gint64     start_day;
  gint64     day;
  gint64     today;
  gint64     days_written;
  GArray    *written;
  GPtrArray *milestones;
} ShcJourney;
void shc_journey_free (ShcJourney *journey);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcJourney, shc_journey_free)

/** When a day of the journey begins unless it is set otherwise: at four in the morning. */
#define SHC_JOURNEY_DAY_BEGINS_MIN (4 * 60)

/** shc_journey_today: @now: local civil time; @day_begins_min: minutes after midnight. */
gint64 shc_journey_today (ShcDate now, int day_begins_min);

/** shc_journey_day: the day number alone (for greeting and profile). */
gint64 shc_journey_day (ShcDb *db, ShcDate now, GError **error);
/** shc_journey_now: @day: (out): as above. @today: (out): the civil day it is, by when days begin. */
gboolean shc_journey_now (ShcDb *db, ShcDate now, gint64 *day, gint64 *today, GError **error);
/** shc_journey_count_days: Returns: days written since the journey's start, -1 on errors. Looks at
 * every reflection. */
gint64 shc_journey_count_days (ShcDb *db, ShcDate now, GError **error);
/** shc_journey_note_shown: remembers (writer) that @day was shown. */
gboolean shc_journey_note_shown (ShcDb *db, gint64 day, GError **error);

ShcJourney *shc_journey_load (ShcDb *db, ShcDate now, GError **error);

G_END_DECLS
