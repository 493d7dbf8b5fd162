/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing a file into the default vault (made here, in the keyring too), with a save now and then
 * beside it.
 *
 * usage: bench-import ENTRIES.jsonl
 */

#include "config.h"

#include "bench.h"
#include "shc-reflections.h"
#include "shc-transfer.h"

#define SAVE_EVERY_MS 1000

typedef struct
{
  ShcVault *vault;
  int       done;   /* atomic */
  GArray   *waits;
} Saver;

static gpointer
add_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  shc_reflections_add (db, data, g_get_real_time (), error);
  return NULL;
}

static gpointer
save_now_and_then (gpointer data)
{
  Saver *saver = data;

  while (!g_atomic_int_get (&saver->done))
    {
      g_autoptr(ShcReflection) reflection = shc_reflection_new ();
      g_autoptr(GError) error = NULL;
      gint64 begun = g_get_monotonic_time ();
      double took;

      reflection->date = shc_date_now (g_get_real_time ());
      reflection->text = g_strdup ("Written while an import is running.");
      shc_vault_run (saver->vault, SHC_DB_WRITER, add_in_thread, reflection, &error);
      bench_die_on (error);
      took = bench_ms (begun);
      g_array_append_val (saver->waits, took);
      g_usleep (SAVE_EVERY_MS * 1000);
    }
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(ShcImportResult) result = NULL;
  g_autoptr(GError) error = NULL;
  Saver saver = { bench_make_vault (NULL, TRUE), 0, g_array_new (FALSE, FALSE, sizeof (double)) };
  GThread *thread = g_thread_new ("saver", save_now_and_then, &saver);
  gint64 begun = g_get_monotonic_time ();

  result = shc_import_run (saver.vault, argv[1], SHC_FORMAT_JSONL, FALSE, NULL, NULL, NULL, &error);
  bench_die_on (error);
  bench_tell ("seconds", bench_ms (begun) / 1000.0);
  bench_tell ("imported", (double) result->imported);
  g_atomic_int_set (&saver.done, 1);
  g_thread_join (thread);
  bench_tell ("longest-save-ms", bench_percentile (saver.waits, 100));
  bench_tell ("saves", saver.waits->len);
  g_array_unref (saver.waits);
  shc_vault_close (saver.vault);
  g_object_unref (saver.vault);
  return 0;
}
