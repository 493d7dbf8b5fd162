/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile and drafts. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-drafts.h"
#include "shc-journal-error.h"
#include "shc-profile.h"
#include "shc-text.h"

static void
test_profile_round_trip (JournalFixture *fixture,
                         gconstpointer   data)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcProfile) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_profile_load (fixture->db, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_clear_error (&error);

  profile->healing_name = g_strdup ("  Rose of Sharon\n");
  profile->email = g_strdup (" rose@example.org ");
  profile->goals = g_strdup ("Sleep.\nWater.");
  profile->has_fasting = TRUE;
  profile->fasting = SHC_FASTING_SOME;
  profile->journey_start_day = 739000;
  profile->adult = SHC_ADULT_YES;
  g_assert_true (shc_profile_save (fixture->db, profile, JOURNAL_TEST_NOW_US, &error));
  g_assert_no_error (error);
  g_assert_cmpint (profile->created_us, ==, JOURNAL_TEST_NOW_US);

  back = shc_profile_load (fixture->db, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->healing_name, ==, "Rose of Sharon");
  g_assert_cmpstr (back->email, ==, "rose@example.org");
  g_assert_cmpstr (back->goals, ==, "Sleep.\nWater.");
  g_assert_true (back->has_fasting);
  g_assert_cmpint (back->fasting, ==, SHC_FASTING_SOME);
  g_assert_cmpint (back->journey_start_day, ==, 739000);
  g_assert_cmpint (back->adult, ==, SHC_ADULT_YES);
}

static void
test_profile_changes (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcProfile) second = shc_profile_new ();
  g_autoptr(ShcProfile) back = NULL;

  profile->healing_name = g_strdup ("Rose");
  profile->email = g_strdup ("rose@example.org");
  g_assert_true (shc_profile_save (fixture->db, profile, JOURNAL_TEST_NOW_US, NULL));
  second->healing_name = g_strdup ("Iris");
  second->email = g_strdup ("  ");
  second->goals = g_strdup ("");
  g_assert_true (shc_profile_save (fixture->db, second, JOURNAL_TEST_NOW_US + 5, NULL));
  g_assert_cmpint (second->created_us, ==, JOURNAL_TEST_NOW_US);

  back = shc_profile_load (fixture->db, NULL);
  g_assert_cmpstr (back->healing_name, ==, "Iris");
  g_assert_null (back->email);
  g_assert_null (back->goals);
  g_assert_false (back->has_fasting);
  g_assert_cmpint (back->journey_start_day, ==, -1);
  g_assert_cmpint (back->adult, ==, SHC_ADULT_UNSAID);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM profile"), ==, 1);
}

