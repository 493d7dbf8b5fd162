/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping reflections: what is written comes back, edits lose nothing, what is purged is gone. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-drafts.h"
#include "shc-journal-error.h"
#include "shc-text.h"

#define SECOND G_USEC_PER_SEC

static void
test_round_trip (JournalFixture *fixture,
                 gconstpointer   data)
{
  static const char *const tags[] = { "water", "Sleep", "SLEEP", " dream ", NULL };
  static const char *const sorted[] = { "dream", "SLEEP", "water", NULL };
  g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07T21:04:00+01:00",
                                                                 "Calm.\r\n\n  Two \tlines 🙂\n");
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *date = NULL;

  reflection->milestone = g_strdup ("  Day 7 ");
  reflection->mood = 4;
  reflection->never_send = TRUE;
  g_strfreev (reflection->tags);
  reflection->tags = g_strdupv ((char **) tags);
  g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, &error));
  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (reflection->id));

  back = journal_test_get (fixture->db, reflection->id);
  g_assert_cmpstr (back->id, ==, reflection->id);
  g_assert_cmpint (back->row, ==, reflection->row);
  g_assert_cmpstr (back->text, ==, "Calm.\r\n\n  Two \tlines 🙂\n");
  date = shc_date_to_string (back->date);
  g_assert_cmpstr (date, ==, "2026-01-07T21:04:00+01:00");
  g_assert_cmpstr (back->milestone, ==, "Day 7");
  g_assert_cmpint (back->mood, ==, 4);
  g_assert_true (back->never_send);
  g_assert_cmpstrv (back->tags, sorted);
  g_assert_cmpint (back->created_us, ==, JOURNAL_TEST_NOW_US);
  g_assert_cmpint (back->updated_us, ==, JOURNAL_TEST_NOW_US);
  g_assert_cmpint (back->trashed_us, ==, 0);
  g_assert_cmpuint (back->n_words, ==, 3);
}

static void
test_every_kind_of_date (JournalFixture *fixture,
                         gconstpointer   data)
{
  static const char *const dates[] = {
    "0001-01-01", "0001-01-01T00:00:00+14:00", "1660-01-01", "2026-01-07T21:04:00",
    "2026-01-07T00:00:00Z", "2026-01-07T12:00:00.000001-09:30", "9999-12-31T23:59:59.999999Z",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      g_autoptr(ShcReflection) added = journal_test_add (fixture->db, dates[i], "x");
      g_autoptr(ShcReflection) back = journal_test_get (fixture->db, added->id);
      g_autofree char *date = shc_date_to_string (back->date);

      g_assert_cmpstr (date, ==, dates[i]);
    }
}

static void
test_hard_texts (JournalFixture *fixture,
                 gconstpointer   data)
{
  g_autofree char *huge = g_strnfill (SHC_TEXT_MAX_BYTES, 'a');
  const char *const texts[] = {
    "\x01\x02\x1b[31m red \x7f", "\xe2\x80\xae back \xe2\x80\xac", "שלום עולם", "日本語の日記", "e\xcc\x81",
    "'; DROP TABLE reflection; --", "\xef\xbb\xbf with a mark", "a\xf4\x8f\xbf\xbf", huge,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", texts[i]);
      g_autoptr(ShcReflection) back = journal_test_get (fixture->db, added->id);

      g_assert_cmpmem (back->text, strlen (back->text), texts[i], strlen (texts[i]));
    }
}

typedef void (*Spoil) (ShcReflection *reflection);

static void
set_text (ShcReflection *reflection,
          const char    *text)
{
  g_free (reflection->text);
  reflection->text = g_strdup (text);
}

