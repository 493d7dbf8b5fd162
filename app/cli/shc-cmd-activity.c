/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc activity`: what left this computer. */

#define G_LOG_DOMAIN "shc-cmd-activity"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>

#include "shc-activity-export.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-unlock.h"

#define N_COLUMNS 7

typedef struct
{
  ShcActivityFilter filter;
  gboolean          csv;
  GPtrArray        *found;
  char             *table;
} Record;

static void
record_clear (Record *record)
{
  g_clear_pointer (&record->found, g_ptr_array_unref);
  g_clear_pointer (&record->table, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Record, record_clear)

static gboolean
load (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  Record *record = data;

  if (record->csv)
    record->table = shc_activity_export (db, &record->filter, SHC_ACTIVITY_CSV, error);
  else
    record->found = shc_activity_find (db, &record->filter, 0, error);
  return record->table != NULL || record->found != NULL;
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
print_record (GPtrArray               *found,
              const ShcActivityFilter *filter)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  if (found->len == 0)
    {
      if (filter->service != NULL || filter->purpose != NULL || filter->end != SHC_ACTIVITY_ANY)
        shc_cli_print ("%s", _("No request is like this."));
      else
        shc_cli_print ("%s", filter->since_us != 0 ? _("Nothing has left this computer from this journal since then.")
                                                   : _("Nothing has left this computer from this journal."));
      return;
    }
  g_ptr_array_add (rows, create_heads ());
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (rows, create_row (g_ptr_array_index (found, i)));
  print_table (rows);
}

/* ---- which of them */

/* In the order of ShcActivityEnd. */
static const char *const ends[] = { "answered", "refused", "unfinished", NULL };
static const char *const services[] = { "openai", "airtable", "mailchimp", "typeform", NULL };

/* Returns: which of @names it is, from 1; 0 if it is not given, -1 if it is none of them. */
static int
find_word (const ShcArgs      *args,
           const char         *option,
           const char *const  *names,
           GError            **error)
{
  const char *given = shc_args_get (args, option);
  g_autofree char *all = NULL;

  if (given == NULL)
    return 0;
  for (int i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], given))
      return i + 1;
  all = g_strjoinv (", ", (char **) names);
  /* Translators: the name of an option, and the words that it takes. */
  g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("--%s is one of: %s."), option, all);
  return -1;
}

static gboolean
read_filter (ShcCli             *self,
             ShcActivityFilter  *filter,
             GError            **error)
{
  const char *const *purposes = shc_intent_get_purposes ();
  int service = find_word (self->args, "service", services, error);
  int purpose = service >= 0 ? find_word (self->args, "purpose", purposes, error) : -1;
  int end = purpose >= 0 ? find_word (self->args, "status", ends, error) : -1;
  ShcDate date = { 0 };

  if (end < 0 || !shc_input_get_date (self->args, "since", &date, error))
    return FALSE;
  filter->service = service > 0 ? services[service - 1] : NULL;
  filter->purpose = purpose > 0 ? purposes[purpose - 1] : NULL;
  filter->end = (ShcActivityEnd) end;
  if (shc_args_has (self->args, "since"))
    filter->since_us = shc_date_to_utc (date);
  return TRUE;
}

gboolean
shc_cmd_activity (ShcCli  *self,
                  GError **error)
{
  g_auto(Record) record = { { NULL }, FALSE, NULL, NULL };

  record.csv = shc_args_has (self->args, "csv");
  if (!read_filter (self, &record.filter, error))
    return FALSE;
  if (record.csv && self->json)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("A table (--csv) is no JSON (--json)."));
      return FALSE;
    }
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, load, &record, error))
    return FALSE;

  if (record.csv)
    fputs (record.table, stdout);
  else if (!self->json)
    print_record (record.found, &record.filter);
  else
    {
      json_builder_begin_array (self->reply);
      for (guint i = 0; i < record.found->len; i++)
        shc_activity_add_json (self->reply, g_ptr_array_index (record.found, i));
      json_builder_end_array (self->reply);
    }
  return TRUE;
}
