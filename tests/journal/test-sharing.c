/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was shared: links, and runs that are written down before they go. */

#include "config.h"

#include "journal-test.h"
#include "shc-outbound.h"
#include "shc-profile.h"
#include "shc-remote-links.h"
#include "shc-sharing-runs.h"

#define NOW 1000000

static ShcSharingRun *
make_run (JournalFixture *fixture,
          const char     *id)
{
  ShcSharingRun *run = shc_sharing_run_new ("airtable", "appOne", SHC_SHARING_SHARE);

  for (guint i = 0; i < 2; i++)
    {
      ShcSharingStep *step = shc_sharing_step_new (i == 0 ? "users" : "reflections", i == 0 ? "" : id,
                                                   i == 0 ? SHC_SHARING_CREATE : SHC_SHARING_UPDATE);

      step->local_id = shc_remote_link_ensure (fixture->db, "airtable", "appOne", step->id, NULL);
      step->cells = g_strdup ("{\"Text\":\"heronword\"}");
      step->before = g_strdup ("{\"Text\":\"ibisword\"}");
      g_ptr_array_add (run->steps, step);
    }
  return run;
}

static void
test_links (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autofree char *one = shc_remote_link_ensure (fixture->db, "airtable", "appOne", "r1", NULL);
  g_autofree char *again = shc_remote_link_ensure (fixture->db, "airtable", "appOne", "r1", NULL);
  g_autofree char *elsewhere = shc_remote_link_ensure (fixture->db, "airtable", "appTwo", "r1", NULL);
  g_autofree char *profile = shc_remote_link_ensure (fixture->db, "airtable", "appOne", "", NULL);
  g_autoptr(GPtrArray) links = NULL;
  g_auto(GStrv) places = NULL;
  g_auto(GStrv) others = NULL;
  g_autoptr(GError) error = NULL;
  const ShcRemoteLink *link;

  g_assert_cmpstr (one, ==, again);
  g_assert_cmpstr (one, !=, elsewhere);
  g_assert_cmpstr (one, !=, profile);
  g_assert_true (shc_remote_link_note (fixture->db, one, "rec1", "{}", 5, NULL));
  /* What was never said to have arrived is nowhere. */
  places = shc_remote_links_list_elsewhere (fixture->db, "airtable", "appTwo", NULL);
  g_assert_cmpuint (g_strv_length (places), ==, 1);
  g_assert_cmpstr (places[0], ==, "appOne");
  others = shc_remote_links_list_elsewhere (fixture->db, "airtable", "appOne", NULL);
  g_assert_cmpuint (g_strv_length (others), ==, 0);
  links = shc_remote_links_list (fixture->db, "airtable", "appOne", NULL);
  g_assert_cmpuint (links->len, ==, 2);
  link = g_ptr_array_index (links, 0);
  g_assert_true (link->profile);
  link = g_ptr_array_index (links, 1);
  g_assert_cmpstr (link->remote_id, ==, "rec1");
  g_assert_cmpint (link->seen_us, ==, 5);

  g_assert_false (shc_remote_link_adopt (fixture->db, "airtable", "appOne", "r2", one, "rec2", NULL, 6, &error));
  g_assert_nonnull (error);
  g_assert_true (shc_remote_link_adopt (fixture->db, "airtable", "appOne", "r2", "theirs", "rec2", NULL, 6, NULL));
  g_assert_true (shc_remote_links_forget (fixture->db, "airtable", "appOne", NULL));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM remote_link"), ==, 1);
}

/* A row that is here already: the same day and text, not yet known to be there. */
static void
test_twins (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autoptr(ShcReflection) here = journal_test_add (fixture->db, "2020-01-07", "heronword");
  g_autoptr(ShcReflection) there = journal_test_reflection ("2020-01-07", "heronword");
  g_autoptr(ShcReflection) other = journal_test_reflection ("2020-01-08", "heronword");
  const char *ids[] = { here->id, NULL };
  g_autofree char *local_id = shc_remote_link_ensure (fixture->db, "airtable", "appOne", here->id, NULL);
  g_autofree char *id = NULL;

  g_assert_true (shc_remote_link_find_twin (fixture->db, "airtable", "appOne", other, &id, NULL));
  g_assert_null (id);
  g_assert_true (shc_remote_link_find_twin (fixture->db, "airtable", "appOne", there, &id, NULL));
  g_assert_cmpstr (id, ==, here->id);
  g_clear_pointer (&id, g_free);
  g_assert_true (shc_remote_link_note (fixture->db, local_id, "rec1", NULL, NOW, NULL));
  g_assert_true (shc_remote_link_find_twin (fixture->db, "airtable", "appOne", there, &id, NULL));
  g_assert_null (id);
  g_assert_true (shc_remote_link_find_twin (fixture->db, "airtable", "appTwo", there, &id, NULL));
  g_assert_cmpstr (id, ==, here->id);
  g_clear_pointer (&id, g_free);
  g_assert_true (shc_reflections_trash (fixture->db, ids, NOW, NULL));
  g_assert_true (shc_remote_link_find_twin (fixture->db, "airtable", "appTwo", there, &id, NULL));
  g_assert_null (id);
}

