/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast one base is asked. */

#pragma once

#include "shc-airtable.h"

G_BEGIN_DECLS

/**
 * ShcAirtablePace: when the next request may go. It reads no clock: times are in microseconds, of whichever clock the
 * caller goes by.
 *
 * After "too fast" nothing goes for a while, and then at half the speed; each success makes it a little faster again.
 * That way any number of programs that share one base, and know nothing of each other, get through.
 */
typedef struct
{
  ShcAirtableLimits limits;
  guint             in_flight;
  guint             scolded;      /* how often "too fast" was said since the last success */
  gint64            gap_us;
  gint64            next_us;      /* not before */
} ShcAirtablePace;

void   shc_airtable_pace_init        (ShcAirtablePace *self, const ShcAirtableLimits *limits);
/** shc_airtable_pace_get_wait_us: Returns: 0 if a request may go now; -1 if one of those under way has to end first;
 * otherwise how long to wait and ask again. */
gint64 shc_airtable_pace_get_wait_us (const ShcAirtablePace *self, gint64 now_us);
/** shc_airtable_pace_begin: a request goes now. */
void   shc_airtable_pace_begin       (ShcAirtablePace *self, gint64 now_us);

/* Each request that began ends by one of these. */

void   shc_airtable_pace_succeed     (ShcAirtablePace *self);
/** shc_airtable_pace_fail: neither a success nor too fast. @wait_us: nothing goes for so long; 0 for no such wait. */
void   shc_airtable_pace_fail        (ShcAirtablePace *self, gint64 now_us, gint64 wait_us);
/** shc_airtable_pace_scold: the service says "too fast". @asked_us: how long it asks to wait; -1 if it does not.
 * Returns: how long nothing goes. */
gint64 shc_airtable_pace_scold       (ShcAirtablePace *self, gint64 now_us, gint64 asked_us);

G_END_DECLS
