/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of reading foreign journals: each format, whole, odd and broken. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-source.h"

/* All of one file: entries, and the reasons for what was skipped. */
typedef struct
{
  GPtrArray *entries; /* (element-type ShcImportEntry) */
  GPtrArray *skipped; /* (element-type ShcSkipped) */
  GError    *error;
} Reading;

static void
reading_clear (Reading *reading)
{
  g_clear_pointer (&reading->entries, g_ptr_array_unref);
  g_clear_pointer (&reading->skipped, g_ptr_array_unref);
  g_clear_error (&reading->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static void
read_source (Reading   *reading,
             ShcSource *source)
{
  ShcSourceResult result = SHC_SOURCE_ENTRY;

  while (result == SHC_SOURCE_ENTRY || result == SHC_SOURCE_SKIPPED)
    {
      ShcImportEntry *entry = NULL;
      ShcSkipped *skipped = NULL;

      result = shc_source_next (source, &entry, &skipped, &reading->error);
      if (result == SHC_SOURCE_ENTRY)
        g_ptr_array_add (reading->entries, entry);
      if (result == SHC_SOURCE_SKIPPED)
        g_ptr_array_add (reading->skipped, skipped);
      if (result == SHC_SOURCE_FAILED)
        g_assert_nonnull (reading->error);
    }
}

static Reading
read_bytes (const char *bytes,
            gssize      length,
            ShcFormat   format)
{
  Reading reading = {
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_import_entry_free),
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_skipped_free),
    NULL,
  };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "shc-source-XXXXXX", NULL);
  g_autoptr (ShcSource) source = NULL;
  int fd = g_mkstemp (path);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, bytes, length, NULL));

  source = shc_source_open (path, format, &reading.error);
  if (source != NULL)
    read_source (&reading, source);
  g_unlink (path);

  return reading;
}

static const ShcReflection *
reflection_at (Reading *reading,
               guint    index)
{
  ShcImportEntry *entry;

  g_assert_cmpuint (reading->entries->len, >, index);
  entry = g_ptr_array_index (reading->entries, index);

  return entry->reflection;
}

static void
assert_date (const ShcReflection *reflection,
             const char          *expected)
{
  g_autofree char *date = shc_date_to_string (reflection->date);

  g_assert_cmpstr (date, ==, expected);
}

static void
test_jsonl_whole (void)
{
  g_auto (Reading) reading = read_bytes (
    "\xEF\xBB\xBF{\"date\":\"1660-01-11\",\"text\":\"Up, and to the office.\\n\"}\r\n"
    "\n"
    "{\"date\":\"2026-01-07T21:04:00+01:00\",\"text\":\"caf\\u00e9 \\ud83d\\ude00\",\"milestone\":\"Day 7\","
    "\"mood\":4,\"tags\":[\"river\",\"calm\"],\"never_send\":true,\"trashed\":\"2026-02-01T00:00:00Z\","
    "\"id\":\"0F8FAD5B-D9CB-469F-A165-70867728950E\",\"unknown\":[1,{}]}", -1, SHC_FORMAT_AUTO);
  const ShcReflection *second;

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.skipped->len, ==, 0);
  g_assert_cmpuint (reading.entries->len, ==, 2);
  assert_date (reflection_at (&reading, 0), "1660-01-11");
  g_assert_cmpstr (reflection_at (&reading, 0)->text, ==, "Up, and to the office.\n");

  second = reflection_at (&reading, 1);
  assert_date (second, "2026-01-07T21:04:00+01:00");
  g_assert_cmpstr (second->text, ==, "caf\303\251 \360\237\230\200");
  g_assert_cmpstr (second->milestone, ==, "Day 7");
  g_assert_cmpint (second->mood, ==, 4);
  g_assert_cmpstrv (second->tags, ((const char *const[]) { "calm", "river", NULL }));
  g_assert_true (second->never_send);
  g_assert_cmpint (second->trashed_us, ==, G_GINT64_CONSTANT (1769904000000000));
  g_assert_cmpstr (second->id, ==, "0f8fad5b-d9cb-469f-a165-70867728950e");
}

