/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc list`, `shc show` and `shc search`. */

#define G_LOG_DOMAIN "shc-cmd-read"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-care.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-search.h"
#include "shc-unlock.h"

#define DEFAULT_LIMIT 50
#define MAX_LIMIT     10000000
/* So many are held in memory at once, however long the list. */
#define PAGE          500

typedef struct
{
  ShcFilter  *filter;
  const char *after;
  guint       limit;
  GPtrArray  *found;
} Query;

typedef struct
{
  const char    *id;
  gboolean       with_versions;
  ShcReflection *reflection;
  GPtrArray     *versions;
} Reading;

static void
query_clear (Query *query)
{
  g_clear_pointer (&query->filter, shc_filter_free);
  g_clear_pointer (&query->found, g_ptr_array_unref);
}

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->reflection, shc_reflection_free);
  g_clear_pointer (&reading->versions, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean
list_page (ShcDb    *db,
           gpointer  data,
           GError  **error)
{
  Query *query = data;

  g_clear_pointer (&query->found, g_ptr_array_unref);
  query->found = shc_reflections_list (db, query->filter, query->after, MIN (query->limit, PAGE),
                                       error);
  return query->found != NULL;
}

static gboolean
search (ShcDb    *db,
        gpointer  data,
        GError  **error)
{
  Query *query = data;

  query->found = shc_search (db, query->filter, FALSE, query->limit, error);
  return query->found != NULL;
}

static gboolean
read_one (ShcDb    *db,
          gpointer  data,
          GError  **error)
{
  Reading *reading = data;

  reading->reflection = shc_reflections_get (db, reading->id, error);
  if (reading->reflection == NULL)
    return FALSE;
  if (!reading->with_versions)
    return TRUE;

  reading->versions = shc_reflections_versions (db, reading->reflection->id, error);
  return reading->versions != NULL;
}

static gboolean
read_query (ShcCli  *self,
            Query   *query,
            GError **error)
{
  gint64 limit = DEFAULT_LIMIT;

  query->filter = shc_filter_new ();
  if (!shc_input_get_filter (self->args, query->filter, error)
      || !shc_input_get_number (self->args, "limit", 1, MAX_LIMIT, &limit, error))
    return FALSE;

  query->filter->trash = shc_args_has (self->args, "trash");
  query->limit = (guint) limit;
  return TRUE;
}

static void
add_page (JsonBuilder *builder,
          GPtrArray   *reflections)
{
  for (guint i = 0; i < reflections->len; i++)
    {
      json_builder_begin_object (builder);
      shc_reflection_add_json (g_ptr_array_index (reflections, i), builder);
      json_builder_end_object (builder);
    }
}

/* After a full page there may be more; @last: the id to go on behind. */
static gboolean
list_pages (ShcCli  *self,
            Query   *query,
            char   **last,
            GError **error)
{
  gboolean full = TRUE;

  /* Nobody waits for the rest of what cannot be written. */
  while (query->limit > 0 && full && !ferror (stdout))
    {
      const ShcReflection *end;

      query->after = *last;
      if (!shc_cli_do (self, SHC_DB_READER, list_page, query, error))
        return FALSE;
      full = query->found->len == MIN (query->limit, PAGE);
      query->limit -= query->found->len;

      if (self->json)
        add_page (self->reply, query->found);
      else
        shc_output_print_list (query->found);
      if (query->found->len == 0)
        break;
      end = g_ptr_array_index (query->found, query->found->len - 1);
      g_free (*last);
      *last = g_strdup (end->id);
    }

  if (!self->json && full && isatty (STDOUT_FILENO))
    shc_cli_say (self, _("There may be more: --after %.*s"), SHC_OUTPUT_ID_CHARS, *last);
  return TRUE;
}

gboolean
shc_cmd_list (ShcCli  *self,
              GError **error)
{
  const char *after = shc_args_get (self->args, "after");
  g_auto(Query) query = { NULL };
  g_auto(Reading) start = { .id = after };
  g_autofree char *last = NULL;

  if (!read_query (self, &query, error) || !shc_cli_open (self, error))
    return FALSE;
  if (after != NULL)
    {
      if (!shc_cli_do (self, SHC_DB_READER, read_one, &start, error))
        return FALSE;
      last = g_strdup (start.reflection->id);
    }

  if (self->json)
    json_builder_begin_array (self->reply);
  if (!list_pages (self, &query, &last, error))
    {
      json_builder_reset (self->reply);
      return FALSE;
    }
  if (self->json)
    json_builder_end_array (self->reply);
  else if (last == NULL)
    shc_cli_say (self, query.filter->trash ? _("The trash is empty.") : _("There is nothing here."));
  return TRUE;
}

static void
add_versions (JsonBuilder *builder,
              GPtrArray   *versions)
{
  json_builder_set_member_name (builder, "versions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (versions, i);

      json_builder_begin_object (builder);
      shc_json_add_time (builder, "updated", version->updated_us);
      shc_json_add_string (builder, "text", version->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_versions (GPtrArray *versions)
{
  for (guint i = 0; i < versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *local = shc_output_format_time (version->updated_us);
      g_autofree char *at = shc_time_to_string (version->updated_us);
      g_autofree char *text = shc_output_safe (version->text);

      shc_cli_print (_("\nA former text, of %s (--restore-version %s):\n\n%s"), local, at, text);
    }
}

gboolean
shc_cmd_show (ShcCli  *self,
              GError **error)
{
  g_auto(Reading) reading = {
    .id = self->args->positionals[0],
    .with_versions = shc_args_has (self->args, "versions"),
  };

  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, read_one, &reading, error))
    return FALSE;

  if (!self->json)
    {
      shc_output_print_reflection (reading.reflection);
      if (reading.versions != NULL)
        print_versions (reading.versions);
      /* What was imported was never looked at before. */
      shc_care_attend_quietly (self, reading.reflection->text);
      return TRUE;
    }

  json_builder_begin_object (self->reply);
  shc_reflection_add_json (reading.reflection, self->reply);
  if (reading.versions != NULL)
    add_versions (self->reply, reading.versions);
  json_builder_end_object (self->reply);
  return TRUE;
}

/* The words of the query, or standard input for a lone `-`. */
static char *
read_words (const ShcArgs  *args,
            GError        **error)
{
  g_autofree char *words = NULL;
  gsize length;

  if (args->n_positionals > 1 || !g_str_equal (args->positionals[0], "-"))
    return g_strjoinv (" ", (char **) args->positionals);

  words = shc_input_read (STDIN_FILENO, 64 * 1024, &length, error);
  if (words == NULL)
    return NULL;
  if (length > 64 * 1024 || !g_utf8_validate_len (words, length, NULL))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("The query is too long, or not valid UTF-8."));
      return NULL;
    }
  return g_strchomp (g_steal_pointer (&words));
}

static void
add_hits (JsonBuilder *builder,
          GPtrArray   *hits)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < hits->len; i++)
    {
      const ShcHit *hit = g_ptr_array_index (hits, i);
      g_autofree char *date = shc_date_to_string (hit->reflection->date);
      g_autofree char *snippet = shc_output_mark_matches (hit->snippet);

      json_builder_begin_object (builder);
      shc_json_add_string (builder, "id", hit->reflection->id);
      shc_json_add_string (builder, "date", date);
      shc_json_add_string (builder, "milestone", hit->reflection->milestone);
      shc_json_add_string (builder, "snippet", snippet);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

gboolean
shc_cmd_search (ShcCli  *self,
                GError **error)
{
  const char *order = shc_args_get (self->args, "order");
  g_auto(Query) query = { NULL };

  if (!read_query (self, &query, error))
    return FALSE;
  if (order != NULL && !g_str_equal (order, "recent") && !g_str_equal (order, "best"))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--order is recent or best."));
      return FALSE;
    }
  query.filter->best = order != NULL && g_str_equal (order, "best");
  query.filter->query = read_words (self->args, error);
  if (query.filter->query == NULL)
    return FALSE;

  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, search, &query, error))
    return FALSE;

  if (self->json)
    add_hits (self->reply, query.found);
  else
    shc_output_print_hits (query.found);
  if (!self->json && query.found->len == 0)
    shc_cli_say (self, _("Nothing was found."));
  return TRUE;
}
