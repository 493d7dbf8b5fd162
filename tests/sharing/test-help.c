/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What practitioners are told to set up is what the program uses, and nothing else is. */

#include "config.h"

#include <string.h>

#include "shc-base-layout.h"
#include "shc-intake-field.h"
#include "shc-json.h"
#include "shc-mailchimp.h"
#include "shc-mailing-plan.h"
#include "shc-typeform-errors.h"

/* The page from the line that is @from to the next heading, or to the one that is @to. */
static char *
read_part (const char *from,
           const char *to)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "help", "practitioner.md", NULL);
  g_autofree char *content = NULL;
  const char *begin;
  const char *end;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  begin = strstr (content, from);
  g_assert_nonnull (begin);
  end = to != NULL ? strstr (begin + strlen (from), to) : NULL;
  g_assert_true (to == NULL || end != NULL);
  return end != NULL ? g_strndup (begin, (gsize) (end - begin)) : g_strdup (begin);
}

static gboolean
names (const char *part,
       const char *word)
{
  g_autofree char *quoted = g_strdup_printf ("`%s`", word);

  return strstr (part, quoted) != NULL;
}

/* How many lines of a list begin with a word of the program's. */
static guint
count_entries (const char *part)
{
  guint n = 0;

  for (const char *at = strstr (part, "\n- `"); at != NULL; at = strstr (at + 1, "\n- `"))
    n++;
  return n;
}

static void
test_columns (void)
{
  g_autofree char *users = read_part ("\n**Users**", "\n**Reflections**");
  g_autofree char *reflections = read_part ("\n**Reflections**", "\n`Local ID` holds");
  const char *tables[SHC_BASE_N_TABLES] = { users, reflections };
  guint n[SHC_BASE_N_TABLES] = { 0 };

  for (int i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      ShcAirtableNewField field = shc_base_column_get_new ((ShcBaseColumn) i);
      ShcBaseTable table = shc_base_column_get_table ((ShcBaseColumn) i);
      g_autofree char *entry = g_strdup_printf ("\n- `%s`: %s", field.name, field.type);

      g_test_message ("%s", entry + 1);
      g_assert_nonnull (strstr (tables[table], entry));
      for (guint k = 0; field.choices != NULL && field.choices[k] != NULL; k++)
        g_assert_true (names (tables[table], field.choices[k]));
      n[table]++;
    }
  for (guint i = 0; i < SHC_BASE_N_TABLES; i++)
    g_assert_cmpuint (count_entries (tables[i]), ==, n[i]);
}

static void
test_questions (void)
{
  g_autofree char *part = read_part ("\n## A form at Typeform", NULL);

  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    {
      g_autofree char *entry = g_strdup_printf ("\n- `%s`: ", shc_intake_field_get_name ((ShcIntakeField) i));

      g_test_message ("%s", entry + 1);
      g_assert_nonnull (strstr (part, entry));
    }
  g_assert_cmpuint (count_entries (part), ==, SHC_INTAKE_N_FIELDS);
  for (const char *const *address = shc_typeform_get_addresses () + 1; *address != NULL; address++)
    g_assert_true (names (part, *address));
}

static void
check_property (JsonObject *object,
                const char *name,
                JsonNode   *value,
                gpointer    part)
{
  g_test_message ("%s", name);
  g_assert_true (names (part, name));
}

static void
test_events (void)
{
  g_autofree char *part = read_part ("\n## A list at Mailchimp", "\n## A form at Typeform");
  g_autofree char *day = shc_mailing_dup_event ("Day 7");
  g_autofree char *own = shc_mailing_dup_event ("The first walk");
  g_autofree char *body = shc_mailchimp_write_event (day, "id", "Day 7");
  g_autoptr(JsonNode) root = shc_json_parse (body, strlen (body), NULL);

  g_assert_true (names (part, SHC_MAILCHIMP_NAME));
  g_assert_true (names (part, day));
  g_assert_true (names (part, own));
  g_assert_true (names (part, "Day 7"));
  json_object_foreach_member (json_object_get_object_member (json_node_get_object (root), "properties"), check_property,
                              part);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sharing/help/columns", test_columns);
  g_test_add_func ("/sharing/help/questions", test_questions);
  g_test_add_func ("/sharing/help/events", test_events);
  return g_test_run ();
}