static void spoil_text_null (ShcReflection *r) { g_clear_pointer (&r->text, g_free); }
static void spoil_text_blank (ShcReflection *r) { set_text (r, " \n\t "); }
static void spoil_text_bytes (ShcReflection *r) { set_text (r, "caf\xe9"); }
static void spoil_text_long (ShcReflection *r)
{
  g_free (r->text);
  r->text = g_strnfill (SHC_TEXT_MAX_BYTES + 1, 'a');
}
static void spoil_mood_high (ShcReflection *r) { r->mood = 6; }
static void spoil_mood_low (ShcReflection *r) { r->mood = -1; }
static void spoil_date_low (ShcReflection *r) { r->date.civil_us = -1; }
static void spoil_date_high (ShcReflection *r) { r->date.civil_us = G_MAXINT64; }
static void spoil_date_time (ShcReflection *r) { r->date.civil_us += 1; }
static void spoil_offset (ShcReflection *r) { r->date.has_offset = TRUE; }
static void spoil_offset_far (ShcReflection *r)
{
  r->date.has_time = r->date.has_offset = TRUE;
  r->date.offset_min = 1440;
}
static void spoil_milestone (ShcReflection *r) { r->milestone = g_strdup ("Day\n7"); }
static void spoil_id (ShcReflection *r) { r->id = g_strdup ("new"); }
static void spoil_tag_empty (ShcReflection *r)
{
  g_strfreev (r->tags);
  r->tags = g_strsplit ("a,,b", ",", -1);
}
static void spoil_tag_bytes (ShcReflection *r)
{
  g_strfreev (r->tags);
  r->tags = g_strsplit ("a,\xff", ",", -1);
}
static void spoil_tag_count (ShcReflection *r)
{
  g_autofree char *many = g_strnfill (500, ',');

  g_strfreev (r->tags);
  r->tags = g_strsplit (many, ",", -1);
}

static void
test_refused (JournalFixture *fixture,
              gconstpointer   data)
{
  static const Spoil spoils[] = {
    spoil_text_null, spoil_text_blank, spoil_text_bytes, spoil_text_long, spoil_mood_high,
    spoil_mood_low, spoil_date_low, spoil_date_high, spoil_date_time, spoil_offset,
    spoil_offset_far, spoil_milestone, spoil_id, spoil_tag_empty, spoil_tag_bytes, spoil_tag_count,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "calm");
      g_autoptr(GError) error = NULL;

      spoils[i] (reflection);
      g_assert_false (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, &error));
      g_assert_true (error->domain == SHC_TEXT_ERROR ||
                     g_error_matches (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID));
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
}

static void
test_get_by_prefix (JournalFixture *fixture,
                    gconstpointer   data)
{
  static const char *const ids[] = {
    "12345678-0000-4000-8000-000000000001", "12345678-0000-4000-8000-000000000002",
    "abcdef01-0000-4000-8000-000000000003",
  };
  static const struct { const char *id; int code; } bad[] = {
    { "12345678", SHC_JOURNAL_ERROR_INVALID }, { "12345678-0000-4000-8000-00000000000", SHC_JOURNAL_ERROR_INVALID },
    { "abcdef0", SHC_JOURNAL_ERROR_NOT_FOUND }, { "", SHC_JOURNAL_ERROR_NOT_FOUND },
    { "abcdef02", SHC_JOURNAL_ERROR_NOT_FOUND }, { "%%%%%%%%", SHC_JOURNAL_ERROR_NOT_FOUND },
    { "________", SHC_JOURNAL_ERROR_NOT_FOUND }, { "abcdef01' OR 1=1", SHC_JOURNAL_ERROR_NOT_FOUND },
    { "\xff\xff\xff\xff\xff\xff\xff\xff\xff", SHC_JOURNAL_ERROR_NOT_FOUND },
    { "abcdef01-0000-4000-8000-0000000000030", SHC_JOURNAL_ERROR_NOT_FOUND },
  };
  g_autoptr(ShcReflection) back = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "calm");

      reflection->id = g_ascii_strup (ids[i], -1);
      g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, NULL));
    }

  back = journal_test_get (fixture->db, "ABCDEF01");
  g_assert_cmpstr (back->id, ==, ids[2]);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_reflections_get (fixture->db, bad[i].id, &error));
      g_assert_error (error, SHC_JOURNAL_ERROR, bad[i].code);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Edits @reflection in @session; Returns: whether both were kept. */
static gboolean
edit (JournalFixture *fixture,
      const char     *id,
      const char     *text,
      const char     *session,
      gint64          base_us,
      gint64          now_us)
{
  g_autoptr(ShcReflection) reflection = journal_test_get (fixture->db, id);
  g_autoptr(GError) error = NULL;
  gboolean kept_both = FALSE;

  set_text (reflection, text);
  shc_reflections_edit (fixture->db, reflection, session, base_us, now_us, &kept_both, &error);
  g_assert_no_error (error);
  return kept_both;
}

