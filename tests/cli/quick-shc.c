/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For an `shc` of the tests alone: no time is spent on keeping Airtable's pace, against a server that lets everything through,
 * nor on making a passphrase hard to guess. That the pace is kept is shown elsewhere; test_vault.py and others that are about
 * opening run `shc` itself. */

#include "shc-airtable.h"
#include "shc-seal.h"

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

__attribute__ ((constructor)) static void
spend_little_on_passphrases (void)
{
  shc_seal_set_cost_for_tests (1, 8192);
}
