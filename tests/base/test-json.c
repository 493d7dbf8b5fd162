/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What counts as JSON, what is refused, and how values are written. */

#include "config.h"

#include <string.h>

#include "shc-json.h"

static void
test_accepts (void)
{
  const char *texts[] = {
    "null", "true", "false", "0", "-0", "-12.5e+3", "1E9", "\"\"", "[]", "{}", " [ 1 , 2 ] \n",
    "{\"a\":{\"b\":[null,\"\\u00e9\\ud83d\\ude00\\n\"]}}", "\"žluťoučký 🙏\"",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) node = shc_json_parse (texts[i], strlen (texts[i]), &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_refuses (void)
{
  const char *texts[] = {
    "", " ", "nul", "nullx", "01", "1.", ".5", "-", "1e", "+1", "'a'", "\"a", "\"\t\"", "\"\\x\"",
    "\"\\u12g4\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "[1,]", "[1 2]",
    "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:2}", "[1]x", "[1][2]", "/* c */ 1", "// c\n1",
    "\"\xff\"", "\"\xed\xa0\x80\"", "[", "{", "{\"a\":1", "NaN", "\xef\xbb\xbf{}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_json_parse (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX);
      g_clear_error (&error);
    }
}

static void
test_refuses_nul (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_json_check ("\"a\0b\"", 5, &error));
  g_assert_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX);
}

static void
test_depth (void)
{
  g_autoptr(GString) deep = g_string_new (NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < SHC_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, '[');
  for (guint i = 0; i < SHC_JSON_MAX_DEPTH; i++)
    g_string_append_c (deep, ']');
  g_assert_true (shc_json_check (deep->str, deep->len, &error));
  g_assert_no_error (error);

  g_string_set_size (deep, 0);
  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (deep, '[');
  g_assert_false (shc_json_check (deep->str, deep->len, &error));
  g_assert_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX);
}

/* The check must not look past the length it was given. */
static void
test_length (void)
{
  g_autofree char *exact = g_memdup2 ("[1,2", 4);

  g_assert_false (shc_json_check (exact, 4, NULL));
  g_assert_true (shc_json_check (exact + 1, 1, NULL));
}

static void
test_mend (void)
{
  static const char *const cases[][2] = {
    { "\"a\\u0000b\"", "\"a\\ufffdb\"" },
    { "\"\\ud83c\"", "\"\\ufffd\"" },
    { "\"\\udf3fx\\uD83C\\u0041\"", "\"\\ufffdx\\ufffd\\u0041\"" },
    { "\"\\ud83c\\ud83c\\udf3f\"", "\"\\ufffd\\ud83c\\udf3f\"" },
    { "\"\\\\u0000 \\ud83c\\udf3f \\u12\"", NULL },
    { "\\u000", NULL },
    { "\\", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      /* Without a byte of zero behind it. */
      gsize length = strlen (cases[i][0]);
      g_autofree char *text = g_malloc (MAX (length, 1));
      const char *wanted = cases[i][1] != NULL ? cases[i][1] : cases[i][0];

      memcpy (text, cases[i][0], length);
      g_assert_cmpint (shc_json_mend_escapes (text, length), ==, cases[i][1] != NULL);
      g_assert_cmpmem (text, length, wanted, strlen (wanted));
    }
}

static void
test_write (void)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *strings[] = { "a", "ž\"\\\n", NULL };
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "s", "two\nlines");
  shc_json_add_string (builder, "none", NULL);
  shc_json_add_int (builder, "n", G_MAXINT64);
  shc_json_add_boolean (builder, "b", TRUE);
  shc_json_add_null (builder, "z");
  shc_json_add_time (builder, "t", G_GINT64_CONSTANT (1767813840000000));
  shc_json_add_time (builder, "never", 0);
  shc_json_add_strings (builder, "l", strings);
  json_builder_end_object (builder);
  text = shc_json_end (builder);

  g_assert_cmpstr (text, ==,
                   "{\"s\":\"two\\nlines\",\"none\":null,\"n\":9223372036854775807,\"b\":true,"
                   "\"z\":null,\"t\":\"2026-01-07T19:24:00Z\",\"never\":null,"
                   "\"l\":[\"a\",\"ž\\\"\\\\\\n\"]}");
  g_assert_true (shc_json_check (text, strlen (text), NULL));
}

static void
test_fields (void)
{
  const char *text = "{\"a\":\"x\",\"b\":7,\"c\":null}";
  g_autoptr(JsonNode) node = shc_json_parse (text, strlen (text), NULL);
  JsonObject *object = json_node_get_object (node);
  const char *value = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_json_get_string (object, "a", TRUE, &value, &error));
  g_assert_cmpstr (value, ==, "x");
  g_assert_true (shc_json_get_string (object, "c", FALSE, &value, &error));
  g_assert_null (value);
  g_assert_no_error (error);

  g_assert_false (shc_json_get_string (object, "b", FALSE, &value, &error));
  g_assert_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_FIELD);
  g_assert_nonnull (strstr (error->message, "“b”"));
  g_clear_error (&error);
  g_assert_false (shc_json_get_string (object, "d", TRUE, &value, &error));
  g_assert_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_FIELD);
  g_assert_nonnull (strstr (error->message, "“d”"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json/accepts", test_accepts);
  g_test_add_func ("/base/json/refuses", test_refuses);
  g_test_add_func ("/base/json/refuses-nul", test_refuses_nul);
  g_test_add_func ("/base/json/depth", test_depth);
  g_test_add_func ("/base/json/length", test_length);
  g_test_add_func ("/base/json/mend", test_mend);
  g_test_add_func ("/base/json/write", test_write);
  g_test_add_func ("/base/json/fields", test_fields);

  return g_test_run ();
}
