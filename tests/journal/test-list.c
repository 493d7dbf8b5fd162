/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long lists: keys, what a row shows, and what changed from one list to the next. */

#include "config.h"

#include <string.h>

#include "corpus.h"
#include "journal-test.h"
#include "shc-key-diff.h"
#include "shc-search.h"

static GArray *
read_keys (JournalFixture *fixture,
           const char     *query)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  GArray *keys;

  filter->query = g_strdup (query);
  keys = shc_reflections_keys (fixture->db, filter, &error);
  g_assert_no_error (error);
  return keys;
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

/* Kept in a random order, listed by date. */
static void
test_keys (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autoptr(GPtrArray) entries = corpus_load (300);
  g_autoptr(GArray) keys = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      gint32 other = g_test_rand_int_range (0, (gint32) entries->len);
      gpointer entry = entries->pdata[i];

      entries->pdata[i] = entries->pdata[other];
      entries->pdata[other] = entry;
    }
  corpus_add (fixture->db, entries);
  g_ptr_array_sort (entries, newest_first);

  keys = read_keys (fixture, NULL);
  g_assert_cmpuint (keys->len, ==, entries->len);
  for (guint i = 0; i < keys->len; i++)
    {
      const ShcReflection *entry = entries->pdata[i];
      const ShcRowKey *key = &g_array_index (keys, ShcRowKey, i);
      int year, month;

      shc_date_get_ymd (entry->date, &year, &month, NULL);
      g_assert_cmpint (key->row, ==, entry->row);
      g_assert_cmpint (key->month, ==, year * 12 + month - 1);
      g_assert_cmpuint (key->flags, ==, 0);
    }
}

/* The first and the last month there is. */
static void
test_months (JournalFixture *fixture,
             gconstpointer   data)
{
  static const struct { const char *date; gint32 month; } cases[] = {
    { "9999-12-31", 9999 * 12 + 11 }, { "2026-01-01", 2026 * 12 }, { "2025-12-31", 2025 * 12 + 11 },
    { "2024-02-29", 2024 * 12 + 1 }, { "0001-01-01", 12 },
  };
  g_autoptr(GArray) keys = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    shc_reflection_free (journal_test_add (fixture->db, cases[i].date, "text"));
  keys = read_keys (fixture, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (g_array_index (keys, ShcRowKey, i).month, ==, cases[i].month);
}

static void
test_fetch (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflection) one = journal_test_reflection ("2026-01-01", "# One\n\nriver and *bank*");
  g_autoptr(ShcReflection) two = journal_test_reflection ("2026-01-02", "two rivers");
  g_autoptr(GPtrArray) list = NULL;
  const ShcReflection *read;
  gint64 rows[3];

  g_strfreev (one->tags);
  one->tags = g_strsplit ("calm,morning", ",", -1);
  one->milestone = g_strdup ("Day 7");
  one->mood = 3;
  g_assert_true (shc_reflections_add (fixture->db, one, JOURNAL_TEST_NOW_US, &error));
  g_assert_true (shc_reflections_add (fixture->db, two, JOURNAL_TEST_NOW_US, &error));
  rows[0] = two->row;
  rows[1] = two->row + 1000;
  rows[2] = one->row;

  list = shc_reflections_fetch (fixture->db, rows, 3, "river", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  read = list->pdata[0];
  g_assert_cmpstr (read->id, ==, two->id);
  g_assert_cmpstr (read->text, ==, "two " SHC_MATCH_BEGIN "rivers" SHC_MATCH_END);
  g_assert_null (list->pdata[1]);
  read = list->pdata[2];
  g_assert_cmpstr (read->milestone, ==, "Day 7");
  g_assert_cmpint (read->mood, ==, 3);
  g_assert_cmpstrv (read->tags, one->tags);
  g_assert_nonnull (strstr (read->text, SHC_MATCH_BEGIN "river" SHC_MATCH_END " and"));

  g_clear_pointer (&list, g_ptr_array_unref);
  list = shc_reflections_fetch (fixture->db, rows, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((ShcReflection *) list->pdata[0])->text, ==, "two rivers");
}

static GArray *
make_keys (const char *letters)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (ShcRowKey));

  for (; *letters != '\0'; letters++)
    {
      /* A letter in upper case is the same row in another month. */
      ShcRowKey key = { g_ascii_tolower (*letters), g_ascii_isupper (*letters) ? 2 : 1, 0 };

      g_array_append_val (keys, key);
    }
  return keys;
}

