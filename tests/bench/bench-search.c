/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching as somebody types, newest 50: the default vault, and a copy of it without a key, asked
 * the same in turn.
 *
 * usage: bench-search PLAIN.db
 *
 * With SHC_BENCH_CPU set, processor time is told instead of time, for a machine that is busy
 * otherwise; with SHC_BENCH_VERBOSE, each query's times in the first and the last round.
 */

#include "config.h"

#include "bench.h"
#include "shc-db-private.h"
#include "shc-schema.h"
#include "shc-search.h"

#define N_ROUNDS 20

/* What is in the search entry after each key. */
static const char *const queries[] = {
  "t", "th", "the", "the ", "w", "wi", "wif", "wife", "my wife", "\"my wife", "\"my wife\"", "s",
  "su", "sup", "supper", "a", "an", "and", "and so to bed", "\"and so to b", "\"and so to bed\"",
  "t*", "the*", "the king", "\"the king\"", "-the", "-wife", "-xyzzy", "the -king", "lord -wife",
  "office", "office tob", "musique", "plague", "plague fire", "e", "i", "xyzzy", "q", "z", "1", "£",
  "\"to the\"", "\"of the\"", "i am", "home",
};

static double
ask (ShcDb      *db,
     const char *query)
{
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  g_autoptr(GPtrArray) hits = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begun_cpu = bench_cpu_us ();
  gint64 begun = g_get_monotonic_time ();

  filter->query = g_strdup (query);
  hits = shc_search (db, filter, TRUE, 50, &error);
  bench_die_on (error);
  if (g_getenv ("SHC_BENCH_CPU") != NULL)
    return (double) (bench_cpu_us () - begun_cpu) / 1000.0;
  return bench_ms (begun);
}

static gpointer
export_in_thread (ShcDb     *db,
                  gpointer   path,
                  GError   **error)
{
  g_autofree char *sql = g_strdup_printf ("ATTACH '%s' AS plain KEY ''; "
                                          "SELECT sqlcipher_export ('plain'); DETACH plain",
                                          (const char *) path);

  /* The vault's connections make no files. */
  if (!g_file_set_contents (path, "", 0, error) || !shc_db_exec (db, sql, error))
    return NULL;
  return path;
}

/* A connection without a key, with a reader's settings. */
static ShcDb *
open_plain (const char *path)
{
  g_autoptr(GError) error = NULL;
  ShcDb *db = g_new0 (ShcDb, 1);

  db->statements = g_hash_table_new (NULL, NULL);
  if (sqlite3_open_v2 (path, &db->handle, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    return NULL;
  shc_db_exec (db, "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; "
                   "PRAGMA cell_size_check = ON; PRAGMA journal_mode = WAL; "
                   "PRAGMA query_only = ON; PRAGMA cache_size = -64000", &error);
  bench_die_on (error);
  shc_journal_schema ()->prepare (db, &error);
  bench_die_on (error);
  return db;
}

typedef struct
{
  ShcDb  *plain;
  GArray *ours;
  GArray *raws;
} Race;

/* On the reader's thread, so that nothing but the query is measured. */
static gpointer
race_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Race *race = data;

  for (guint round = 0; round < N_ROUNDS; round++)
    for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
      {
        double took_raw = ask (race->plain, queries[i]);
        double took_ours = ask (db, queries[i]);

        if (g_getenv ("SHC_BENCH_VERBOSE") != NULL && (round == 0 || round == N_ROUNDS - 1))
          g_printerr ("%-20s %7.1f %7.1f ms\n", queries[i], took_ours, took_raw);
        g_array_append_val (race->ours, took_ours);
        g_array_append_val (race->raws, took_raw);
      }
  return NULL;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  ShcVault *vault = bench_open_vault ();
  Race race;

  shc_vault_run (vault, SHC_DB_WRITER, export_in_thread, argv[1], &error);
  bench_die_on (error);
  race.plain = open_plain (argv[1]);
  race.ours = g_array_new (FALSE, FALSE, sizeof (double));
  race.raws = g_array_new (FALSE, FALSE, sizeof (double));
  shc_vault_run (vault, SHC_DB_READER, race_in_thread, &race, &error);
  bench_die_on (error);

  bench_tell ("ours", bench_percentile (race.ours, 50));
  bench_tell ("raw", bench_percentile (race.raws, 50));
  bench_tell ("ours-99", bench_percentile (race.ours, 99));
  bench_tell ("raw-99", bench_percentile (race.raws, 99));
  g_array_unref (race.ours);
  g_array_unref (race.raws);
  shc_vault_close (vault);
  g_object_unref (vault);
  return 0;
}
