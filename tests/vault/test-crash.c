/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Child processes are killed, run out of room or work side by side; nothing acknowledged is lost,
 * and nothing readable is left in any file. The random seed is printed; `-m slow` makes many
 * rounds. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-test.h"

#define CANARY "canary-7f3a"
#define QUICK_ROUNDS 25
#define MANY_ROUNDS 500
#define OLD_NOTES 200

typedef int (*Child) (VaultFixture *fixture, int acknowledge, int number);

/* The parent has no threads of its own while it forks: its vault is closed. */
static pid_t
start (VaultFixture *fixture,
       Child         child,
       int           number,
       int          *reading)
{
  int fds[2];
  pid_t pid;

  g_assert_cmpint (pipe (fds), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      close (fds[0]);
      _exit (child (fixture, fds[1], number));
    }
  close (fds[1]);
  *reading = fds[0];
  return pid;
}

static void
acknowledge_one (int fd,
                 int number)
{
  if (write (fd, &number, sizeof number) != sizeof number)
    _exit (9);
}

static gboolean
unlock_in_child (ShcVault *vault)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);

  return shc_vault_unlock_with_passphrase (vault, passphrase, NULL);
}

static int
write_on (VaultFixture *fixture,
          int           acknowledge,
          int           round)
{
  if (!unlock_in_child (fixture->vault))
    return 1;
  for (int i = 0;; i++)
    {
      g_autofree char *text = g_strdup_printf (CANARY " %d %d", round, i);

      if (!vault_test_add (fixture->vault, text, NULL))
        return 2;
      acknowledge_one (acknowledge, i);
    }
}

static int
write_and_back_up (VaultFixture *fixture,
                   int           acknowledge,
                   int           round)
{
  if (!unlock_in_child (fixture->vault))
    return 1;
  for (int i = 0;; i++)
    {
      g_autofree char *text = g_strdup_printf (CANARY " %d %d", round, i);

      if (!vault_test_add (fixture->vault, text, NULL))
        return 2;
      acknowledge_one (acknowledge, i);
      shc_backup_result_free (shc_backup_auto (fixture->vault, TRUE, NULL));
    }
}

static int
open_and_wait (VaultFixture *fixture,
               int           acknowledge,
               int           round)
{
  acknowledge_one (acknowledge, -1);
  if (!unlock_in_child (fixture->vault))
    return 1;
  for (;;)
    pause ();
}

/* Returns: how many the child acknowledged before it was killed. */
static int
kill_after (pid_t  pid,
            int    reading,
            guint  delay_us)
{
  int last = -1;
  int number;
  int status;

  /* From the first acknowledgement on, so that the killing falls into the work. */
  g_assert_cmpint (read (reading, &number, sizeof number), ==, sizeof number);
  last = number;
  g_usleep (delay_us);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  while (read (reading, &number, sizeof number) == sizeof number)
    last = number;
  close (reading);
  return last + 1;
}

typedef struct
{
  int    round;
  gint64 found;
} Search;

static gpointer
count_round_job (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  Search *search = data;
  g_autofree char *pattern = g_strdup_printf (CANARY " %d *", search->round);
  sqlite3_stmt *stmt = shc_db_prepare (db, "SELECT count(*) FROM note WHERE text GLOB ?1", error);

  if (stmt == NULL)
    return NULL;
  shc_db_bind_text (stmt, 1, pattern);
  if (!shc_db_step (db, stmt, error))
    return NULL;
  search->found = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return data;
}

static gint64
count_round (ShcVault *vault,
             int       round)
{
  Search search = { .round = round, .found = -1 };
  g_autoptr(GError) error = NULL;

  shc_vault_run (vault, SHC_DB_READER, count_round_job, &search, &error);
  g_assert_no_error (error);
  return search.found;
}

static void
assert_sound (ShcVault *vault)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVerifyResult) result = shc_vault_verify (vault, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < result->problems->len; i++)
    g_test_message ("%s", (const char *) result->problems->pdata[i]);
  g_assert_true (result->ok);
}

