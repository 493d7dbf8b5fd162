/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listing and counting by every mixture of filters, against a plain walk over all of them. */

#include "config.h"

#include "journal-test.h"
#include "shc-labels.h"
#include "shc-journal-error.h"

static const char *const milestones[] = { NULL, NULL, "Day 1", "day 1", "Day 7" };
static const char *const tags[] = { "rest", "Rest", "water", "Äpfel" };

static ShcReflection *
random_reflection (GRand *rand)
{
  g_autofree char *date = g_strdup_printf ("2026-01-%02d", g_rand_int_range (rand, 1, 10));
  ShcReflection *reflection = journal_test_reflection (date, "walk");
  g_autoptr(GPtrArray) own = g_ptr_array_new ();

  reflection->milestone = g_strdup (milestones[g_rand_int_range (rand, 0, G_N_ELEMENTS (milestones))]);
  reflection->mood = g_rand_int_range (rand, 0, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    if (g_rand_boolean (rand))
      g_ptr_array_add (own, g_strdup (tags[i]));
  g_ptr_array_add (own, NULL);
  g_strfreev (reflection->tags);
  reflection->tags = (char **) g_ptr_array_free (g_steal_pointer (&own), FALSE);
  if (g_rand_int_range (rand, 0, 5) == 0)
    reflection->trashed_us = 7;
  return reflection;
}

static ShcFilter *
random_filter (GRand *rand)
{
  ShcFilter *filter = shc_filter_new ();
  gint64 first = shc_date_get_day (journal_test_date ("2026-01-01"));

  if (g_rand_boolean (rand))
    filter->from_day = first + g_rand_int_range (rand, -1, 10);
  if (g_rand_boolean (rand))
    filter->to_day = first + g_rand_int_range (rand, -1, 10);
  if (g_rand_int_range (rand, 0, 3) == 0)
    filter->milestone = g_strdup (g_rand_boolean (rand) ? "DAY 1" : "Day 8");
  if (g_rand_int_range (rand, 0, 3) == 0)
    filter->tag = g_strdup (g_rand_boolean (rand) ? "REST" : g_rand_boolean (rand) ? "äpfel" : "none");
  filter->mood = g_rand_int_range (rand, 0, 4) * g_rand_int_range (rand, 0, 2);
  filter->trash = g_rand_int_range (rand, 0, 4) == 0;
  return filter;
}

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autofree char *key_a = shc_label_fold (a);
  g_autofree char *key_b = shc_label_fold (b);

  return g_str_equal (key_a, key_b);
}

static gboolean
has_tag (const ShcReflection *reflection,
         const char          *tag)
{
  for (char **own = reflection->tags; *own != NULL; own++)
    if (is_same (*own, tag))
      return TRUE;

  return FALSE;
}

static gboolean
matches (const ShcReflection *reflection,
         const ShcFilter     *filter)
{
  gint64 day = shc_date_get_day (reflection->date);

  return (reflection->trashed_us != 0) == filter->trash &&
         (filter->from_day < 0 || day >= filter->from_day) &&
         (filter->to_day < 0 || day <= filter->to_day) &&
         (filter->mood == 0 || reflection->mood == filter->mood) &&
         (filter->milestone == NULL ||
          (reflection->milestone != NULL && is_same (reflection->milestone, filter->milestone))) &&
         (filter->tag == NULL || has_tag (reflection, filter->tag));
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

/* Reads the whole list in pages of @limit. */
static GPtrArray *
list_in_pages (JournalFixture  *fixture,
               const ShcFilter *filter,
               guint            limit)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);

  for (;;)
    {
      g_autoptr(GError) error = NULL;
      const ShcReflection *last = all->len > 0 ? g_ptr_array_index (all, all->len - 1) : NULL;
      GPtrArray *page = shc_reflections_list (fixture->db, filter, last != NULL ? last->id : NULL,
                                              limit, &error);
      guint n;

      g_assert_no_error (error);
      n = page->len;
      g_assert_cmpuint (n, <=, limit);
      g_ptr_array_extend_and_steal (all, page);
      if (n < limit)
        return all;
    }
}

