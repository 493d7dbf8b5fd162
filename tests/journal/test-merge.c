/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two who edit one reflection: what each of them changed is there. */

#include "config.h"

#include "journal-test.h"

#define SECOND G_TIME_SPAN_SECOND

static void
set_text (ShcReflection *reflection,
          const char    *text)
{
  g_free (reflection->text);
  reflection->text = g_strdup (text);
}

static void
set_tags (ShcReflection *reflection,
          const char    *tags)
{
  g_strfreev (reflection->tags);
  reflection->tags = g_strsplit (tags, ",", -1);
}

static void
edit_whole (JournalFixture *fixture,
            ShcReflection  *reflection,
            gint64          base_us,
            int             seconds,
            gboolean        both)
{
  g_autoptr(GError) error = NULL;
  gboolean kept_both = FALSE;

  shc_reflections_edit (fixture->db, reflection, "s", base_us, JOURNAL_TEST_NOW_US + seconds * SECOND,
                        &kept_both, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kept_both, ==, both);
}

/* What one of two editors did not touch is what the other made of it. */
static void
test_two_editors_of_marks (JournalFixture *fixture,
                           gconstpointer   data)
{
  static const char *const merged[] = { "hers", "his", "stays", NULL };
  g_autoptr(ShcReflection) start = journal_test_reflection ("2026-01-07", "base");
  g_autoptr(ShcReflection) hers = NULL;
  g_autoptr(ShcReflection) his = NULL;
  g_autoptr(ShcReflection) back = NULL;

  set_tags (start, "stays,she drops,he drops");
  start->mood = 2;
  g_assert_true (shc_reflections_add (fixture->db, start, JOURNAL_TEST_NOW_US, NULL));
  hers = shc_reflection_copy (start);
  his = shc_reflection_copy (start);

  set_text (hers, "her words");
  set_tags (hers, "stays,he drops,hers");
  hers->mood = 5;
  hers->milestone = g_strdup ("Day 9");
  hers->date = journal_test_date ("2026-01-06T10:00:00+01:00");
  edit_whole (fixture, hers, start->updated_us, 1, FALSE);
  set_tags (his, "stays,she drops,his");
  edit_whole (fixture, his, start->updated_us, 2, FALSE);

  back = journal_test_get (fixture->db, start->id);
  g_assert_cmpstr (back->text, ==, "her words");
  g_assert_cmpstrv (back->tags, merged);
  g_assert_cmpint (back->mood, ==, 5);
  g_assert_cmpstr (back->milestone, ==, "Day 9");
  g_assert_true (shc_date_is_same (back->date, hers->date));
  g_assert_cmpstr (his->milestone, ==, "Day 9");
}

/* What both changed is as the later one wants it; the other text is kept, and told of. */
static void
test_two_editors_of_all (JournalFixture *fixture,
                         gconstpointer   data)
{
  g_autoptr(ShcReflection) start = journal_test_add (fixture->db, "2026-01-07", "base");
  g_autoptr(ShcReflection) hers = shc_reflection_copy (start);
  g_autoptr(ShcReflection) his = shc_reflection_copy (start);
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GPtrArray) versions = NULL;

  set_text (hers, "her words");
  hers->mood = 5;
  hers->never_send = TRUE;
  edit_whole (fixture, hers, start->updated_us, 1, FALSE);
  set_text (his, "his words");
  his->mood = 1;
  his->date = journal_test_date ("2026-01-01");
  edit_whole (fixture, his, start->updated_us, 2, TRUE);

  back = journal_test_get (fixture->db, start->id);
  g_assert_cmpstr (back->text, ==, "his words");
  g_assert_cmpint (back->mood, ==, 1);
  g_assert_true (back->never_send);
  versions = shc_reflections_versions (fixture->db, start->id, NULL);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((ShcVersion *) g_ptr_array_index (versions, 0))->text, ==, "her words");
}

/* Only so many states are remembered; before them, what is written stands as it always did. */
static void
test_editor_far_behind (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(ShcReflection) start = journal_test_add (fixture->db, "2026-01-07", "base");
  g_autoptr(ShcReflection) late = shc_reflection_copy (start);

  for (int i = 1; i <= 60; i++)
    {
      g_autoptr(ShcReflection) next = journal_test_get (fixture->db, start->id);

      next->mood = 1 + i % 2;
      next->never_send = TRUE;
      edit_whole (fixture, next, next->updated_us, i, FALSE);
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection_former"), ==, 50);
  late->mood = 4;
  edit_whole (fixture, late, start->updated_us, 100, FALSE);
  g_assert_cmpint (late->mood, ==, 4);
  g_assert_true (late->never_send);
}

#define ADD(path, test) \
  g_test_add ("/journal/merge/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("two-editors-of-marks", test_two_editors_of_marks);
  ADD ("two-editors-of-all", test_two_editors_of_all);
  ADD ("editor-far-behind", test_editor_far_behind);

  return g_test_run ();
}
