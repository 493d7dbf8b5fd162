/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For an `shc` of the tests alone, against a server that lets everything through: no time is spent on keeping the pace. That the
 * pace is kept is shown elsewhere. */

#include "shc-airtable.h"

const ShcAirtableLimits shc_airtable_limits = {
  .gap_ms = 1,
  .slowest_gap_ms = 60 * 1000,
  .in_flight = 2,
  .silence_ms = 30 * 1000,
  .silence_jitter_ms = 10 * 1000,
  .tries = 3,
  .backoff_ms = 50,
  .longest_wait_ms = 120 * 1000,
};