/* Each line is wrong in its own way; the good one in the middle is taken all the same. */
static void
test_jsonl_broken_lines (void)
{
  static const char bytes[] =
    "{\"date\":\"2026-01-07\",\"text\":\"cut of\n"
    "[1,2]\n"
    "{\"text\":\"no date\"}\n"
    "{\"date\":\"2026-02-30\",\"text\":\"no such day\"}\n"
    "{\"date\":\"0000-01-01\",\"text\":\"no such year\"}\n"
    "{\"date\":\"2026-01-07\"}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"   \"}\n"
    "{\"date\":\"2026-01-07\",\"text\":7}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"good\",\"mood\":null}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"mood\":6}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"mood\":2.5}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"tags\":\"a\"}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"tags\":[\"a\\nb\"]}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"never_send\":\"yes\"}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"x\",\"versions\":[{\"text\":\"y\"}]}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"a\\u0000b\"}\n"
    "{\"date\":\"2026-01-07\",\"text\":\"\xC3\x28\"}\n";
  g_auto (Reading) reading = read_bytes (bytes, sizeof bytes - 1, SHC_FORMAT_JSONL);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 1);
  g_assert_cmpstr (reflection_at (&reading, 0)->text, ==, "good");
  g_assert_cmpuint (reading.skipped->len, ==, 16);
  for (guint i = 0; i < reading.skipped->len; i++)
    {
      const ShcSkipped *skipped = g_ptr_array_index (reading.skipped, i);

      g_assert_cmpstr (skipped->why, !=, "");
      g_assert_true (g_utf8_validate (skipped->why, -1, NULL));
      g_assert_true (g_str_has_prefix (skipped->where, "line "));
    }
}

/* A text that says \u0000 with its backslash written out holds no NUL. */
static void
test_jsonl_backslashes (void)
{
  g_auto (Reading) reading = read_bytes ("{\"date\":\"2026-01-07\",\"text\":\"C:\\\\u0000\"}\n", -1,
                                         SHC_FORMAT_JSONL);

  g_assert_cmpuint (reading.skipped->len, ==, 0);
  g_assert_cmpstr (reflection_at (&reading, 0)->text, ==, "C:\\u0000");
}

static void
test_jrnl_json (void)
{
  g_auto (Reading) reading = read_bytes (
    "{\n  \"tags\": {\"@river\": 1},\n  \"entries\": [\n"
    "    {\"title\": \"By the water.\", \"body\": \"Sat @River, mail me@home.\", \"date\": \"2026-01-07\","
    " \"time\": \"21:04\", \"tags\": [\"@river\"], \"starred\": true, \"uuid\": \"A1\"},\n"
    "    {\"title\": \"Alone\", \"body\": \"\", \"date\": \"2026-01-08\", \"time\": \"07:00\", \"starred\": false,"
    " \"tags\": [\"#tagged\", 7, \"\"]},\n"
    "    {\"body\": \"no title\"}\n  ]\n}\n", -1, SHC_FORMAT_AUTO);
  const ShcReflection *first = reflection_at (&reading, 0);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 2);
  g_assert_cmpuint (reading.skipped->len, ==, 1);
  assert_date (first, "2026-01-07T21:04:00");
  g_assert_cmpstr (first->text, ==, "By the water.\nSat @River, mail me@home.");
  g_assert_cmpstrv (first->tags, ((const char *const[]) { "river", "starred", NULL }));
  g_assert_cmpstr (((ShcImportEntry *) g_ptr_array_index (reading.entries, 0))->source_id, ==, "A1");
  g_assert_cmpstr (reflection_at (&reading, 1)->text, ==, "Alone");
  g_assert_cmpstrv (reflection_at (&reading, 1)->tags, ((const char *const[]) { "tagged", NULL }));
}

static void
test_jrnl_json_cut_off (void)
{
  g_auto (Reading) reading = read_bytes ("{\"tags\": {}, \"entries\": [{\"title\": \"a\", ", -1,
                                         SHC_FORMAT_JRNL);

  g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
  g_assert_cmpuint (reading.entries->len, ==, 0);
}

static void
test_jrnl_text (void)
{
  g_auto (Reading) reading = read_bytes (
    "[2026-01-07 21:04] By the water. *\n"
    "Sat down.\n"
    "\n"
    "[not a date] but text\n"
    "[2026-01-08 09:30:15 PM] Evening\n"
    "[2026-01-09 12:05 AM] Night @Moon\n", -1, SHC_FORMAT_AUTO);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.skipped->len, ==, 0);
  g_assert_cmpuint (reading.entries->len, ==, 3);
  assert_date (reflection_at (&reading, 0), "2026-01-07T21:04:00");
  g_assert_cmpstr (reflection_at (&reading, 0)->text, ==,
                   "By the water.\nSat down.\n\n[not a date] but text");
  g_assert_cmpstrv (reflection_at (&reading, 0)->tags, ((const char *const[]) { "starred", NULL }));
  assert_date (reflection_at (&reading, 1), "2026-01-08T21:30:15");
  assert_date (reflection_at (&reading, 2), "2026-01-09T00:05:00");
  g_assert_cmpstrv (reflection_at (&reading, 2)->tags, ((const char *const[]) { "moon", NULL }));
}

