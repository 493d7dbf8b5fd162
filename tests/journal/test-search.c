/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Searching: the query language, every script, what is marked, and a plain reading of it to compare. */

#include "config.h"

#include <string.h>
#include <time.h>

#include "corpus.h"
#include "journal-test.h"
#include "shc-search.h"

static ShcFilter *
filter_for (const char *query)
{
  ShcFilter *filter = shc_filter_new ();

  filter->query = g_strdup (query);
  return filter;
}

static GPtrArray *
search (JournalFixture *fixture,
        const char     *query,
        gboolean        as_typed,
        guint           limit)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcFilter) filter = filter_for (query);
  GPtrArray *hits = shc_search (fixture->db, filter, as_typed, limit, &error);

  g_assert_no_error (error);
  g_assert_nonnull (hits);
  return hits;
}

/* Adds @text as the reflection of the day @day of January 2026. */
static void
add (JournalFixture *fixture,
     guint           day,
     const char     *text)
{
  g_autofree char *date = g_strdup_printf ("2026-01-%02u", day);
  g_autoptr(ShcReflection) reflection = journal_test_add (fixture->db, date, text);

  g_assert_nonnull (reflection);
}

/* Returns: the days of January that are found, such as "9 7 1". */
static char *
find_days (JournalFixture *fixture,
           const char     *query,
           gboolean        as_typed)
{
  g_autoptr(GPtrArray) hits = search (fixture, query, as_typed, G_MAXUINT);
  GString *days = g_string_new (NULL);

  for (guint i = 0; i < hits->len; i++)
    {
      const ShcHit *hit = g_ptr_array_index (hits, i);
      int day;

      shc_date_get_ymd (hit->reflection->date, NULL, NULL, &day);
      g_assert_null (hit->reflection->text);
      g_string_append_printf (days, "%s%d", i > 0 ? " " : "", day);
    }
  return g_string_free (days, FALSE);
}

static void
assert_days (JournalFixture *fixture,
             const char     *query,
             const char     *expected)
{
  g_autofree char *days = find_days (fixture, query, FALSE);

  g_test_message ("query: %s", query);
  g_assert_cmpstr (days, ==, expected);
}

static void
assert_days_as_typed (JournalFixture *fixture,
                      const char     *query,
                      const char     *expected)
{
  g_autofree char *days = find_days (fixture, query, TRUE);

  g_test_message ("as typed: %s", query);
  g_assert_cmpstr (days, ==, expected);
}

static void
test_language (JournalFixture *fixture,
               gconstpointer   data)
{
  add (fixture, 1, "The river ran slow and I healed.");
  add (fixture, 2, "The healing began near the river.");
  add (fixture, 3, "Slow bread. NOT a river: a near OR far column");
  add (fixture, 4, "the river the end");

  assert_days (fixture, "river", "4 3 2 1");
  assert_days (fixture, "RIVER slow", "3 1");
  assert_days (fixture, "\"the river\"", "4 2 1");
  assert_days (fixture, "“the river”", "4 2 1");
  assert_days (fixture, "\"the river\" -healing", "4 1");
  assert_days (fixture, "heal*", "2 1");
  assert_days (fixture, "heal", "");
  assert_days (fixture, "-healing", "4 3 1");
  assert_days (fixture, "-\"the river\"", "3");
  assert_days (fixture, "-the -bread", "");
  assert_days (fixture, "river -heal*", "4 3");
  assert_days (fixture, "\"slow an\"*", "1");
  assert_days (fixture, "", "4 3 2 1");
  assert_days (fixture, "   ", "4 3 2 1");
  assert_days (fixture, NULL, "4 3 2 1");

  assert_days_as_typed (fixture, "heal", "2 1");
  assert_days_as_typed (fixture, "heal ", "");
  assert_days_as_typed (fixture, "\"the riv", "4 2 1");
  assert_days_as_typed (fixture, "\"the riv\"", "");
  assert_days_as_typed (fixture, "river -heal", "4 3 2 1");
}