static void
assert_versions (JournalFixture *fixture,
                 const char     *id,
                 const char     *newest_first)
{
  g_autoptr(GPtrArray) versions = shc_reflections_versions (fixture->db, id, NULL);
  g_autoptr(GString) texts = g_string_new (NULL);

  for (guint i = 0; i < versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (versions, i);

      g_string_append_printf (texts, "%s%s", i > 0 ? "," : "", version->text);
    }
  g_assert_cmpstr (texts->str, ==, newest_first);
}

static void
test_one_version_a_session (JournalFixture *fixture,
                            gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;
  gint64 now_us = JOURNAL_TEST_NOW_US;

  g_assert_false (edit (fixture, added->id, "two", "morning", 0, now_us += SECOND));
  g_assert_false (edit (fixture, added->id, "three", "morning", 0, now_us += SECOND));
  assert_versions (fixture, added->id, "one");
  g_assert_false (edit (fixture, added->id, "four", "evening", 0, now_us += SECOND));
  g_assert_false (edit (fixture, added->id, "five", "evening", 0, now_us += SECOND));
  assert_versions (fixture, added->id, "three,one");

  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->text, ==, "five");
  g_assert_cmpint (back->updated_us, ==, now_us);
  g_assert_cmpint (back->created_us, ==, JOURNAL_TEST_NOW_US);
}

static void
test_edit_of_nothing (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;

  g_assert_false (edit (fixture, added->id, "one", "s", 0, JOURNAL_TEST_NOW_US + SECOND));
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpint (back->updated_us, ==, JOURNAL_TEST_NOW_US);
  assert_versions (fixture, added->id, "");
}

static void
test_edit_marks (JournalFixture *fixture,
                 gconstpointer   data)
{
  static const char *const tags[] = { "b", "a", NULL };
  static const char *const sorted[] = { "a", "b", NULL };
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;

  added->milestone = g_strdup ("Day 9");
  added->mood = 2;
  added->never_send = TRUE;
  added->date = journal_test_date ("1999-12-31T10:00:00");
  g_strfreev (added->tags);
  added->tags = g_strdupv ((char **) tags);
  g_assert_true (shc_reflections_edit (fixture->db, added, "s", 0, JOURNAL_TEST_NOW_US + SECOND,
                                       NULL, NULL));

  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->milestone, ==, "Day 9");
  g_assert_cmpint (back->mood, ==, 2);
  g_assert_true (back->never_send);
  g_assert_cmpint (back->date.civil_us, ==, added->date.civil_us);
  g_assert_cmpstrv (back->tags, sorted);
  assert_versions (fixture, added->id, "");
  g_assert_cmpint (journal_test_number (fixture->db,
    "SELECT count(*) FROM reflection_tag JOIN reflection USING (row) "
    "WHERE reflection_tag.civil_us <> reflection.civil_us"), ==, 0);
}

static void
test_two_editors (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "base");
  gint64 base_us = added->updated_us;
  gint64 now_us = JOURNAL_TEST_NOW_US;

  g_assert_false (edit (fixture, added->id, "hers", "her", base_us, now_us += SECOND));
  g_assert_true (edit (fixture, added->id, "his", "him", base_us, now_us += SECOND));
  assert_versions (fixture, added->id, "hers,base");
  /* She goes on from what she saved; his is kept although her session has kept a version. */
  g_assert_true (edit (fixture, added->id, "hers again", "her", base_us + SECOND, now_us += SECOND));
  assert_versions (fixture, added->id, "his,hers,base");
  /* The same words twice are no conflict. */
  g_assert_false (edit (fixture, added->id, "hers again", "him", base_us, now_us += SECOND));
}

