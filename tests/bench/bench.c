/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the benchmarks share. */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "shc-profile.h"
#include "shc-schema.h"
#include "shc-seal.h"
#include "shc-secure.h"

void
bench_die_on (const GError *error)
{
  if (error == NULL)
    return;
  fprintf (stderr, "bench: %s\n", error->message);
  exit (1);
}

static gpointer
save_profile (ShcDb     *db,
              gpointer   data,
              GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();

  profile->healing_name = g_strdup ("Bench");
  profile->journey_start_day = -1;
  profile->adult = SHC_ADULT_YES;
  shc_profile_save (db, profile, g_get_real_time (), error);
  return NULL;
}

ShcVault *
bench_make_vault (const char *dir,
                  gboolean    keyring)
{
  g_autoptr(GBytes) passphrase = NULL;
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcVault *vault;
  ShcSlots slots;

  shc_secure_init ();
  shc_seal_set_cost_for_tests (1, 8192);
  passphrase = shc_secure_bytes_copy (BENCH_PASSPHRASE, strlen (BENCH_PASSPHRASE));
  vault = shc_vault_new (dir, shc_journal_schema ());
  shc_vault_create (vault, passphrase, keyring, TRUE, &code, &slots, &error);
  bench_die_on (error);
  shc_vault_set_recovery_confirmed (vault, &error);
  bench_die_on (error);
  shc_vault_run (vault, SHC_DB_WRITER, save_profile, NULL, &error);
  bench_die_on (error);
  return vault;
}

ShcVault *
bench_open_vault (void)
{
  g_autoptr(GError) error = NULL;
  ShcVault *vault;

  shc_secure_init ();
  vault = shc_vault_new (NULL, shc_journal_schema ());
  shc_vault_unlock_with_keyring (vault, &error);
  bench_die_on (error);
  return vault;
}

double
bench_ms (gint64 begun_us)
{
  return (double) (g_get_monotonic_time () - begun_us) / 1000.0;
}

gint64
bench_cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  const double one = *(const double *) a;
  const double other = *(const double *) b;

  return one < other ? -1 : one > other;
}

double
bench_percentile (GArray *times,
                  double  percent)
{
  guint place;

  g_array_sort (times, compare_doubles);
  place = (guint) ((double) (times->len - 1) * percent / 100.0 + 0.5);
  return g_array_index (times, double, place);
}

void
bench_tell (const char *name,
            double      value)
{
  printf ("%s %.4f\n", name, value);
  fflush (stdout);
}
