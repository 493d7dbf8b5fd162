/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent for which purpose stands in the help, and nothing else does. */

#include "config.h"

#include "shc-intent.h"

/* "- **chat**: when you …" */
static void
test_help (void)
{
  const char *const *purposes = shc_intent_get_purposes ();
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "help", "sent.md", NULL);
  g_autofree char *content = NULL;
  g_auto(GStrv) lines = NULL;
  guint told = 0;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines[i], "**", 3);

      if (g_strv_length (parts) != 3 || !g_str_equal (parts[0], "- "))
        continue;
      g_test_message ("%s", parts[1]);
      g_assert_true (g_strv_contains (purposes, parts[1]));
      told++;
    }
  g_assert_cmpuint (told, ==, g_strv_length ((char **) purposes));
}

static void
test_copy (void)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", "responses", "chat", "shc chat", 2);
  g_autoptr(ShcIntent) copy = shc_intent_copy (intent);

  g_assert_cmpstr (copy->service, ==, "openai");
  g_assert_cmpstr (copy->endpoint, ==, "responses");
  g_assert_cmpstr (copy->purpose, ==, "chat");
  g_assert_cmpstr (copy->action, ==, "shc chat");
  g_assert_cmpuint (copy->records, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/intent/help", test_help);
  g_test_add_func ("/base/intent/copy", test_copy);
  return g_test_run ();
}
