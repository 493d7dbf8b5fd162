/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of an entry's JSON form: what goes out comes back the same. */

#include "config.h"

#include <string.h>

#include "shc-entry-json.h"

static const char *const texts[] = {
  "plain",
  "  spaces kept \n\n",
  "quotes \" and \\ and / and \t and \r\n",
  "\u202Bעברית\u202C and العربية",
  "emoji \U0001F469\u200D\U0001F52C, private \uE000, line \u2028 separators \u2029",
  "\x01\x02\x1F\x7F",
};

static ShcReflection *
make_reflection (const char *text,
                 const char *date)
{
  ShcReflection *reflection = shc_reflection_new ();

  g_assert_true (shc_date_parse (date, &reflection->date, NULL));
  reflection->id = g_uuid_string_random ();
  reflection->text = g_strdup (text);
  reflection->milestone = g_strdup ("Day 7");
  reflection->mood = 2;
  g_strfreev (reflection->tags);
  reflection->tags = g_strsplit ("calm,river \"bend\"", ",", -1);
  reflection->never_send = TRUE;
  reflection->created_us = 1767816240123456;
  reflection->updated_us = 1767816250000000;
  reflection->trashed_us = 1767816260000001;

  return reflection;
}

static GPtrArray *
make_versions (void)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_version_free);
  ShcVersion *version = g_new0 (ShcVersion, 1);

  version->updated_us = 1767816240123456;
  version->text = g_strdup ("before\n");
  g_ptr_array_add (versions, version);

  return versions;
}

static ShcImportEntry *
round_trip (const ShcReflection *reflection,
            GPtrArray           *versions)
{
  g_autofree char *line = shc_entry_to_json_line (reflection, versions);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  ShcImportEntry *entry;

  g_assert_null (strchr (line, '\n'));
  g_assert_true (json_parser_load_from_data (parser, line, -1, &error));
  entry = shc_entry_from_json (json_parser_get_root (parser), &error);
  g_assert_no_error (error);

  return entry;
}

static void
test_round_trip (void)
{
  static const char *const dates[] = { "0001-01-01", "1660-01-11", "2026-01-07T21:04:00.5+05:45",
                                       "9999-12-31T23:59:59-12:00" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (ShcReflection) before = make_reflection (texts[i], dates[i % G_N_ELEMENTS (dates)]);
      g_autoptr (GPtrArray) versions = make_versions ();
      g_autoptr (ShcImportEntry) entry = round_trip (before, versions);
      const ShcReflection *after = entry->reflection;
      const ShcVersion *version;

      g_assert_cmpstr (after->text, ==, before->text);
      g_assert_cmpstr (after->id, ==, before->id);
      g_assert_cmpint (after->date.civil_us, ==, before->date.civil_us);
      g_assert_cmpint (after->date.has_time, ==, before->date.has_time);
      g_assert_cmpint (after->date.has_offset, ==, before->date.has_offset);
      g_assert_cmpint (after->date.offset_min, ==, before->date.offset_min);
      g_assert_cmpstr (after->milestone, ==, "Day 7");
      g_assert_cmpint (after->mood, ==, 2);
      g_assert_cmpstrv (after->tags, before->tags);
      g_assert_true (after->never_send);
      g_assert_cmpint (after->created_us, ==, before->created_us);
      g_assert_cmpint (after->updated_us, ==, before->updated_us);
      g_assert_cmpint (after->trashed_us, ==, before->trashed_us);

      g_assert_cmpuint (entry->versions->len, ==, 1);
      version = g_ptr_array_index (entry->versions, 0);
      g_assert_cmpstr (version->text, ==, "before\n");
      g_assert_cmpint (version->updated_us, ==, 1767816240123456);
    }
}

/* An id that is no UUID is remembered as the source's, and never becomes ours. */
static void
test_foreign_id (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (ShcImportEntry) entry = NULL;

  g_assert_true (json_parser_load_from_data (
    parser, "{\"id\":\"../../x'; DROP\",\"date\":\"2026-01-07\",\"text\":\"x\"}", -1, NULL));
  entry = shc_entry_from_json (json_parser_get_root (parser), NULL);

  g_assert_nonnull (entry);
  g_assert_cmpstr (entry->source_id, ==, "../../x'; DROP");
  g_assert_null (entry->reflection->id);
}

/* What a file says about former texts and names is checked as a text is. */
static void
test_unchecked_members (void)
{
  g_autofree char *too_long = g_strnfill (1024 * 1024 + 1, 'a');
  g_autofree char *long_name = g_strnfill (1001, 'n');
  g_autofree char *fits = g_strnfill (1000, 'n');
  const struct
  {
    const char *id;
    const char *version;
    gboolean    taken;
  } cases[] = {
    { "1", "former", TRUE }, { fits, "former", TRUE }, { "", "former", TRUE },
    { long_name, "former", FALSE }, { "1", "", FALSE }, { "1", " \\n", FALSE }, { "1", too_long, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = g_strdup_printf (
        "{\"id\":\"%s\",\"date\":\"2026-01-07\",\"text\":\"x\","
        "\"versions\":[{\"updated\":\"2026-01-01T00:00:00Z\",\"text\":\"%s\"}]}", cases[i].id,
        cases[i].version);
      g_autoptr (JsonNode) node = json_from_string (line, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (ShcImportEntry) entry = shc_entry_from_json (node, &error);

      g_assert_cmpint (entry != NULL, ==, cases[i].taken);
      g_assert_cmpint (error == NULL, ==, cases[i].taken);
      if (entry != NULL && *cases[i].id == '\0')
        g_assert_null (entry->source_id);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/entry-json/round-trip", test_round_trip);
  g_test_add_func ("/transfer/entry-json/unchecked-members", test_unchecked_members);
  g_test_add_func ("/transfer/entry-json/foreign-id", test_foreign_id);

  return g_test_run ();
}