static char *
describe (const char *before,
          const char *after,
          guint       max_splices)
{
  g_autoptr(GArray) old_keys = make_keys (before);
  g_autoptr(GArray) new_keys = make_keys (after);
  g_autoptr(GArray) splices = shc_key_diff (old_keys, new_keys, max_splices);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < splices->len; i++)
    {
      const ShcKeySplice *splice = &g_array_index (splices, ShcKeySplice, i);

      g_string_append_printf (text, "%s%u-%u+%u", i > 0 ? " " : "", splice->position,
                              splice->removed, splice->added);
    }
  return g_string_free (text, FALSE);
}

static void
test_diff (void)
{
  static const struct { const char *before; const char *after; const char *splices; } cases[] = {
    { "", "", "" },
    { "abc", "abc", "" },
    { "", "abc", "0-0+3" },
    { "abc", "", "0-3+0" },
    { "abc", "xabc", "0-0+1" },
    { "abc", "abcx", "3-0+1" },
    { "abcdef", "acdef", "1-1+0" },
    { "abcdef", "abxcdyef", "2-0+1 5-0+1" },
    { "abcdef", "bcxdf", "0-1+0 2-0+1 4-1+0" },
    { "abcdef", "bcdefa", "0-1+0 5-0+1" },
    { "abcdef", "fabcde", "0-0+1 6-1+0" },
    { "abcdef", "abCdef", "2-1+1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *splices = describe (cases[i].before, cases[i].after, 64);

      g_assert_cmpstr (splices, ==, cases[i].splices);
    }
}

static void
test_diff_limit (void)
{
  g_autofree char *within = describe ("abcdef", "axbcydef", 2);
  g_autofree char *beyond = describe ("abcdef", "axbcydef", 1);

  g_assert_cmpstr (within, ==, "1-0+1 4-0+1");
  g_assert_cmpstr (beyond, ==, "1-2+4");
}

static GArray *
make_random_keys (void)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (ShcRowKey));
  gint n = g_test_rand_int_range (0, 30);
  gboolean used[40] = { FALSE };

  while (n-- > 0)
    {
      ShcRowKey key = { g_test_rand_int_range (0, 40), g_test_rand_int_range (0, 10) / 9, 0 };

      if (!used[key.row])
        g_array_append_val (keys, key);
      used[key.row] = TRUE;
    }
  return keys;
}

/* Whatever changed, the splices lead from one list to the other. */
static void
test_diff_random (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr(GArray) before = make_random_keys ();
      g_autoptr(GArray) after = make_random_keys ();
      g_autoptr(GArray) splices = shc_key_diff (before, after, round % 2 == 0 ? 64 : 3);

      for (guint i = 0; i < splices->len; i++)
        {
          const ShcKeySplice *splice = &g_array_index (splices, ShcKeySplice, i);

          g_assert_cmpuint (splice->removed + splice->added, >, 0);
          if (splice->removed > 0)
            g_array_remove_range (before, splice->position, splice->removed);
          if (splice->added > 0)
            g_array_insert_vals (before, splice->position,
                                 &g_array_index (after, ShcRowKey, splice->position), splice->added);
        }
      g_assert_cmpmem (before->data, before->len * sizeof (ShcRowKey), after->data,
                       after->len * sizeof (ShcRowKey));
    }
}

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);

#define ADD(name, func) \
  g_test_add ("/journal/list/" name, JournalFixture, NULL, journal_test_set_up, func, \
              journal_test_tear_down)
  ADD ("keys", test_keys);
  ADD ("months", test_months);
  ADD ("fetch", test_fetch);
#undef ADD
  g_test_add_func ("/journal/list/diff", test_diff);
  g_test_add_func ("/journal/list/diff/limit", test_diff_limit);
  g_test_add_func ("/journal/list/diff/random", test_diff_random);

  return g_test_run ();
}
