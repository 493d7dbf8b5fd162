/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs that are killed in the middle: what they acknowledged is there, what they had only begun
 * is seen nowhere and goes away. */

#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "journal-test.h"
#include "shc-drafts.h"
#include "shc-imports.h"
#include "shc-secure.h"

/* So many of an import are published at a time. */
#define BATCH 7

static const char *program;

/* SHC_TEST_ROUNDS: how often each test kills. */
static int
count_rounds (void)
{
  const char *rounds = g_getenv ("SHC_TEST_ROUNDS");

  return rounds != NULL ? MAX (atoi (rounds), 1) : 5;
}

/* Runs this program anew to do @work for ever, with the key on its standard input, and kills it when
 * @count steps were acknowledged. Returns: how many were, by then. */
static int
run_and_kill (JournalFixture *fixture,
              const char     *work,
              int             count)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) child =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                      program, "--work", work, fixture->path, NULL);
  GInputStream *output;
  int acknowledged = 0;
  guint8 byte;

  g_assert_no_error (error);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (child),
                             g_bytes_get_data (fixture->key, NULL), SHC_DB_KEY_SIZE, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (child);
  while (acknowledged < count && g_input_stream_read (output, &byte, 1, NULL, NULL) == 1)
    acknowledged++;
  g_subprocess_force_exit (child);
  while (g_input_stream_read (output, &byte, 1, NULL, NULL) == 1)
    acknowledged++;
  g_subprocess_wait (child, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (acknowledged, >=, count);
  return acknowledged;
}

static void
acknowledge (void)
{
  if (write (STDOUT_FILENO, "", 1) != 1)
    _exit (1);
}

static void
import_for_ever (ShcDb *db)
{
  ShcImportTally *tally = shc_import_tally_new ();
  gint64 import = shc_imports_begin (db, "test", g_get_real_time (), NULL);

  for (int i = 0; import != 0; i++)
    {
      g_autofree char *text = g_strdup_printf ("walk %d", i);
      ShcImportEntry *entry = shc_import_entry_new ();
      ShcImportCounts counts;

      entry->reflection = journal_test_reflection ("2026-01-07", text);
      if (!shc_imports_stage (db, import, tally, &entry, 1, g_get_real_time (), NULL, &counts, NULL))
        return;
      shc_import_entry_free (entry);
      acknowledge ();
    }
}

static void
sweep (JournalFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  while (more)
    {
      shc_imports_sweep_some (fixture->db, &more, &error);
      g_assert_no_error (error);
    }
}

static void
test_import (JournalFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(ShcReflection) before G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-01", "before");

  for (int round = 0; round < count_rounds (); round++)
    {
      g_autoptr(ShcFilter) filter = shc_filter_new ();
      int staged = run_and_kill (fixture, "import", 10 + 20 * (round % 8));

      g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), >,
                       staged);
      g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 1);
      filter->query = g_strdup ("walk");
      g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 0);
      g_assert_cmpint (shc_imports_unfinished (fixture->db, NULL), !=, 0);
      sweep (fixture);
      g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 1);
      g_assert_cmpint (shc_imports_unfinished (fixture->db, NULL), ==, 0);
      g_assert_false (journal_test_find (fixture, "walk"));
    }
}

/* One whole import after the other. */
static void
publish_for_ever (ShcDb *db)
{
  for (gint64 import = 1; import != 0;)
    {
      g_autoptr(ShcImportTally) tally = shc_import_tally_new ();

      import = shc_imports_begin (db, "test", g_get_real_time (), NULL);
      for (int i = 0; import != 0 && i < BATCH; i++)
        {
          g_autofree char *text = g_uuid_string_random ();
          g_autoptr(ShcImportEntry) entry = shc_import_entry_new ();
          ShcImportCounts counts;

          entry->reflection = journal_test_reflection ("2026-01-07", text);
          if (!shc_imports_stage (db, import, tally, &entry, 1, g_get_real_time (), NULL, &counts,
                                  NULL))
            return;
          acknowledge ();
        }
      if (!shc_imports_publish (db, import, g_get_real_time (), NULL))
        return;
      acknowledge ();
    }
}