/* What Windows and other clock settings make of the same file. */
static void
test_jrnl_text_elsewhere (void)
{
  g_auto (Reading) reading = read_bytes ("[2026-01-08 09:30:15 pm] Evening\r\nSat down.\r\n\r\n"
                                         "[2026-01-09 00:05] Night\r\n", -1, SHC_FORMAT_AUTO);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 2);
  assert_date (reflection_at (&reading, 0), "2026-01-08T21:30:15");
  g_assert_cmpstr (reflection_at (&reading, 0)->text, ==, "Evening\nSat down.");
  g_assert_cmpstr (reflection_at (&reading, 1)->text, ==, "Night");
}

static void
test_unknown (void)
{
  static const struct
  {
    const char *bytes;
    ShcFormat   format;
  } cases[] = {
    { "Dear diary,\n", SHC_FORMAT_AUTO },
    { "Dear diary,\n", SHC_FORMAT_JRNL },
    { "\x7F" "ELF", SHC_FORMAT_AUTO },
    { "%PDF-1.7\n", SHC_FORMAT_AUTO },
    { "x", SHC_FORMAT_MARKDOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Reading) reading = read_bytes (cases[i].bytes, -1, cases[i].format);

      g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT);
      g_assert_cmpuint (reading.entries->len, ==, 0);
    }
}

static void
test_not_a_package (void)
{
  g_auto (Reading) cut = read_bytes ("PK\x03\x04", 4, SHC_FORMAT_AUTO);
  g_auto (Reading) other = read_bytes ("no zip", -1, SHC_FORMAT_SHC);

  g_assert_error (cut.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
  g_assert_error (other.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
}

static void
test_nothing_there (void)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) folder = NULL;

  g_assert_null (shc_source_open ("/nonexistent/diary", SHC_FORMAT_AUTO, &missing));
  g_assert_error (missing, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED);
  g_assert_null (strstr (missing->message, "/nonexistent"));

  g_assert_null (shc_source_open (g_get_tmp_dir (), SHC_FORMAT_AUTO, &folder));
  g_assert_error (folder, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT);
}

static void
test_empty (void)
{
  g_auto (Reading) reading = read_bytes ("", 0, SHC_FORMAT_AUTO);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 0);
}

/* The longest text comes in; a longer one is skipped with a word why, and the next is read. */
static void
test_longest_text (void)
{
  const gsize limit = 1024 * 1024;
  g_autofree char *fits = g_strnfill (limit, 'a');
  g_autofree char *over = g_strnfill (limit + 1, 'b');
  g_autofree char *bytes = g_strdup_printf ("{\"date\":\"2026-01-07\",\"text\":\"%s\"}\n"
                                            "{\"date\":\"2026-01-07\",\"text\":\"%s\"}\n"
                                            "{\"date\":\"2026-01-07\",\"text\":\"after\"}\n", fits, over);
  g_auto (Reading) reading = read_bytes (bytes, -1, SHC_FORMAT_AUTO);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 2);
  g_assert_cmpuint (strlen (reflection_at (&reading, 0)->text), ==, limit);
  g_assert_cmpstr (reflection_at (&reading, 1)->text, ==, "after");
  g_assert_cmpuint (reading.skipped->len, ==, 1);
}

static char *
nest (const char *before,
      guint       depth)
{
  g_autofree char *brackets = g_strnfill (depth, '[');

  return g_strconcat (before, brackets, NULL);
}

/* A million brackets end nothing but the line, or the file, that holds them. */
static void
test_deeply_nested (void)
{
  g_autofree char *bare = nest ("", 1000000);
  g_autofree char *line = nest ("{\"date\":\"2026-01-07\",\"text\":\"x\",\"unknown\":", 1000000);
  g_autofree char *first = nest ("{\"unknown\":", 1000000);
  g_autofree char *jrnl = nest ("{\"entries\":", 1000000);
  const char *const lines[] = { bare, line, first };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *bytes = g_strconcat (lines[i], "\n{\"date\":\"2026-01-07\",\"text\":\"y\"}\n", NULL);
      g_auto (Reading) reading = read_bytes (bytes, -1, SHC_FORMAT_JSONL);

      g_assert_no_error (reading.error);
      g_assert_cmpuint (reading.entries->len, ==, 1);
      g_assert_cmpuint (reading.skipped->len, ==, 1);
    }
  for (guint i = 1; i < G_N_ELEMENTS (lines); i++)
    {
      g_auto (Reading) reading = read_bytes (lines[i], -1, SHC_FORMAT_AUTO);

      g_assert_cmpuint (reading.entries->len, ==, 0);
    }
  for (int format = SHC_FORMAT_AUTO; format <= SHC_FORMAT_JRNL; format += SHC_FORMAT_JRNL)
    {
      g_auto (Reading) reading = read_bytes (jrnl, -1, (ShcFormat) format);

      g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
    }
}