/* What means something to the index means nothing here; nothing is a syntax error. */
static void
test_operators (JournalFixture *fixture,
                gconstpointer   data)
{
  add (fixture, 1, "near not and or");
  add (fixture, 2, "text: something, it's \"quoted\"");

  assert_days (fixture, "NOT", "1");
  assert_days (fixture, "and OR near", "1");
  assert_days (fixture, "NEAR(not and)", "1");
  assert_days (fixture, "text:something", "2");
  assert_days (fixture, "text : something", "2");
  assert_days (fixture, "{text}: not", "");
  assert_days (fixture, "^text", "2");
  assert_days (fixture, "it's", "2");
  assert_days (fixture, "some+thing", "");
  assert_days (fixture, "\"quoted", "2");
  assert_days (fixture, "\"\"\"quoted\"\"\"", "2");
  assert_days (fixture, "\"", "2 1");
  assert_days (fixture, "\"\"", "2 1");
  assert_days (fixture, "-", "2 1");
  assert_days (fixture, "- not", "1");
  assert_days (fixture, "--not", "2");
  assert_days (fixture, "*", "2 1");
  assert_days (fixture, "-*", "2 1");
  assert_days (fixture, "-\"", "2 1");
  assert_days (fixture, "* * - -", "2 1");
  assert_days (fixture, ":", "2");
  assert_days (fixture, "-:", "1");
  assert_days (fixture, "\",\"", "2");
}

static void
test_scripts (JournalFixture *fixture,
              gconstpointer   data)
{
  add (fixture, 1, "Crème brûlée, naïve");
  add (fixture, 2, "Η αγάπη μακροθυμεί");
  add (fixture, 3, "Ещё один тихий день");
  add (fixture, 4, "الْحَمْدُ لِلَّهِ عَلَى كُلِّ حَال، أحمد في المدرسة");
  add (fixture, 5, "שָׁלוֹם לְךָ");
  add (fixture, 6, "आज मैंने हिन्दी में लिखा");
  add (fixture, 7, "今天我喜欢吃饭。心里很平静");
  add (fixture, 8, "東京タワーへ行きました");
  add (fixture, 9, "오늘은 학교에 갔다");
  add (fixture, 10, "วันนี้ฉันรู้สึกดี");
  add (fixture, 11, "Grateful \xE2\x9D\xA4\xEF\xB8\x8F 👩‍👩‍👧 👍🏽 → home");
  add (fixture, 12, "ພາສາລາວ");
  add (fixture, 13, "ភាសាខ្មែរ");
  add (fixture, 14, "မြန်မာဘာသာ");
  add (fixture, 15, "👩 alone ★");

  assert_days (fixture, "creme BRULEE", "1");
  assert_days (fixture, "cre\xCC\x80me", "1");
  assert_days (fixture, "ΑΓΑΠΗ", "2");
  assert_days (fixture, "еще", "3");
  assert_days (fixture, "الحمد لله", "4");
  assert_days (fixture, "الحَمد", "4");
  assert_days (fixture, "\"كل حال\"", "4");
  assert_days (fixture, "احمد المدرسه", "4");
  assert_days (fixture, "שלום", "5");
  assert_days (fixture, "हिन्दी", "6");
  assert_days (fixture, "हिन", "");
  assert_days (fixture, "हिन*", "6");
  assert_days (fixture, "喜欢吃", "7");
  assert_days (fixture, "饭", "7");
  assert_days (fixture, "欢", "7");
  assert_days (fixture, "静", "7");
  assert_days (fixture, "饭心", "");
  assert_days (fixture, "喜吃", "");
  assert_days (fixture, "-我喜欢 今*", "");
  assert_days (fixture, "タワー", "8");
  assert_days (fixture, "ﾀﾜｰ", "8");
  assert_days (fixture, "東", "8");
  assert_days (fixture, "학교*", "9");
  assert_days_as_typed (fixture, "학교", "9");
  assert_days (fixture, "รู้สึก", "10");
  assert_days (fixture, "ฉัน", "10");
  assert_days (fixture, "❤", "11");
  assert_days (fixture, "\xE2\x9D\xA4\xEF\xB8\x8F", "11");
  assert_days (fixture, "👩‍👩‍👧", "11");
  assert_days (fixture, "👩", "15 11");
  assert_days (fixture, "👩 -👩‍👩‍👧", "15");
  assert_days (fixture, "-★ 👩", "11");
  assert_days (fixture, "👍", "11");
  assert_days (fixture, "👍🏽", "11");
  assert_days (fixture, "👍🏿", "");
  assert_days (fixture, "grateful❤", "11");
  assert_days (fixture, "→", "11");
  assert_days (fixture, "ສາລາ", "12");
  assert_days (fixture, "ខ្មែរ", "13");
  assert_days (fixture, "ဘာသာ", "14");
}

