/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of what left, in a database alone and as the sink of a real vault. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "journal-test.h"
#include "shc-activity-export.h"
#include "shc-activity-log.h"
#include "shc-csv.h"
#include "shc-migrate.h"
#include "shc-safety-plan.h"
#include "shc-seal.h"
#include "shc-secure.h"
#include "shc-vault.h"

#define PASSPHRASE "heron lantern quarry violet"

static ShcIntent *
new_intent (const char *endpoint)
{
  return shc_intent_new ("openai", endpoint, "chat", "shc chat", 2);
}

static gint64
begin (ShcDb      *db,
       const char *endpoint,
       gint64      at_us)
{
  g_autoptr(ShcIntent) intent = new_intent (endpoint);
  g_autoptr(GError) error = NULL;
  gint64 entry = shc_activity_begin (db, intent, 1234, at_us, &error);

  g_assert_no_error (error);
  g_assert_cmpint (entry, >, 0);
  return entry;
}

static void
complete (ShcDb  *db,
          gint64  entry,
          guint   status)
{
  const ShcIntentOutcome outcome = { status, 5678, 910 };
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_activity_complete (db, entry, &outcome, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (ShcDb  *db,
      gint64  since_us)
{
  g_autoptr(GError) error = NULL;
  ShcActivityFilter filter = { .since_us = since_us };
  GPtrArray *found = shc_activity_find (db, &filter, 0, &error);

  g_assert_no_error (error);
  return found;
}

/* The endpoints of the entries since @since_us, in their order. */
static void
assert_endpoints (ShcDb      *db,
                  gint64      since_us,
                  const char *expected)
{
  g_autoptr(GPtrArray) found = list (db, since_us);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      const ShcActivity *activity = g_ptr_array_index (found, i);

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", activity->endpoint);
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_round_trip (JournalFixture *fixture,
                 gconstpointer   data)
{
  gint64 entry = begin (fixture->db, "responses", JOURNAL_TEST_NOW_US);
  g_autoptr(GPtrArray) begun = list (fixture->db, G_MININT64);
  const ShcActivity *activity = g_ptr_array_index (begun, 0);
  g_autoptr(GPtrArray) ended = NULL;

  g_assert_cmpuint (begun->len, ==, 1);
  g_assert_cmpint (activity->entry, ==, entry);
  g_assert_cmpint (activity->at_us, ==, JOURNAL_TEST_NOW_US);
  g_assert_cmpstr (activity->service, ==, "openai");
  g_assert_cmpstr (activity->endpoint, ==, "responses");
  g_assert_cmpstr (activity->purpose, ==, "chat");
  g_assert_cmpstr (activity->action, ==, "shc chat");
  g_assert_cmpuint (activity->records, ==, 2);
  g_assert_cmpint (activity->bytes_out, ==, 1234);
  g_assert_false (activity->finished);

  complete (fixture->db, entry, 200);
  /* What is told once stays as it was told. */
  complete (fixture->db, entry, 500);
  ended = list (fixture->db, G_MININT64);
  activity = g_ptr_array_index (ended, 0);
  g_assert_true (activity->finished);
  g_assert_cmpuint (activity->status, ==, 200);
  g_assert_cmpint (activity->bytes_in, ==, 5678);
  g_assert_cmpint (activity->ms, ==, 910);
}

static void
test_no_answer (JournalFixture *fixture,
                gconstpointer   data)
{
  gint64 entry = begin (fixture->db, "responses", JOURNAL_TEST_NOW_US);
  g_autoptr(GPtrArray) found = NULL;
  const ShcActivity *activity;

  complete (fixture->db, entry, 0);
  /* There is no such entry, which is no error: somebody may have taken it away. */
  complete (fixture->db, entry + 1, 200);
  found = list (fixture->db, G_MININT64);
  activity = g_ptr_array_index (found, 0);
  g_assert_true (activity->finished);
  g_assert_cmpuint (activity->status, ==, 0);
}

static void
test_since (JournalFixture *fixture,
            gconstpointer   data)
{
  assert_endpoints (fixture->db, G_MININT64, "");
  begin (fixture->db, "a", 1000);
  begin (fixture->db, "b", 3000);
  begin (fixture->db, "c", 3000);
  /* The clock was set back. */
  begin (fixture->db, "d", 2000);
  assert_endpoints (fixture->db, G_MININT64, "c b d a");
  assert_endpoints (fixture->db, 2000, "c b d");
  assert_endpoints (fixture->db, 2001, "c b");
  assert_endpoints (fixture->db, 3001, "");
}

static void
add_like (JournalFixture *fixture,
          const char     *service,
          const char     *purpose,
          gint64          at_us,
          guint           status)
{
  g_autoptr(ShcIntent) intent = shc_intent_new (service, "x", purpose, "test", 1);
  gint64 entry = shc_activity_begin (fixture->db, intent, 10, at_us, NULL);

  g_assert_cmpint (entry, >, 0);
  if (status != G_MAXUINT)
    complete (fixture->db, entry, status);
}

static guint
count (JournalFixture *fixture,
       const char     *service,
       const char     *purpose,
       ShcActivityEnd  end,
       gint64          since_us)
{
  ShcActivityFilter filter = { service, purpose, end, since_us };
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = shc_activity_find (fixture->db, &filter, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const ShcActivity *activity = g_ptr_array_index (found, i);

      g_assert_true (service == NULL || g_str_equal (activity->service, service));
      g_assert_true (purpose == NULL || g_str_equal (activity->purpose, purpose));
      g_assert_true (end == SHC_ACTIVITY_ANY || shc_activity_get_end (activity) == end);
      g_assert_cmpint (activity->at_us, >=, since_us);
    }
  return found->len;
}

static void
test_filter (JournalFixture *fixture,
             gconstpointer   data)
{
  add_like (fixture, "openai", "chat", 1000, 200);
  add_like (fixture, "airtable", "share", 2000, 422);
  add_like (fixture, "airtable", "share", 3000, 200);
  add_like (fixture, "airtable", "undo", 4000, 0);
  add_like (fixture, "mailchimp", "mailing", 5000, G_MAXUINT);
  add_like (fixture, "mailchimp", "undo", 6000, 204);
  g_assert_cmpuint (count (fixture, NULL, NULL, SHC_ACTIVITY_ANY, 0), ==, 6);
  g_assert_cmpuint (count (fixture, "airtable", NULL, SHC_ACTIVITY_ANY, 0), ==, 3);
  g_assert_cmpuint (count (fixture, NULL, "undo", SHC_ACTIVITY_ANY, 0), ==, 2);
  g_assert_cmpuint (count (fixture, "airtable", "undo", SHC_ACTIVITY_ANY, 0), ==, 1);
  g_assert_cmpuint (count (fixture, NULL, NULL, SHC_ACTIVITY_ANSWERED, 0), ==, 3);
  g_assert_cmpuint (count (fixture, NULL, NULL, SHC_ACTIVITY_REFUSED, 0), ==, 1);
  g_assert_cmpuint (count (fixture, NULL, NULL, SHC_ACTIVITY_UNFINISHED, 0), ==, 2);
  g_assert_cmpuint (count (fixture, "airtable", "share", SHC_ACTIVITY_ANSWERED, 2500), ==, 1);
  g_assert_cmpuint (count (fixture, "airtable", "share", SHC_ACTIVITY_ANSWERED, 3001), ==, 0);
  g_assert_cmpuint (count (fixture, "typeform", NULL, SHC_ACTIVITY_ANY, 0), ==, 0);
}

/* What is exported is what is found; numbers that are not known are left empty. */
static void
test_export (JournalFixture *fixture,
             gconstpointer   data)
{
  ShcActivityFilter filter = { .service = "airtable" };
  g_autofree char *json = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *none = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(GError) error = NULL;

  add_like (fixture, "openai", "chat", JOURNAL_TEST_NOW_US, 200);
  add_like (fixture, "airtable", "share", JOURNAL_TEST_NOW_US + 1, 200);
  add_like (fixture, "airtable", "undo", JOURNAL_TEST_NOW_US + 2, G_MAXUINT);
  json = shc_activity_export (fixture->db, &filter, SHC_ACTIVITY_JSON, &error);
  g_assert_no_error (error);
  node = shc_json_parse (json, strlen (json), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (json_node_get_array (node), 0), "status"));
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (json_node_get_array (node), 1), "status"), ==,
                   200);

  csv = shc_activity_export (fixture->db, &filter, SHC_ACTIVITY_CSV, &error);
  g_assert_no_error (error);
  rows = shc_csv_parse (csv, strlen (csv), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (((char **) g_ptr_array_index (rows, 0))[3], ==, "purpose");
  g_assert_cmpstr (((char **) g_ptr_array_index (rows, 1))[3], ==, "undo");
  g_assert_cmpstr (((char **) g_ptr_array_index (rows, 1))[8], ==, "");
  g_assert_cmpstr (((char **) g_ptr_array_index (rows, 2))[8], ==, "200");
  g_assert_cmpuint (g_strv_length (g_ptr_array_index (rows, 2)), ==, 10);

  filter.service = "typeform";
  none = shc_activity_export (fixture->db, &filter, SHC_ACTIVITY_JSON, &error);
  g_assert_cmpstr (none, ==, "[]\n");
}

/* Of many, those that are looked for are found, and a copy of all of them is written. */
static void
test_many (JournalFixture *fixture,
                       gconstpointer   data)
{
  ShcActivityFilter rare = { .purpose = "undo" };
  g_autoptr(GPtrArray) newest = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autofree char *csv = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_db_exec (fixture->db,
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
                              "INSERT INTO activity (at_us, service, endpoint, purpose, action, records, bytes_out, bytes_in, "
                              "status, ms) SELECT 1700000000000000 + i, 'airtable', 'update-multiple-records', "
                              "CASE WHEN i % 5000 = 0 THEN 'undo' ELSE 'share' END, 'share.run', 10, 4000, 5000, 200, 300 FROM n",
                              &error));
  g_assert_no_error (error);
  newest = shc_activity_find (fixture->db, NULL, 501, &error);
  g_assert_cmpuint (newest->len, ==, 501);
  found = shc_activity_find (fixture->db, &rare, 501, &error);
  g_assert_cmpuint (found->len, ==, 2);
  csv = shc_activity_export (fixture->db, NULL, SHC_ACTIVITY_CSV, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (csv), <, 10000 * 160);
}

