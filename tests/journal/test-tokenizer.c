/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokenizer: words of every script, and where they stand in the original text. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-script.h"
#include "shc-tokenizer.h"

typedef struct
{
  GString    *tokens;
  const char *text;
  int         last_start;
} Heard;

static int
hear_cb (void       *user_data,
         int         flags,
         const char *token,
         int         length,
         int         start,
         int         end)
{
  Heard *heard = user_data;

  g_assert_cmpint (length, >, 0);
  g_assert_cmpint (start, >=, heard->last_start);
  g_assert_cmpint (end, >, start);
  g_assert_cmpuint (end, <=, strlen (heard->text));
  heard->last_start = start;
  if (heard->tokens->len > 0)
    g_string_append_c (heard->tokens, (flags & FTS5_TOKEN_COLOCATED) != 0 ? '+' : ' ');
  g_string_append_len (heard->tokens, token, length);
  return SQLITE_OK;
}

static char *
tokenize (JournalFixture *fixture,
          gboolean        query,
          const char     *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTokenizer) tokenizer = shc_tokenizer_new (fixture->db, &error);
  Heard heard = { g_string_new (NULL), text, 0 };

  g_assert_no_error (error);
  g_assert_cmpint (shc_tokenizer_run (tokenizer, query, text, strlen (text), hear_cb, &heard), ==,
                   SQLITE_OK);
  return g_string_free (heard.tokens, FALSE);
}

