/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast one base is asked. */

#define G_LOG_DOMAIN "shc-airtable-pace"

#include "config.h"

#include "shc-airtable-pace.h"

#define US_PER_MS G_GINT64_CONSTANT (1000)

/* What chance adds to a silence is doubled so often at most. */
#define MAX_DOUBLED 8

/* Each success takes off this part of what the gap is above the usual one. */
#define FASTER_BY 8

void
shc_airtable_pace_init (ShcAirtablePace         *self,
                        const ShcAirtableLimits *limits)
{
  *self = (ShcAirtablePace) { .limits = *limits, .gap_us = limits->gap_ms * US_PER_MS };
}

gint64
shc_airtable_pace_get_wait_us (const ShcAirtablePace *self,
                               gint64                 now_us)
{
  if (self->in_flight >= self->limits.in_flight)
    return -1;
  return MAX (self->next_us - now_us, 0);
}

void
shc_airtable_pace_begin (ShcAirtablePace *self,
                         gint64           now_us)
{
  self->in_flight++;
  self->next_us = MAX (self->next_us, now_us + self->gap_us);
}

void
shc_airtable_pace_succeed (ShcAirtablePace *self)
{
  gint64 usual_us = self->limits.gap_ms * US_PER_MS;

  g_return_if_fail (self->in_flight > 0);

  self->in_flight--;
  self->scolded = 0;
  self->gap_us -= (self->gap_us - usual_us) / FASTER_BY;
}

void
shc_airtable_pace_fail (ShcAirtablePace *self,
                        gint64           now_us,
                        gint64           wait_us)
{
  g_return_if_fail (self->in_flight > 0);

  self->in_flight--;
  self->next_us = MAX (self->next_us, now_us + wait_us);
}

gint64
shc_airtable_pace_scold (ShcAirtablePace *self,
                         gint64           now_us,
                         gint64           asked_us)
{
  gint64 jitter_us = (self->limits.silence_jitter_ms * US_PER_MS) << MIN (self->scolded, MAX_DOUBLED);
  gint64 silence_us = MAX (self->limits.silence_ms * US_PER_MS, asked_us);
  gint64 slowest_us = MAX (self->limits.slowest_gap_ms, self->limits.gap_ms) * US_PER_MS;

  g_return_val_if_fail (self->in_flight > 0, 0);

  silence_us += (gint64) (g_random_double () * (double) jitter_us);
  self->in_flight--;
  self->scolded++;
  self->gap_us = MIN (self->gap_us * 2, slowest_us);
  self->next_us = MAX (self->next_us, now_us + silence_us);
  return silence_us;
}
