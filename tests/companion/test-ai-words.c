/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the companion said, quoted in what a person writes, can be told from the person's own words. */

#include "config.h"

#include <string.h>

#include "shc-ai-words.h"

#define MARK "*These are an AI’s words, from a conversation with the companion:*"

static void
test_quote (void)
{
  g_autofree char *quote = shc_ai_words_quote ("\n It rained.\r\n\r\n> said before\n```\n  code\n```\n\n");
  g_autofree char *nothing = shc_ai_words_quote (" \n");

  g_assert_cmpstr (quote, ==, "> " MARK "\n>\n> It rained.\n>\n> > said before\n> ```\n>   code\n> ```\n");
  g_assert_cmpstr (nothing, ==, "> " MARK "\n>\n>\n");
}

/* Whatever a reply holds, no line of it stands outside of the quote. */
static void
test_every_line (void)
{
  static const char *const parts[] = { "\n", "\n\n", "> ", "# ", "*", "word", "\r\n", "\t", "ü", "```" };
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autofree char *quote = NULL;
      g_auto(GStrv) lines = NULL;
      guint n;

      for (gint32 i = g_rand_int_range (rand, 0, 20); i > 0; i--)
        g_string_append (text, parts[g_rand_int_range (rand, 0, G_N_ELEMENTS (parts))]);
      quote = shc_ai_words_quote (text->str);
      lines = g_strsplit (quote, "\n", -1);
      n = g_strv_length (lines);
      g_assert_cmpstr (lines[0], ==, "> " MARK);
      g_assert_cmpstr (lines[n - 1], ==, "");
      for (guint i = 0; i + 1 < n; i++)
        g_assert_true (lines[i][0] == '>');
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/companion/ai-words/quote", test_quote);
  g_test_add_func ("/companion/ai-words/every-line", test_every_line);
  return g_test_run ();
}
