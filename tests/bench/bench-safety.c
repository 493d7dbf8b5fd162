/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the on-device check takes: for messages, and for texts of 100 KB.
 *
 * usage: bench-safety ENTRIES.jsonl
 */

#include "config.h"

#include <string.h>

#include "bench.h"
#include "shc-json.h"
#include "shc-safety.h"

#define MESSAGE_BYTES 400
#define MESSAGES 2000
#define LONG_BYTES 100000
#define LONG_TEXTS 20

static GString *
read_texts (const char *path,
            gsize       enough)
{
  GString *texts = g_string_new (NULL);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  bench_die_on (error);
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0' && texts->len < enough; i++)
    {
      g_autoptr(JsonNode) entry = shc_json_parse (lines[i], strlen (lines[i]), &error);

      bench_die_on (error);
      g_string_append (texts, json_object_get_string_member (json_node_get_object (entry), "text"));
      g_string_append (texts, "\n\n");
    }
  return texts;
}

/* Pieces of @bytes, one after the other. Returns: how long each took, in ms. */
static GArray *
measure (const GString *texts,
         gsize          bytes,
         guint          count)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < count && (i + 1) * bytes <= texts->len; i++)
    {
      gint64 begun = g_get_monotonic_time ();
      double time;

      shc_safety_check (texts->str + i * bytes, (gssize) bytes);
      time = bench_ms (begun);
      g_array_append_val (times, time);
    }
  return times;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GString) texts = NULL;
  g_autoptr(GArray) messages = NULL;
  g_autoptr(GArray) long_texts = NULL;
  gint64 begun;

  if (argc != 2)
    return 2;
  texts = read_texts (argv[1], LONG_BYTES * LONG_TEXTS);
  begun = g_get_monotonic_time ();
  shc_safety_check ("", 0);
  bench_tell ("read-ms", bench_ms (begun));
  messages = measure (texts, MESSAGE_BYTES, MESSAGES);
  long_texts = measure (texts, LONG_BYTES, LONG_TEXTS);
  bench_tell ("message-ms", bench_percentile (messages, 99));
  bench_tell ("long-ms", bench_percentile (long_texts, 100));
  return 0;
}