static void
test_profile_refused (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autofree char *long_mail = g_strdup_printf ("%0250d@example.org", 1);
  const char *const mails[] = {
    "rose", "@", "rose@", "@example.org", "a@b@c", "a b@c", "a@b c", "a\n@b", "a\xff@b", long_mail,
    "a@b\xe2\x80\xae",
  };
  static const char *const names[] = { NULL, "", " ", "a\nb", "\xff", "a\x1b[2J" };

  for (gsize i = 0; i < G_N_ELEMENTS (mails); i++)
    {
      g_autoptr(ShcProfile) profile = shc_profile_new ();
      g_autoptr(GError) error = NULL;

      profile->healing_name = g_strdup ("Rose");
      profile->email = g_strdup (mails[i]);
      g_assert_false (shc_profile_save (fixture->db, profile, 1, &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(ShcProfile) profile = shc_profile_new ();
      g_autoptr(GError) error = NULL;

      profile->healing_name = g_strdup (names[i]);
      g_assert_false (shc_profile_save (fixture->db, profile, 1, &error));
      g_assert_true (error->domain == SHC_TEXT_ERROR);
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM profile"), ==, 0);
}

static void
test_profile_numbers_refused (JournalFixture *fixture,
                              gconstpointer   data)
{
  for (int i = 0; i < 5; i++)
    {
      g_autoptr(ShcProfile) profile = shc_profile_new ();
      g_autoptr(GError) error = NULL;

      profile->healing_name = g_strdup ("Rose");
      profile->journey_start_day = i == 0 ? -2 : i == 1 ? 3652059 : -1;
      profile->has_fasting = i == 2;
      profile->fasting = i == 2 ? (ShcFasting) 4 : SHC_FASTING_NONE;
      profile->adult = i == 3 ? (ShcAdult) 2 : i == 4 ? (ShcAdult) -2 : SHC_ADULT_UNSAID;
      g_assert_false (shc_profile_check (profile, &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
    }
}

static void
test_fasting_names (void)
{
  ShcFasting fasting = SHC_FASTING_NONE;

  for (int i = SHC_FASTING_NONE; i <= SHC_FASTING_EXPERIENCED; i++)
    {
      g_assert_true (shc_fasting_from_string (shc_fasting_to_string ((ShcFasting) i), &fasting));
      g_assert_cmpint (fasting, ==, i);
    }
  g_assert_false (shc_fasting_from_string (NULL, &fasting));
  g_assert_false (shc_fasting_from_string ("None", &fasting));
  g_assert_cmpint (fasting, ==, SHC_FASTING_EXPERIENCED);
}

static ShcDraft *
new_draft (const char *name,
           const char *text)
{
  ShcDraft *draft = shc_draft_new (name);

  draft->reflection->text = g_strdup (text);
  draft->reflection->date = journal_test_date ("2026-01-07T21:04:00+01:00");
  return draft;
}

static void
test_draft_round_trip (JournalFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(ShcDraft) draft = new_draft (SHC_DRAFT_NEW, "half a sen");
  g_autoptr(ShcDraft) back = NULL;
  g_autoptr(ShcDraft) gone = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *date = NULL;

  draft->reflection->milestone = g_strdup ("Day 7");
  draft->reflection->mood = 2;
  draft->reflection->never_send = TRUE;
  g_strfreev (draft->reflection->tags);
  draft->reflection->tags = g_strsplit ("b,a c", ",", -1);
  draft->base_updated_us = 42;
  g_assert_true (shc_drafts_save (fixture->db, draft, 77, &error));
  g_assert_no_error (error);

  back = shc_drafts_get (fixture->db, SHC_DRAFT_NEW, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->reflection->text, ==, "half a sen");
  date = shc_date_to_string (back->reflection->date);
  g_assert_cmpstr (date, ==, "2026-01-07T21:04:00+01:00");
  g_assert_cmpstr (back->reflection->milestone, ==, "Day 7");
  g_assert_cmpint (back->reflection->mood, ==, 2);
  g_assert_true (back->reflection->never_send);
  g_assert_cmpstrv (back->reflection->tags, draft->reflection->tags);
  g_assert_null (back->reflection->id);
  g_assert_cmpint (back->base_updated_us, ==, 42);
  g_assert_cmpint (back->saved_us, ==, 77);

  g_assert_true (shc_drafts_drop (fixture->db, SHC_DRAFT_NEW, &error));
  gone = shc_drafts_get (fixture->db, SHC_DRAFT_NEW, &error);
  g_assert_null (gone);
  g_assert_no_error (error);
}

static void
test_draft_of_nothing (JournalFixture *fixture,
                       gconstpointer   data)
{
  g_autoptr(ShcDraft) draft = new_draft (SHC_DRAFT_NEW, NULL);
  g_autoptr(ShcDraft) back = NULL;

  g_assert_true (shc_drafts_save (fixture->db, draft, 1, NULL));
  back = shc_drafts_get (fixture->db, SHC_DRAFT_NEW, NULL);
  g_assert_cmpstr (back->reflection->text, ==, "");
  g_assert_cmpuint (g_strv_length (back->reflection->tags), ==, 0);
}

static void
test_draft_refused (JournalFixture *fixture,
                    gconstpointer   data)
{
  g_autofree char *huge = g_strnfill (SHC_TEXT_MAX_BYTES + 1, 'a');
  g_autoptr(ShcDraft) too_long = new_draft (SHC_DRAFT_NEW, huge);
  g_autoptr(ShcDraft) bytes = new_draft (SHC_DRAFT_NEW, "\xff");
  g_autoptr(ShcDraft) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_drafts_save (fixture->db, too_long, 1, &error));
  g_assert_error (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_TOO_LONG);
  g_clear_error (&error);
  g_assert_false (shc_drafts_save (fixture->db, bytes, 1, &error));
  g_assert_error (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_ENCODING);
  back = shc_drafts_get (fixture->db, SHC_DRAFT_NEW, NULL);
  g_assert_null (back);
}

/* A draft that was dropped or written over leaves no trace on any page. */
static void
test_draft_leaves_nothing (JournalFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(ShcDraft) first = new_draft (SHC_DRAFT_NEW, "canarydraft and more");
  g_autoptr(ShcDraft) second = new_draft (SHC_DRAFT_NEW, "x");

  g_assert_true (shc_drafts_save (fixture->db, first, 1, NULL));
  g_assert_true (journal_test_find (fixture, "canarydraft"));
  g_assert_true (shc_drafts_save (fixture->db, second, 2, NULL));
  g_assert_false (journal_test_find (fixture, "canarydraft"));
  g_assert_true (shc_drafts_save (fixture->db, first, 3, NULL));
  g_assert_true (shc_drafts_drop (fixture->db, SHC_DRAFT_NEW, NULL));
  g_assert_false (journal_test_find (fixture, "canarydraft"));
}

static void
test_drafts_list (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "calm");
  g_autoptr(ShcDraft) of_new = new_draft (SHC_DRAFT_NEW, "a");
  g_autoptr(ShcDraft) of_edit = new_draft (added->id, "b");
  g_autoptr(GPtrArray) list = NULL;
  const ShcDraft *draft;

  g_assert_true (shc_drafts_save (fixture->db, of_new, 1, NULL));
  g_assert_true (shc_drafts_save (fixture->db, of_edit, 2, NULL));
  list = shc_drafts_list (fixture->db, NULL);
  g_assert_cmpuint (list->len, ==, 2);
  draft = g_ptr_array_index (list, 0);
  g_assert_cmpstr (draft->name, ==, added->id);
  g_assert_cmpstr (draft->reflection->id, ==, added->id);
}

#define ADD(path, test) \
  g_test_add ("/journal/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("profile/round-trip", test_profile_round_trip);
  ADD ("profile/changes", test_profile_changes);
  ADD ("profile/refused", test_profile_refused);
  ADD ("profile/numbers-refused", test_profile_numbers_refused);
  g_test_add_func ("/journal/profile/fasting-names", test_fasting_names);
  ADD ("drafts/round-trip", test_draft_round_trip);
  ADD ("drafts/nothing", test_draft_of_nothing);
  ADD ("drafts/refused", test_draft_refused);
  ADD ("drafts/leave-nothing", test_draft_leaves_nothing);
  ADD ("drafts/list", test_drafts_list);

  return g_test_run ();
}