/* Texts outside the trash and outside it, and the other filters, with a query. */
static void
test_filters (JournalFixture *fixture,
              gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) one = journal_test_reflection ("2026-01-01", "river one");
  g_autoptr(ShcReflection) two = journal_test_reflection ("2026-01-02", "river two");
  g_autoptr(ShcFilter) filter = filter_for ("river");
  const char *ids[] = { NULL, NULL };
  g_autoptr(GPtrArray) hits = NULL;

  one->milestone = g_strdup ("Day 7");
  one->mood = 4;
  g_strfreev (one->tags);
  one->tags = g_strsplit ("calm", ",", -1);
  g_assert_true (shc_reflections_add (fixture->db, one, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_reflections_add (fixture->db, two, JOURNAL_TEST_NOW_US, &error));

  filter->milestone = g_strdup ("day 7");
  filter->tag = g_strdup ("Calm");
  filter->mood = 4;
  hits = shc_search (fixture->db, filter, FALSE, 50, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpstr (((ShcHit *) hits->pdata[0])->reflection->id, ==, one->id);

  ids[0] = two->id;
  g_assert_true (shc_reflections_trash (fixture->db, ids, JOURNAL_TEST_NOW_US, &error));
  assert_days (fixture, "river", "1");
  g_clear_pointer (&filter->tag, g_free);
  g_clear_pointer (&filter->milestone, g_free);
  filter->mood = 0;
  filter->trash = TRUE;
  g_clear_pointer (&hits, g_ptr_array_unref);
  hits = shc_search (fixture->db, filter, FALSE, 50, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_cmpstr (((ShcHit *) hits->pdata[0])->reflection->id, ==, two->id);

  journal_test_purge (fixture->db, ids);
  assert_days (fixture, "two", "");
}

static void
test_best (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcFilter) filter = filter_for ("river");
  g_autoptr(GPtrArray) hits = NULL;
  int day;

  add (fixture, 1, "River, river, river.");
  add (fixture, 2, "A long day in which, among very many other things, there was a river too.");
  add (fixture, 3, "nothing of it");
  filter->best = TRUE;
  hits = shc_search (fixture->db, filter, FALSE, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hits->len, ==, 1);
  shc_date_get_ymd (((ShcHit *) hits->pdata[0])->reflection->date, NULL, NULL, &day);
  g_assert_cmpint (day, ==, 1);
}

/* Returns: @text with what is marked in brackets. */
static char *
mark (JournalFixture *fixture,
      const char     *query,
      const char     *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) ranges = shc_search_ranges (fixture->db, query, text, &error);
  GString *marked = g_string_new (NULL);
  gsize at = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < ranges->len; i++)
    {
      ShcRange range = g_array_index (ranges, ShcRange, i);

      g_assert_cmpuint (range.start, >=, at);
      g_assert_cmpuint (range.end, >, range.start);
      g_assert_cmpuint (range.end, <=, strlen (text));
      g_string_append_len (marked, text + at, (gssize) (range.start - at));
      g_string_append_printf (marked, "[%.*s]", (int) (range.end - range.start), text + range.start);
      at = range.end;
    }
  g_string_append (marked, text + at);
  return g_string_free (marked, FALSE);
}

