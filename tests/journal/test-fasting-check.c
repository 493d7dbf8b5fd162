/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private questions about fasting, and the one thing that follows from them. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-fasting-check.h"

/* Every way to answer: yes, no, or not. */
static void
test_all_answers (void)
{
  guint allowed = 0;

  for (guint way = 0; way < 6561; way++)
    {
      ShcFastingCheck check = { .updated_us = 0 };
      gboolean all_no = TRUE;

      for (guint i = 0, rest = way; i < SHC_FASTING_CHECK_QUESTIONS; i++, rest /= 3)
        {
          check.answers[i] = (ShcFastingAnswer) ((int) (rest % 3) - 1);
          all_no &= check.answers[i] == SHC_FASTING_CHECK_NO;
        }
      g_assert_cmpint (shc_fasting_check_allows (&check), ==, all_no);
      g_assert_cmpint (strstr (shc_fasting_check_get_advice (&check), "talk with a doctor") == NULL, ==, all_no);
      allowed += shc_fasting_check_allows (&check);
    }
  g_assert_cmpuint (allowed, ==, 1);
}

static void
test_round_trip (JournalFixture *fixture,
                 gconstpointer   data)
{
  ShcFastingCheck check;
  ShcFastingCheck kept;

  g_assert_true (shc_fasting_check_load (fixture->db, &check, NULL));
  g_assert_cmpint (check.updated_us, ==, 0);
  g_assert_false (shc_fasting_check_allows (&check));
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    {
      g_assert_cmpint (check.answers[i], ==, SHC_FASTING_CHECK_UNSAID);
      g_assert_cmpstr (shc_fasting_check_get_question (i), !=, "");
      check.answers[i] = SHC_FASTING_CHECK_NO;
    }
  g_assert_true (shc_fasting_check_save (fixture->db, &check, 1000, NULL));
  g_assert_true (shc_fasting_check_load (fixture->db, &kept, NULL));
  g_assert_true (shc_fasting_check_allows (&kept));
  g_assert_cmpint (kept.updated_us, ==, 1000);

  kept.answers[4] = SHC_FASTING_CHECK_YES;
  kept.answers[5] = SHC_FASTING_CHECK_UNSAID;
  g_assert_true (shc_fasting_check_save (fixture->db, &kept, 2000, NULL));
  g_assert_true (shc_fasting_check_load (fixture->db, &check, NULL));
  g_assert_cmpint (check.answers[4], ==, SHC_FASTING_CHECK_YES);
  g_assert_cmpint (check.answers[5], ==, SHC_FASTING_CHECK_UNSAID);
  g_assert_cmpint (check.answers[0], ==, SHC_FASTING_CHECK_NO);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM fasting_check WHERE updated_us = 2000"), ==, 1);
}

/* The connection that serves a service cannot read it. */
static void
test_outbound (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(ShcDb) outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  ShcFastingCheck check;

  g_assert_false (shc_fasting_check_load (outbound, &check, NULL));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/journal/fasting-check/" name, JournalFixture, NULL, journal_test_set_up, func,     \
              journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/journal/fasting-check/all-answers", test_all_answers);
  ADD ("round-trip", test_round_trip);
  ADD ("outbound", test_outbound);
  return g_test_run ();
}