static void
rounds (VaultFixture *fixture,
        Child         child,
        guint         count)
{
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (guint i = 0; i < count; i++)
    {
      int reading;
      pid_t pid = start (fixture, child, (int) i, &reading);
      int acknowledged = kill_after (pid, reading, (guint) g_test_rand_int_range (0, 60000));
      gint64 kept;

      g_assert_false (vault_test_find (fixture->folder, CANARY));
      vault_test_unlock (fixture->vault);
      kept = count_round (fixture->vault, (int) i);
      /* One more may have been written than there was time to tell of. */
      g_assert_cmpint (kept, >=, acknowledged);
      g_assert_cmpint (kept, <=, acknowledged + 1);
      assert_sound (fixture->vault);
      shc_vault_close (fixture->vault);
    }
}

static guint
get_rounds (void)
{
  return g_test_slow () ? MANY_ROUNDS / 5 : QUICK_ROUNDS / 5;
}

static void
test_killed_writing (VaultFixture  *fixture,
                     gconstpointer  data)
{
  rounds (fixture, write_on, 3 * get_rounds ());
}

static void
test_killed_backing_up (VaultFixture  *fixture,
                        gconstpointer  data)
{
  rounds (fixture, write_and_back_up, get_rounds ());
}

static void
create_old (VaultFixture *fixture)
{
  g_autoptr(ShcVault) old = shc_vault_new (fixture->dir, &vault_test_old_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  g_assert_true (shc_vault_create (old, passphrase, FALSE, FALSE, &code, &slots, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < OLD_NOTES; i++)
    g_assert_true (vault_test_add (old, CANARY, NULL));
  shc_vault_close (old);
}

static void
test_killed_migrating (VaultFixture  *fixture,
                       gconstpointer  data)
{
  for (guint i = 0; i < get_rounds (); i++)
    {
      g_autoptr(ShcVaultStatus) status = NULL;
      int reading;
      pid_t pid;

      create_old (fixture);
      pid = start (fixture, open_and_wait, (int) i, &reading);
      kill_after (pid, reading, (guint) g_test_rand_int_range (0, 60000));
      g_assert_false (vault_test_find (fixture->folder, CANARY));
      vault_test_unlock (fixture->vault);
      g_assert_cmpint (vault_test_count (fixture->vault), ==, OLD_NOTES);
      status = shc_vault_get_status (fixture->vault);
      g_assert_cmpuint (status->schema, ==, 2);
      assert_sound (fixture->vault);
      shc_vault_close (fixture->vault);
      vault_test_remove (fixture->dir);
    }
}

static int
write_hundred (VaultFixture *fixture,
               int           acknowledge,
               int           number)
{
  if (!unlock_in_child (fixture->vault))
    return 1;
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *text = g_strdup_printf (CANARY " %d %d", number, i);

      if (!vault_test_add (fixture->vault, text, NULL))
        return 2;
    }
  shc_vault_close (fixture->vault);
  return 0;
}

static void
wait_for_success (pid_t pid,
                  int   reading)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  close (reading);
}

static void
test_side_by_side (VaultFixture  *fixture,
                   gconstpointer  data)
{
  pid_t pids[3];
  int reading[3];

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (int i = 0; i < 3; i++)
    pids[i] = start (fixture, write_hundred, i, &reading[i]);
  for (int i = 0; i < 3; i++)
    wait_for_success (pids[i], reading[i]);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 300);
  assert_sound (fixture->vault);
}

/* All of them find the old schema; one migrates, the others wait for it. */
static void
test_migrate_side_by_side (VaultFixture  *fixture,
                           gconstpointer  data)
{
  pid_t pids[3];
  int reading[3];

  create_old (fixture);
  for (int i = 0; i < 3; i++)
    pids[i] = start (fixture, write_hundred, i, &reading[i]);
  for (int i = 0; i < 3; i++)
    wait_for_success (pids[i], reading[i]);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, OLD_NOTES + 300);
  assert_sound (fixture->vault);
}

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  getrlimit (RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  setrlimit (RLIMIT_FSIZE, &limit);
}