/* What somebody else wrote is kept beside what stands here, also where the clock has stopped; and purged with it. */
static void
test_kept_beside (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(ShcReflection) here = journal_test_add (fixture->db, "2020-01-07", "heronword");
  g_autoptr(ShcReflection) now = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(GError) error = NULL;
  const char *ids[] = { here->id, NULL };

  for (guint i = 0; i < 2; i++)
    g_assert_true (shc_reflections_keep_other (fixture->db, here->id, i == 0 ? "ibisword" : "rookword", "s", 1, NULL));
  now = journal_test_get (fixture->db, here->id);
  g_assert_cmpstr (now->text, ==, "heronword");
  versions = shc_reflections_versions (fixture->db, here->id, NULL);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpstr (((ShcVersion *) g_ptr_array_index (versions, 0))->text, ==, "rookword");
  g_assert_cmpstr (((ShcVersion *) g_ptr_array_index (versions, 1))->text, ==, "ibisword");
  journal_test_purge (fixture->db, ids);
  g_assert_false (journal_test_find (fixture, "ibisword"));
  g_assert_false (shc_reflections_keep_other (fixture->db, here->id, "crowword", "s", 1, &error));
}

static void
test_run_goes_on (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(ShcSharingRun) run = make_run (fixture, "r1");
  g_autoptr(ShcSharingRun) second = make_run (fixture, "r1");
  g_autoptr(ShcSharingRun) open = NULL;
  g_autoptr(ShcSharingRun) last = NULL;
  g_autoptr(ShcSharingRun) none = NULL;
  g_autoptr(GError) error = NULL;
  ShcSharingStep *step;
  const int first[] = { 1 };

  g_assert_true (shc_sharing_runs_begin (fixture->db, run, NOW, NULL));
  g_assert_false (shc_sharing_runs_begin (fixture->db, second, NOW, &error));
  g_assert_nonnull (error);
  g_assert_true (shc_sharing_runs_note_sent (fixture->db, run->run, first, 1, NULL));
  g_assert_true (shc_sharing_runs_get_open (fixture->db, "airtable", "appOne", &open, NULL));
  g_assert_cmpint (open->run, ==, run->run);
  g_assert_cmpuint (open->steps->len, ==, 2);
  step = g_ptr_array_index (open->steps, 0);
  g_assert_cmpint (step->state, ==, SHC_SHARING_SENT);
  g_assert_cmpstr (step->cells, ==, "{\"Text\":\"heronword\"}");
  step->state = SHC_SHARING_DONE;
  step->remote_id = g_strdup ("recU");
  g_assert_true (shc_sharing_runs_note (fixture->db, open->run, step, "{\"a\":\"b\"}", NOW, NULL));
  step = g_ptr_array_index (open->steps, 1);
  g_assert_cmpint (step->state, ==, SHC_SHARING_PLANNED);
  g_assert_cmpint (step->change, ==, SHC_SHARING_UPDATE);
  step->state = SHC_SHARING_FAILED;
  step->why = g_strdup ("no such choice");
  g_assert_true (shc_sharing_runs_note (fixture->db, open->run, step, NULL, NOW, NULL));
  g_assert_true (shc_sharing_runs_end (fixture->db, open, NOW + 1, NULL));

  g_assert_true (shc_sharing_runs_get_open (fixture->db, "airtable", "appOne", &none, NULL));
  g_assert_null (none);
  g_assert_true (shc_sharing_runs_get_last (fixture->db, "airtable", "appOne", &last, NULL));
  step = g_ptr_array_index (last->steps, 0);
  g_assert_null (step->cells);
  g_assert_cmpstr (step->before, ==, "{\"Text\":\"ibisword\"}");
  g_assert_cmpstr (step->remote_id, ==, "recU");
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM remote_link WHERE remote_id = 'recU'"), ==, 1);
}

