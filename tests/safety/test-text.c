/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the check reads a text: words and sentences. */

#include "config.h"

#include <string.h>

#include "shc-safety-text.h"

/* "i want to | stop" : words, sentences divided by a bar. */
static char *
read_as_line (const char *text,
              gsize       length)
{
  g_autoptr(ShcSafetyText) read = shc_safety_text_new (text, length);
  GString *line = g_string_new (NULL);
  guint32 sentence = 0;

  for (guint i = 0; i < read->tokens->len; i++)
    {
      const ShcSafetyToken *token = &g_array_index (read->tokens, ShcSafetyToken, i);

      if (i > 0)
        g_string_append (line, token->sentence != sentence ? " | " : " ");
      sentence = token->sentence;
      g_string_append (line, g_ptr_array_index (read->words, token->word));
    }
  return g_string_free (line, FALSE);
}

static void
test_words (void)
{
  static const struct { const char *text; const char *words; } cases[] = {
    { "", "" },
    { "  \n\t ", "" },
    { "I can’t GO on", "i cant go on" },
    { "Ich möchte Straße, naïve", "ich mochte strasse naive" },
    { "J'ai peur. L’arme", "jai peur | larme" },
    { "أنا لا أُريدُ الحياةَ", "انا لا اريد الحياه" },
    { "well... okay", "well okay" },
    { "Stop! No? Yes; so", "stop | no | yes | so" },
    { "one\ntwo\n\nthree", "one two | three" },
    { "one\r\ntwo\r\n\r\nthree", "one two | three" },
    { "هل؟ نعم", "هل | نعم" },
    { "k*ll su!cide de@d", "k*ll suicide dead" },
    { "a*", "a" },
    { "s-u-i-c-i-d-e", "s u i c i d e suicide" },
    { "a b c", "a b c" },
    { "3.5 kg, 1660", "3 5 kg 1660" },
    { "٣ أيام", "3 ايام" },
    { "so 🔪 there", "so 🔪 there" },
    { "ﬁnally ＡＢＣ", "finally abc" },
    { "zero\xE2\x80\x8Bwidth", "zerowidth" },
    { "bad\xFFtext", "bad text" },
    { "cut\xE2\x80", "cut" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = read_as_line (cases[i].text, strlen (cases[i].text));

      g_assert_cmpstr (line, ==, cases[i].words);
    }
}

static void
test_inner_nul (void)
{
  g_autofree char *line = read_as_line ("one\0two", 7);

  g_assert_cmpstr (line, ==, "one two");
}

/* A word of a megabyte is none, and takes no time. */
static void
test_long_word (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'a');
  g_autofree char *line = read_as_line (text, 1024 * 1024);

  g_assert_cmpstr (line, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/safety/text/words", test_words);
  g_test_add_func ("/safety/text/inner-nul", test_inner_nul);
  g_test_add_func ("/safety/text/long-word", test_long_word);
  return g_test_run ();
}