static void
test_ranges (JournalFixture *fixture,
             gconstpointer   data)
{
  static const struct { const char *query; const char *marked; } cases[] = {
    { "river ", "The [river], the Rivers? No: [river]." },
    { "heal", "[Healing] and [heals]; unhealed" },
    { "\"and so to bed\"", "and so [and so to bed], and so" },
    { "\"a a b\"", "a [a a b] a b" },
    { "creme", "[Crème] [cre\xCC\x80me]" },
    { "الحمد", "[الْحَمْدُ] لِلَّهِ" },
    { "饭", "吃[饭]了" },
    { "喜欢吃", "我[喜欢吃]饭" },
    { "❤", "love [\xE2\x9D\xA4\xEF\xB8\x8F] you" },
    { "👩‍👩‍👧", "👩 [👩‍👩‍👧]" },
    { "x❤ ", "[x] [\xE2\x9D\xA4]" },
    { "-heal river ", "heal [river]" },
    { "!", "stop[!] now[!]" },
    { "", "nothing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(GStrv) parts = g_strsplit_set (cases[i].marked, "[]", -1);
      g_autofree char *text = g_strjoinv ("", parts);
      g_autofree char *marked = mark (fixture, cases[i].query, text);

      g_assert_cmpstr (marked, ==, cases[i].marked);
    }
}

static void
test_snippets (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(GPtrArray) hits = NULL;
  g_autofree char *text = NULL;
  GString *filler = g_string_new ("Beginning ");
  const char *snippet;

  for (guint i = 0; i < 300; i++)
    g_string_append (filler, "word\n\n");
  text = g_strconcat (filler->str, "the \xEE\x80\x80 golden river \xEE\x80\x81 ", filler->str, NULL);
  g_string_free (filler, TRUE);
  add (fixture, 1, text);

  hits = search (fixture, "\"golden river\"", FALSE, 10);
  g_assert_cmpuint (hits->len, ==, 1);
  snippet = ((ShcHit *) hits->pdata[0])->snippet;
  g_assert_true (g_utf8_validate (snippet, -1, NULL));
  g_assert_true (g_str_has_prefix (snippet, "…word word"));
  g_assert_true (g_str_has_suffix (snippet, "…"));
  g_assert_nonnull (strstr (snippet, "the " SHC_MATCH_BEGIN "golden river" SHC_MATCH_END " Beginning"));
  g_assert_cmpint (g_utf8_strlen (snippet, -1), <=, 240 + 4);
  g_assert_null (strchr (snippet, '\n'));

  g_clear_pointer (&hits, g_ptr_array_unref);
  hits = search (fixture, "-missing", FALSE, 10);
  g_assert_cmpuint (hits->len, ==, 1);
  g_assert_true (g_str_has_prefix (((ShcHit *) hits->pdata[0])->snippet, "Beginning word"));
}

/* Nothing that can be typed is an error, or slow. */
static void
test_fuzz (JournalFixture *fixture,
           gconstpointer   data)
{
  static const char *const pieces[] = {
    "\"", "-", "*", " ", "the", "AND", "OR", "NOT", "NEAR(", ")", "(", "{", "}", ":", "^", "+", "'",
    "我喜欢", "الْ", "❤", "\xEF\xB8\x8F", "👩‍👧", "é", "\xCC\x81", "\xFF", "\xE4\xBD", "\t", "\n", "a",
    "“", "”", "ก", "\xE2\x80\x8D", "\xEE\x80\x80", "--", "**", ";", "/*", "?1", "text", "%", "_", "\\",
  };

  add (fixture, 1, "the quick 我喜欢 ❤ text");
  for (guint round = 0; round < 1000; round++)
    {
      GString *query = g_string_new (NULL);
      g_autoptr(GPtrArray) hits = NULL;
      g_autofree char *marked = NULL;

      for (gint n = g_test_rand_int_range (0, 24); n > 0; n--)
        g_string_append (query, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      hits = search (fixture, query->str, round % 2 == 0, 50);
      marked = mark (fixture, query->str, "the quick 我喜欢 ❤ text");
      g_string_free (query, TRUE);
    }
}

static char *
repeat (const char *piece,
        gsize       bytes)
{
  GString *text = g_string_new (NULL);

  while (text->len < bytes)
    g_string_append (text, piece);
  return g_string_free (text, FALSE);
}

static void
test_long_queries (JournalFixture *fixture,
                   gconstpointer   data)
{
  static const char *const pieces[] = {
    "the ", "a", "我", "我 ", "❤", "❤ ", "! ", "!", "\"", "- ", "-a ", "\"a b", "e\xCC\x81", "* ", "x*",
  };
  const clock_t begun = clock ();

  add (fixture, 1, "the end");
  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autofree char *query = repeat (pieces[i], 64 * 1024);
      g_autoptr(GPtrArray) hits = search (fixture, query, TRUE, 50);
      g_autofree char *marked G_GNUC_UNUSED = mark (fixture, query, "the end 我 ❤!");

      g_assert_cmpuint (hits->len, ==, i == 0 || i == 8 || i == 9 || i == 10 || i == 13 ? 1 : 0);
    }
  /* Some milliseconds each. Processor time, since the machine may be busy; the limit leaves room for
   * sanitizers (about 1 s each), and none for work that grows with the square of the length. */
  g_assert_cmpint ((clock () - begun) / CLOCKS_PER_SEC, <, 60);
}

/* A plain reading of the language, for ASCII queries: each text is a list of words in lower case
 * without accents. */
static GPtrArray *
read_words (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFD);
  g_autofree char *lower = g_utf8_strdown (apart, -1);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) word = g_string_new (NULL);

  for (const char *at = lower;; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (g_unichar_isalnum (letter))
        g_string_append_unichar (word, letter);
      else if (!g_unichar_ismark (letter))
        {
          if (word->len > 0)
            g_ptr_array_add (words, g_strdup (word->str));
          g_string_truncate (word, 0);
        }
      if (letter == 0)
        return words;
    }
}

static gboolean
has_phrase (GPtrArray *words,
            GPtrArray *phrase,
            gboolean   prefix)
{
  for (guint i = 0; i + phrase->len <= words->len; i++)
    {
      guint n = 0;

      while (n < phrase->len &&
             (prefix && n + 1 == phrase->len
                ? g_str_has_prefix (words->pdata[i + n], phrase->pdata[n])
                : g_str_equal (words->pdata[i + n], phrase->pdata[n])))
        n++;
      if (n == phrase->len)
        return TRUE;
    }
  return FALSE;
}