/* Writes until there is no room, then with room again. Acknowledges what was saved. */
static int
fill_up (VaultFixture *fixture,
         int           acknowledge,
         int           number)
{
  g_autofree char *large = g_strnfill (20000, 'x');
  g_autofree char *backup = g_build_filename (fixture->folder, "full.shcbackup", NULL);
  g_autoptr(GError) error = NULL;
  int saved = 0;

  signal (SIGXFSZ, SIG_IGN);
  if (!unlock_in_child (fixture->vault))
    return 1;
  limit_files (300000);
  while (saved < 1000 && vault_test_add (fixture->vault, large, &error))
    saved++;
  if (saved == 0 || saved == 1000 ||
      !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM))
    return 2;
  g_clear_error (&error);
  if (vault_test_count (fixture->vault) != saved)
    return 3;
  limit_files (50000);
  if (shc_backup_make (fixture->vault, backup, NULL, &error) != NULL ||
      !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM))
    return 4;
  limit_files (RLIM_INFINITY);
  for (int i = 0; i < 3; i++, saved++)
    {
      if (!vault_test_add (fixture->vault, large, NULL))
        return 5;
    }
  acknowledge_one (acknowledge, saved);
  shc_vault_close (fixture->vault);
  return 0;
}

static void
test_no_room (VaultFixture  *fixture,
              gconstpointer  data)
{
  int saved = 0;
  int reading;
  pid_t pid;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  pid = start (fixture, fill_up, 0, &reading);
  g_assert_cmpint (read (reading, &saved, sizeof saved), ==, sizeof saved);
  wait_for_success (pid, reading);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, saved);
  assert_sound (fixture->vault);
  /* Of the backup that found no room nothing is left. */
  {
    g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
    const char *name = g_dir_read_name (dir);

    g_assert_cmpstr (name, ==, "vault");
    g_assert_null (g_dir_read_name (dir));
  }
}

static int
create_without_room (VaultFixture *fixture,
                     int           acknowledge,
                     int           number)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  signal (SIGXFSZ, SIG_IGN);
  limit_files (6000);
  if (shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots, &error))
    return 1;
  return g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM) ? 0 : 2;
}

static void
test_no_room_to_create (VaultFixture  *fixture,
                        gconstpointer  data)
{
  int reading;
  pid_t pid = start (fixture, create_without_room, 0, &reading);

  wait_for_success (pid, reading);
  g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));
  vault_test_create (fixture);
}

static gpointer
find_in_pages_job (ShcDb     *db,
                   gpointer   needle,
                   GError   **error)
{
  sqlite3_int64 size = 0;
  guint8 *pages = sqlite3_serialize (shc_db_get_handle (db), "main", &size, 0);
  gboolean found;

  g_assert_nonnull (pages);
  g_assert_cmpint (size, >, SHC_DB_PAGE_SIZE);
  found = memmem (pages, (gsize) size, needle, strlen (needle)) != NULL;
  sqlite3_free (pages);
  return GINT_TO_POINTER (found);
}

static gboolean
find_in_pages (ShcVault   *vault,
               const char *needle)
{
  return shc_vault_run (vault, SHC_DB_WRITER, find_in_pages_job, (gpointer) needle, NULL) != NULL;
}

/* In clear, page by page, what was deleted is gone: from the table, from the index and from the
 * pages that nothing uses any more. */
static void
test_deleted_is_gone (VaultFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *large = g_strnfill (30000, 'k');
  g_autofree char *text = g_strconcat ("secretword ", CANARY, " ", large, NULL);

  vault_test_create (fixture);
  for (guint i = 0; i < 50; i++)
    g_assert_true (vault_test_add (fixture->vault, "ordinary words", NULL));
  g_assert_true (vault_test_add (fixture->vault, text, NULL));
  g_assert_true (find_in_pages (fixture->vault, CANARY));
  g_assert_true (find_in_pages (fixture->vault, "ecretword"));
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_WRITER, vault_test_job_exec,
                                   (gpointer) "DELETE FROM note WHERE text LIKE 'secretword%'",
                                   &error));
  g_assert_no_error (error);
  g_assert_false (find_in_pages (fixture->vault, CANARY));
  g_assert_false (find_in_pages (fixture->vault, "ecretword"));
  g_assert_false (find_in_pages (fixture->vault, "kkkkkkkk"));
  g_assert_true (find_in_pages (fixture->vault, "ordinary"));
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/killed/writing", test_killed_writing);
  ADD ("/killed/backing-up", test_killed_backing_up);
  ADD ("/killed/migrating", test_killed_migrating);
  ADD ("/programs/side-by-side", test_side_by_side);
  ADD ("/programs/migrate-side-by-side", test_migrate_side_by_side);
  ADD ("/room/none", test_no_room);
  ADD ("/room/none-to-create", test_no_room_to_create);
  ADD ("/deleted/is-gone", test_deleted_is_gone);
#undef ADD
  return g_test_run ();
}
