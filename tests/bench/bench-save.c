/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving one reflection, durably: by the journal and by raw SQLCipher, one after the other in turn.
 *
 * usage: bench-save FOLDER ENTRIES.jsonl
 */

#include "config.h"

#include <json-glib/json-glib.h>

#include "bench.h"
#include "raw.h"
#include "shc-reflections.h"

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
/* The first ones fill the caches. */
#define N_WARM 20

static gpointer
add_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  shc_reflections_add (db, data, g_get_real_time (), error);
  return NULL;
}

static double
save_ours (ShcVault   *vault,
           const char *date,
           const char *text)
{
  g_autoptr(ShcReflection) reflection = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  reflection = shc_reflection_new ();
  shc_date_parse (date, &reflection->date, &error);
  reflection->text = g_strdup (text);
  shc_vault_run (vault, SHC_DB_WRITER, add_in_thread, reflection, &error);
  bench_die_on (error);
  return bench_ms (begun);
}

static double
save_raw (Raw        *raw,
          const char *date,
          const char *text)
{
  gint64 begun = g_get_monotonic_time ();

  raw_run (raw->begin);
  raw_insert (raw, date, text);
  raw_run (raw->commit);
  return bench_ms (begun);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) raws = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *dir = g_build_filename (argv[1], "vault", NULL);
  g_autofree char *path = g_build_filename (argv[1], "raw.db", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;
  ShcVault *vault = bench_make_vault (dir, FALSE);
  Raw raw;

  g_file_get_contents (argv[2], &text, NULL, &error);
  bench_die_on (error);
  lines = g_strsplit (text, "\n", -1);
  raw_prepare (&raw, raw_open (path, KEY, TRUE));

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();
      JsonObject *entry;
      const char *date;
      double took_ours, took_raw;

      json_parser_load_from_data (parser, lines[i], -1, &error);
      bench_die_on (error);
      entry = json_node_get_object (json_parser_get_root (parser));
      date = json_object_get_string_member (entry, "date");
      took_ours = save_ours (vault, date, json_object_get_string_member (entry, "text"));
      took_raw = save_raw (&raw, date, json_object_get_string_member (entry, "text"));
      if (i < N_WARM)
        continue;
      g_array_append_val (ours, took_ours);
      g_array_append_val (raws, took_raw);
    }

  bench_tell ("ours", bench_percentile (ours, 50));
  bench_tell ("raw", bench_percentile (raws, 50));
  shc_vault_close (vault);
  g_object_unref (vault);
  return 0;
}
