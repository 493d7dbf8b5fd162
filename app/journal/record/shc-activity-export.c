/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what left, for other programs. */

#define G_LOG_DOMAIN "shc-activity-export"

#include "config.h"

#include "shc-activity-export.h"

#include <inttypes.h>

#include "shc-csv.h"
#include "shc-date.h"

#define N_COLUMNS 10

static const char *const columns[N_COLUMNS + 1] = {
  "at", "service", "endpoint", "purpose", "action", "records", "bytes_out", "bytes_in", "status", "ms", NULL,
};

static void
add_number (JsonBuilder *builder,
            const char  *name,
            gint64       number,
            gboolean     known)
{
  if (known)
    shc_json_add_int (builder, name, number);
  else
    shc_json_add_null (builder, name);
}

void
shc_activity_add_json (JsonBuilder       *builder,
                       const ShcActivity *activity)
{
  g_return_if_fail (JSON_IS_BUILDER (builder));
  g_return_if_fail (activity != NULL);

  json_builder_begin_object (builder);
  shc_json_add_time (builder, "at", activity->at_us);
  shc_json_add_string (builder, "service", activity->service);
  shc_json_add_string (builder, "endpoint", activity->endpoint);
  shc_json_add_string (builder, "purpose", activity->purpose);
  shc_json_add_string (builder, "action", activity->action);
  shc_json_add_int (builder, "records", activity->records);
  shc_json_add_int (builder, "bytes_out", activity->bytes_out);
  add_number (builder, "bytes_in", activity->bytes_in, activity->finished);
  add_number (builder, "status", activity->status, activity->status > 0);
  add_number (builder, "ms", activity->ms, activity->finished);
  json_builder_end_object (builder);
}

static gboolean
add_line (const ShcActivity  *activity,
          gpointer            data,
          GError            **error)
{
  GString *text = data;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *line = NULL;

  shc_activity_add_json (builder, activity);
  line = shc_json_end (builder);
  g_string_append (text, text->len > 1 ? ",\n" : "\n");
  g_string_append (text, line);
  return TRUE;
}

static char *
format_number (gint64   number,
               gboolean known)
{
  return known ? g_strdup_printf ("%" PRId64, number) : g_strdup ("");
}

static gboolean
add_row (const ShcActivity  *activity,
         gpointer            data,
         GError            **error)
{
  g_autofree char *at = shc_time_to_string (activity->at_us);
  g_autofree char *records = format_number (activity->records, TRUE);
  g_autofree char *bytes_out = format_number (activity->bytes_out, TRUE);
  g_autofree char *bytes_in = format_number (activity->bytes_in, activity->finished);
  g_autofree char *status = format_number (activity->status, activity->status > 0);
  g_autofree char *ms = format_number (activity->ms, activity->finished);
  const char *cells[N_COLUMNS + 1] = {
    at, activity->service, activity->endpoint, activity->purpose, activity->action, records, bytes_out, bytes_in, status, ms,
    NULL,
  };

  shc_csv_add_row (data, cells);
  return TRUE;
}

char *
shc_activity_export (ShcDb                    *db,
                     const ShcActivityFilter  *filter,
                     ShcActivityFormat         format,
                     GError                  **error)
{
  g_autoptr(GString) text = g_string_new (format == SHC_ACTIVITY_JSON ? "[" : NULL);

  if (format == SHC_ACTIVITY_CSV)
    shc_csv_add_row (text, columns);
  if (!shc_activity_each (db, filter, 0, format == SHC_ACTIVITY_CSV ? add_row : add_line, text, error))
    return NULL;
  if (format == SHC_ACTIVITY_JSON)
    g_string_append (text, text->len > 1 ? "\n]\n" : "]\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
