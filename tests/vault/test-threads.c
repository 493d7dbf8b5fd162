/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of jobs, their order and cancelling, of news of commits, and of letting go. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-vault-lock.h"
#include "vault-test.h"

typedef struct
{
  guint    returned;
  guint    freed;
  GThread *freed_in;
  GError  *error;
} Outcome;

static gboolean
has_returned (gpointer data)
{
  Outcome *outcome = data;

  return outcome->returned > 0;
}

static void
returned_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Outcome *outcome = user_data;

  g_clear_error (&outcome->error);
  shc_vault_run_finish (SHC_VAULT (object), result, &outcome->error);
  outcome->returned++;
}

static void
count_free (gpointer data)
{
  Outcome *outcome = data;

  outcome->freed++;
  outcome->freed_in = g_thread_self ();
}

static gpointer
nothing_job (ShcDb     *db,
             gpointer   data,
             GError   **error)
{
  return NULL;
}

static gboolean
is_freed (gpointer data)
{
  Outcome *outcome = data;

  return outcome->freed > 0;
}

static void
test_async (VaultFixture  *fixture,
            gconstpointer  data)
{
  Outcome outcome = { 0 };

  vault_test_create (fixture);
  shc_vault_run_async (fixture->vault, SHC_DB_READER, FALSE, nothing_job, &outcome, count_free,
                       NULL, NULL, returned_cb, &outcome);
  vault_test_wait (is_freed, &outcome, 10);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.returned, ==, 1);
  g_assert_cmpuint (outcome.freed, ==, 1);
  g_assert_true (outcome.freed_in == g_thread_self ());
}

/* Holds the writer until all jobs are queued, so that their order shows. */
typedef struct
{
  GMutex   mutex;
  GString *order;
} Order;

typedef struct
{
  Order      *order;
  const char *mark;
} Mark;

static gpointer
mark_job (ShcDb     *db,
          gpointer   data,
          GError   **error)
{
  Mark *mark = data;

  g_mutex_lock (&mark->order->mutex);
  g_string_append (mark->order->order, mark->mark);
  g_mutex_unlock (&mark->order->mutex);
  return NULL;
}

static gboolean
has_returned_six (gpointer data)
{
  Outcome *outcome = data;

  return outcome->returned == 6;
}

static void
test_order (VaultFixture  *fixture,
            gconstpointer  data)
{
  Order order = { .order = g_string_new (NULL) };
  Mark marks[] = {
    { &order, "0" }, { &order, "c" }, { &order, "d" }, { &order, "a" }, { &order, "b" },
    { &order, "e" }
  };
  const gboolean urgent[] = { FALSE, FALSE, FALSE, TRUE, TRUE, FALSE };
  Outcome outcome = { 0 };

  vault_test_create (fixture);
  g_mutex_lock (&order.mutex);
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      shc_vault_run_async (fixture->vault, SHC_DB_WRITER, urgent[i], mark_job, &marks[i], NULL,
                           NULL, NULL, returned_cb, &outcome);
      /* The first one has to be in the thread's hands before the others queue behind it. */
      if (i == 0)
        g_usleep (100 * 1000);
    }
  g_mutex_unlock (&order.mutex);
  vault_test_wait (has_returned_six, &outcome, 10);
  g_assert_cmpstr (order.order->str, ==, "0abcde");
  g_string_free (order.order, TRUE);
}

#define ENDLESS \
  "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2000000000)" \
  " SELECT count(*) FROM n"

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { 0 };

  vault_test_create (fixture);
  shc_vault_run_async (fixture->vault, SHC_DB_READER, FALSE, vault_test_job_exec,
                       (gpointer) ENDLESS, NULL, NULL, cancellable, returned_cb, &outcome);
  g_timeout_add (50, cancel_cb, cancellable);
  vault_test_wait (has_returned, &outcome, 10);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&outcome.error);
  /* The connection goes on as if nothing had been. */
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 0);
}

