/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody saved of Typeform: each of its shapes is read, and what is no such file is refused. */

#include "config.h"

#include <string.h>

#include "shc-typeform-read.h"

#define ANSWERS \
  "[{\"field\":{\"id\":\"F1\",\"type\":\"short_text\",\"ref\":\"healing_name\"},\"type\":\"text\",\"text\":\"River\"}," \
  "{\"field\":{\"id\":\"F2\",\"type\":\"email\",\"ref\":\"email\"},\"type\":\"email\",\"email\":\"river@example.org\"}]"
#define RESPONSE(id, at) \
  "{\"landing_id\":\"" id "\",\"token\":\"" id "\",\"response_id\":\"" id "\",\"submitted_at\":\"" at "\"," \
  "\"metadata\":{\"network_id\":\"secret\"},\"hidden\":{\"email\":\"forged@example.org\"},\"answers\":" ANSWERS "}"
#define UNSENT "{\"response_id\":\"u\",\"submitted_at\":\"0001-01-01T00:00:00Z\",\"answers\":null}"
#define WEBHOOK \
  "{\"event_id\":\"e\",\"event_type\":\"form_response\",\"form_response\":{\"form_id\":\"u6nXL7\",\"token\":\"w1\"," \
  "\"submitted_at\":\"2026-08-14T22:38:22Z\",\"definition\":{\"id\":\"u6nXL7\",\"title\":\"Healing intake\",\"fields\":[" \
  "{\"id\":\"F1\",\"ref\":\"healing_name\",\"title\":\"Your name?\",\"type\":\"short_text\"}," \
  "{\"id\":\"F2\",\"ref\":\"email\",\"title\":\"Your e-mail?\",\"type\":\"email\"}," \
  "{\"id\":\"F3\",\"ref\":\"goals\",\"title\":\"Your goals?\",\"type\":\"long_text\"}]},\"answers\":" ANSWERS "}}"
#define TABLE_HEAD "#,What would you like to be called?,\"Your\ne-mail\",Other,Other,Response Type,Start Date (UTC)," \
                   "Stage Date (UTC),Submit Date (UTC),Network ID,Tags\n"

static ShcTypeformFile *
read_text (const char *text)
{
  g_autoptr(GError) error = NULL;
  ShcTypeformFile *file = shc_typeform_file_read (text, strlen (text), &error);

  g_assert_no_error (error);
  return file;
}

static const ShcTypeformResponse *
get (const ShcTypeformFile *file,
     guint                  index)
{
  return g_ptr_array_index (file->responses, index);
}

static void
assert_answer (const ShcTypeformFile *file,
               guint                  index,
               const char            *key,
               ShcTypeformKind        kind,
               const char            *text)
{
  const ShcTypeformAnswer *answer = shc_typeform_response_find (get (file, index), key);

  if (text == NULL)
    {
      g_assert_null (answer);
      return;
    }
  g_assert_nonnull (answer);
  g_assert_cmpint (answer->kind, ==, kind);
  g_assert_cmpstr (answer->text, ==, text);
}