/* Killed anywhere: each import is there whole or not at all, and none that was acknowledged is lost. */
static void
test_imports (JournalFixture *fixture,
              gconstpointer   data)
{
  int rounds = count_rounds ();
  int unfinished = 0;
  gint64 whole = 0;

  for (int round = 0; round < rounds; round++)
    {
      int acknowledged = run_and_kill (fixture, "imports", g_random_int_range (1, 6 * (BATCH + 1)));
      g_autoptr(ShcFilter) filter = shc_filter_new ();
      gint64 seen = shc_reflections_count (fixture->db, filter, NULL);

      unfinished += shc_imports_unfinished (fixture->db, NULL) != 0;
      g_assert_cmpint (seen % BATCH, ==, 0);
      g_assert_cmpint (seen, >=, whole + acknowledged / (BATCH + 1) * BATCH);
      whole = seen;
      sweep (fixture);
      g_assert_cmpint (shc_imports_unfinished (fixture->db, NULL), ==, 0);
      g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, whole);
    }
  g_test_message ("%d of %d rounds met an unfinished import", unfinished, rounds);
  /* Seven of eight moments lie inside of one: a test that meets none has tested nothing. */
  g_assert_cmpint (unfinished, >, rounds >= 5 ? 0 : -1);
  g_assert_true (shc_db_exec (fixture->db,
    "INSERT INTO reflection_search (reflection_search, rank) VALUES ('integrity-check', 1)", NULL));
}

static void
save_for_ever (ShcDb *db)
{
  for (int i = 1;; i++)
    {
      ShcDraft *draft = shc_draft_new (SHC_DRAFT_NEW);
      ShcReflection *reflection = journal_test_reflection ("2026-01-07", "saved");

      draft->reflection->text = g_strdup_printf ("%d", i);
      draft->reflection->date = reflection->date;
      if (!shc_reflections_add (db, reflection, g_get_real_time (), NULL) ||
          !shc_drafts_save (db, draft, g_get_real_time (), NULL))
        return;
      shc_reflection_free (reflection);
      shc_draft_free (draft);
      acknowledge ();
    }
}

static void
test_saves (JournalFixture *fixture,
            gconstpointer   data)
{
  int saved = 0;

  for (int round = 0; round < count_rounds (); round++)
    {
      int acknowledged = run_and_kill (fixture, "save", 5 + 7 * (round % 8));
      g_autoptr(ShcDraft) draft = shc_drafts_get (fixture->db, SHC_DRAFT_NEW, NULL);
      gint64 count = journal_test_number (fixture->db, "SELECT count(*) FROM reflection");

      g_assert_cmpint (atoi (draft->reflection->text), >=, acknowledged);
      g_assert_cmpint (count, >=, saved + acknowledged);
      saved = (int) count;
      g_assert_true (shc_db_exec (fixture->db,
        "INSERT INTO reflection_search (reflection_search, rank) VALUES ('integrity-check', 1)", NULL));
    }
}

#define ADD(path, test) \
  g_test_add ("/journal/killed/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

static int
work (const char *what,
      char       *path)
{
  JournalFixture fixture = { .path = path };
  guint8 *key;

  shc_secure_init ();
  fixture.key = shc_secure_bytes_new (SHC_DB_KEY_SIZE, &key);
  if (read (STDIN_FILENO, key, SHC_DB_KEY_SIZE) != SHC_DB_KEY_SIZE)
    return 1;
  if (g_str_equal (what, "import"))
    import_for_ever (journal_test_open (&fixture, SHC_DB_WRITER));
  else if (g_str_equal (what, "imports"))
    publish_for_ever (journal_test_open (&fixture, SHC_DB_WRITER));
  else
    save_for_ever (journal_test_open (&fixture, SHC_DB_WRITER));
  return 1; /* it should have been killed */
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--work"))
    return work (argv[2], argv[3]);

  program = argv[0];
  journal_test_init (&argc, &argv);

  ADD ("import", test_import);
  ADD ("imports", test_imports);
  ADD ("saves", test_saves);

  return g_test_run ();
}