static void
test_conflict_keeps_protection (JournalFixture *fixture,
                                gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "base");
  g_autoptr(ShcReflection) theirs = shc_reflection_copy (added);
  g_autoptr(ShcReflection) mine = shc_reflection_copy (added);
  g_autoptr(ShcReflection) back = NULL;
  gint64 base_us = added->updated_us;

  theirs->never_send = TRUE;
  g_assert_true (shc_reflections_edit (fixture->db, theirs, "a", base_us,
                                       JOURNAL_TEST_NOW_US + SECOND, NULL, NULL));
  set_text (mine, "mine");
  g_assert_true (shc_reflections_edit (fixture->db, mine, "b", base_us,
                                       JOURNAL_TEST_NOW_US + 2 * SECOND, NULL, NULL));
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->text, ==, "mine");
  g_assert_true (back->never_send);
}

static void
test_clock_goes_back (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;

  edit (fixture, added->id, "two", "a", 0, 1000);
  edit (fixture, added->id, "three", "b", 0, 1000);
  edit (fixture, added->id, "four", "c", 0, 1);
  assert_versions (fixture, added->id, "three,two,one");
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpint (back->updated_us, ==, JOURNAL_TEST_NOW_US + 3);
}

static void
test_restore_version (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GError) error = NULL;

  edit (fixture, added->id, "two", "a", 0, JOURNAL_TEST_NOW_US + SECOND);
  g_assert_true (shc_reflections_restore_version (fixture->db, added->id, JOURNAL_TEST_NOW_US, "a",
                                                  JOURNAL_TEST_NOW_US + 2 * SECOND, &error));
  g_assert_no_error (error);
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->text, ==, "one");
  assert_versions (fixture, added->id, "two,one");

  g_assert_false (shc_reflections_restore_version (fixture->db, added->id, 12345, "a",
                                                   JOURNAL_TEST_NOW_US, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

/* An old import may have brought a version that no reflection could be. */
static void
test_restore_of_unfit_version (JournalFixture *fixture,
                               gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_db_exec (fixture->db,
    "INSERT INTO reflection_version (row, updated_us, session, words, text) "
    "SELECT row, 12, 'x', 1, hex (zeroblob (600000)) FROM reflection", NULL));
  g_assert_false (shc_reflections_restore_version (fixture->db, added->id, 12, "a",
                                                   JOURNAL_TEST_NOW_US, &error));
  g_assert_error (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_TOO_LONG);
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->text, ==, "one");
}

static void
test_edit_of_missing (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "calm");
  g_autoptr(GError) error = NULL;

  reflection->id = g_uuid_string_random ();
  g_assert_false (shc_reflections_edit (fixture->db, reflection, "s", 0, 1, NULL, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_assert_true (sqlite3_get_autocommit (shc_db_get_handle (fixture->db)));
}

/* A damaged vault may have lost a text: what is written then is kept. */
static void
test_edit_of_lost_text (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "lost");
  g_autoptr(ShcReflection) lost = NULL;
  g_autoptr(ShcReflection) back = NULL;

  g_assert_true (shc_db_exec (fixture->db, "DELETE FROM reflection_text", NULL));
  lost = journal_test_get (fixture->db, added->id);
  g_assert_null (lost->text);
  edit (fixture, added->id, "found", "s", 0, JOURNAL_TEST_NOW_US + SECOND);
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpstr (back->text, ==, "found");
  assert_versions (fixture, added->id, "");
  g_assert_cmpint (journal_test_number (fixture->db,
    "SELECT count(*) FROM reflection_search WHERE reflection_search MATCH 'found'"), ==, 1);
}

static void
test_trash (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autoptr(ShcReflection) a = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) b = journal_test_add (fixture->db, "2026-01-08", "two");
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GError) error = NULL;
  const char *both[] = { a->id, b->id, a->id, NULL };
  const char *half[] = { a->id, "ffffffff-0000-4000-8000-000000000000", NULL };

  g_assert_false (shc_reflections_trash (fixture->db, half, 5, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "ffffffff"));
  back = journal_test_get (fixture->db, a->id);
  g_assert_cmpint (back->trashed_us, ==, 0);

  g_assert_true (shc_reflections_trash (fixture->db, both, 5, NULL));
  g_assert_true (shc_reflections_trash (fixture->db, both, 6, NULL));
  shc_reflection_free (back);
  back = journal_test_get (fixture->db, a->id);
  g_assert_cmpint (back->trashed_us, ==, 5);

  g_assert_true (shc_reflections_untrash (fixture->db, both, NULL));
  shc_reflection_free (back);
  back = journal_test_get (fixture->db, a->id);
  g_assert_cmpint (back->trashed_us, ==, 0);
}

