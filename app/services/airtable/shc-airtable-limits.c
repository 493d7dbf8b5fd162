/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast Airtable is asked. In a file of its own, so that a program made for tests can be linked with other limits. */

#define G_LOG_DOMAIN "shc-airtable"

#include "config.h"

#include "shc-airtable.h"

const ShcAirtableLimits shc_airtable_limits = {
  .gap_ms = 215,
  .slowest_gap_ms = 60 * 1000,
  .in_flight = 2,
  .silence_ms = 30 * 1000,
  .silence_jitter_ms = 10 * 1000,
  .tries = 3,
  .backoff_ms = 1000,
  .longest_wait_ms = 120 * 1000,
};
