/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importing: unseen until it is whole, doubles counted, taken back except for what was edited. */

#include "config.h"

#include "journal-test.h"
#include "shc-imports.h"
#include "shc-journal-error.h"
#include "shc-labels.h"

static ShcImportEntry *
new_entry (const char *date,
           const char *text,
           const char *source_id)
{
  ShcImportEntry *entry = shc_import_entry_new ();

  entry->reflection = journal_test_reflection (date, text);
  entry->source_id = g_strdup (source_id);
  if (source_id != NULL && g_uuid_string_is_valid (source_id))
    entry->reflection->id = g_strdup (source_id);
  return entry;
}

typedef struct
{
  const char *date;
  const char *text;
  const char *source_id;
} Line;

/* Runs one file over the vault; Returns: the import's number, 0 for a look. */
static gint64
import_lines (JournalFixture *fixture,
              const Line     *lines,
              gsize           n,
              gboolean        look,
              ShcImportCounts *counts)
{
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_import_entry_free);
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  gint64 import = 0;

  for (gsize i = 0; i < n; i++)
    g_ptr_array_add (entries, new_entry (lines[i].date, lines[i].text, lines[i].source_id));
  if (look)
    {
      shc_imports_look (fixture->db, tally, (ShcImportEntry **) entries->pdata, entries->len, counts,
                        &error);
      g_assert_no_error (error);
      return 0;
    }

  import = shc_imports_begin (fixture->db, "jsonl: test", JOURNAL_TEST_NOW_US, &error);
  g_assert_no_error (error);
  shc_imports_stage (fixture->db, import, tally, (ShcImportEntry **) entries->pdata, entries->len,
                     JOURNAL_TEST_NOW_US, NULL, counts, &error);
  g_assert_no_error (error);
  shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, &error);
  g_assert_no_error (error);
  return import;
}

static void
assert_counts (JournalFixture *fixture,
               const Line     *lines,
               gsize           n,
               guint           added,
               guint           present)
{
  ShcImportCounts got = { 0 };

  import_lines (fixture, lines, n, TRUE, &got);
  g_assert_cmpuint (got.added, ==, added);
  g_assert_cmpuint (got.present, ==, present);
  import_lines (fixture, lines, n, FALSE, &got);
  g_assert_cmpuint (got.added, ==, added);
  g_assert_cmpuint (got.present, ==, present);
  /* Once more, nothing is new. */
  import_lines (fixture, lines, n, FALSE, &got);
  g_assert_cmpuint (got.added, ==, 0);
  g_assert_cmpuint (got.present, ==, n);
}

#define VISIBLE "SELECT count(*) FROM reflection WHERE" SHC_SQL_VISIBLE

static void
test_doubles_are_counted (JournalFixture *fixture,
                          gconstpointer   data)
{
  static const Line lines[] = {
    { "2026-01-07", "tired", NULL }, { "2026-01-07T20:00:00", "tired", NULL },
    { "2026-01-08", "tired", NULL }, { "2026-01-07", "Tired", NULL },
  };
  g_autoptr(ShcReflection) there G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-07T08:00:00", "tired");

  assert_counts (fixture, lines, G_N_ELEMENTS (lines), 3, 1);
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 4);
}

#define UUID_1 "aaaaaaaa-0000-4000-8000-000000000001"
#define UUID_2 "aaaaaaaa-0000-4000-8000-000000000002"

static void
test_doubles_by_uuid (JournalFixture *fixture,
                      gconstpointer   data)
{
  static const Line lines[] = {
    { "2026-01-07", "changed since", UUID_1 }, { "2026-01-07", "other", UUID_2 },
    { "2026-01-07", "other, twice in the file", UUID_2 },
  };
  g_autoptr(ShcReflection) there = journal_test_reflection ("2026-01-01", "first");
  g_autoptr(ShcReflection) back = NULL;
  const char *ids[] = { UUID_1, NULL };

  there->id = g_strdup (UUID_1);
  g_assert_true (shc_reflections_add (fixture->db, there, JOURNAL_TEST_NOW_US, NULL));
  g_assert_true (shc_reflections_trash (fixture->db, ids, 5, NULL));
  assert_counts (fixture, lines, G_N_ELEMENTS (lines), 1, 2);
  back = journal_test_get (fixture->db, UUID_2);
  g_assert_cmpstr (back->text, ==, "other");
}

