/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Emergency numbers and help lines of countries. */

#define G_LOG_DOMAIN "shc-help-lines"

#include "config.h"

#include "shc-help-lines.h"

#include <string.h>

#include "shc-safety-data.h"

#define DAY_US (24 * 60 * 60 * G_GINT64_CONSTANT (1000000))
#define RECENT_DAYS 180

typedef struct
{
  GPtrArray *countries;
  char      *directory;
} Table;

static void
line_free (gpointer data)
{
  ShcHelpLine *line = data;

  g_free (line->name);
  g_free (line->contact);
  g_free (line->hours);
  g_free (line->source);
  g_free (line->seen);
  g_free (line);
}

static char *
dup_member (JsonObject *object,
            const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, NULL));
}

static ShcHelpLine *
read_line (JsonObject *object)
{
  ShcHelpLine *line = g_new0 (ShcHelpLine, 1);

  line->name = dup_member (object, "name");
  line->contact = dup_member (object, "contact");
  line->hours = dup_member (object, "hours");
  line->source = dup_member (object, "source");
  line->seen = dup_member (object, "seen");
  return line;
}

static ShcHelpCountry *
read_country (JsonObject *object)
{
  ShcHelpCountry *country = g_new0 (ShcHelpCountry, 1);
  JsonArray *emergency = json_object_get_array_member (object, "emergency");
  JsonArray *lines = json_object_get_array_member (object, "lines");
  guint n = json_array_get_length (emergency);

  country->country = dup_member (object, "country");
  country->name = dup_member (object, "name");
  country->emergency = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    country->emergency[i] = g_strdup (json_array_get_string_element (emergency, i));
  country->lines = g_ptr_array_new_with_free_func (line_free);
  for (guint i = 0; i < json_array_get_length (lines); i++)
    g_ptr_array_add (country->lines, read_line (json_array_get_object_element (lines, i)));
  return country;
}

static gpointer
read_table (gpointer unused)
{
  g_autoptr(JsonNode) root = shc_safety_read_data ("help-lines.json");
  JsonObject *object = json_node_get_object (root);
  JsonArray *countries = json_object_get_array_member (object, "countries");
  Table *table = g_new0 (Table, 1);

  table->directory = dup_member (json_object_get_object_member (object, "directory"), "contact");
  table->countries = g_ptr_array_new ();
  for (guint i = 0; i < json_array_get_length (countries); i++)
    g_ptr_array_add (table->countries, read_country (json_array_get_object_element (countries, i)));
  return table;
}

static const Table *
get_table (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, read_table, NULL);
}

const ShcHelpCountry *
shc_help_find_country (const char *code)
{
  const GPtrArray *countries = get_table ()->countries;

  for (guint i = 0; code != NULL && i < countries->len; i++)
    {
      const ShcHelpCountry *country = g_ptr_array_index (countries, i);

      if (g_ascii_strcasecmp (country->country, code) == 0)
        return country;
    }
  return NULL;
}

const GPtrArray *
shc_help_get_countries (void)
{
  return get_table ()->countries;
}

const char *
shc_help_get_directory (void)
{
  return get_table ()->directory;
}

/* A month or a year was seen at its end at the latest. */
gboolean
shc_help_is_recent (const char *seen,
                    gint64      now_us)
{
  g_autoptr(GDateTime) day = NULL;
  g_autofree char *whole = NULL;

  if (seen == NULL)
    return FALSE;
  whole = g_strconcat (seen, strlen (seen) == 4 ? "-12-31" : strlen (seen) == 7 ? "-28" : "", "T00:00:00Z", NULL);
  day = g_date_time_new_from_iso8601 (whole, NULL);
  return day != NULL && now_us / G_USEC_PER_SEC - g_date_time_to_unix (day) <= RECENT_DAYS * DAY_US / G_USEC_PER_SEC;
}

char *
shc_help_dup_locale_country (void)
{
  const char *const *names = g_get_language_names_with_category ("LC_ADDRESS");

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *country = strchr (names[i], '_');

      if (country != NULL && g_ascii_isupper (country[1]) && g_ascii_isupper (country[2]) &&
          !g_ascii_isalnum (country[3]))
        return g_strndup (country + 1, 2);
    }
  return NULL;
}