static void
test_write_is_not_cancelled (VaultFixture  *fixture,
                             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Outcome outcome = { 0 };

  vault_test_create (fixture);
  shc_vault_run_async (fixture->vault, SHC_DB_WRITER, FALSE, vault_test_job_add, (gpointer) "kept",
                       NULL, NULL, cancellable, returned_cb, &outcome);
  /* Waits behind it, so that the write has begun. */
  shc_vault_run (fixture->vault, SHC_DB_WRITER, nothing_job, NULL, NULL);
  g_cancellable_cancel (cancellable);
  vault_test_wait (has_returned, &outcome, 10);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
}

static void
test_close_ends_reading (VaultFixture  *fixture,
                         gconstpointer  data)
{
  Outcome outcome = { 0 };
  gint64 before;

  vault_test_create (fixture);
  shc_vault_run_async (fixture->vault, SHC_DB_READER, FALSE, vault_test_job_exec,
                       (gpointer) ENDLESS, NULL, NULL, NULL, returned_cb, &outcome);
  before = g_get_monotonic_time ();
  shc_vault_close (fixture->vault);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
  vault_test_wait (has_returned, &outcome, 10);
  g_assert_error (outcome.error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED);
  g_clear_error (&outcome.error);
}

static void
test_close_finishes_writes (VaultFixture  *fixture,
                            gconstpointer  data)
{
  Outcome outcome = { 0 };

  vault_test_create (fixture);
  for (guint i = 0; i < 20; i++)
    shc_vault_run_async (fixture->vault, SHC_DB_WRITER, FALSE, vault_test_job_add,
                         (gpointer) "queued", NULL, NULL, NULL, returned_cb, &outcome);
  shc_vault_close (fixture->vault);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 20);
  while (outcome.returned < 20)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (outcome.error);
}

typedef struct
{
  guint  done;
  guint  opened;
} Unlocks;

static void
unlocked_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Unlocks *unlocks = user_data;

  unlocks->done++;
  unlocks->opened += shc_vault_unlock_finish (SHC_VAULT (object), result, NULL);
}

static gboolean
both_done (gpointer data)
{
  Unlocks *unlocks = data;

  return unlocks->done == 2;
}

/* The button pressed twice. */
static void
test_unlock_twice (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  Unlocks unlocks = { 0 };

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (guint i = 0; i < 2; i++)
    shc_vault_unlock_async (fixture->vault, SHC_UNLOCK_PASSPHRASE, passphrase, FALSE, NULL,
                            unlocked_cb, &unlocks);
  vault_test_wait (both_done, &unlocks, 10);
  g_assert_cmpuint (unlocks.opened, ==, 2);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
}

static gpointer
careless_job (ShcDb     *db,
              gpointer   data,
              GError   **error)
{
  return shc_db_begin (db, error) ? data : NULL;
}

static void
test_left_transaction (VaultFixture  *fixture,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_test_expect_message ("shc-db", G_LOG_LEVEL_CRITICAL, "*transaction open*");
  shc_vault_run (fixture->vault, SHC_DB_WRITER, careless_job, NULL, &error);
  g_test_assert_expected_messages ();
  g_assert_true (vault_test_add (fixture->vault, "one", &error));
  g_assert_no_error (error);
}

typedef struct
{
  guint own;
  guint external;
  guint closed;
  guint reopened;
  guint failed;
} News;

static void
changed_cb (ShcVault *vault,
            gboolean  external,
            gpointer  user_data)
{
  News *news = user_data;

  if (external)
    news->external++;
  else
    news->own++;
}

static void
closed_cb (ShcVault *vault,
           gpointer  user_data)
{
  News *news = user_data;

  news->closed++;
}

static void
reopened_cb (ShcVault *vault,
             gpointer  user_data)
{
  News *news = user_data;

  news->reopened++;
}

static void
failed_cb (ShcVault *vault,
           GError   *error,
           gpointer  user_data)
{
  News *news = user_data;

  g_assert_nonnull (error);
  news->failed++;
}

