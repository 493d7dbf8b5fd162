/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as the window uses it: a real vault, its threads, and the main loop. */

#include "config.h"

#include <glib/gstdio.h>

#include "journal-test.h"
#include "shc-imports.h"
#include "shc-journal-error.h"
#include "shc-journal.h"
#include "shc-seal.h"
#include "shc-secure.h"
#include "shc-settings.h"
#include "shc-text.h"

typedef struct
{
  char         *folder;
  ShcVault     *vault;
  ShcJournal   *journal;
  GAsyncResult *result;
  guint         changes;
} Fixture;

static void
changed_cb (ShcJournal *journal,
            gboolean    external,
            gpointer    user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (external);
  fixture->changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char passphrase[] = "heron lantern quarry violet";
  g_autoptr(GBytes) secret = shc_secure_bytes_copy (passphrase, sizeof passphrase - 1);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  fixture->folder = g_dir_make_tmp ("shc-journal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->vault = shc_vault_new (fixture->folder, shc_journal_schema ());
  shc_vault_create (fixture->vault, secret, FALSE, TRUE, &code, &slots, &error);
  g_assert_no_error (error);
  fixture->journal = shc_journal_new (fixture->vault);
  g_signal_connect (fixture->journal, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
remove_folder (const char *path)
{
  const char *name;
  GDir *dir = g_dir_open (path, 0, NULL);

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_assert_cmpint (g_remove (child), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->result);
  /* What still runs in the background holds the journal until its answer has come. */
  shc_vault_close (fixture->vault);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->journal);
  g_assert_finalize_object (fixture->vault);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (source == (GObject *) fixture->journal);
  g_set_object (&fixture->result, result);
}

/* Waits for the answer to the call just made. */
static GAsyncResult *
wait (Fixture *fixture)
{
  gint64 deadline_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_clear_object (&fixture->result);
  while (fixture->result == NULL && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fixture->result);
  return fixture->result;
}

static ShcReflection *
add (Fixture    *fixture,
     const char *date,
     const char *text)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection (date, text);
  g_autoptr(GError) error = NULL;
  ShcReflection *kept;

  shc_journal_add_async (fixture->journal, reflection, SHC_DRAFT_NEW, NULL, done_cb, fixture);
  kept = shc_journal_add_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  return kept;
}

static ShcOverview *
load_overview (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ShcOverview *overview;

  shc_journal_load_overview_async (fixture->journal, journal_test_date ("2026-01-07T12:00:00"), NULL,
                                   done_cb, fixture);
  overview = shc_journal_load_overview_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  return overview;
}

static gint64
count (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ShcCounts counts;

  shc_journal_count_async (fixture->journal, journal_test_date ("2026-01-07"), NULL, done_cb, fixture);
  g_assert_true (shc_journal_count_finish (fixture->journal, wait (fixture), &counts, &error));
  g_assert_no_error (error);
  return counts.reflections;
}

static void
test_overview (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const grant[] = { "storage", NULL };
  g_autoptr(ShcOverview) before = load_overview (fixture);
  ShcCounts counts;
  g_autoptr(ShcOverview) after = NULL;
  g_autoptr(ShcReflection) added = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(GError) error = NULL;

  g_assert_null (before->profile);
  g_assert_null (before->draft);
  g_assert_cmpint (before->idle_minutes, ==, 10);
  g_assert_cmpint (before->storage->state, ==, SHC_CONSENT_NEVER);

  profile->healing_name = g_strdup ("Rose");
  profile->journey_start_day = shc_date_get_day (journal_test_date ("2026-01-01"));
  shc_journal_save_profile_async (fixture->journal, profile, grant, NULL, NULL, done_cb, fixture);
  g_assert_true (shc_journal_save_profile_finish (fixture->journal, wait (fixture), &error));
  g_assert_no_error (error);
  added = add (fixture, "2026-01-05", "calm");
  shc_journal_note_day_shown (fixture->journal, 7);

  after = load_overview (fixture);
  g_assert_cmpstr (after->profile->healing_name, ==, "Rose");
  g_assert_cmpint (after->storage->state, ==, SHC_CONSENT_GRANTED);
  g_assert_cmpint (after->day, ==, 7);
  shc_journal_count_async (fixture->journal, journal_test_date ("2026-01-07"), NULL, done_cb, fixture);
  g_assert_true (shc_journal_count_finish (fixture->journal, wait (fixture), &counts, &error));
  g_assert_cmpint (counts.reflections, ==, 1);
  g_assert_cmpint (counts.days_written, ==, 1);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->changes, >, 0);
}