static void
test_newest (JournalFixture *fixture,
             gconstpointer   data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 4; i++)
    begin (fixture->db, i % 2 != 0 ? "odd" : "even", 1000 * (gint64) i);
  for (guint limit = 1; limit < 6; limit++)
    {
      g_autoptr(GPtrArray) found = shc_activity_find (fixture->db, NULL, limit, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, MIN (limit, 4));
      g_assert_cmpint (((ShcActivity *) g_ptr_array_index (found, 0))->at_us, ==, 3000);
    }
}

static void
test_never_outbound (JournalFixture *fixture,
                     gconstpointer   data)
{
  g_autoptr(ShcDb) outbound = journal_test_open (fixture, SHC_DB_OUTBOUND);
  g_autoptr(GError) error = NULL;

  begin (fixture->db, "responses", JOURNAL_TEST_NOW_US);
  g_assert_null (shc_activity_find (outbound, NULL, 0, &error));
  g_assert_nonnull (error);
}

/* A journal from before there was such a record opens with all it has, and gets one. */
static void
test_from_the_second_version (JournalFixture *fixture,
                              gconstpointer   data)
{
  ShcSchema second = *shc_journal_schema ();
  g_autofree char *path = g_build_filename (fixture->folder, "second.db", NULL);
  g_autoptr(ShcSafetyPlan) plan = shc_safety_plan_new ();
  g_autoptr(ShcSafetyPlan) kept = NULL;
  g_autoptr(ShcReflection) before = NULL;
  g_autoptr(ShcReflection) after = NULL;
  g_autoptr(GError) error = NULL;
  ShcDb *db;

  second.n_migrations = 2;
  db = shc_db_open_new (path, fixture->key, &second, &error);
  g_assert_no_error (error);
  shc_migrate_run (db, &second, &error);
  g_assert_no_error (error);
  before = journal_test_add (db, "2026-01-07", "Written in the second version.");
  plan->texts[0] = g_strdup ("Signs.");
  g_assert_true (shc_safety_plan_save (db, plan, 1000, &error));
  shc_db_close (db);

  db = shc_db_open (path, fixture->key, SHC_DB_WRITER, shc_journal_schema (), &error);
  g_assert_no_error (error);
  shc_migrate_run (db, shc_journal_schema (), &error);
  g_assert_no_error (error);
  after = journal_test_get (db, before->id);
  g_assert_cmpstr (after->text, ==, before->text);
  kept = shc_safety_plan_load (db, &error);
  g_assert_cmpstr (kept->texts[0], ==, "Signs.");
  assert_endpoints (db, G_MININT64, "");
  begin (db, "responses", JOURNAL_TEST_NOW_US);
  assert_endpoints (db, G_MININT64, "responses");
  shc_db_close (db);
}

