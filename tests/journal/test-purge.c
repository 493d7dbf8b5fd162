/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Purging: out of sight at once and for good, gone in short steps, also after a program was killed. */

#include "config.h"

#include "journal-test.h"
#include "shc-imports.h"
#include "shc-journal-error.h"

#define MANY 130

/* Returns: (transfer full): the ids of what was added and put into the trash. */
static char **
add_many (JournalFixture *fixture)
{
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  char **all;

  for (int i = 0; i < MANY; i++)
    {
      g_autofree char *text = g_strdup_printf ("canary %d", i);
      g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", text);

      g_strv_builder_add (ids, added->id);
    }
  all = g_strv_builder_end (ids);
  /* The last one is purged from outside of the trash. */
  for (int i = 0; i < MANY - 1; i++)
    {
      const char *one[] = { all[i], NULL };

      g_assert_true (shc_reflections_trash (fixture->db, one, 5, NULL));
    }
  return all;
}

static void
assert_unseen (JournalFixture *fixture,
               const char     *id)
{
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  g_autoptr(GError) error = NULL;

  for (int trash = 0; trash < 2; trash++)
    {
      g_autoptr(GPtrArray) list = NULL;
      g_autoptr(GArray) keys = NULL;

      filter->trash = trash == 1;
      list = shc_reflections_list (fixture->db, filter, NULL, 10, NULL);
      keys = shc_reflections_keys (fixture->db, filter, NULL);
      g_assert_cmpuint (list->len, ==, trash ? 0 : 1);
      g_assert_cmpuint (keys->len, ==, trash ? 0 : 1);
      g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, trash ? 0 : 1);
      filter->query = g_strdup ("canary");
      g_assert_cmpint (shc_reflections_count (fixture->db, filter, NULL), ==, 0);
      g_clear_pointer (&filter->query, g_free);
    }
  g_assert_cmpint (shc_journal_schema ()->count (fixture->db, NULL), ==, 1);
  g_assert_null (shc_reflections_get (fixture->db, id, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_in_steps (JournalFixture *fixture,
               gconstpointer   data)
{
  g_autoptr(ShcReflection) stays G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-07", "stays");
  g_auto(GStrv) ids = add_many (fixture);
  const char *one[] = { ids[3], NULL };
  gint64 left = MANY + 1;
  gboolean more = TRUE;

  g_assert_true (shc_reflections_purge_begin (fixture->db, (const char *const *) ids, NULL));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, left);
  assert_unseen (fixture, ids[3]);
  g_assert_false (shc_reflections_untrash (fixture->db, one, NULL));

  while (more)
    {
      gint64 now;

      g_assert_true (shc_reflections_purge_some (fixture->db, &more, NULL));
      now = journal_test_number (fixture->db, "SELECT count(*) FROM reflection");
      g_assert_cmpint (now, >=, left - 50);
      left = now;
    }
  g_assert_cmpint (left, ==, 1);
  g_assert_false (journal_test_find (fixture, "canary"));
}

/* Nor do the former texts of one reflection go all at once. */
static void
test_versions_in_steps (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "much edited");
  const char *ids[] = { added->id, NULL };
  gint64 left = 100;
  gboolean more = TRUE;

  g_assert_true (shc_db_exec (fixture->db,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) "
    "INSERT INTO reflection_version (row, updated_us, session, words, text) "
    "SELECT row, i, i, 1, 'canary' FROM n, reflection", NULL));
  g_assert_true (shc_reflections_purge_begin (fixture->db, ids, NULL));
  while (more)
    {
      gint64 now;

      g_assert_true (shc_reflections_purge_some (fixture->db, &more, NULL));
      now = journal_test_number (fixture->db, "SELECT count(*) FROM reflection_version");
      g_assert_cmpint (now, >=, left - 16);
      left = now;
    }
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
  g_assert_false (journal_test_find (fixture, "canary"));
}

/* One unknown id, and nothing is touched. */
static void
test_all_or_none (JournalFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr(ShcReflection) added = journal_test_add (fixture->db, "2026-01-07", "stays");
  const char *ids[] = { added->id, "00000000-0000-4000-8000-000000000000", NULL };
  g_autoptr(ShcReflection) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_reflections_purge_begin (fixture->db, ids, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  back = journal_test_get (fixture->db, added->id);
  g_assert_cmpint (back->trashed_us, ==, 0);
}

/* Killed in between: the next one who has the vault open goes on with it. */
static void
test_swept (JournalFixture *fixture,
            gconstpointer   data)
{
  g_autoptr(ShcReflection) stays G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-07", "stays");
  g_auto(GStrv) ids = add_many (fixture);
  gboolean more = TRUE;

  g_assert_true (shc_reflections_purge_begin (fixture->db, (const char *const *) ids, NULL));
  g_assert_true (shc_reflections_purge_some (fixture->db, &more, NULL));
  shc_db_close (fixture->db);
  fixture->db = journal_test_open (fixture, SHC_DB_WRITER);
  assert_unseen (fixture, ids[MANY - 1]);

  for (more = TRUE; more;)
    g_assert_true (shc_imports_sweep_some (fixture->db, &more, NULL));
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 1);
  g_assert_false (journal_test_find (fixture, "canary"));
}

#define ADD(path, test) \
  g_test_add ("/journal/purge/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("in-steps", test_in_steps);
  ADD ("versions-in-steps", test_versions_in_steps);
  ADD ("all-or-none", test_all_or_none);
  ADD ("swept", test_swept);

  return g_test_run ();
}
