/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What text and labels may be, words, excerpts. */

#include "config.h"

#include <string.h>

#include "shc-text.h"

static void
check_fails (const char   *text,
             gsize         length,
             ShcTextError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_text_check (text, length, &error));
  g_assert_error (error, SHC_TEXT_ERROR, (int) code);
}

static void
test_check (void)
{
  static const char *const good[] = {
    "a", "Day 7\r\n\r\ncalm", "\t- \xe2\x80\xaeright to left", "\x01\x7f", "🙂", "日本語", " x ",
  };
  g_autofree char *huge = g_strnfill (SHC_TEXT_MAX_BYTES + 1, 'a');
  g_autoptr(GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (shc_text_check (good[i], strlen (good[i]), &error));
      g_assert_no_error (error);
    }
  g_assert_true (shc_text_check (huge, SHC_TEXT_MAX_BYTES, &error));
  g_assert_no_error (error);

  check_fails (huge, SHC_TEXT_MAX_BYTES + 1, SHC_TEXT_ERROR_TOO_LONG);
  check_fails (NULL, 0, SHC_TEXT_ERROR_EMPTY);
  check_fails (" \t\r\n\xc2\xa0\xe3\x80\x80", 9, SHC_TEXT_ERROR_EMPTY);
  check_fails ("a\0b", 3, SHC_TEXT_ERROR_ENCODING);
  check_fails ("caf\xe9", 4, SHC_TEXT_ERROR_ENCODING);
  check_fails ("\xed\xa0\x80", 3, SHC_TEXT_ERROR_ENCODING);
  check_fails ("\xc0\x80", 2, SHC_TEXT_ERROR_ENCODING);
  check_fails ("ab\xe2\x82", 4, SHC_TEXT_ERROR_ENCODING);
}

