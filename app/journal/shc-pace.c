/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transactions of a certain length, one after the other. */

#define G_LOG_DOMAIN "shc-pace"

#include "config.h"

#include "shc-pace.h"

#define FIRST_SHARE 0.5
#define LEAST_SHARE 0.2
#define MOST_SHARE  0.95
/* Commits differ: one that took long says little about the next. */
#define WEIGHT 0.2

void
shc_pace_init (ShcPace *self,
               gint64   goal_us)
{
  *self = (ShcPace) { .goal_us = goal_us, .share = FIRST_SHARE };
}

void
shc_pace_begin (ShcPace *self)
{
  self->begun_us = g_get_monotonic_time ();
}

gboolean
shc_pace_is_over (const ShcPace *self)
{
  return (double) (g_get_monotonic_time () - self->begun_us) >= (double) self->goal_us * self->share;
}

void
shc_pace_commit (ShcPace *self)
{
  self->commit_us = g_get_monotonic_time ();
}

void
shc_pace_end (ShcPace *self)
{
  gint64 whole_us = MAX (g_get_monotonic_time () - self->begun_us, 1);
  double share = (double) (self->commit_us - self->begun_us) / (double) whole_us;

  self->share = CLAMP (self->share + (share - self->share) * WEIGHT, LEAST_SHARE, MOST_SHARE);
}
