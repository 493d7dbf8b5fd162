/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's words repeat of what was sent, and what of them is shown. */

#include <string.h>

#include "shc-said.h"

typedef struct
{
  const char *said;
  const char *sent;
  gboolean    repeats;
} Case;

static const Case texts[] = {
  { "Invalid value for column Reflection Text: 'Today I cried at the river'", "Today I cried at the river.", TRUE },
  { "bad value: TODAY  I\ncried – at!", "Today I cried at the river.", TRUE },
  { "bad value: Today I cried", "Today I cried at the river.", FALSE },
  { "bad value: Today I cried a", "Today I cried at the river.", TRUE },
  { "No such choice: “Day 7”", "Day 7", TRUE },
  { "Seven days are too many", "Day 7", FALSE },
  { "a is not enough", "a", FALSE },
  { "Nöte und Sorgen: ÜBER DEN FLUSS", "über den Fluß geschaut", TRUE },
  { "قيمة غير صالحة: بكيت اليوم عند النهر", "بكيت اليوم عند النهر وحدي", TRUE },
  { "Bad body: {\"input\": \"\\u0628\\u0643\\u064a\\u062a \\u0627\\u0644\\u064a\\u0648\\u0645 \\u0639\\u0646\\u062f\"}",
    "بكيت اليوم عند النهر وحدي", TRUE },
  { "Bad body: \\ud83c\\udf3f today\\u2019s r\\u00edver, \\u12", "Today’s ríver 🌿", TRUE },
  { "Bad body: \\u0000 \\u", "Today I cried at the river.", FALSE },
  { "", "Today I cried at the river.", FALSE },
  { "Request failed", "", FALSE },
  { "\xff\xfe Today I cried at the river", "Today I cried at the river", FALSE }, /* it is not shown either */
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ShcSaid) said = shc_said_new (texts[i].said);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (shc_said_repeats (said, texts[i].sent), ==, texts[i].repeats);
    }
}

static const Case keys[] = {
  { "Incorrect API key provided: sk-proj-0a1b2c3d4e5f", "sk-proj-0a1b2c3d4e5f", TRUE },
  { "Incorrect API key provided: ***2c3d4e5f", "sk-proj-0a1b2c3d4e5f", TRUE },
  { "Incorrect API key provided: ***4e5f", "sk-proj-0a1b2c3d4e5f", FALSE },
  { "SK PROJ 0A1B", "sk-proj-0a1b2c3d4e5f", TRUE },
  { "the key abc is short", "abc", TRUE },
  { "no key", "", FALSE },
};

static void
test_keys (void)
{
  g_autoptr(ShcSaid) any = shc_said_new ("anything");

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(ShcSaid) said = shc_said_new (keys[i].said);
      g_autoptr(GBytes) key = g_bytes_new_static (keys[i].sent, strlen (keys[i].sent));

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (shc_said_repeats_key (said, key), ==, keys[i].repeats);
    }
  g_assert_false (shc_said_repeats_key (any, NULL));
}

static void
test_line (void)
{
  g_autofree char *plain = shc_said_dup_line ("  two\r\nlines\x1b[2J and \xc2\x9b more \t");
  g_autofree char *none = shc_said_dup_line (NULL);
  g_autofree char *broken = shc_said_dup_line ("\xff");
  g_autoptr(GString) long_said = g_string_new (NULL);
  g_autofree char *cut = NULL;

  g_assert_cmpstr (plain, ==, "two  lines [2J and   more");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (broken, ==, "");
  for (guint i = 0; i < 500; i++)
    g_string_append (long_said, "ع");
  cut = shc_said_dup_line (long_said->str);
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 300);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/services/said/texts", test_texts);
  g_test_add_func ("/services/said/keys", test_keys);
  g_test_add_func ("/services/said/line", test_line);
  return g_test_run ();
}