/* Lives as long as the vault, which tells of its closing when the test is over, too. */
static News *
listen_to (ShcVault *vault)
{
  News *news = g_new0 (News, 1);

  g_object_set_data_full (G_OBJECT (vault), "news", news, g_free);
  g_signal_connect (vault, "changed", G_CALLBACK (changed_cb), news);
  g_signal_connect (vault, "closed", G_CALLBACK (closed_cb), news);
  g_signal_connect (vault, "reopened", G_CALLBACK (reopened_cb), news);
  g_signal_connect (vault, "failed", G_CALLBACK (failed_cb), news);
  return news;
}

static gboolean heard_own (gpointer data) { return ((News *) data)->own > 0; }
static gboolean heard_external (gpointer data) { return ((News *) data)->external > 0; }
static gboolean heard_closed (gpointer data) { return ((News *) data)->closed > 0; }
static gboolean heard_reopened (gpointer data) { return ((News *) data)->reopened > 0; }
static gboolean heard_failed (gpointer data) { return ((News *) data)->failed > 0; }

static void
test_news (VaultFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(ShcVault) other = shc_vault_new (fixture->dir, &vault_test_schema);
  News *news;

  vault_test_create (fixture);
  news = listen_to (fixture->vault);
  for (guint i = 0; i < 5; i++)
    g_assert_true (vault_test_add (fixture->vault, "own", NULL));
  vault_test_wait (heard_own, news, 10);
  g_assert_cmpuint (news->own, ==, 1);
  g_assert_cmpuint (news->external, ==, 0);

  /* What came before one began to look is told of as well. */
  vault_test_unlock (other);
  g_assert_true (vault_test_add (other, "from elsewhere", NULL));
  shc_vault_set_watching (fixture->vault, TRUE);
  vault_test_wait (heard_external, news, 10);
  news->external = 0;
  g_assert_true (vault_test_add (fixture->vault, "own", NULL));
  g_assert_true (vault_test_add (other, "from elsewhere", NULL));
  vault_test_wait (heard_external, news, 10);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 8);
  shc_vault_close (other);
}

static void
let_go_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  gboolean *done = user_data;

  shc_vault_let_go_finish (SHC_VAULT (object), result);
  *done = TRUE;
}

static gboolean
is_true (gpointer data)
{
  gboolean *done = data;

  return *done;
}