/* Two equal texts under two ids are two, also when one of them is there already. */
static void
test_doubles_by_uuid_and_text (JournalFixture *fixture,
                               gconstpointer   data)
{
  static const Line lines[] = {
    { "2026-01-07", "same", UUID_1 }, { "2026-01-07", "same", UUID_2 },
  };
  g_autoptr(ShcReflection) there = journal_test_reflection ("2026-01-07", "same");

  there->id = g_strdup (UUID_1);
  g_assert_true (shc_reflections_add (fixture->db, there, JOURNAL_TEST_NOW_US, NULL));
  assert_counts (fixture, lines, G_N_ELEMENTS (lines), 1, 1);
}

static void
test_doubles_by_source (JournalFixture *fixture,
                        gconstpointer   data)
{
  static const Line first[] = { { "2026-01-07", "one", "1" }, { "2026-01-07", "two", "2" } };
  static const Line again[] = {
    { "2026-01-07", "one, changed there", "1" }, { "2026-02-01", "another program's 2", "2" },
  };

  assert_counts (fixture, first, G_N_ELEMENTS (first), 2, 0);
  assert_counts (fixture, again, G_N_ELEMENTS (again), 1, 1);
}

static gint64
count_found (JournalFixture *fixture)
{
  return journal_test_number (fixture->db,
    "SELECT count(*) FROM reflection_search JOIN reflection ON reflection_search.rowid = row "
    "WHERE reflection_search MATCH 'walk' AND" SHC_SQL_VISIBLE);
}

static void
assert_seen (JournalFixture *fixture,
             gint64          n)
{
  g_auto(GStrv) tags = shc_reflections_tags (fixture->db, NULL);
  g_auto(GStrv) milestones = shc_reflections_milestones (fixture->db, NULL);
  g_autoptr(ShcDb) outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  g_autoptr(ShcReflection) one = shc_reflections_get (fixture->db, UUID_1, NULL);

  g_assert_cmpint (shc_journal_schema ()->count (fixture->db, NULL), ==, n);
  g_assert_cmpint (count_found (fixture), ==, n);
  g_assert_cmpuint (g_strv_length (tags), ==, n > 0 ? 1 : 0);
  g_assert_cmpuint (g_strv_length (milestones), ==, n > 0 ? 1 : 0);
  g_assert_cmpint (journal_test_number (outbound, "SELECT count(id || text) FROM outbound_reflection"), ==, n);
  g_assert_cmpint (journal_test_number (outbound, "SELECT count(id || tag) FROM outbound_reflection_tag"), ==, n);
  g_assert_cmpint (one != NULL, ==, n > 0);
}

static void
stage_walks (JournalFixture *fixture,
             gint64          import,
             ShcImportTally *tally,
             guint           from,
             guint           n)
{
  g_autoptr(GError) error = NULL;
  ShcImportCounts counts;

  for (guint i = from; i < from + n; i++)
    {
      g_autofree char *text = g_strdup_printf ("walk %u", i);
      ShcImportEntry *entry = new_entry ("2026-01-07", text, i == 0 ? UUID_1 : NULL);
      ShcVersion *version = g_new0 (ShcVersion, 1);

      entry->reflection->milestone = g_strdup ("Day 7");
      g_strfreev (entry->reflection->tags);
      entry->reflection->tags = g_strsplit ("outside", ",", -1);
      version->updated_us = 12;
      version->text = g_strdup ("run");
      entry->versions = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_version_free);
      g_ptr_array_add (entry->versions, version);
      shc_imports_stage (fixture->db, import, tally, &entry, 1, JOURNAL_TEST_NOW_US, NULL,
                         &counts, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (counts.added, ==, 1);
      shc_import_entry_free (entry);
    }
}