static void
test_scripts (JournalFixture *fixture,
              gconstpointer   data)
{
  static const struct { const char *text; const char *tokens; } cases[] = {
    { "Crème brûlée, straße", "creme brulee straße" },
    { "Cafe\xCC\x81 nai\xCC\x88ve", "cafe naive" },        /* accents as letters of their own */
    { "Vi\xE1\xBB\x87t o\xCC\x9B\xCC\x81", "viet o" },
    { "ΑΓΆΠΗ αγάπη ἀγάπη λόγος", "αγαπη αγαπη αγαπη λογοσ" },
    { "Ещё ёлка, край", "еще елка край" },
    { "الْحَمْدُ لِلّٰهِ", "الحمد لله" },
    { "أحمد إلى آمن ســلام", "احمد الي امن سلام" },
    { "مدرسة مدرسه ٢٠٢٦", "مدرسه مدرسه 2026" },
    { "کتاب كتاب یک", "كتاب كتاب يك" },
    { "שָׁלוֹם שלום", "שלום שלום" },
    { "नमस्ते हिन्दी", "नमस्ते हिन्दी" },
    { "안녕하세요 학교에", "안녕하세요 학교에" },
    { "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB\xE1\x84\x80\xE1\x85\xB3\xE1\x86\xAF", "한글" },
    { "我喜欢吃饭。好 ok", "我喜 喜欢 欢吃 吃饭 饭 好 ok" },
    { "東京タワー", "東京 京タ タワ ワー ー" },
    { "か\xE3\x82\x99く", "がく く" },
    { "ｶﾞｸ ＡＢＣ１", "ガク ク abc1" },
    { "สวัสดี", "สว วั ัส สด ดี ี" },
    { "ລາວ", "ລາ າວ ວ" },
    { "ខ្មែរ", "ខ្ ្ម មែ ែរ រ" },
    { "မြန်", "မြ ြန န် ်" },
    { "love \xE2\x9D\xA4\xEF\xB8\x8F you 🙏🏽", "love+\xE2\x9D\xA4 you+🙏" },
    { "👩‍👩‍👧 ok", "👩+👩+👧 ok" },
    { "don’t “stop”—now", "don t stop now" },
    { "T恤 2026年", "t 恤 2026 年" },
    { "ﬁsh", "fish" },
    { "", "" },
    { "\xCC\x81 \xD9\x8E \xEF\xB8\x8F", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = tokenize (fixture, FALSE, cases[i].text);

      g_assert_cmpstr (tokens, ==, cases[i].tokens);
    }
}

/* What is looked for may go on where the query ends, so that a run's last letter is left out. */
static void
test_query (JournalFixture *fixture,
            gconstpointer   data)
{
  static const struct { const char *text; const char *tokens; } cases[] = {
    { "喜欢", "喜欢" },
    { "喜", "喜" },
    { "我喜欢", "我喜 喜欢" },
    { "喜欢a", "喜欢 欢 a" },
    { "喜欢 吃饭", "喜欢 欢 吃饭" },
    { "love 🙏", "love 🙏" },
    { "Heal", "heal" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *tokens = tokenize (fixture, TRUE, cases[i].text);

      g_assert_cmpstr (tokens, ==, cases[i].tokens);
    }
}

typedef struct
{
  const char *text;
  GPtrArray  *pieces; /* what the tokens are in the text */
} Pieces;

static int
cut_cb (void       *user_data,
        int         flags,
        const char *token,
        int         length,
        int         start,
        int         end)
{
  Pieces *pieces = user_data;

  g_ptr_array_add (pieces->pieces, g_strndup (pieces->text + start, (gsize) (end - start)));
  return SQLITE_OK;
}

static void
test_offsets (JournalFixture *fixture,
              gconstpointer   data)
{
  static const char *const expected[] = {
    "Cafe\xCC\x81", "الْحَمْدُ", "ｶﾞｸ", "ｸ", "\xE2\x9D\xA4\xEF\xB8\x8F", "吃饭", "饭", "end", NULL,
  };
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTokenizer) tokenizer = shc_tokenizer_new (fixture->db, &error);
  g_autofree char *text = g_strjoin (" ", expected[0], expected[1], expected[2], expected[4],
                                     expected[5], expected[7], NULL);
  Pieces pieces = { text, g_ptr_array_new_with_free_func (g_free) };

  g_assert_no_error (error);
  shc_tokenizer_run (tokenizer, FALSE, text, strlen (text), cut_cb, &pieces);
  g_ptr_array_add (pieces.pieces, NULL);
  g_assert_cmpstrv (pieces.pieces->pdata, expected);
  g_ptr_array_unref (pieces.pieces);
}

/* A text that takes the short way must have the words that the long way gives it. */
static void
assert_both_ways (JournalFixture *fixture,
                  const char     *text)
{
  g_autofree char *longer = g_strconcat (text, " \xE2\x9D\xA4", NULL);
  g_autofree char *words = tokenize (fixture, FALSE, text);
  g_autofree char *same = tokenize (fixture, FALSE, longer);
  g_autofree char *expected = g_strconcat (words, *words != '\0' ? "+" : "", "\xE2\x9D\xA4", NULL);

  g_assert_true (shc_script_is_plain (text, strlen (text)));
  g_assert_cmpstr (same, ==, expected);
}

static void
test_both_ways (JournalFixture *fixture,
                gconstpointer   data)
{
  assert_both_ways (fixture, "Don’t “stop” — naïve Ærø, 4½ £");
  assert_both_ways (fixture, "Война и мир, Україна");
  assert_both_ways (fixture, "שלום עולם");
  assert_both_ways (fixture, "नमस्ते दुनिया हिन्दी");
  assert_both_ways (fixture, "안녕하세요 학교에");
  assert_both_ways (fixture, "Việt Nam, ọ");

  for (guint round = 0; round < 300; round++)
    {
      GString *text = g_string_new (NULL);
      g_autofree char *random = NULL;

      for (gint n = g_test_rand_int_range (1, 60); n > 0; n--)
        {
          char utf8[7] = { 0 };

          do
            utf8[g_unichar_to_utf8 ((gunichar) g_test_rand_int_range (0x20, 0xD7FF), utf8)] = '\0';
          while (!shc_script_is_plain (utf8, strlen (utf8)));
          g_string_append (text, utf8);
        }
      random = g_string_free (text, FALSE);
      assert_both_ways (fixture, random);
    }
}

/* Damaged texts give some words or none, and offsets inside the text. */
static void
test_damaged (JournalFixture *fixture,
              gconstpointer   data)
{
  static const char *const seeds[] = { "我喜欢", "الْحَمْدُ", "love 🙏🏽", "ｶﾞｸ", "Cafe\xCC\x81", "नमस्ते" };

  for (guint round = 0; round < 1000; round++)
    {
      g_autofree char *text = g_strdup (seeds[round % G_N_ELEMENTS (seeds)]);
      gsize length = strlen (text);
      g_autofree char *tokens = NULL;

      for (gint n = g_test_rand_int_range (1, 4); n > 0; n--)
        text[g_test_rand_int_range (0, (gint) length)] = (char) g_test_rand_int_range (1, 256);
      tokens = tokenize (fixture, round % 2 == 0, text);
      g_assert_nonnull (tokens);
    }
}

/* A text without a blank, much longer than a stretch, and one with many. */
static void
test_long (JournalFixture *fixture,
           gconstpointer   data)
{
  GString *text = g_string_new (NULL);
  g_autofree char *tokens = NULL;
  g_auto(GStrv) words = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, i == 10000 ? " " : "我");
  tokens = tokenize (fixture, FALSE, text->str);
  words = g_strsplit (tokens, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 19999);
  g_string_free (text, TRUE);
}

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);

#define ADD(name, func) \
  g_test_add ("/journal/tokenizer/" name, JournalFixture, NULL, journal_test_set_up, func, \
              journal_test_tear_down)
  ADD ("scripts", test_scripts);
  ADD ("query", test_query);
  ADD ("offsets", test_offsets);
  ADD ("both-ways", test_both_ways);
  ADD ("damaged", test_damaged);
  ADD ("long", test_long);
#undef ADD

  return g_test_run ();
}