/* A consent that cannot be recorded takes the profile back with it. */
static void
test_profile_all_or_nothing (Fixture       *fixture,
                             gconstpointer  data)
{
  static const char *const grant[] = { "storage", "everything", NULL };
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcOverview) after = NULL;
  g_autoptr(GError) error = NULL;

  profile->healing_name = g_strdup ("Rose");
  shc_journal_save_profile_async (fixture->journal, profile, grant, NULL, NULL, done_cb, fixture);
  g_assert_false (shc_journal_save_profile_finish (fixture->journal, wait (fixture), &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
  after = load_overview (fixture);
  g_assert_null (after->profile);
  g_assert_false (after->storage->state == SHC_CONSENT_GRANTED);
}

static void
save_draft (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autoptr(ShcDraft) draft = shc_draft_new (name);
  g_autoptr(GError) error = NULL;

  draft->reflection->text = g_strdup (text);
  shc_journal_save_draft_async (fixture->journal, draft, done_cb, fixture);
  g_assert_true (shc_journal_save_draft_finish (fixture->journal, wait (fixture), &error));
  g_assert_no_error (error);
}

static void
test_draft_becomes_reflection (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autoptr(ShcOverview) before = NULL;
  g_autoptr(ShcOverview) after = NULL;
  g_autoptr(ShcReflection) added = NULL;
  g_autoptr(GError) error = NULL;

  save_draft (fixture, SHC_DRAFT_NEW, "half a sen");
  before = load_overview (fixture);
  g_assert_cmpstr (before->draft->reflection->text, ==, "half a sen");
  added = add (fixture, "2026-01-07", "half a sentence");
  after = load_overview (fixture);
  g_assert_null (after->draft);

  save_draft (fixture, added->id, "whole");
  shc_overview_free (g_steal_pointer (&after));
  after = load_overview (fixture);
  g_assert_cmpstr (after->edit_drafts[0], ==, added->id);
  shc_journal_drop_draft_async (fixture->journal, added->id, done_cb, fixture);
  g_assert_true (shc_journal_drop_draft_finish (fixture->journal, wait (fixture), &error));
}

/* Purged elsewhere while it was being edited: what was being typed can be read, and kept anew. */
static void
test_draft_outlives_reflection (Fixture       *fixture,
                                gconstpointer  data)
{
  g_autoptr(ShcReflection) added = add (fixture, "2026-01-07", "before");
  g_autoptr(ShcReading) reading = NULL;
  g_autoptr(ShcReflection) kept = NULL;
  g_autoptr(ShcOverview) overview = NULL;
  g_autoptr(GError) error = NULL;
  const char *ids[] = { added->id, NULL };
  gboolean kept_both = TRUE;

  shc_journal_purge_async (fixture->journal, ids, done_cb, fixture);
  g_assert_true (shc_journal_purge_finish (fixture->journal, wait (fixture), &error));
  save_draft (fixture, added->id, "still writing");

  shc_journal_read_async (fixture->journal, added->id, "writing", NULL, done_cb, fixture);
  reading = shc_journal_read_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reading->reflection->id, ==, added->id);
  g_assert_cmpstr (reading->reflection->text, ==, "still writing");
  g_assert_cmpstr (reading->draft->reflection->text, ==, "still writing");

  shc_journal_edit_async (fixture->journal, reading->reflection, "s", added->updated_us, NULL, done_cb,
                          fixture);
  kept = shc_journal_edit_finish (fixture->journal, wait (fixture), &kept_both, &error);
  g_assert_no_error (error);
  g_assert_false (kept_both);
  g_assert_cmpstr (kept->text, ==, "still writing");
  overview = load_overview (fixture);
  g_assert_cmpint (count (fixture), ==, 1);
  g_assert_null (overview->edit_drafts[0]);

  /* Without a draft there is nothing to keep. */
  shc_journal_purge_async (fixture->journal, ids, done_cb, fixture);
  g_assert_true (shc_journal_purge_finish (fixture->journal, wait (fixture), &error));
  shc_journal_edit_async (fixture->journal, kept, "s", 0, NULL, done_cb, fixture);
  g_assert_null (shc_journal_edit_finish (fixture->journal, wait (fixture), NULL, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

/* A refused text leaves the draft where it is. */
static void
test_refused_keeps_draft (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(ShcReflection) blank = journal_test_reflection ("2026-01-07", "  ");
  g_autoptr(ShcOverview) after = NULL;
  g_autoptr(GError) error = NULL;

  save_draft (fixture, SHC_DRAFT_NEW, "half a sen");
  shc_journal_add_async (fixture->journal, blank, SHC_DRAFT_NEW, NULL, done_cb, fixture);
  g_assert_null (shc_journal_add_finish (fixture->journal, wait (fixture), &error));
  g_assert_error (error, SHC_TEXT_ERROR, SHC_TEXT_ERROR_EMPTY);
  after = load_overview (fixture);
  g_assert_nonnull (after->draft);
}

static void
edit (Fixture             *fixture,
      const ShcReflection *reflection,
      const char          *text,
      const char          *session,
      gboolean             expect_both)
{
  g_autoptr(ShcReflection) changed = shc_reflection_copy (reflection);
  g_autoptr(ShcReflection) kept = NULL;
  g_autoptr(GError) error = NULL;
  gboolean kept_both = !expect_both;

  g_free (changed->text);
  changed->text = g_strdup (text);
  shc_journal_edit_async (fixture->journal, changed, session, reflection->updated_us, NULL, done_cb,
                          fixture);
  kept = shc_journal_edit_finish (fixture->journal, wait (fixture), &kept_both, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept->text, ==, text);
  g_assert_cmpint (kept_both, ==, expect_both);
}

static void
test_edit_read_restore (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(ShcReflection) added = add (fixture, "2026-01-07", "first words");
  g_autoptr(ShcReading) reading = NULL;
  g_autoptr(ShcReading) restored = NULL;
  g_autoptr(GPtrArray) versions = NULL;
  g_autofree char *former = NULL;
  const ShcVersion *newest;
  g_autoptr(GError) error = NULL;

  save_draft (fixture, added->id, "cut off");
  edit (fixture, added, "second words", "a", FALSE);
  edit (fixture, added, "third words", "b", TRUE);

  shc_journal_read_async (fixture->journal, added->id, "words", NULL, done_cb, fixture);
  reading = shc_journal_read_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reading->reflection->text, ==, "third words");
  g_assert_cmpuint (reading->n_versions, ==, 2);
  g_assert_cmpuint (reading->ranges->len, ==, 1);
  g_assert_cmpuint (g_array_index (reading->ranges, ShcRange, 0).start, ==, 6);
  g_assert_null (reading->draft);

  shc_journal_versions_async (fixture->journal, added->id, NULL, done_cb, fixture);
  versions = shc_journal_versions_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 2);
  newest = g_ptr_array_index (versions, 0);
  g_assert_null (newest->text);
  g_assert_cmpuint (newest->n_words, ==, 2);
  shc_journal_version_async (fixture->journal, added->id, newest->updated_us, NULL, done_cb, fixture);
  former = shc_journal_version_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (former, ==, "second words");

  shc_journal_restore_version_async (fixture->journal, added->id, added->updated_us, "c", done_cb,
                                     fixture);
  g_assert_true (shc_journal_restore_version_finish (fixture->journal, wait (fixture), &error));
  shc_journal_read_async (fixture->journal, added->id, NULL, NULL, done_cb, fixture);
  restored = shc_journal_read_finish (fixture->journal, wait (fixture), &error);
  g_assert_cmpstr (restored->reflection->text, ==, "first words");
  g_assert_cmpuint (restored->n_versions, ==, 3);
}

static void
test_trash_and_purge (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(ShcReflection) added = add (fixture, "2026-01-07", "calm");
  g_autoptr(GError) error = NULL;
  const char *ids[] = { added->id, NULL };

  shc_journal_trash_async (fixture->journal, ids, done_cb, fixture);
  g_assert_true (shc_journal_trash_finish (fixture->journal, wait (fixture), &error));
  g_assert_cmpint (count (fixture), ==, 0);
  shc_journal_untrash_async (fixture->journal, ids, done_cb, fixture);
  g_assert_true (shc_journal_untrash_finish (fixture->journal, wait (fixture), &error));
  g_assert_cmpint (count (fixture), ==, 1);

  shc_journal_purge_async (fixture->journal, ids, done_cb, fixture);
  g_assert_true (shc_journal_purge_finish (fixture->journal, wait (fixture), &error));
  g_assert_no_error (error);
  shc_journal_purge_async (fixture->journal, ids, done_cb, fixture);
  g_assert_false (shc_journal_purge_finish (fixture->journal, wait (fixture), &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

/* The copy takes the place of a former one, and one that cannot be written leaves that as it was. */
static void
check_ledger (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "agreed.json", NULL);
  g_autofree char *nowhere = g_build_filename (path, "agreed.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr(ShcLedger) ledger = NULL;
  g_autoptr(GError) error = NULL;

  shc_journal_export_ledger_async (fixture->journal, path, NULL, done_cb, fixture);
  g_assert_true (shc_journal_export_ledger_finish (fixture->journal, wait (fixture), &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "[]\n");
  g_clear_pointer (&text, g_free);
  shc_journal_record_consent_async (fixture->journal, "chat-history", NULL, TRUE, done_cb, fixture);
  g_assert_true (shc_journal_record_consent_finish (fixture->journal, wait (fixture), &error));
  shc_journal_export_ledger_async (fixture->journal, path, NULL, done_cb, fixture);
  g_assert_true (shc_journal_export_ledger_finish (fixture->journal, wait (fixture), &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "[\n{\"number\":1,"));
  g_assert_true (g_str_has_suffix (text, "\"}\n]\n"));

  shc_journal_load_ledger_async (fixture->journal, NULL, done_cb, fixture);
  ledger = shc_journal_load_ledger_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ledger->entries->len, ==, 1);
  shc_journal_verify_ledger_async (fixture->journal, NULL, done_cb, fixture);
  g_assert_cmpint (shc_journal_verify_ledger_finish (fixture->journal, wait (fixture), &error), ==, 1);

  shc_journal_export_ledger_async (fixture->journal, nowhere, NULL, done_cb, fixture);
  g_assert_false (shc_journal_export_ledger_finish (fixture->journal, wait (fixture), &error));
  g_assert_nonnull (error);
}

static void
test_labels_journey_consents_settings (Fixture       *fixture,
                                       gconstpointer  data)
{
  g_autoptr(ShcReflection) added = add (fixture, "2026-01-07", "calm");
  g_auto(GStrv) tags = NULL;
  g_auto(GStrv) milestones = NULL;
  g_autoptr(ShcJourney) journey = NULL;
  g_autoptr(GPtrArray) consents = NULL;
  g_autofree char *value = NULL;
  g_autoptr(GError) error = NULL;

  shc_journal_labels_async (fixture->journal, NULL, done_cb, fixture);
  g_assert_true (shc_journal_labels_finish (fixture->journal, wait (fixture), &tags, &milestones,
                                            &error));
  g_assert_cmpuint (g_strv_length (tags), ==, 0);
  shc_journal_load_journey_async (fixture->journal, added->date, NULL, done_cb, fixture);
  journey = shc_journal_load_journey_finish (fixture->journal, wait (fixture), &error);
  g_assert_cmpuint (journey->written->len, ==, 1);
  shc_journal_consents_async (fixture->journal, NULL, done_cb, fixture);
  consents = shc_journal_consents_finish (fixture->journal, wait (fixture), &error);
  g_assert_cmpuint (consents->len, ==, 0);

  check_ledger (fixture);

  shc_journal_set_setting_async (fixture->journal, SHC_SETTING_LOCK_IDLE_MINUTES, "25", done_cb,
                                 fixture);
  g_assert_true (shc_journal_set_setting_finish (fixture->journal, wait (fixture), &error));
  shc_journal_get_setting_async (fixture->journal, SHC_SETTING_LOCK_IDLE_MINUTES, NULL, done_cb,
                                 fixture);
  value = shc_journal_get_setting_finish (fixture->journal, wait (fixture), &error);
  g_assert_cmpstr (value, ==, "25");
  g_assert_no_error (error);
}

static gpointer
leave_import_behind (ShcDb    *db,
                     gpointer  data,
                     GError  **error)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  gint64 import = shc_imports_begin (db, "a", g_get_real_time (), error);

  for (int i = 0; i < 120; i++)
    {
      g_autofree char *text = g_strdup_printf ("walk %d", i);
      g_autoptr(ShcImportEntry) entry = shc_import_entry_new ();
      ShcImportCounts counts;

      entry->reflection = journal_test_reflection ("2026-01-07", text);
      shc_imports_stage (db, import, tally, &entry, 1, g_get_real_time (), NULL, &counts, error);
    }
  return GINT_TO_POINTER (shc_db_exec (db, "UPDATE import SET owner = 'nobody'", error));
}

static gpointer
count_rows (ShcDb    *db,
            gpointer  data,
            GError  **error)
{
  return GINT_TO_POINTER (journal_test_number (db,
    "SELECT (SELECT count(*) FROM reflection) + (SELECT count(*) FROM import)") + 1);
}

/* What a killed import left goes by itself once the first page is read. */
static void
test_sweeps (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ShcOverview) overview = NULL;
  g_autoptr(GError) error = NULL;
  gint64 deadline_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, leave_import_behind, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (GPOINTER_TO_INT (shc_vault_run (fixture->vault, SHC_DB_READER, count_rows, NULL,
                                                   NULL)), ==, 122);
  overview = load_overview (fixture);
  g_assert_cmpint (count (fixture), ==, 0);
  while (GPOINTER_TO_INT (shc_vault_run (fixture->vault, SHC_DB_READER, count_rows, NULL, NULL)) != 1)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "calm");
  g_autoptr(GError) error = NULL;

  shc_vault_close (fixture->vault);
  shc_journal_add_async (fixture->journal, reflection, NULL, NULL, done_cb, fixture);
  g_assert_null (shc_journal_add_finish (fixture->journal, wait (fixture), &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  shc_journal_labels_async (fixture->journal, cancellable, done_cb, fixture);
  g_cancellable_cancel (cancellable);
  g_assert_false (shc_journal_labels_finish (fixture->journal, wait (fixture), NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nothing is wrong with a vault in use, and what is wrong is said. */
static gpointer
check_records (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  return GINT_TO_POINTER (shc_journal_schema ()->check (db, data, error));
}

static gpointer
spoil_records (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  return GINT_TO_POINTER (shc_db_exec (db,
    "DROP TRIGGER reflection_text_update; UPDATE reflection_text SET text = 'other words';"
    "UPDATE reflection_tag SET civil_us = civil_us + 1;"
    "PRAGMA foreign_keys = OFF; DROP TRIGGER consent_no_update; UPDATE consent SET granted = 0;"
    "INSERT INTO reflection SELECT row + 1, 'x', civil_us, 0, NULL, NULL, 0, 0, 0, 0, NULL, 0, NULL, "
    "NULL, NULL FROM reflection", error));
}

static void
test_schema_check (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char *const grant[] = { "storage", NULL };
  g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ShcProfile) profile = shc_profile_new ();
  g_autoptr(ShcReflection) reflection = journal_test_reflection ("2026-01-07", "calm");
  g_autoptr(ShcReflection) kept = NULL;
  g_autoptr(GError) error = NULL;

  profile->healing_name = g_strdup ("Rose");
  shc_journal_save_profile_async (fixture->journal, profile, grant, NULL, NULL, done_cb, fixture);
  g_assert_true (shc_journal_save_profile_finish (fixture->journal, wait (fixture), &error));
  g_strfreev (reflection->tags);
  reflection->tags = g_strsplit ("water", ",", -1);
  shc_journal_add_async (fixture->journal, reflection, NULL, NULL, done_cb, fixture);
  kept = shc_journal_add_finish (fixture->journal, wait (fixture), &error);
  g_assert_no_error (error);

  g_assert_true (shc_vault_run (fixture->vault, SHC_DB_WRITER, check_records, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_true (shc_vault_run (fixture->vault, SHC_DB_WRITER, spoil_records, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (shc_vault_run (fixture->vault, SHC_DB_WRITER, check_records, problems, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 4);
}

#define ADD(path, test) g_test_add ("/journal/journal/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);
  shc_seal_set_cost_for_tests (1, 8192);

  ADD ("overview", test_overview);
  ADD ("profile-all-or-nothing", test_profile_all_or_nothing);
  ADD ("draft-becomes-reflection", test_draft_becomes_reflection);
  ADD ("refused-keeps-draft", test_refused_keeps_draft);
  ADD ("draft-outlives-reflection", test_draft_outlives_reflection);
  ADD ("edit-read-restore", test_edit_read_restore);
  ADD ("trash-and-purge", test_trash_and_purge);
  ADD ("labels-journey-consents-settings", test_labels_journey_consents_settings);
  ADD ("sweeps", test_sweeps);
  ADD ("closed", test_closed);
  ADD ("cancelled", test_cancelled);
  ADD ("schema-check", test_schema_check);

  return g_test_run ();
}
