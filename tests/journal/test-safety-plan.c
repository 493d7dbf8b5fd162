/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The safety plan, and a journal from before there was one. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-migrate.h"
#include "shc-safety-plan.h"
#include "shc-text.h"

static ShcSafetyPlan *
load (ShcDb *db)
{
  g_autoptr(GError) error = NULL;
  ShcSafetyPlan *plan = shc_safety_plan_load (db, &error);

  g_assert_no_error (error);
  return plan;
}

static void
save (ShcDb               *db,
      const ShcSafetyPlan *plan,
      gint64               now_us)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_safety_plan_save (db, plan, now_us, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (JournalFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr(ShcSafetyPlan) plan = load (fixture->db);
  g_autoptr(ShcSafetyPlan) kept = NULL;
  g_autoptr(ShcSafetyPlan) again = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (plan->updated_us, ==, 0);
  plan->texts[0] = g_strdup ("I stop answering.\nI do not sleep.");
  plan->texts[5] = g_strdup ("  The key is with my aunt. ");
  plan->texts[2] = g_strdup (" \n ");
  save (fixture->db, plan, 1000);
  kept = load (fixture->db);
  g_assert_cmpstr (kept->texts[0], ==, plan->texts[0]);
  g_assert_cmpstr (kept->texts[5], ==, plan->texts[5]);
  g_assert_null (kept->texts[2]);
  g_assert_cmpint (kept->updated_us, ==, 1000);
  text = shc_safety_plan_format (kept);
  g_assert_nonnull (strstr (text, "The key is with my aunt."));
  g_assert_null (strstr (text, "3. "));

  /* What did not change is not written again; what was emptied is taken out to the last byte. */
  save (fixture->db, kept, 2000);
  g_clear_pointer (&kept->texts[0], g_free);
  save (fixture->db, kept, 3000);
  again = load (fixture->db);
  g_assert_null (again->texts[0]);
  g_assert_cmpint (again->updated_us, ==, 1000);
  g_assert_false (journal_test_find (fixture, "I stop answering"));
}

static void
test_bad_text (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(ShcSafetyPlan) plan = load (fixture->db);
  g_autoptr(ShcSafetyPlan) kept = NULL;
  g_autoptr(GError) error = NULL;

  plan->texts[0] = g_strdup ("Signs.");
  plan->texts[1] = g_strnfill (SHC_TEXT_MAX_BYTES + 1, 'x');
  g_assert_false (shc_safety_plan_save (fixture->db, plan, 1000, &error));
  g_assert_error (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_TOO_LONG);
  kept = load (fixture->db);
  g_assert_null (kept->texts[0]);
}

/* Nothing that goes out may read it. */
static void
test_never_outbound (JournalFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr(ShcDb) outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_safety_plan_load (outbound, &error));
  g_assert_nonnull (error);
}

/* A journal of the first version opens with all it has, and gets a plan. */
static void
test_from_the_first_version (JournalFixture *fixture,
                             gconstpointer   data)
{
  ShcSchema first = *shc_journal_schema ();
  g_autofree char *path = g_build_filename (fixture->folder, "first.db", NULL);
  g_autoptr(ShcReflection) before = NULL;
  g_autoptr(ShcReflection) after = NULL;
  g_autoptr(ShcSafetyPlan) plan = NULL;
  g_autoptr(GError) error = NULL;
  ShcDb *db;

  first.n_migrations = 1;
  db = shc_db_open_new (path, fixture->key, &first, &error);
  g_assert_no_error (error);
  shc_migrate_run (db, &first, &error);
  g_assert_no_error (error);
  before = journal_test_add (db, "2026-01-07", "Written in the first version.");
  shc_db_close (db);

  db = shc_db_open (path, fixture->key, SHC_DB_WRITER, shc_journal_schema (), &error);
  g_assert_no_error (error);
  shc_migrate_run (db, shc_journal_schema (), &error);
  g_assert_no_error (error);
  after = journal_test_get (db, before->id);
  g_assert_cmpstr (after->text, ==, before->text);
  plan = load (db);
  plan->texts[3] = g_strdup ("My neighbour.");
  save (db, plan, 1000);
  shc_db_close (db);
}

#define ADD(name, func) \
  g_test_add (name, JournalFixture, NULL, journal_test_set_up, func, journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("/journal/safety-plan/round-trip", test_round_trip);
  ADD ("/journal/safety-plan/bad-text", test_bad_text);
  ADD ("/journal/safety-plan/never-outbound", test_never_outbound);
  ADD ("/journal/safety-plan/from-the-first-version", test_from_the_first_version);
  return g_test_run ();
}