static void
test_unseen_until_published (JournalFixture *fixture,
                             gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GPtrArray) versions = NULL;
  g_autoptr(ShcReflection) meanwhile = NULL;
  g_autoptr(ShcReflection) after = NULL;
  gint64 import = shc_imports_begin (fixture->db, "test", JOURNAL_TEST_NOW_US, NULL);

  stage_walks (fixture, import, tally, 0, 10);
  assert_seen (fixture, 0);
  meanwhile = journal_test_add (fixture->db, "2026-01-09", "saved meanwhile");
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 1);
  stage_walks (fixture, import, tally, 10, 5);
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 1);

  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 16);
  versions = shc_reflections_versions (fixture->db, UUID_1, NULL);
  g_assert_cmpuint (versions->len, ==, 1);

  after = journal_test_add (fixture->db, "2026-01-09", "saved after");
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 17);
  g_assert_cmpint (after->row, >, meanwhile->row + 15);
}

static void
drop_all (JournalFixture *fixture,
          gint64          import)
{
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  while (more)
    {
      shc_imports_drop_some (fixture->db, import, &more, &error);
      g_assert_no_error (error);
    }
}

static void
test_dropped_leaves_nothing (JournalFixture *fixture,
                             gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "canarysource", JOURNAL_TEST_NOW_US, NULL);

  stage_walks (fixture, import, tally, 0, 450);
  drop_all (fixture, import);
  assert_seen (fixture, 0);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM tag"), ==, 0);
  g_assert_false (journal_test_find (fixture, "walk"));
  g_assert_false (journal_test_find (fixture, "outside"));
  g_assert_false (journal_test_find (fixture, "canarysource"));

  /* What is over cannot be staged into, published or dropped any more. */
  g_assert_false (shc_imports_publish (fixture->db, import, 1, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_one_at_a_time (JournalFixture *fixture,
                    gconstpointer   data)
{
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "a", g_get_real_time (), &error);

  g_assert_cmpint (import, >, 0);
  g_assert_cmpint (shc_imports_unfinished (fixture->db, &error), ==, 0);
  g_assert_no_error (error);
  g_assert_cmpint (shc_imports_begin (fixture->db, "b", g_get_real_time (), &error), ==, 0);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
  g_assert_true (shc_imports_publish (fixture->db, import, 1, NULL));
  g_clear_error (&error);
  g_assert_cmpint (shc_imports_begin (fixture->db, "b", g_get_real_time (), &error), >, import);
}

/* Returns: how many steps it took. */
static guint
clear_the_way (JournalFixture *fixture)
{
  gboolean more = TRUE;
  guint n = 0;

  for (; more; n++)
    {
      gint64 before = journal_test_number (fixture->db, "SELECT count(*) FROM reflection");
      g_autoptr(GError) error = NULL;

      shc_imports_clear_some (fixture->db, g_get_real_time (), &more, &error);
      g_assert_no_error (error);
      g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), >=,
                       before - 50);
    }

  return n;
}