/* A word in every place that the program keeps words is on no page after the purge. */
static void
test_purge_leaves_nothing (JournalFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(ShcReflection) other G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-06", "stays here");
  g_autoptr(ShcReflection) added = journal_test_reflection ("2026-01-07", "canarytext zzcanary");
  g_autoptr(ShcDraft) draft = NULL;
  const char *ids[] = { NULL, NULL, NULL };

  added->milestone = g_strdup ("canarymilestone");
  g_strfreev (added->tags);
  added->tags = g_strsplit ("canarytag", ",", -1);
  g_assert_true (shc_reflections_add (fixture->db, added, JOURNAL_TEST_NOW_US, NULL));
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *text = g_strdup_printf ("canaryversion%d %0*d", i, 3000, i);
      g_autofree char *session = g_strdup_printf ("%d", i);

      edit (fixture, added->id, text, session, 0, JOURNAL_TEST_NOW_US + (i + 1) * SECOND);
    }
  draft = shc_draft_new (added->id);
  shc_reflection_free (draft->reflection);
  draft->reflection = shc_reflection_copy (added);
  set_text (draft->reflection, "canarydraft");
  g_assert_true (shc_drafts_save (fixture->db, draft, JOURNAL_TEST_NOW_US, NULL));
  g_assert_true (journal_test_find (fixture, "canarydraft"));
  g_assert_true (journal_test_find (fixture, "canarymilestone"));
  g_assert_true (journal_test_find (fixture, "canarytag"));
  g_assert_true (journal_test_find (fixture, "canaryversion7"));

  ids[0] = ids[1] = added->id;
  journal_test_purge (fixture->db, ids);
  g_assert_false (journal_test_find (fixture, "canary"));
  g_assert_false (journal_test_find (fixture, "Canary"));
  g_assert_false (journal_test_find (fixture, added->id));
  g_assert_true (journal_test_find (fixture, "stays here"));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection_version"), ==, 0);
  g_assert_true (shc_db_exec (fixture->db,
    "INSERT INTO reflection_search (reflection_search, rank) VALUES ('integrity-check', 1)", NULL));
}

/* Taking a tag or a milestone away ends it too, where nothing else uses it. */
static void
test_label_edited_away (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "one");

  added->milestone = g_strdup ("canarymilestone");
  g_strfreev (added->tags);
  added->tags = g_strsplit ("canarytag", ",", -1);
  g_assert_true (shc_reflections_edit (fixture->db, added, "s", 0, 1, NULL, NULL));
  g_assert_true (journal_test_find (fixture, "canarytag"));

  g_clear_pointer (&added->milestone, g_free);
  g_clear_pointer (&added->tags[0], g_free);
  g_assert_true (shc_reflections_edit (fixture->db, added, "s", 0, 1, NULL, NULL));
  g_assert_false (journal_test_find (fixture, "canary"));
}

static void
test_labels_in_use (JournalFixture *fixture,
                    gconstpointer   data)
{
  static const char *const tags[] = { "Rest,water", "rest", "REST,Äpfel", "äpfel", "gone" };
  static const char *const milestones[] = { "Day 1", "day 1", NULL, "Day 2", "Gone" };
  static const char *const expected_tags[] = { "Rest", "Äpfel", "water", NULL };
  static const char *const expected_milestones[] = { "day 1", "Day 2", NULL };
  g_auto(GStrv) all_tags = NULL;
  g_auto(GStrv) all_milestones = NULL;
  g_autofree char *last = NULL;
  const char *ids[] = { NULL, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "x");

      g_strfreev (reflection->tags);
      reflection->tags = g_strsplit (tags[i], ",", -1);
      reflection->milestone = g_strdup (milestones[i]);
      g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, NULL));
      g_free (last);
      last = g_strdup (reflection->id);
    }
  ids[0] = last;
  g_assert_true (shc_reflections_trash (fixture->db, ids, 5, NULL));

  all_tags = shc_reflections_tags (fixture->db, NULL);
  g_assert_cmpstrv (all_tags, expected_tags);
  all_milestones = shc_reflections_milestones (fixture->db, NULL);
  g_assert_cmpstrv (all_milestones, expected_milestones);
}

