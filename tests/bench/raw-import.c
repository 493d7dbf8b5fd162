/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same loop in plain C: read a line, parse it, insert; insertions and their commit take 50 ms.
 *
 * usage: raw-import RAW.db ENTRIES.jsonl
 */

#include "raw.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <stdlib.h>

#define KEY "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define COMMIT_GOAL_US 42000

int
main (int    argc,
      char **argv)
{
  gint64 begun = g_get_monotonic_time ();
  gint64 begun_batch = begun;
  gint64 commit_us = 0;
  FILE *file = fopen (argv[2], "r");
  char *line = NULL;
  size_t size = 0;
  gboolean open = FALSE;
  Raw raw;

  raw_prepare (&raw, raw_open (argv[1], KEY, TRUE));
  while (getline (&line, &size, file) > 0)
    {
      g_autoptr(JsonParser) parser = json_parser_new ();
      JsonObject *entry;

      if (!json_parser_load_from_data (parser, line, -1, NULL))
        return 1;
      if (!open)
        {
          raw_run (raw.begin);
          begun_batch = g_get_monotonic_time ();
          open = TRUE;
        }
      entry = json_node_get_object (json_parser_get_root (parser));
      raw_insert (&raw, json_object_get_string_member (entry, "date"),
                  json_object_get_string_member (entry, "text"));
      if (g_get_monotonic_time () - begun_batch + commit_us > COMMIT_GOAL_US)
        {
          commit_us = -g_get_monotonic_time ();
          raw_run (raw.commit);
          commit_us += g_get_monotonic_time ();
          open = FALSE;
        }
    }
  if (open)
    raw_run (raw.commit);
  printf ("seconds %.4f\n", (double) (g_get_monotonic_time () - begun) / 1e6);
  free (line);
  fclose (file);
  return 0;
}