static void
test_responses (void)
{
  static const struct { const char *text; guint n; guint unsent; } cases[] = {
    { "{\"total_items\":2,\"items\":[" RESPONSE ("a", "2026-08-14T22:38:22Z") "," RESPONSE ("b", "2026-09-14T22:38:22Z") "]}",
      2, 0 },
    { "{\"items\":[" RESPONSE ("a", "2026-08-14T22:38:22Z") "," RESPONSE ("a", "2026-08-14T22:38:22Z") "," UNSENT "]}", 1, 1 },
    { "[" RESPONSE ("a", "2026-08-14T22:38:22Z") ",7,null,{}]", 1, 0 },
    { " \n" RESPONSE ("a", "2026-08-14T22:38:22Z"), 1, 0 },
    { "{\"items\":[]}", 0, 0 },
    { "[]", 0, 0 },
    { "\357\273\277[" RESPONSE ("a", "2026-08-14T22:38:22Z") "]", 1, 0 },
    { "[" WEBHOOK "," WEBHOOK "]", 1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(ShcTypeformFile) file = read_text (cases[i].text);

      g_assert_cmpuint (file->responses->len, ==, cases[i].n);
      g_assert_cmpuint (file->unsent, ==, cases[i].unsent);
      for (guint j = 0; j < file->responses->len; j++)
        {
          assert_answer (file, j, "healing_name", SHC_TYPEFORM_TEXT, "River");
          assert_answer (file, j, "F2", SHC_TYPEFORM_TEXT, "river@example.org");
          g_assert_cmpuint (get (file, j)->answers->len, ==, 2);
          g_assert_false (shc_typeform_response_has_email (get (file, j), "forged@example.org", NULL));
        }
      if (cases[i].n == 2)
        g_assert_cmpstr (get (file, 0)->id, ==, "b");
    }
}

static void
test_webhook (void)
{
  g_autoptr(ShcTypeformFile) file = read_text (WEBHOOK);
  const ShcTypeformQuestion *last;

  g_assert_cmpuint (file->responses->len, ==, 1);
  g_assert_cmpstr (get (file, 0)->id, ==, "w1");
  g_assert_cmpstr (file->form->id, ==, "u6nXL7");
  g_assert_cmpstr (file->form->title, ==, "Healing intake");
  g_assert_cmpuint (file->form->questions->len, ==, 3);
  last = g_ptr_array_index (file->form->questions, 2);
  g_assert_cmpstr (last->title, ==, "Your goals?");
  assert_answer (file, 0, "goals", SHC_TYPEFORM_TEXT, NULL);
}

static void
test_table (void)
{
  g_autoptr(ShcTypeformFile) file =
    read_text ("\357\273\277" TABLE_HEAD
          "a1,River,river@example.org,,At sea,completed,2026-08-14 22:33:59,,2026-08-14 22:38:22,secret,\r\n"
          "b2, Fern ,fern@example.org,,,completed,2026-08-15 22:33:59,,2026-08-15 22:38:22,secret,\r\n"
          "c3,Half,half@example.org,,,partial,2026-08-15 22:33:59,2026-08-15 22:35:00,,secret,\r\n"
          "a1,River,river@example.org,,At sea,completed,2026-08-14 22:33:59,,2026-08-14 22:38:22,secret,\r\n"
          "d4,\"Short \"\"line\"\"\"\r\n");
  static const char *const titles[] = { "What would you like to be called?", "Your e-mail", "Other", "Other (2)" };

  g_assert_cmpuint (file->form->questions->len, ==, G_N_ELEMENTS (titles));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    g_assert_cmpstr (shc_typeform_question_get_key (g_ptr_array_index (file->form->questions, i)), ==, titles[i]);
  g_assert_cmpuint (file->unsent, ==, 1);
  g_assert_cmpuint (file->responses->len, ==, 3);
  g_assert_cmpstr (get (file, 0)->id, ==, "b2");
  assert_answer (file, 0, titles[0], SHC_TYPEFORM_CELL, "Fern");
  g_assert_cmpstr (get (file, 1)->id, ==, "a1");
  g_assert_cmpint (get (file, 1)->submitted_us, ==, G_GINT64_CONSTANT (1786747102000000));
  assert_answer (file, 1, "Other", SHC_TYPEFORM_CELL, NULL);
  assert_answer (file, 1, "Other (2)", SHC_TYPEFORM_CELL, "At sea");
  g_assert_true (shc_typeform_response_has_email (get (file, 1), "River@example.org", NULL));
  assert_answer (file, 2, titles[0], SHC_TYPEFORM_CELL, "Short \"line\"");
  g_assert_cmpint (get (file, 2)->submitted_us, ==, 0);
}

/* Saved anew by a spreadsheet, with the column of numbers taken away. */
static void
test_table_without_numbers (void)
{
  static const char text[] = "Name;Mail;Submit Date (UTC)\nRiver;river@example.org;2026-08-14 22:38:22\n"
                             "Fern;fern@example.org;2026-08-15 22:38:22\n";
  g_autoptr(ShcTypeformFile) file = read_text (text);
  g_autoptr(ShcTypeformFile) again = read_text (text);

  g_assert_cmpuint (file->responses->len, ==, 2);
  g_assert_cmpstr (get (file, 0)->id, ==, get (again, 0)->id);
  g_assert_cmpstr (get (file, 0)->id, !=, get (file, 1)->id);
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "", " ", "hello", "{}", "[1]", "{\"items\":[1,{}]}", "{\"items\":[{\"answers\":[]}]}", "{\"form_response\":7}",
    "{\"answers\":{}}", "{\"items\":[", "[{\"response_id\":\"secret\",}]", "Date,Text\n2026-01-01,secret\n", "#\n1\n",
    "#,Name\n\"secret\n", "#,Name\n1,\377\n", "{\"date\":\"2026-01-01\",\"text\":\"secret\"}\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_null (shc_typeform_file_read (cases[i], strlen (cases[i]), &error));
      g_assert_error (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT);
      g_assert_null (strstr (error->message, "secret"));
      g_assert_true ((strstr (error->message, "empty") != NULL) == (i < 2));
    }
}

/* Every beginning of a file is read or refused. */
static void
test_cut_off (void)
{
  static const char *const whole[] = { WEBHOOK, TABLE_HEAD "a1,River,\"river\",,,completed,,,2026-08-14 22:38:22,x,\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++)
    for (gsize length = 0; length < strlen (whole[i]); length++)
      {
        g_autofree char *exact = g_memdup2 (whole[i], length);
        g_autoptr(GError) error = NULL;
        g_autoptr(ShcTypeformFile) file = shc_typeform_file_read (exact != NULL ? exact : "", length, &error);

        g_assert_true ((file == NULL) == (error != NULL));
        g_assert_true (i == 1 || file == NULL);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/services/typeform-file/responses", test_responses);
  g_test_add_func ("/services/typeform-file/webhook", test_webhook);
  g_test_add_func ("/services/typeform-file/table", test_table);
  g_test_add_func ("/services/typeform-file/table-without-numbers", test_table_without_numbers);
  g_test_add_func ("/services/typeform-file/refused", test_refused);
  g_test_add_func ("/services/typeform-file/cut-off", test_cut_off);

  return g_test_run ();
}