static void
check_filter (JournalFixture  *fixture,
              GPtrArray       *entries,
              const ShcFilter *filter,
              guint            limit)
{
  g_autoptr(GPtrArray) list = list_in_pages (fixture, filter, limit);
  g_autoptr(GArray) keys = shc_reflections_keys (fixture->db, filter, NULL);
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const ShcReflection *expected = g_ptr_array_index (entries, i);
      const ShcReflection *got;

      if (!matches (expected, filter))
        continue;
      g_assert_cmpuint (n, <, list->len);
      got = g_ptr_array_index (list, n);
      g_assert_cmpstr (got->id, ==, expected->id);
      g_assert_cmpstr (got->text, ==, "walk");
      g_assert_cmpstrv (got->tags, expected->tags);
      g_assert_cmpint (g_array_index (keys, ShcRowKey, n).row, ==, expected->row);
      n++;
    }
  g_assert_cmpuint (list->len, ==, n);
  g_assert_cmpuint (keys->len, ==, n);
  g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, n);
}

static void
test_every_mixture (JournalFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (11);
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);

  for (int i = 0; i < 200; i++)
    {
      ShcReflection *reflection = random_reflection (rand);
      g_autoptr(GError) error = NULL;

      shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, &error);
      g_assert_no_error (error);
      g_ptr_array_add (entries, reflection);
    }
  g_ptr_array_sort (entries, newest_first);

  for (int i = 0; i < 400; i++)
    {
      g_autoptr(ShcFilter) filter = random_filter (rand);
      g_autoptr(ShcFilter) with_query = NULL;

      check_filter (fixture, entries, filter, (guint) g_rand_int_range (rand, 1, 60));
      if (i % 10 != 0)
        continue;
      with_query = shc_filter_copy (filter);
      with_query->query = g_strdup ("walk");
      check_filter (fixture, entries, with_query, 50);
    }
}

static void
test_blank_query_is_none (JournalFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr(ShcReflection) added G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-07", "walk");
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  g_autoptr(GPtrArray) list = NULL;

  filter->query = g_strdup (" \t\n");
  list = shc_reflections_list (fixture->db, filter, NULL, 50, NULL);
  g_assert_cmpuint (list->len, ==, 1);
}

static void
test_after_unknown (JournalFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_reflections_list (fixture->db, filter, "ffffffff-0000-4000-8000-000000000000",
                                       50, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_far_dates (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autoptr(ShcReflection) first G_GNUC_UNUSED = journal_test_add (fixture->db, "0001-01-01", "a");
  g_autoptr(ShcReflection) last = journal_test_add (fixture->db, "9999-12-31T23:59:59.999999", "b");
  g_autoptr(ShcFilter) filter = shc_filter_new ();

  g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 2);
  filter->from_day = 0;
  filter->to_day = 0;
  g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 1);
  filter->from_day = filter->to_day = shc_date_get_day (last->date);
  g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 1);
}

/* Each kind of list reads an index in order: no sorting of all to show fifty. */
static void
test_reads_in_order (JournalFixture *fixture,
                     gconstpointer   data)
{
  static const char *const kinds[] = { "", "tag", "milestone", "mood", "trash" };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr(ShcFilter) filter = shc_filter_new ();
      g_autoptr(GPtrArray) list = NULL;
      sqlite3_stmt *stmt = NULL;

      filter->tag = i == 1 ? g_strdup ("rest") : NULL;
      filter->milestone = i == 2 ? g_strdup ("Day 7") : NULL;
      filter->mood = i == 3 ? 2 : 0;
      filter->trash = i == 4;
      list = shc_reflections_list (fixture->db, filter, NULL, 50, NULL);
      g_assert_nonnull (list);
      while ((stmt = sqlite3_next_stmt (shc_db_get_handle (fixture->db), stmt)) != NULL)
        g_assert_cmpint (sqlite3_stmt_status (stmt, SQLITE_STMTSTATUS_SORT, 0), ==, 0);
    }
}

#define ADD(path, test) \
  g_test_add ("/journal/filters/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("every-mixture", test_every_mixture);
  ADD ("blank-query", test_blank_query_is_none);
  ADD ("after-unknown", test_after_unknown);
  ADD ("far-dates", test_far_dates);
  ADD ("reads-in-order", test_reads_in_order);

  return g_test_run ();
}