typedef struct
{
  char           *folder;
  char           *dir;
  ShcVault       *vault;
  ShcActivityLog *log;
  GAsyncResult   *result;
} LogFixture;

static void
unlock (ShcVault *vault)
{
  g_autoptr(GBytes) secret = shc_secure_bytes_copy (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr(GError) error = NULL;

  shc_vault_unlock_with_passphrase (vault, secret, &error);
  g_assert_no_error (error);
}

static void
log_set_up (LogFixture    *fixture,
            gconstpointer  data)
{
  g_autoptr(GBytes) secret = shc_secure_bytes_copy (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  fixture->folder = g_dir_make_tmp ("shc-activity-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->dir = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = shc_vault_new (fixture->dir, shc_journal_schema ());
  shc_vault_create (fixture->vault, secret, FALSE, TRUE, &code, &slots, &error);
  g_assert_no_error (error);
  fixture->log = shc_activity_log_new (fixture->vault);
}

static void
remove_folder (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  const char *name;

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
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
log_tear_down (LogFixture    *fixture,
               gconstpointer  data)
{
  g_clear_object (&fixture->result);
  shc_vault_close (fixture->vault);
  settle ();
  g_assert_finalize_object (fixture->log);
  g_assert_finalize_object (fixture->vault);
  remove_folder (fixture->folder);
  g_free (fixture->dir);
  g_free (fixture->folder);
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  LogFixture *fixture = user_data;

  g_assert_true (source == (GObject *) fixture->log);
  g_set_object (&fixture->result, result);
}

static gint64
begin_in_log (LogFixture    *fixture,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr(ShcIntent) intent = new_intent ("responses");
  gint64 deadline_us = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_clear_object (&fixture->result);
  shc_intent_sink_begin_async (SHC_INTENT_SINK (fixture->log), intent, 1234, cancellable, begun_cb, fixture);
  g_clear_pointer (&intent, shc_intent_free);
  g_assert_null (fixture->result);
  while (fixture->result == NULL && g_get_monotonic_time () < deadline_us)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fixture->result);
  return shc_intent_sink_begin_finish (SHC_INTENT_SINK (fixture->log), fixture->result, error);
}

static gint64
begin_well (LogFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  gint64 entry = begin_in_log (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (entry, >, 0);
  return entry;
}

static void
complete_in_log (LogFixture *fixture,
                 gint64      entry)
{
  const ShcIntentOutcome outcome = { 200, 5678, 910 };

  shc_intent_sink_complete (SHC_INTENT_SINK (fixture->log), entry, &outcome);
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_activity_find (db, NULL, 0, error);
}

static GPtrArray *
list_vault (ShcVault *vault)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *found = shc_vault_run (vault, SHC_DB_READER, list_in_thread, NULL, &error);

  g_assert_no_error (error);
  return found;
}

/* How many entries @vault has, and how many of them came to their end. */
static void
assert_counts (ShcVault *vault,
               guint     n_entries,
               guint     n_finished)
{
  g_autoptr(GPtrArray) found = list_vault (vault);
  guint finished = 0;

  for (guint i = 0; i < found->len; i++)
    if (((const ShcActivity *) g_ptr_array_index (found, i))->finished)
      finished++;
  g_assert_cmpuint (found->len, ==, n_entries);
  g_assert_cmpuint (finished, ==, n_finished);
}

/* What a power cut at this moment would leave: the files as they are now, opened elsewhere. */
static void
copy_vault (const char *from,
            const char *to)
{
  const char *const command[] = { "cp", "-r", from, to, NULL };
  g_autoptr(GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static void
test_durable (LogFixture    *fixture,
              gconstpointer  data)
{
  g_autofree char *elsewhere = g_build_filename (fixture->folder, "copy", NULL);
  g_autoptr(ShcVault) copy = shc_vault_new (elsewhere, shc_journal_schema ());

  begin_well (fixture);
  copy_vault (fixture->dir, elsewhere);
  unlock (copy);
  assert_counts (copy, 1, 0);
  shc_vault_close (copy);
}

static void
test_complete (LogFixture    *fixture,
               gconstpointer  data)
{
  gint64 first = begin_well (fixture);
  gint64 second = begin_well (fixture);
  g_autoptr(GPtrArray) found = NULL;
  const ShcActivity *activity;

  g_assert_cmpint (second, >, first);
  complete_in_log (fixture, first);
  /* The end of the first is written before the vault closes. */
  shc_vault_close (fixture->vault);
  settle ();
  unlock (fixture->vault);
  assert_counts (fixture->vault, 2, 1);
  found = list_vault (fixture->vault);
  activity = g_ptr_array_index (found, 1);
  g_assert_cmpint (activity->entry, ==, first);
  g_assert_cmpuint (activity->status, ==, 200);
  g_assert_cmpint (activity->ms, ==, 910);
}

static void
test_complete_when_closed (LogFixture    *fixture,
                           gconstpointer  data)
{
  gint64 entry = begin_well (fixture);

  shc_vault_close (fixture->vault);
  complete_in_log (fixture, entry);
  settle ();
  unlock (fixture->vault);
  assert_counts (fixture->vault, 1, 0);
}

static void
count_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  guint *closed = user_data;

  shc_vault_close_finish (SHC_VAULT (source), result);
  (*closed)++;
}

/* Each end comes a little later in the closing than the one before. */
static void
test_complete_while_closing (LogFixture    *fixture,
                             gconstpointer  data)
{
  guint closed = 0;
  g_autoptr(GPtrArray) found = NULL;

  for (guint round = 0; round < 20; round++)
    {
      gint64 entry = begin_well (fixture);
      guint rounds = round + 1;

      shc_vault_close_async (fixture->vault, count_cb, &closed);
      for (guint i = 0; i < round; i++)
        g_main_context_iteration (NULL, FALSE);
      complete_in_log (fixture, entry);
      while (closed < rounds)
        g_main_context_iteration (NULL, TRUE);
      settle ();
      unlock (fixture->vault);
    }
  found = list_vault (fixture->vault);
  g_assert_cmpuint (found->len, ==, 20);
}

static void
test_not_begun (LogFixture    *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancelled);
  g_assert_cmpint (begin_in_log (fixture, cancelled, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_counts (fixture->vault, 0, 0);

  shc_vault_close (fixture->vault);
  g_assert_cmpint (begin_in_log (fixture, NULL, &error), ==, 0);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);
  unlock (fixture->vault);
  assert_counts (fixture->vault, 0, 0);
}

#define ADD(name, func) \
  g_test_add ("/journal/activity/" name, JournalFixture, NULL, journal_test_set_up, func, journal_test_tear_down)
#define ADD_LOG(name, func) \
  g_test_add ("/journal/activity-log/" name, LogFixture, NULL, log_set_up, func, log_tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  shc_seal_set_cost_for_tests (1, 8192);

  ADD ("round-trip", test_round_trip);
  ADD ("no-answer", test_no_answer);
  ADD ("since", test_since);
  ADD ("newest", test_newest);
  ADD ("filter", test_filter);
  ADD ("export", test_export);
  ADD ("many", test_many);
  ADD ("never-outbound", test_never_outbound);
  ADD ("from-the-second-version", test_from_the_second_version);
  ADD_LOG ("durable", test_durable);
  ADD_LOG ("complete", test_complete);
  ADD_LOG ("complete-when-closed", test_complete_when_closed);
  ADD_LOG ("complete-while-closing", test_complete_while_closing);
  ADD_LOG ("not-begun", test_not_begun);
  return g_test_run ();
}
