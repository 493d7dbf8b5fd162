/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the benchmarks share: the session's own vault, times, and how a result is told. */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

#define BENCH_PASSPHRASE "heron lantern quarry violet"

/** bench_make_vault: a new vault in @dir (nullable: the default one), in the keyring as well if
 * @keyring, with a profile, ready for the window. */
ShcVault *bench_make_vault (const char *dir, gboolean keyring);
/** bench_open_vault: the default one, by the keyring. */
ShcVault *bench_open_vault (void);

/** bench_ms: Returns: milliseconds since @begun_us (g_get_monotonic_time ()). */
double bench_ms (gint64 begun_us);
/** bench_cpu_us: Returns: processor time of this thread so far, in microseconds. */
gint64 bench_cpu_us (void);
/** bench_percentile: sorts @times (double). @percent: 50 for the median. */
double bench_percentile (GArray *times, double percent);

/** bench_die_on: ends the program if @error is set. */
void bench_die_on (const GError *error);

/** bench_tell: prints one figure for the script that asked: "name value". */
void bench_tell (const char *name, double value);

G_END_DECLS
