/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journey's days: never down, whatever clocks and zones do. */

#include "config.h"

#include "journal-test.h"
#include "shc-journey.h"
#include "shc-profile.h"
#include "shc-settings.h"

static void
start_journey (JournalFixture *fixture,
               const char     *date)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();

  profile->healing_name = g_strdup ("Rose");
  if (date != NULL)
    profile->journey_start_day = shc_date_get_day (journal_test_date (date));
  g_assert_true (shc_profile_save (fixture->db, profile, JOURNAL_TEST_NOW_US, NULL));
}

static gint64
day_at (JournalFixture *fixture,
        const char     *now)
{
  g_autoptr(GError) error = NULL;
  gint64 day = shc_journey_day (fixture->db, journal_test_date (now), &error);

  g_assert_no_error (error);
  return day;
}

static void
test_day (JournalFixture *fixture,
          gconstpointer   data)
{
  static const struct { const char *now; gint64 day; } cases[] = {
    { "2025-12-31T12:00:00+01:00", 0 }, { "2026-01-01T03:59:59+01:00", 0 },
    { "2026-01-01T04:00:00+01:00", 1 }, { "2026-01-02T03:59:59+01:00", 1 },
    { "2026-01-02T04:00:00-11:00", 2 }, { "2026-01-07", 7 }, { "2026-12-31T23:00:00", 365 },
    { "0001-01-01T00:00:00", 0 }, { "9999-12-31", 2912443 },
  };

  g_assert_cmpint (day_at (fixture, "2026-01-07"), ==, 0);
  start_journey (fixture, NULL);
  g_assert_cmpint (day_at (fixture, "2026-01-07"), ==, 0);
  start_journey (fixture, "2026-01-01");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (day_at (fixture, cases[i].now), ==, cases[i].day);
}