static void
test_jrnl_json_nul (void)
{
  g_auto (Reading) reading = read_bytes (
    "{\"entries\":[{\"title\":\"cut\\u0000here\",\"date\":\"2026-01-07\"}]}", -1, SHC_FORMAT_AUTO);

  g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
  g_assert_cmpuint (reading.entries->len, ==, 0);
}

static void
test_jrnl_json_too_large (void)
{
  g_autofree char *space = g_strnfill (64 * 1024 * 1024, ' ');
  g_autofree char *bytes = g_strconcat ("{\"entries\":[", space, "]}", NULL);
  g_auto (Reading) reading = read_bytes (bytes, -1, SHC_FORMAT_AUTO);

  g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED);
  g_assert_nonnull (strstr (reading.error->message, "64 MB"));
}

/* Longer than what is looked at: names tell what it is, and not only the last ones. */
static void
test_jsonl_long_first_line (void)
{
  static const char *const begin[] = {
    "{\"tags\":[\"a\"],\"date\":\"2026-01-07\",\"text\":\"",
    "{\"tags\":[\"a\"],\"milestone\":\"the \\\"entries\\\": [\",\"date\":\"2026-01-07\",\"text\":\"",
    "{\"unknown\":{\"entries\":[]},\"date\":\"2026-01-07\",\"text\":\"\\\"entries\\\": [",
  };
  g_autofree char *fill = g_strnfill (100000, 'a');

  for (guint i = 0; i < G_N_ELEMENTS (begin); i++)
    {
      g_autofree char *bytes = g_strconcat (begin[i], fill, "\"}\n", NULL);
      g_auto (Reading) reading = read_bytes (bytes, -1, SHC_FORMAT_AUTO);

      g_assert_no_error (reading.error);
      g_assert_cmpuint (reading.entries->len, ==, 1);
    }
}

static void
test_jrnl_json_long_tags (void)
{
  g_autoptr (GString) bytes = g_string_new ("{\n  \"tags\": {");
  g_auto (Reading) reading = { 0 };

  for (guint i = 0; i < 10000; i++)
    g_string_append_printf (bytes, "%s\"@text%u\": 1", i > 0 ? "," : "", i);
  g_string_append (bytes, "},\n\"entries\": [{\"title\": \"a\", \"date\": \"2026-01-07\"}]}");
  reading = read_bytes (bytes->str, -1, SHC_FORMAT_AUTO);

  g_assert_no_error (reading.error);
  g_assert_cmpuint (reading.entries->len, ==, 1);
}

/* A package whose manifest is one space: the first header of a ZIP file, and its data. */
static void
test_package_blank_manifest (void)
{
  static const char bytes[] =
    "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\x45\xCF\x6C\xE9\1\0\0\0\1\0\0\0\x0D\0\0\0manifest.json ";
  g_auto (Reading) reading = read_bytes (bytes, sizeof bytes - 1, SHC_FORMAT_AUTO);

  g_assert_error (reading.error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/transfer/source/jsonl/whole", test_jsonl_whole);
  g_test_add_func ("/transfer/source/jsonl/broken-lines", test_jsonl_broken_lines);
  g_test_add_func ("/transfer/source/jsonl/backslashes", test_jsonl_backslashes);
  g_test_add_func ("/transfer/source/jsonl/longest-text", test_longest_text);
  g_test_add_func ("/transfer/source/jsonl/long-first-line", test_jsonl_long_first_line);
  g_test_add_func ("/transfer/source/deeply-nested", test_deeply_nested);
  g_test_add_func ("/transfer/source/package-blank-manifest", test_package_blank_manifest);
  g_test_add_func ("/transfer/source/jrnl-json/whole", test_jrnl_json);
  g_test_add_func ("/transfer/source/jrnl-json/nul", test_jrnl_json_nul);
  g_test_add_func ("/transfer/source/jrnl-json/too-large", test_jrnl_json_too_large);
  g_test_add_func ("/transfer/source/jrnl-json/long-tags", test_jrnl_json_long_tags);
  g_test_add_func ("/transfer/source/jrnl-json/cut-off", test_jrnl_json_cut_off);
  g_test_add_func ("/transfer/source/jrnl-text/whole", test_jrnl_text);
  g_test_add_func ("/transfer/source/jrnl-text/elsewhere", test_jrnl_text_elsewhere);
  g_test_add_func ("/transfer/source/unknown", test_unknown);
  g_test_add_func ("/transfer/source/not-a-package", test_not_a_package);
  g_test_add_func ("/transfer/source/nothing-there", test_nothing_there);
  g_test_add_func ("/transfer/source/empty", test_empty);

  return g_test_run ();
}
