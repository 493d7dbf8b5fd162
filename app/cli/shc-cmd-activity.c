/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc activity`: what left this computer. */

#define G_LOG_DOMAIN "shc-cmd-activity"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-activity.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-unlock.h"

#define N_COLUMNS 7

typedef struct
{
  gint64     since_us;
  GPtrArray *found;
} Record;

static gboolean
load (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  Record *record = data;

  record->found = shc_activity_list (db, record->since_us, error);
  return record->found != NULL;
}

/* What is not known of a request that did not finish, or got no answer, is null. */
static void
add_number (JsonBuilder *reply,
            const char  *name,
            gint64       number,
            gboolean     known)
{
  if (known)
    shc_json_add_int (reply, name, number);
  else
    shc_json_add_null (reply, name);
}

static void
add_activity (JsonBuilder       *reply,
              const ShcActivity *activity)
{
  json_builder_begin_object (reply);
  shc_json_add_time (reply, "at", activity->at_us);
  shc_json_add_string (reply, "service", activity->service);
  shc_json_add_string (reply, "endpoint", activity->endpoint);
  shc_json_add_string (reply, "purpose", activity->purpose);
  shc_json_add_string (reply, "action", activity->action);
  shc_json_add_int (reply, "records", activity->records);
  shc_json_add_int (reply, "bytes_out", activity->bytes_out);
  add_number (reply, "bytes_in", activity->bytes_in, activity->finished);
  add_number (reply, "status", activity->status, activity->status > 0);
  add_number (reply, "ms", activity->ms, activity->finished);
  json_builder_end_object (reply);
}

static char *
format_duration (gint64 ms)
{
  if (ms < 1000)
    return g_strdup_printf (_("%" PRId64 " ms"), ms);
  return g_strdup_printf (_("%.1f s"), (double) ms / 1000);
}

/* How it ended, for people. */
static char *
format_end (const ShcActivity *activity)
{
  g_autofree char *duration = format_duration (activity->ms);
  g_autofree char *size = g_format_size ((guint64) activity->bytes_in);

  if (!activity->finished)
    return g_strdup (_("did not finish"));
  if (activity->status == 0)
    /* Translators: %s is how long it was waited for, "30.0 s". */
    return g_strdup_printf (_("none, %s"), duration);
  /* Translators: an HTTP status, a size and a duration: "200, 5.2 kB, 1.2 s". */
  return g_strdup_printf (_("%u, %s, %s"), activity->status, size, duration);
}

static char **
create_row (const ShcActivity *activity)
{
  char **row = g_new0 (char *, N_COLUMNS + 1);

  row[0] = shc_output_format_time (activity->at_us);
  row[1] = shc_output_safe (activity->service);
  row[2] = shc_output_safe (activity->endpoint);
  row[3] = shc_output_safe (activity->purpose);
  row[4] = g_strdup_printf ("%u", activity->records);
  row[5] = g_format_size ((guint64) activity->bytes_out);
  row[6] = format_end (activity);
  return row;
}

static char **
create_heads (void)
{
  const char *heads[N_COLUMNS + 1] = {
    _("When"), _("Service"), _("What"), _("For"), _("Records"), _("Sent"), _("Answer"), NULL
  };

  return g_strdupv ((char **) heads);
}

static guint
count_cells (const char *text)
{
  guint cells = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    cells += shc_output_get_cells (g_utf8_get_char (text));
  return cells;
}

static void
print_row (char        **row,
           const guint  *widths)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      g_autofree char *cells = shc_output_fit (row[i], widths[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? "  " : "", cells);
    }
  shc_cli_print ("%s", g_strchomp (line->str));
}

/* Each column as wide as what stands in it. */
static void
print_table (GPtrArray *rows)
{
  guint widths[N_COLUMNS] = { 0 };

  for (guint r = 0; r < rows->len; r++)
    for (guint i = 0; i < N_COLUMNS; i++)
      {
        char **row = g_ptr_array_index (rows, r);

        widths[i] = MAX (widths[i], count_cells (row[i]));
      }
  for (guint r = 0; r < rows->len; r++)
    print_row (g_ptr_array_index (rows, r), widths);
}

static void
print_record (GPtrArray *found,
              gboolean   since)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (found->len == 0)
    {
      shc_cli_print ("%s", since ? _("Nothing has left this computer from this journal since then.")
                                 : _("Nothing has left this computer from this journal."));
      return;
    }
  g_ptr_array_add (rows, create_heads ());
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (rows, create_row (g_ptr_array_index (found, i)));
  print_table (rows);
}

gboolean
shc_cmd_activity (ShcCli  *self,
                  GError **error)
{
  gboolean since = shc_args_has (self->args, "since");
  g_autoptr(GPtrArray) found = NULL;
  Record record = { .since_us = G_MININT64 };
  ShcDate date = { 0 };

  if (!shc_input_get_date (self->args, "since", &date, error))
    return FALSE;
  if (since)
    record.since_us = shc_date_to_utc (date);
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, load, &record, error))
    return FALSE;
  found = record.found;

  if (!self->json)
    {
      print_record (found, since);
      return TRUE;
    }
  json_builder_begin_array (self->reply);
  for (guint i = 0; i < found->len; i++)
    add_activity (self->reply, g_ptr_array_index (found, i));
  json_builder_end_array (self->reply);
  return TRUE;
}