static void
test_day_begins (JournalFixture *fixture,
                 gconstpointer   data)
{
  start_journey (fixture, "2026-01-01");
  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_JOURNEY_DAY_BEGINS, "00:00", NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-02T00:00:00"), ==, 2);
  g_assert_true (shc_settings_set (fixture->db, SHC_SETTING_JOURNEY_DAY_BEGINS, "12:30", NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-02T12:29:59"), ==, 1);
  g_assert_cmpint (day_at (fixture, "2026-01-02T12:30:00"), ==, 2);
}

static void
test_never_down (JournalFixture *fixture,
                 gconstpointer   data)
{
  start_journey (fixture, "2026-01-01");
  g_assert_true (shc_journey_note_shown (fixture->db, day_at (fixture, "2026-01-07T05:00:00"), NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-06T23:00:00-10:00"), ==, 7);
  g_assert_cmpint (day_at (fixture, "2025-01-01T12:00:00"), ==, 7);
  g_assert_true (shc_journey_note_shown (fixture->db, 3, NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-06T12:00:00"), ==, 7);
  g_assert_cmpint (day_at (fixture, "2026-01-08T12:00:00"), ==, 8);

  /* Another start is another journey. */
  start_journey (fixture, "2026-01-05");
  g_assert_cmpint (day_at (fixture, "2026-01-06T12:00:00"), ==, 2);
  g_assert_true (shc_journey_note_shown (fixture->db, 2, NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-05T12:00:00"), ==, 2);
  start_journey (fixture, NULL);
  g_assert_true (shc_journey_note_shown (fixture->db, 9, NULL));
  g_assert_cmpint (day_at (fixture, "2026-01-06T12:00:00"), ==, 0);
}

/* Random walks of a clock that is set, of zones that are crossed, of weeks without a look. */
static void
test_never_down_at_random (JournalFixture *fixture,
                           gconstpointer   data)
{
  static const gint64 jumps_min[] = { 1, 60, 600, 1440, 20000, -60, -540, -1440, -100000, 90 };
  g_autoptr(GRand) rand = g_rand_new_with_seed (20260101);
  gint64 clock_us = JOURNAL_TEST_NOW_US;
  gint64 last = 0;

  start_journey (fixture, "2026-01-01");
  for (int i = 0; i < 2000; i++)
    {
      gint64 jump = jumps_min[g_rand_int_range (rand, 0, G_N_ELEMENTS (jumps_min))];
      gint64 zone_min = g_rand_int_range (rand, -12, 15) * 60;
      ShcDate now = { .has_time = TRUE, .has_offset = TRUE, .offset_min = (gint16) zone_min };
      gint64 day;

      clock_us = CLAMP (clock_us + jump * 60 * G_USEC_PER_SEC, 0, G_GINT64_CONSTANT (4102444800000000));
      now.civil_us = clock_us + zone_min * 60 * G_USEC_PER_SEC + 719162 * SHC_DATE_US_PER_DAY;
      day = shc_journey_day (fixture->db, now, NULL);
      g_assert_cmpint (day, >=, last);
      g_assert_true (shc_journey_note_shown (fixture->db, day, NULL));
      last = day;
    }
}

static void
test_noting_nothing_new_writes_nothing (JournalFixture *fixture,
                                        gconstpointer   data)
{
  start_journey (fixture, "2026-01-01");
  g_assert_true (shc_journey_note_shown (fixture->db, 7, NULL));
  shc_db_take_committed (fixture->db);
  g_assert_true (shc_journey_note_shown (fixture->db, 7, NULL));
  g_assert_true (shc_journey_note_shown (fixture->db, 0, NULL));
  g_assert_false (shc_db_take_committed (fixture->db));
}

static void
add_milestone (JournalFixture *fixture,
               const char     *date,
               const char     *milestone)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection (date, "calm");

  reflection->milestone = g_strdup (milestone);
  g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, NULL));
}

static void
test_load (JournalFixture *fixture,
           gconstpointer   data)
{
  static const char *const written[] = {
    "2025-12-24", "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-07",
  };
  g_autoptr(ShcJourney) journey = NULL;
  g_autoptr(ShcReflection) trashed = NULL;
  const ShcMilestone *milestone;
  const char *ids[] = { NULL, NULL };

  start_journey (fixture, "2026-01-01");
  add_milestone (fixture, "2025-12-24", NULL);
  add_milestone (fixture, "2026-01-01T12:00:00", "Day 1");
  add_milestone (fixture, "2026-01-01T23:00:00", "day 1");
  add_milestone (fixture, "2026-01-03", NULL);
  add_milestone (fixture, "2026-01-03T02:00:00", NULL); /* still the 2nd */
  add_milestone (fixture, "2026-01-07T00:00:00", "Day 7");
  trashed = journal_test_add (fixture->db, "2026-01-06", "gone");
  ids[0] = trashed->id;
  g_assert_true (shc_reflections_trash (fixture->db, ids, 5, NULL));

  journey = shc_journey_load (fixture->db, journal_test_date ("2026-01-07T12:00:00"), NULL);
  g_assert_cmpint (journey->day, ==, 7);
  g_assert_cmpint (journey->today, ==, shc_date_get_day (journal_test_date ("2026-01-07")));
  g_assert_cmpint (journey->start_day, ==, shc_date_get_day (journal_test_date ("2026-01-01")));
  g_assert_cmpint (journey->days_written, ==, 4);
  g_assert_cmpuint (journey->written->len, ==, G_N_ELEMENTS (written));
  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    g_assert_cmpint (g_array_index (journey->written, gint64, i), ==,
                     shc_date_get_day (journal_test_date (written[i])));

  g_assert_cmpuint (journey->milestones->len, ==, 2);
  milestone = g_ptr_array_index (journey->milestones, 0);
  g_assert_cmpstr (milestone->milestone, ==, "Day 1");
  g_assert_cmpuint (milestone->count, ==, 2);
  g_assert_cmpint (milestone->day, ==, journey->start_day);
  milestone = g_ptr_array_index (journey->milestones, 1);
  g_assert_cmpstr (milestone->milestone, ==, "Day 7");
  g_assert_cmpint (milestone->day, ==, journey->start_day + 6);
}

static void
test_load_nothing (JournalFixture *fixture,
                   gconstpointer   data)
{
  g_autoptr(ShcJourney) journey = shc_journey_load (fixture->db, journal_test_date ("2026-01-07"),
                                                    NULL);

  g_assert_cmpint (journey->start_day, ==, -1);
  g_assert_cmpint (journey->day, ==, 0);
  g_assert_cmpint (journey->days_written, ==, 0);
  g_assert_cmpuint (journey->written->len, ==, 0);
  g_assert_cmpuint (journey->milestones->len, ==, 0);
}

/* The days written agree with a plain count, in whatever order things were written. */
static void
test_written_at_random (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (4);
  g_autoptr(GHashTable) days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(ShcJourney) journey = NULL;

  for (int i = 0; i < 300; i++)
    {
      int day_of_month = g_rand_int_range (rand, 1, 29);
      int hour = g_rand_int_range (rand, -1, 8);
      g_autofree char *date = hour < 0
        ? g_strdup_printf ("2026-02-%02d", day_of_month)
        : g_strdup_printf ("2026-02-%02dT%02d:30:00", day_of_month, hour);
      g_autoptr(ShcReflection) added = journal_test_add (fixture->db, date, "x");
      gint64 day = shc_date_get_day (added->date) - (hour >= 0 && hour < 4 ? 1 : 0);

      g_hash_table_add (days, g_memdup2 (&day, sizeof day));
      if (i % 10 != 0)
        continue;
      g_clear_pointer (&journey, shc_journey_free);
      journey = shc_journey_load (fixture->db, journal_test_date ("2026-03-01"), NULL);
      g_assert_cmpuint (journey->written->len, ==, g_hash_table_size (days));
      g_assert_cmpint (journey->days_written, ==, g_hash_table_size (days));
      for (guint k = 0; k < journey->written->len; k++)
        {
          g_assert_true (g_hash_table_contains (days, &g_array_index (journey->written, gint64, k)));
          if (k > 0)
            g_assert_cmpint (g_array_index (journey->written, gint64, k), >,
                             g_array_index (journey->written, gint64, k - 1));
        }
    }
}

#define ADD(path, test) \
  g_test_add ("/journal/journey/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("day", test_day);
  ADD ("day-begins", test_day_begins);
  ADD ("never-down", test_never_down);
  ADD ("never-down-at-random", test_never_down_at_random);
  ADD ("noting-nothing-new", test_noting_nothing_new_writes_nothing);
  ADD ("load", test_load);
  ADD ("load-nothing", test_load_nothing);
  ADD ("written-at-random", test_written_at_random);

  return g_test_run ();
}
