/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as text: what programs write is read, and what is broken is refused. */

#include "config.h"

#include <string.h>

#include "shc-csv.h"

/* Rows end in "/", values in "|". */
static char *
print_rows (const GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);

      for (; *row != NULL; row++)
        g_string_append_printf (text, "%s|", *row);
      g_string_append_c (text, '/');
    }
  return g_string_free (text, FALSE);
}

static void
test_read (void)
{
  static const char *const cases[][2] = {
    { "", "" },
    { "\n\r\n\r", "" },
    { "a", "a|/" },
    { "a,b\n1,2\n", "a|b|/1|2|/" },
    { "a,b\r\n1,2\r\n", "a|b|/1|2|/" },
    { "a,b\r1,2\r", "a|b|/1|2|/" },
    { "a,b\n1,2", "a|b|/1|2|/" },
    { "\357\273\277#,b\n1,2", "#|b|/1|2|/" },
    { "\357\273\277", "" },
    { "\357\273\277\"a\",b", "a|b|/" },
    { "a;b\n1,5;2\n", "a|b|/1,5|2|/" },
    { "a\tb\n1,2\t3;4\n", "a|b|/1,2|3;4|/" },
    { "\"a;;;\",b\n1,2\n", "a;;;|b|/1|2|/" },
    { "a,b\n\n1,2\n\n", "a|b|/1|2|/" },
    { ",\n", "||/" },
    { "\"\"\n", "" },
    { "a,b,\n1,,3\n", "a|b||/1||3|/" },
    { "a,b\n1\n1,2,3\n", "a|b|/1|/1|2|3|/" },
    { "\"a\"\"b\",\"\"\"\"\n", "a\"b|\"|/" },
    { "\"one\ntwo\",\"one\r\ntwo\",\"one\rtwo\"\n", "one\ntwo|one\ntwo|one\ntwo|/" },
    { "say \"hi\",b\n", "say \"hi\"|b|/" },
    { " a , b \n", " a | b |/" },
    { "\"a\"", "a|/" },
    { "🌿,\"ä,ö\"\n", "🌿|ä,ö|/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) rows = shc_csv_parse (cases[i][0], strlen (cases[i][0]), &error);
      g_autofree char *printed = NULL;

      g_assert_no_error (error);
      printed = print_rows (rows);
      g_assert_cmpstr (printed, ==, cases[i][1]);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text; gsize length; int code; const char *line; } cases[] = {
    { "a\0b", 3, SHC_CSV_ERROR_ENCODING, NULL },
    { "a\377b", 3, SHC_CSV_ERROR_ENCODING, NULL },
    { "\377\376a\0", 4, SHC_CSV_ERROR_ENCODING, NULL },
    { "a,\"secret", 9, SHC_CSV_ERROR_SYNTAX, "1" },
    { "a\n\"secret\n\nmore", 15, SHC_CSV_ERROR_SYNTAX, "2" },
    { "a\nb\n\"secret\" more", 17, SHC_CSV_ERROR_SYNTAX, "3" },
    { "\"", 1, SHC_CSV_ERROR_SYNTAX, "1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_csv_parse (cases[i].text, cases[i].length, &error));
      g_assert_error (error, SHC_CSV_ERROR, cases[i].code);
      g_assert_null (strstr (error->message, "secret"));
      if (cases[i].line != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].line));
    }
}

/* Every beginning of a table is read or refused, and nothing else happens. */
static void
test_cut_off (void)
{
  static const char table[] = "#,\"a\"\"b\",c\r\n1,\"two\nlines\",\r\n\"\",x,\"y\"\n";

  for (gsize length = 0; length <= strlen (table); length++)
    {
      g_autofree char *exact = g_memdup2 (table, length);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) rows = shc_csv_parse (exact != NULL ? exact : "", length, &error);

      g_assert_true ((rows != NULL) == (error == NULL));
      g_assert_true (rows == NULL || rows->len <= 3);
    }
}

static void
test_too_long (void)
{
  g_autofree char *text = g_strnfill (SHC_CSV_MAX_BYTES + 1, 'a');
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_csv_parse (text, SHC_CSV_MAX_BYTES + 1, &error));
  g_assert_error (error, SHC_CSV_ERROR, SHC_CSV_ERROR_TOO_LONG);
}

/* What is written is read again as it was. */
static void
test_write (void)
{
  static const char *const cells[] = { "plain", "", "a,b", "say \"no\"", "two\nlines", "last; one", NULL };
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  shc_csv_add_row (text, cells);
  shc_csv_add_row (text, cells);
  g_assert_true (g_str_has_prefix (text->str, "plain,,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",last; one\r\n"));
  rows = shc_csv_parse (text->str, text->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
  for (guint i = 0; i < rows->len; i++)
    g_assert_true (g_strv_equal (g_ptr_array_index (rows, i), cells));
}

/* Nothing that a spreadsheet would carry out. */
static void
test_formulas (void)
{
  static const char *const formulas[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", "=a,\"b\"", NULL };
  g_autoptr(GString) csv = g_string_new (NULL);
  g_autoptr(GPtrArray) rows = NULL;

  shc_csv_add_row (csv, formulas);
  rows = shc_csv_parse (csv->str, csv->len, NULL);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, 1);
  for (gsize i = 0; formulas[i] != NULL; i++)
    {
      const char *value = ((char **) g_ptr_array_index (rows, 0))[i];

      g_assert_true (value[0] == '\'' && g_str_equal (value + 1, formulas[i]));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/csv/read", test_read);
  g_test_add_func ("/base/csv/refused", test_refused);
  g_test_add_func ("/base/csv/cut-off", test_cut_off);
  g_test_add_func ("/base/csv/too-long", test_too_long);
  g_test_add_func ("/base/csv/write", test_write);
  g_test_add_func ("/base/csv/formulas", test_formulas);

  return g_test_run ();
}