static void
test_undo_once (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autoptr(ShcSharingRun) run = make_run (fixture, "r1");
  g_autoptr(ShcSharingRun) undo = shc_sharing_run_new ("airtable", "appOne", SHC_SHARING_UNDO);
  g_autoptr(ShcSharingRun) last = NULL;

  g_assert_true (shc_sharing_runs_begin (fixture->db, run, NOW, NULL));
  g_assert_true (shc_sharing_runs_end (fixture->db, run, NOW, NULL));
  undo->undoes = run->run;
  g_assert_true (shc_sharing_runs_begin (fixture->db, undo, NOW, NULL));
  g_assert_true (shc_sharing_runs_end (fixture->db, undo, NOW, NULL));
  g_assert_true (shc_sharing_runs_get_last (fixture->db, "airtable", "appOne", &last, NULL));
  g_assert_null (last);
}

/* What stood in the rows is not kept for ever, and not longer than the reflection itself. */
static void
test_copies_go (JournalFixture *fixture,
                gconstpointer   data)
{
  g_autoptr(ShcReflection) reflection = journal_test_add (fixture->db, "2026-01-07", "a text");
  g_autoptr(ShcSharingRun) run = make_run (fixture, reflection->id);
  g_autoptr(ShcSharingRun) later = shc_sharing_run_new ("airtable", "appOne", SHC_SHARING_SHARE);
  const char *const ids[] = { reflection->id, NULL };

  g_assert_true (shc_sharing_runs_begin (fixture->db, run, NOW, NULL));
  journal_test_purge (fixture->db, ids);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM sharing_step WHERE cells IS NULL AND before IS NULL"), ==, 1);
  g_assert_true (shc_sharing_runs_end (fixture->db, run, NOW, NULL));
  g_assert_false (journal_test_find (fixture, "heronword"));
  g_assert_true (journal_test_find (fixture, "ibisword"));
  g_assert_true (shc_sharing_runs_begin (fixture->db, later,
                                         NOW + (SHC_SHARING_KEEP_DAYS + 1) * G_GINT64_CONSTANT (86400000000), NULL));
  g_assert_false (journal_test_find (fixture, "ibisword"));
}

static void
test_outbound (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcProfile) seen = NULL;
  g_autoptr(ShcReflection) open = journal_test_add (fixture->db, "2026-01-08", "may go");
  g_autoptr(ShcReflection) never = journal_test_reflection ("2026-01-07", "stays");
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(ShcDb) db = NULL;
  gint64 created_us = 0;

  never->never_send = TRUE;
  g_assert_true (shc_reflections_add (fixture->db, never, JOURNAL_TEST_NOW_US, NULL));
  profile->healing_name = g_strdup ("River");
  profile->has_fasting = TRUE;
  profile->fasting = SHC_FASTING_SOME;
  profile->adult = SHC_ADULT_YES;
  g_assert_true (shc_profile_save (fixture->db, profile, 77, NULL));
  db = journal_test_open (fixture, SHC_DB_OUTBOUND);
  list = shc_outbound_list_reflections (db, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (((ShcOutboundReflection *) g_ptr_array_index (list, 0))->id, ==, open->id);
  seen = shc_outbound_get_profile (db, &created_us, NULL);
  g_assert_cmpstr (seen->healing_name, ==, "River");
  g_assert_cmpint (seen->fasting, ==, SHC_FASTING_SOME);
  g_assert_cmpint (seen->adult, ==, SHC_ADULT_UNSAID);
  g_assert_cmpint (seen->journey_start_day, ==, -1);
  g_assert_cmpint (created_us, ==, 77);
}

static void
add_milestone (JournalFixture *fixture,
               const char     *date,
               const char     *milestone,
               gboolean        never_send)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection (date, "words");

  reflection->milestone = g_strdup (milestone);
  reflection->never_send = never_send;
  g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, NULL));
}

static void
test_milestones (JournalFixture *fixture,
                 gconstpointer   data)
{
  g_autoptr(ShcDb) db = NULL;
  g_autoptr(GPtrArray) list = NULL;

  add_milestone (fixture, "2026-01-14", "Day 14", FALSE);
  add_milestone (fixture, "2026-01-08", "Day 7", FALSE);
  add_milestone (fixture, "2026-01-07", "Day 7", FALSE);
  add_milestone (fixture, "2026-01-09", "Day 9", TRUE);
  add_milestone (fixture, "2026-01-10", NULL, FALSE);
  db = journal_test_open (fixture, SHC_DB_OUTBOUND);
  list = shc_outbound_list_milestones (db, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((ShcOutboundMilestone *) g_ptr_array_index (list, 0))->milestone, ==, "Day 7");
  g_assert_cmpstr (((ShcOutboundMilestone *) g_ptr_array_index (list, 1))->milestone, ==, "Day 14");
}