static void
test_label (void)
{
  static const char *const cases[][2] = {
    { "Rose", "Rose" },
    { "  Day 7\n", "Day 7" },
    { "\xe3\x80\x80静か\xc2\xa0", "静か" },
    { "Cafe\xcc\x81", "Caf\xc3\xa9" },
    { "שלום\xe2\x80\x8f", "שלום\xe2\x80\x8f" },
    { "🙂", "🙂" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *clean = shc_label_clean (cases[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (clean, ==, cases[i][1]);
    }
}

static void
test_label_refused (void)
{
  g_autofree char *too_long = g_strnfill (SHC_LABEL_MAX_CHARS + 1, 'x');
  g_autofree char *huge = g_strnfill (32 * 1024 * 1024, 'x');
  const struct { const char *label; ShcTextError code; } cases[] = {
    { NULL, SHC_TEXT_ERROR_EMPTY },
    { "", SHC_TEXT_ERROR_EMPTY },
    { " \n ", SHC_TEXT_ERROR_EMPTY },
    { too_long, SHC_TEXT_ERROR_TOO_LONG },
    { huge, SHC_TEXT_ERROR_TOO_LONG },
    { "a\xff", SHC_TEXT_ERROR_ENCODING },
    { "a\nb", SHC_TEXT_ERROR_CONTROL },
    { "a\x1b[31m", SHC_TEXT_ERROR_CONTROL },
    { "a\x7f" "b", SHC_TEXT_ERROR_CONTROL },
    { "a\xc2\x9b" "b", SHC_TEXT_ERROR_CONTROL },
    { "a\xe2\x80\xa8" "b", SHC_TEXT_ERROR_CONTROL },
    { "a\xe2\x80\xae" "b", SHC_TEXT_ERROR_CONTROL },
    { "a\xe2\x81\xa6" "b", SHC_TEXT_ERROR_CONTROL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_label_clean (cases[i].label, &error));
      g_assert_error (error, SHC_TEXT_ERROR, (int) cases[i].code);
    }
}

/* A thousand random inputs: refused, or clean and stable under cleaning again. */
static void
test_label_random (void)
{
  static const gunichar pool[] = {
    ' ', 'a', 'Z', '7', 0x301, 0xE9, 0x5D0, 0x627, 0x200F, 0x202E, 0x4E00, 0x1F642, '\n', 0x85, 0x3000, 0xAC00, 0x1100,
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (2026);

  for (int i = 0; i < 1000; i++)
    {
      g_autoptr(GString) input = g_string_new (NULL);
      g_autofree char *clean = NULL;
      g_autofree char *again = NULL;

      for (int k = g_rand_int_range (rand, 0, 12); k > 0; k--)
        g_string_append_unichar (input, pool[g_rand_int_range (rand, 0, G_N_ELEMENTS (pool))]);
      if (g_rand_int_range (rand, 0, 8) == 0)
        g_string_append_c (input, (char) 0xff);

      clean = shc_label_clean (input->str, NULL);
      if (clean == NULL)
        continue;
      g_assert_true (g_utf8_validate (clean, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (clean, -1), >, 0);
      again = shc_label_clean (clean, NULL);
      g_assert_cmpstr (again, ==, clean);
    }
}

static void
test_words (void)
{
  static const struct { const char *text; guint words; } cases[] = {
    { NULL, 0 }, { "", 0 }, { " \n", 0 }, { "...!", 0 }, { "one", 1 }, { "one two", 2 },
    { "one,two\nthree", 3 }, { "don't", 1 }, { "don’t stop", 2 }, { "'quoted'", 1 }, { "7 days", 2 },
    { "Cafe\xcc\x81 au lait", 3 }, { "日本", 2 }, { "안녕 세상", 2 }, { "שלום עולם", 2 },
    { "a\xff" "b", 2 }, { "naïve", 1 }, { "🙂", 0 }, { "x日y", 3 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (shc_text_count_words (cases[i].text), ==, cases[i].words);
}

static void
test_excerpt (void)
{
  static const struct { const char *text; guint max; const char *excerpt; } cases[] = {
    { NULL, 10, "" },
    { "", 10, "" },
    { "calm", 4, "calm" },
    { "calm sea", 6, "calm…" },
    { "calmness", 4, "cal…" },
    { "  one\n\n\ttwo  ", 20, "one two" },
    { "# Day 7\n\n> **very** _calm_, `so`", 40, "Day 7 very calm, so" },
    { "- one\n* two\n+ three", 40, "one two three" },
    { "2 * 3 and 2*3, snake_case, #tag", 40, "2 * 3 and 2*3, snake_case, #tag" },
    { "a\xff" "b", 10, "a\xef\xbf\xbd" "b" },
    { "日本語の日記", 4, "日本語…" },
    { "cafe\xcc\x81s", 5, "caf…" },
    { "x", 1, "x" },
    { "xy", 1, "…" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *excerpt = shc_text_excerpt (cases[i].text, cases[i].max);

      g_assert_cmpstr (excerpt, ==, cases[i].excerpt);
    }
}

static void
test_excerpt_random (void)
{
  static const char *const pieces[] = {
    "word", " ", "\n", "# ", "*", "_", "`", "> ", "\xff", "日", "\xcc\x81", "\xe2\x80\x8d", "…", "- ",
  };
  g_autoptr(GRand) rand = g_rand_new_with_seed (3);

  for (int i = 0; i < 5000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *excerpt = NULL;
      guint max = (guint) g_rand_int_range (rand, 1, 30);

      for (int k = g_rand_int_range (rand, 0, 30); k > 0; k--)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      excerpt = shc_text_excerpt (text->str, max);
      g_assert_true (g_utf8_validate (excerpt, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (excerpt, -1), <=, max);
      g_assert_null (strchr (excerpt, '\n'));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/base/text/check", test_check);
  g_test_add_func ("/base/text/words", test_words);
  g_test_add_func ("/base/text/excerpt", test_excerpt);
  g_test_add_func ("/base/text/excerpt-random", test_excerpt_random);
  g_test_add_func ("/base/label/clean", test_label);
  g_test_add_func ("/base/label/refused", test_label_refused);
  g_test_add_func ("/base/label/random", test_label_random);

  return g_test_run ();
}