/* Spelling is kept as written, even where a tag is the same without regard to case. */
static void
test_label_spelling (JournalFixture *fixture,
                     gconstpointer   data)
{
  static const char *const spellings[] = { "Straße", "STRASSE", "strasse" };

  for (gsize i = 0; i < G_N_ELEMENTS (spellings); i++)
    {
      g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "x");
      g_autoptr(ShcReflection) back = NULL;

      g_strfreev (reflection->tags);
      reflection->tags = g_strsplit (spellings[i], ",", -1);
      g_assert_true (shc_reflections_add (fixture->db, reflection, JOURNAL_TEST_NOW_US, NULL));
      back = journal_test_get (fixture->db, reflection->id);
      g_assert_cmpstr (back->tags[0], ==, spellings[i]);
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM tag"), ==, 1);
}

static void
test_rows_follow_each_other (JournalFixture *fixture,
                             gconstpointer   data)
{
  g_autoptr(ShcReflection) a = journal_test_add (fixture->db, "2026-01-07", "one");
  g_autoptr(ShcReflection) b = journal_test_add (fixture->db, "2026-01-07", "two");

  g_assert_cmpint (b->row, ==, a->row + 1);
}

static void
test_inside_a_transaction (JournalFixture *fixture,
                           gconstpointer   data)
{
  g_autoptr(ShcReflection) added = NULL;

  g_assert_true (shc_db_begin (fixture->db, NULL));
  added = journal_test_add (fixture->db, "2026-01-07", "one");
  g_assert_false (sqlite3_get_autocommit (shc_db_get_handle (fixture->db)));
  shc_db_rollback (fixture->db);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
}

static void
test_json (void)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07T21:04:00+01:00", "a\"b");
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  g_autofree char *json = NULL;

  reflection->id = g_strdup ("abcdef01-0000-4000-8000-000000000003");
  reflection->created_us = reflection->updated_us = JOURNAL_TEST_NOW_US;
  reflection->n_words = 2;
  json_builder_begin_object (builder);
  shc_reflection_add_json (reflection, builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  json = json_to_string (node, FALSE);
  g_assert_cmpstr (json, ==,
    "{\"id\":\"abcdef01-0000-4000-8000-000000000003\",\"date\":\"2026-01-07T21:04:00+01:00\","
    "\"text\":\"a\\\"b\",\"milestone\":null,\"mood\":null,\"tags\":[],"
    "\"created\":\"2026-01-07T20:04:00Z\",\"updated\":\"2026-01-07T20:04:00Z\",\"words\":2,"
    "\"never_send\":false,\"trashed\":null}");
}

#define ADD(path, test) \
  g_test_add ("/journal/reflections/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("round-trip", test_round_trip);
  ADD ("every-kind-of-date", test_every_kind_of_date);
  ADD ("hard-texts", test_hard_texts);
  ADD ("refused", test_refused);
  ADD ("get-by-prefix", test_get_by_prefix);
  ADD ("one-version-a-session", test_one_version_a_session);
  ADD ("edit-of-nothing", test_edit_of_nothing);
  ADD ("edit-marks", test_edit_marks);
  ADD ("two-editors", test_two_editors);
  ADD ("conflict-keeps-protection", test_conflict_keeps_protection);
  ADD ("clock-goes-back", test_clock_goes_back);
  ADD ("restore-version", test_restore_version);
  ADD ("restore-of-unfit-version", test_restore_of_unfit_version);
  ADD ("edit-of-missing", test_edit_of_missing);
  ADD ("edit-of-lost-text", test_edit_of_lost_text);
  ADD ("trash", test_trash);
  ADD ("purge-leaves-nothing", test_purge_leaves_nothing);
  ADD ("label-edited-away", test_label_edited_away);
  ADD ("labels-in-use", test_labels_in_use);
  ADD ("label-spelling", test_label_spelling);
  ADD ("rows-follow-each-other", test_rows_follow_each_other);
  ADD ("inside-a-transaction", test_inside_a_transaction);
  g_test_add_func ("/journal/reflections/json", test_json);

  return g_test_run ();
}