/* What was told, or may have been, and whom runs were about, is known of the right place alone. */
static void
remove_there (ShcDb      *db,
              const char *part,
              const char *remote_id)
{
  g_autoptr(ShcSharingRun) run = shc_sharing_run_new ("mailchimp", "one", SHC_SHARING_FORGET);
  ShcSharingStep *step = shc_sharing_step_new (part, "", SHC_SHARING_DELETE);

  step->remote_id = g_strdup (remote_id);
  g_ptr_array_add (run->steps, step);
  g_assert_true (shc_sharing_runs_begin (db, run, NOW, NULL));
  step->state = SHC_SHARING_DONE;
  g_assert_true (shc_sharing_runs_note (db, run->run, step, NULL, NOW, NULL));
  g_assert_true (shc_sharing_runs_end (db, run, NOW, NULL));
}

static void
test_told (JournalFixture *fixture,
           gconstpointer   data)
{
  static const ShcSharingState ends[] = { SHC_SHARING_DONE, SHC_SHARING_SENT, SHC_SHARING_FAILED, SHC_SHARING_LEFT };
  g_autoptr(ShcSharingRun) run = shc_sharing_run_new ("mailchimp", "one", SHC_SHARING_SHARE);
  g_autoptr(GPtrArray) told = NULL;
  g_autoptr(GPtrArray) elsewhere = NULL;
  g_auto(GStrv) ids = NULL;
  g_auto(GStrv) left = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      ShcSharingStep *step = shc_sharing_step_new ("event", "", SHC_SHARING_TELL);

      step->digests = g_strdup_printf ("digest-%u", i);
      step->local_id = g_strdup_printf ("event-%u", i);
      step->remote_id = g_strdup (i == 1 ? "second" : "first");
      g_ptr_array_add (run->steps, step);
    }
  g_assert_true (shc_sharing_runs_begin (fixture->db, run, NOW, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      ShcSharingStep *step = g_ptr_array_index (run->steps, i);

      step->state = ends[i];
      g_assert_true (shc_sharing_runs_note (fixture->db, run->run, step, NULL, NOW, NULL));
    }
  g_assert_true (shc_sharing_runs_end (fixture->db, run, NOW, NULL));
  told = shc_sharing_runs_list_told (fixture->db, "mailchimp", "one", NULL);
  g_assert_cmpuint (told->len, ==, 2);
  g_assert_cmpint (((ShcSharingTold *) g_ptr_array_index (told, 0))->state, ==, SHC_SHARING_DONE);
  g_assert_cmpint (((ShcSharingTold *) g_ptr_array_index (told, 1))->state, ==, SHC_SHARING_SENT);
  g_assert_cmpstr (((ShcSharingTold *) g_ptr_array_index (told, 1))->local_id, ==, "event-1");
  ids = shc_sharing_runs_list_remote_ids (fixture->db, "mailchimp", "one", "erase", NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, 2);
  g_assert_cmpstr (ids[0], ==, "first");
  /* What was erased since is nowhere any more; what was only put away is. */
  remove_there (fixture->db, "erase", "first");
  remove_there (fixture->db, "archive", "second");
  left = shc_sharing_runs_list_remote_ids (fixture->db, "mailchimp", "one", "erase", NULL);
  g_assert_cmpuint (g_strv_length (left), ==, 1);
  g_assert_cmpstr (left[0], ==, "second");
  elsewhere = shc_sharing_runs_list_told (fixture->db, "mailchimp", "two", NULL);
  g_assert_cmpuint (elsewhere->len, ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, JournalFixture, NULL, journal_test_set_up, function, journal_test_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("/journal/sharing/links", test_links);
  ADD ("/journal/sharing/twins", test_twins);
  ADD ("/journal/sharing/kept-beside", test_kept_beside);
  ADD ("/journal/sharing/goes-on", test_run_goes_on);
  ADD ("/journal/sharing/undo-once", test_undo_once);
  ADD ("/journal/sharing/copies-go", test_copies_go);
  ADD ("/journal/sharing/outbound", test_outbound);
  ADD ("/journal/sharing/milestones", test_milestones);
  ADD ("/journal/sharing/told", test_told);
  return g_test_run ();
}