typedef struct
{
  GPtrArray *phrase;
  gboolean   prefix;
  gboolean   negative;
} OracleTerm;

/* Makes a term out of words of a random text, and what is to be typed for it. */
static OracleTerm
make_term (GPtrArray *texts,
           GString   *query)
{
  GPtrArray *words = texts->pdata[g_test_rand_int_range (0, (gint) texts->len)];
  OracleTerm term = { g_ptr_array_new_with_free_func (g_free), g_test_rand_int_range (0, 3) == 0,
                      g_test_rand_int_range (0, 4) == 0 };
  guint n = MIN ((guint) g_test_rand_int_range (1, 4), words->len);
  guint first = (guint) g_test_rand_int_range (0, (gint) (words->len - n + 1));

  g_string_append_printf (query, "%s%s\"", query->len > 0 ? " " : "", term.negative ? "-" : "");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *word = g_strdup (words->pdata[first + i]);

      if (term.prefix && i + 1 == n && g_str_is_ascii (word))
        word[(strlen (word) + 1) / 2] = '\0';
      g_string_append_printf (query, "%s%s", i > 0 ? " " : "", word);
      g_ptr_array_add (term.phrase, g_steal_pointer (&word));
    }
  g_string_append (query, term.prefix ? "\"*" : "\"");
  return term;
}

static gboolean
oracle_matches (GPtrArray *words,
                GArray    *terms)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const OracleTerm *term = &g_array_index (terms, OracleTerm, i);

      if (has_phrase (words, term->phrase, term->prefix) == term->negative)
        return FALSE;
    }
  return TRUE;
}

static int
newest_first (gconstpointer a,
              gconstpointer b)
{
  const ShcReflection *one = *(ShcReflection *const *) a;
  const ShcReflection *other = *(ShcReflection *const *) b;

  if (one->date.civil_us != other->date.civil_us)
    return one->date.civil_us < other->date.civil_us ? 1 : -1;
  return one->row < other->row ? 1 : -1;
}

static void
compare_with_oracle (JournalFixture *fixture,
                     GPtrArray      *entries,
                     GPtrArray      *texts)
{
  g_autoptr(GString) query = g_string_new (NULL);
  g_autoptr(GArray) terms = g_array_new (FALSE, FALSE, sizeof (OracleTerm));
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) few = NULL;
  guint n = 0;

  for (gint i = g_test_rand_int_range (1, 4); i > 0; i--)
    {
      OracleTerm term = make_term (texts, query);

      g_array_append_val (terms, term);
    }
  all = search (fixture, query->str, FALSE, G_MAXUINT);
  few = search (fixture, query->str, FALSE, 20);

  g_test_message ("query: %s", query->str);
  for (guint i = 0; i < entries->len; i++)
    {
      const ShcReflection *entry = entries->pdata[i];

      if (!oracle_matches (texts->pdata[i], terms))
        continue;
      g_assert_cmpuint (n, <, all->len);
      g_assert_cmpstr (((ShcHit *) all->pdata[n])->reflection->id, ==, entry->id);
      if (n < few->len)
        g_assert_cmpstr (((ShcHit *) few->pdata[n])->reflection->id, ==, entry->id);
      n++;
    }
  g_assert_cmpuint (all->len, ==, n);
  g_assert_cmpuint (few->len, ==, MIN (n, 20));
  for (guint i = 0; i < terms->len; i++)
    g_ptr_array_unref (g_array_index (terms, OracleTerm, i).phrase);
}

static void
test_oracle (JournalFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(GPtrArray) entries = corpus_load (400);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  corpus_add (fixture->db, entries);
  g_ptr_array_sort (entries, newest_first);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (texts, read_words (((ShcReflection *) entries->pdata[i])->text));
  for (guint round = 0; round < 300; round++)
    compare_with_oracle (fixture, entries, texts);
}

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);

#define ADD(name, func) \
  g_test_add ("/journal/search/" name, JournalFixture, NULL, journal_test_set_up, func, \
              journal_test_tear_down)
  ADD ("language", test_language);
  ADD ("operators", test_operators);
  ADD ("scripts", test_scripts);
  ADD ("filters", test_filters);
  ADD ("best", test_best);
  ADD ("ranges", test_ranges);
  ADD ("snippets", test_snippets);
  ADD ("fuzz", test_fuzz);
  ADD ("long-queries", test_long_queries);
  ADD ("oracle", test_oracle);
#undef ADD

  return g_test_run ();
}