/* A large one goes in many short steps, and until then nothing else begins. */
static void
test_clears_in_steps (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "a", g_get_real_time (), NULL);
  gboolean more = FALSE;

  g_assert_false (shc_imports_clear_some (fixture->db, g_get_real_time (), &more, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
  g_clear_error (&error);

  stage_walks (fixture, import, tally, 0, 220);
  g_assert_true (shc_db_exec (fixture->db, "UPDATE import SET owner = 'nobody'", NULL));
  g_assert_cmpint (shc_imports_begin (fixture->db, "b", g_get_real_time (), &error), ==, 0);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
  g_assert_cmpuint (clear_the_way (fixture), >=, 5);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
  g_assert_cmpint (shc_imports_begin (fixture->db, "b", g_get_real_time (), NULL), >, import);
}

/* A program that was killed, known by a process id that nobody has, or that somebody else has now. */
static void
test_abandoned (JournalFixture *fixture,
                gconstpointer   data)
{
  static const char *const owners[] = {
    "UPDATE import SET owner = substr (owner, 1, instr (owner, ' ')) || '999999999 1'",
    "UPDATE import SET owner = substr (owner, 1, instr (owner, ' ')) || '1 1'",
    "UPDATE import SET owner = 'pid:[1] 1 1', touched_us = 0",
    "UPDATE import SET owner = 'nonsense'",
    "UPDATE import SET touched_us = 0",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
      g_autoptr(GError) error = NULL;
      gint64 import = shc_imports_begin (fixture->db, "a", g_get_real_time (), &error);
      gint64 next;

      g_assert_no_error (error);
      stage_walks (fixture, import, tally, 0, 3);
      g_assert_true (shc_db_exec (fixture->db, "UPDATE import SET touched_us = 9000000000000000", NULL));
      g_assert_true (shc_db_exec (fixture->db, owners[i], NULL));
      g_assert_cmpint (shc_imports_unfinished (fixture->db, &error), ==, import);
      g_assert_no_error (error);

      clear_the_way (fixture);
      next = shc_imports_begin (fixture->db, "b", g_get_real_time (), &error);
      g_assert_no_error (error);
      g_assert_cmpint (next, >, import);
      g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
      drop_all (fixture, next);
    }
}

/* One that was taken away by another program must not go on into nowhere. */
static void
test_staging_into_a_dropped_one (JournalFixture *fixture,
                                 gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  ShcImportEntry *entry = new_entry ("2026-01-07", "walk", NULL);
  ShcImportCounts counts = { .added = 7 };
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);

  drop_all (fixture, import);
  g_assert_false (shc_imports_stage (fixture->db, import, tally, &entry, 1, 1, NULL, &counts, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_assert_cmpuint (counts.added, ==, 7);
  g_assert_cmpint (journal_test_number (fixture->db, "SELECT count(*) FROM reflection"), ==, 0);
  shc_import_entry_free (entry);
}

static void
undo (JournalFixture *fixture,
      gint64          import,
      gint64         *removed,
      gint64         *kept)
{
  ShcImportUndo state = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean more = TRUE;

  while (more)
    {
      shc_imports_undo_some (fixture->db, import, &state, &more, &error);
      g_assert_no_error (error);
    }
  *removed = state.removed;
  *kept = state.kept;
}

static int
count_counts_cb (unsigned  type,
                 void     *data,
                 void     *stmt,
                 void     *unexpanded)
{
  guint *n = data;

  if (g_str_has_prefix (sqlite3_sql (stmt), "SELECT count (*)"))
    *n += 1;
  return 0;
}

/* What grows with the journal is counted at the beginning and the end, not at each of many steps. */
static void
test_undo_decides_once (JournalFixture *fixture,
                        gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);
  gint64 removed, kept;
  guint n = 0;

  stage_walks (fixture, import, tally, 0, 320);
  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  sqlite3_trace_v2 (shc_db_get_handle (fixture->db), SQLITE_TRACE_STMT, count_counts_cb, &n);
  undo (fixture, import, &removed, &kept);
  sqlite3_trace_v2 (shc_db_get_handle (fixture->db), 0, NULL, NULL);
  g_assert_cmpint (removed, ==, 320);
  g_assert_cmpuint (n, ==, 3);
}

static void
test_undo (JournalFixture *fixture,
           gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(ShcReflection) before G_GNUC_UNUSED = journal_test_add (fixture->db, "2026-01-01", "before");
  g_autoptr(ShcReflection) after = NULL;
  g_autoptr(ShcReflection) edited = NULL;
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);
  gint64 removed = 0, kept = 0;
  ShcImportUndo state = { 0 };
  gboolean more;

  stage_walks (fixture, import, tally, 0, 450);
  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  after = journal_test_add (fixture->db, "2026-02-01", "after");
  edited = journal_test_get (fixture->db, UUID_1);
  edited->mood = 3;
  /* Even with a clock that went back. */
  g_assert_true (shc_reflections_edit (fixture->db, edited, "s", 0, 1, NULL, NULL));

  undo (fixture, import, &removed, &kept);
  g_assert_cmpint (removed, ==, 449);
  g_assert_cmpint (kept, ==, 1);
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, 3);
  undo (fixture, import, &removed, &kept);
  g_assert_cmpint (removed, ==, 0);
  g_assert_cmpint (kept, ==, 1);

  g_assert_false (shc_imports_undo_some (fixture->db, import + 1, &state, &more, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

static void
test_undo_of_all_forgets (JournalFixture *fixture,
                          gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);
  gint64 removed, kept;
  ShcImportUndo state = { 0 };
  gboolean more;

  stage_walks (fixture, import, tally, 0, 3);
  /* Not while it is running. */
  g_assert_false (shc_imports_undo_some (fixture->db, import, &state, &more, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  undo (fixture, import, &removed, &kept);
  g_assert_cmpint (removed, ==, 3);
  g_assert_cmpint (kept, ==, 0);
  g_assert_false (journal_test_find (fixture, "walk"));
  g_assert_false (shc_imports_undo_some (fixture->db, import, &state, &more, &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND);
}

/* When its time is over a transaction leaves the others for the next, but it never takes none. */
static void
test_stage_in_pieces (JournalFixture *fixture,
                      gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  ShcImportEntry *entries[] = {
    new_entry ("2026-01-07", "one", NULL), new_entry ("2026-01-07", "two", NULL),
    new_entry ("2026-01-07", "one", NULL), new_entry ("2026-01-07", "three", NULL),
  };
  guint n = G_N_ELEMENTS (entries);
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);
  ShcImportCounts counts = { 0 };
  ShcPace pace;

  shc_pace_init (&pace, 0);
  g_assert_true (shc_imports_stage (fixture->db, import, tally, entries, n, 1, &pace, &counts, NULL));
  g_assert_cmpuint (counts.taken, ==, 1);
  g_assert_cmpuint (counts.added, ==, 1);

  shc_pace_init (&pace, G_TIME_SPAN_HOUR);
  g_assert_true (shc_imports_stage (fixture->db, import, tally, entries + 1, n - 1, 1, &pace, &counts,
                                    NULL));
  g_assert_cmpuint (counts.taken, ==, n - 1);
  g_assert_cmpuint (counts.added, ==, n - 1);
  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  g_assert_cmpint (journal_test_number (fixture->db, VISIBLE), ==, n);
  for (guint i = 0; i < n; i++)
    shc_import_entry_free (entries[i]);
}

#define AUTOMERGE "SELECT v FROM reflection_search_config WHERE k = 'automerge'"
#define SEGMENTS "SELECT count(DISTINCT id >> 37) FROM reflection_search_data WHERE id >> 37 > 0"

/* During an import the index is merged between the commits, and afterwards by them as ever. */
static void
test_merges (JournalFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(GError) error = NULL;
  gint64 import = shc_imports_begin (fixture->db, "a", JOURNAL_TEST_NOW_US, NULL);
  gboolean more = TRUE;
  guint n_steps = 0;
  ShcPace pace;

  g_assert_cmpint (journal_test_number (fixture->db, AUTOMERGE), ==, 8);
  stage_walks (fixture, import, tally, 0, 7);
  g_assert_cmpint (journal_test_number (fixture->db, SEGMENTS), ==, 7);
  shc_pace_init (&pace, 0);
  for (; more; n_steps++)
    g_assert_true (shc_imports_merge_some (fixture->db, &pace, &more, NULL));
  g_assert_cmpuint (n_steps, >, 1);
  g_assert_cmpint (journal_test_number (fixture->db, SEGMENTS), <, 4);
  g_assert_true (shc_imports_publish (fixture->db, import, JOURNAL_TEST_NOW_US, NULL));
  g_assert_cmpint (journal_test_number (fixture->db, AUTOMERGE), ==, 4);
  g_assert_true (shc_db_exec (fixture->db, "INSERT INTO reflection_search (reflection_search, rank) "
                              "VALUES ('integrity-check', 1)", &error));

  import = shc_imports_begin (fixture->db, "b", JOURNAL_TEST_NOW_US, NULL);
  g_assert_cmpint (journal_test_number (fixture->db, AUTOMERGE), ==, 8);
  drop_all (fixture, import);
  g_assert_cmpint (journal_test_number (fixture->db, AUTOMERGE), ==, 4);
}

/* Nothing that is never to be sent, trashed, drafted, former or staged goes out. */
static void
test_outbound (JournalFixture *fixture,
               gconstpointer   data)
{
  static const char *const denied[] = {
    "SELECT text FROM reflection_text", "SELECT * FROM reflection", "SELECT * FROM draft",
    "SELECT * FROM reflection_version", "SELECT * FROM tag", "SELECT * FROM reflection_tag",
    "SELECT * FROM profile", "SELECT * FROM consent", "SELECT * FROM setting",
    "SELECT * FROM reflection_search", "SELECT * FROM import", "SELECT * FROM sqlite_master",
    "SELECT count(*) FROM reflection",
    "SELECT (SELECT text FROM reflection_text LIMIT 1) FROM outbound_reflection",
    "SELECT id FROM outbound_reflection WHERE EXISTS (SELECT 1 FROM draft)",
    "DELETE FROM reflection", "CREATE TEMP VIEW v AS SELECT * FROM reflection_text",
    "ATTACH '' AS other", "PRAGMA writable_schema = 1",
  };
  g_autoptr(ShcReflection) open = journal_test_add (fixture->db, "2026-01-07", "may go");
  g_autoptr(ShcReflection) trashed = journal_test_add (fixture->db, "2026-01-07", "trashed");
  g_autoptr(ShcReflection) hidden = journal_test_reflection ("2026-01-07", "never");
  g_autoptr(ShcImportTally) tally = shc_import_tally_new ();
  g_autoptr(ShcDb) outbound = NULL;
  const char *ids[] = { trashed->id, NULL };

  hidden->never_send = TRUE;
  g_assert_true (shc_reflections_add (fixture->db, hidden, JOURNAL_TEST_NOW_US, NULL));
  g_assert_true (shc_reflections_trash (fixture->db, ids, 5, NULL));
  g_free (open->text);
  open->text = g_strdup ("may go now");
  g_assert_true (shc_reflections_edit (fixture->db, open, "s", 0, 1, NULL, NULL));
  stage_walks (fixture, shc_imports_begin (fixture->db, "a", 1, NULL), tally, 0, 2);

  outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  g_assert_cmpint (journal_test_number (outbound, "SELECT count(id || text) FROM outbound_reflection"), ==, 1);
  g_assert_cmpint (journal_test_number (outbound,
    "SELECT count(id) FROM outbound_reflection WHERE text = 'may go now'"), ==, 1);
  g_assert_cmpint (journal_test_number (outbound, "SELECT count(healing_name) FROM outbound_profile"), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (denied); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (shc_db_exec (outbound, denied[i], &error));
      g_assert_nonnull (error);
    }
}

static void
test_two_connections (JournalFixture *fixture,
                                gconstpointer   data)
{
  g_autoptr(ShcDb) other = journal_test_open (fixture, SHC_DB_WRITER);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (shc_imports_begin (fixture->db, "a", g_get_real_time (), NULL), >, 0);
  /* Seen by another connection, it is still ours and fresh. */
  g_assert_cmpint (shc_imports_begin (other, "b", g_get_real_time (), &error), ==, 0);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
}

#define ADD(path, test) \
  g_test_add ("/journal/" path, JournalFixture, NULL, journal_test_set_up, test, \
              journal_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  journal_test_init (&argc, &argv);

  ADD ("imports/doubles-are-counted", test_doubles_are_counted);
  ADD ("imports/doubles-by-uuid", test_doubles_by_uuid);
  ADD ("imports/doubles-by-uuid-and-text", test_doubles_by_uuid_and_text);
  ADD ("imports/doubles-by-source", test_doubles_by_source);
  ADD ("imports/unseen-until-published", test_unseen_until_published);
  ADD ("imports/dropped-leaves-nothing", test_dropped_leaves_nothing);
  ADD ("imports/stage-in-pieces", test_stage_in_pieces);
  ADD ("imports/merges", test_merges);
  ADD ("imports/one-at-a-time", test_one_at_a_time);
  ADD ("imports/abandoned", test_abandoned);
  ADD ("imports/clears-in-steps", test_clears_in_steps);
  ADD ("imports/undo-decides-once", test_undo_decides_once);
  ADD ("imports/staging-into-a-dropped-one", test_staging_into_a_dropped_one);
  ADD ("imports/undo", test_undo);
  ADD ("imports/undo-of-all", test_undo_of_all_forgets);
  ADD ("imports/two-connections", test_two_connections);
  ADD ("outbound/only-what-may-go", test_outbound);

  return g_test_run ();
}