static void
test_let_go (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(ShcVaultLock) alone = NULL;
  g_autoptr(GError) error = NULL;
  Outcome outcome = { 0 };
  News *news;
  gboolean done = FALSE;

  vault_test_create (fixture);
  news = listen_to (fixture->vault);
  g_assert_true (vault_test_add (fixture->vault, "before", NULL));
  g_assert_null (shc_vault_lock_take (fixture->dir, SHC_VAULT_LOCK_ALONE, 0, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
  g_clear_error (&error);

  shc_vault_let_go_async (fixture->vault, let_go_cb, &done);
  vault_test_wait (is_true, &done, 10);
  g_assert_cmpuint (news->closed, ==, 1);
  alone = shc_vault_lock_take (fixture->dir, SHC_VAULT_LOCK_ALONE, 0, &error);
  g_assert_no_error (error);

  /* What is asked of it meanwhile waits, and what cannot wait is told. */
  shc_vault_run_async (fixture->vault, SHC_DB_WRITER, TRUE, vault_test_job_add,
                       (gpointer) "meanwhile", NULL, NULL, NULL, returned_cb, &outcome);
  g_assert_false (vault_test_add (fixture->vault, "at once", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_cmpuint (news->reopened, ==, 0);

  g_clear_pointer (&alone, shc_vault_lock_release);
  vault_test_wait (heard_reopened, news, 10);
  vault_test_wait (has_returned, &outcome, 10);
  g_assert_no_error (outcome.error);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
  g_assert_cmpuint (news->failed, ==, 0);
  vault_test_wait (heard_closed, news, 1);
}

static void
test_come_back_to_another (VaultFixture  *fixture,
                           gconstpointer  data)
{
  g_autofree char *other_dir = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "other.shcbackup", NULL);
  g_autoptr(ShcVault) other = shc_vault_new (other_dir, &vault_test_schema);
  g_autoptr(ShcVault) restorer = shc_vault_new (fixture->dir, &vault_test_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(ShcBackupResult) backup = NULL;
  g_autoptr(ShcRestoreResult) restored = NULL;
  g_autoptr(GError) error = NULL;
  Outcome outcome = { 0 };
  News *news;
  gboolean done = FALSE;
  ShcSlots slots;

  g_assert_true (shc_vault_create (other, passphrase, FALSE, FALSE, &code, &slots, NULL));
  backup = shc_backup_make (other, file, NULL, &error);
  g_assert_no_error (error);
  shc_vault_close (other);

  vault_test_create (fixture);
  news = listen_to (fixture->vault);
  shc_vault_let_go_async (fixture->vault, let_go_cb, &done);
  vault_test_wait (is_true, &done, 10);
  restored = shc_restore (restorer, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error);
  g_assert_no_error (error);
  shc_vault_run_async (fixture->vault, SHC_DB_WRITER, TRUE, vault_test_job_add,
                       (gpointer) "for the former one", NULL, NULL, NULL, returned_cb, &outcome);
  vault_test_wait (heard_failed, news, 10);
  g_assert_cmpuint (news->reopened, ==, 0);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
  vault_test_wait (has_returned, &outcome, 10);
  g_assert_error (outcome.error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED);
  g_clear_error (&outcome.error);
}

static void
test_locked_while_let_go (VaultFixture  *fixture,
                          gconstpointer  data)
{
  News *news;
  gboolean done = FALSE;

  vault_test_create (fixture);
  news = listen_to (fixture->vault);
  shc_vault_let_go_async (fixture->vault, let_go_cb, &done);
  vault_test_wait (is_true, &done, 10);
  shc_vault_close (fixture->vault);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 0);
  g_assert_cmpuint (news->reopened, ==, 0);
}

static gboolean
is_log_empty (gpointer data)
{
  g_autofree char *wal = vault_test_path (data, "journal.db-wal");
  g_autofree char *text = NULL;
  gsize length = 1;

  return g_file_get_contents (wal, &text, &length, NULL) && length == 0;
}

static void
test_idle_checkpoint (VaultFixture  *fixture,
                      gconstpointer  data)
{
  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  g_assert_false (is_log_empty (fixture));
  vault_test_wait (is_log_empty, fixture, 10);
}

/* A commit only counts the log's pages: it is moved into the database behind it, and begun anew. */
static void
test_log_stays_short (VaultFixture  *fixture,
                      gconstpointer  data)
{
  g_autofree char *text = g_strnfill (100 * SHC_DB_PAGE_SIZE, 'a');
  g_autofree char *wal = vault_test_path (fixture, "journal.db-wal");
  GStatBuf info;

  vault_test_create (fixture);
  for (guint i = 0; i < 40; i++)
    g_assert_true (vault_test_add (fixture->vault, text, NULL));
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 0);
  g_assert_cmpint (info.st_size, <, 2000 * SHC_DB_PAGE_SIZE);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 40);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/threads/async", test_async);
  ADD ("/vault/threads/order", test_order);
  ADD ("/vault/threads/cancel", test_cancel);
  ADD ("/vault/threads/write-is-not-cancelled", test_write_is_not_cancelled);
  ADD ("/vault/threads/close-ends-reading", test_close_ends_reading);
  ADD ("/vault/threads/close-finishes-writes", test_close_finishes_writes);
  ADD ("/vault/threads/left-transaction", test_left_transaction);
  ADD ("/vault/threads/unlock-twice", test_unlock_twice);
  ADD ("/vault/threads/idle-checkpoint", test_idle_checkpoint);
  ADD ("/vault/threads/log-stays-short", test_log_stays_short);
  ADD ("/vault/news", test_news);
  ADD ("/vault/let-go/comes-back", test_let_go);
  ADD ("/vault/let-go/to-another", test_come_back_to_another);
  ADD ("/vault/let-go/locked-meanwhile", test_locked_while_let_go);
#undef ADD
  return g_test_run ();
}
