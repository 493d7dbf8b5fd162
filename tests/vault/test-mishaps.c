/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single calls to the system fail, or a program was killed between two of them; the vault is whole
 * afterwards, and what is said of it is true. */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail-rename.h"
#include "shc-restore-swap.h"
#include "vault-test.h"

static void
tear_down (VaultFixture  *fixture,
           gconstpointer  data)
{
  fail_rename (NULL, 0, 0);
  vault_test_tear_down (fixture, data);
}

static char *
backup_path (VaultFixture *fixture)
{
  return g_build_filename (fixture->folder, "copy.shcbackup", NULL);
}

static gboolean
is_there (VaultFixture *fixture,
          const char   *name)
{
  g_autofree char *path = vault_test_path (fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A vault with two notes, closed, and a backup from when it had one. */
static void
create_with_backup (VaultFixture *fixture)
{
  g_autofree char *file = backup_path (fixture);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) result = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "in the backup", NULL));
  result = shc_backup_make (fixture->vault, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vault_test_add (fixture->vault, "later", NULL));
  shc_vault_close (fixture->vault);
}

static gboolean
restore (VaultFixture  *fixture,
         GError       **error)
{
  g_autofree char *file = backup_path (fixture);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcVault) vault = shc_vault_new (fixture->dir, &vault_test_schema);
  g_autoptr(ShcRestoreResult) result = shc_restore (vault, file, SHC_UNLOCK_PASSPHRASE, passphrase,
                                                    error);

  return result != NULL;
}

static gboolean
note_cb (gpointer flag)
{
  return *(gboolean *) flag;
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

static void
set_flag (gpointer user_data)
{
  gboolean *flag = user_data;

  *flag = TRUE;
}

static void
write_mark (VaultFixture *fixture,
            const char   *text)
{
  g_autofree char *path = vault_test_path (fixture, SHC_RESTORE_PENDING_NAME);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
copy_file (const char *from,
           const char *folder,
           const char *name)
{
  g_autofree char *source = g_build_filename (from, name, NULL);
  g_autofree char *target = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (source, &text, &length, NULL));
  g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
}

static char *
keep_present_files (VaultFixture *fixture)
{
  char *kept = g_build_filename (fixture->folder, "kept", NULL);

  g_assert_cmpint (g_mkdir (kept, 0700), ==, 0);
  copy_file (fixture->dir, kept, "journal.db");
  copy_file (fixture->dir, kept, "slots.json");
  copy_file (fixture->dir, kept, "slots-copy.json");
  return kept;
}

/* What `shc restore` leaves when it is killed right after the mark: @kept is staged. */
static void
leave_pending (VaultFixture *fixture,
               const char   *kept)
{
  g_autofree char *stage = vault_test_path (fixture, SHC_RESTORE_STAGE_NAME);

  g_assert_cmpint (g_rename (kept, stage), ==, 0);
  write_mark (fixture, "before-restore-test");
}

/* A window let go for a restore that was then killed: it comes back to the restored vault, and what
 * it writes stays. */
static void
test_come_back (VaultFixture  *fixture,
                gconstpointer  data)
{
  gboolean let_go = FALSE;
  gboolean back = FALSE;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  shc_vault_close (fixture->vault);
  kept = keep_present_files (fixture);
  vault_test_unlock (fixture->vault);
  g_assert_true (vault_test_add (fixture->vault, "only in the former one", NULL));
  g_signal_connect_swapped (fixture->vault, "reopened", G_CALLBACK (set_flag), &back);
  shc_vault_let_go_async (fixture->vault, let_go_cb, &let_go);
  vault_test_wait (note_cb, &let_go, 10);
  leave_pending (fixture, kept);
  vault_test_wait (note_cb, &back, 10);

  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
  g_assert_false (is_there (fixture, SHC_RESTORE_PENDING_NAME));
  g_assert_true (vault_test_add (fixture->vault, "after coming back", &error));
  g_assert_no_error (error);
  shc_vault_close (fixture->vault);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
  g_assert_true (is_there (fixture, "before-restore-test/journal.db"));
}

/* The same for one that was about to open: it looked at the files before the mark was there. */
static void
test_open_pending (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(ShcVaultLock) lock = NULL;
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(GBytes) key = NULL;
  g_autofree char *kept = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  kept = keep_present_files (fixture);
  g_assert_cmpint (shc_vault_check_files (fixture->dir, &slots, &error), ==, SHC_VAULT_LOCKED);
  key = shc_slot_file_open_seal (slots, SHC_SLOT_PASSPHRASE, passphrase, &error);
  leave_pending (fixture, kept);
  lock = shc_vault_lock_take (fixture->dir, SHC_VAULT_LOCK_SHARED, 0, &error);
  g_assert_no_error (error);
  g_assert_true (shc_vault_open_with_key (fixture->vault, key, &lock, SHC_UNLOCK_PASSPHRASE, FALSE,
                                          &error));
  g_assert_no_error (error);
  g_assert_null (lock);
  g_assert_false (is_there (fixture, SHC_RESTORE_PENDING_NAME));
  g_assert_true (is_there (fixture, "before-restore-test/journal.db"));
}

/* Nothing was moved yet: the decision is taken back, and nothing is changed or left. */
static void
test_swap_undone (VaultFixture  *fixture,
                  gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  create_with_backup (fixture);
  before = vault_test_hash_folder (fixture->folder);
  fail_rename ("Z/slots.json", 0, ENOSPC);
  g_assert_false (restore (fixture, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM);
  fail_rename (NULL, 0, 0);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
}

/* Half of it was moved: it stays decided, is said to be, and is done at the next opening. */
static void
test_swap_decided (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  create_with_backup (fixture);
  fail_rename ("vault/journal.db", 0, EIO);
  g_assert_false (restore (fixture, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY);
  g_assert_nonnull (strstr (error->message, "next"));
  fail_rename (NULL, 0, 0);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
  g_assert_false (is_there (fixture, SHC_RESTORE_PENDING_NAME));
  g_assert_false (is_there (fixture, SHC_RESTORE_STAGE_NAME));
}

static void
test_mark_malformed (VaultFixture  *fixture,
                     gconstpointer  data)
{
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  write_mark (fixture, "../elsewhere");
  vault_test_unlock (fixture->vault);
  g_assert_false (is_there (fixture, SHC_RESTORE_PENDING_NAME));
}

static void
test_litter (VaultFixture  *fixture,
             gconstpointer  data)
{
  static const char *const names[] = {
    "slots.json.A1b2C3", "slots-copy.json.A1b2C3", "restore-pending.A1b2C3", "last-backup.json.A1b2C3"
  };
  static const char *const others[] = { "slots.json.mine", "notes.A1b2C3" };
  g_autofree char *stage = vault_test_path (fixture, SHC_RESTORE_STAGE_NAME);

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (names) + G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = vault_test_path (fixture, i < G_N_ELEMENTS (names) ?
                                               names[i] : others[i - G_N_ELEMENTS (names)]);

      g_assert_true (g_file_set_contents (path, "half", -1, NULL));
    }
  g_assert_cmpint (g_mkdir (stage, 0700), ==, 0);
  copy_file (fixture->dir, stage, "journal.db");
  vault_test_unlock (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_false (is_there (fixture, names[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_true (is_there (fixture, others[i]));
  g_assert_false (is_there (fixture, SHC_RESTORE_STAGE_NAME));
}

/* Whatever step fails, the same folder takes a vault at the next try. */
static void
test_create_fails (VaultFixture  *fixture,
                   gconstpointer  data)
{
  static const struct { const char *suffix; int skip; } steps[] = {
    { "slots.json", 0 }, { "slots-copy.json", 0 }, { "journal.db", 0 }, { "slots.json", 1 },
    { "slots-copy.json", 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
      g_autoptr(GBytes) code = NULL;
      g_autoptr(GError) error = NULL;
      ShcSlots slots;

      fail_rename (steps[i].suffix, steps[i].skip, ENOSPC);
      g_assert_false (shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots,
                                        &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM);
      fail_rename (NULL, 0, 0);
      g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));
    }
  vault_test_create (fixture);
}

static int
wait_for (pid_t child)
{
  int status = 0;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static int
restore_without_room (VaultFixture *fixture)
{
  const struct rlimit limit = { .rlim_cur = 30000, .rlim_max = RLIM_INFINITY };
  g_autoptr(GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
  if (restore (fixture, &error))
    return 1;
  return g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM) ? 0 : 2;
}

static void
test_restore_without_room (VaultFixture  *fixture,
                           gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  pid_t child;

  create_with_backup (fixture);
  before = vault_test_hash_folder (fixture->folder);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (restore_without_room (fixture));
  g_assert_cmpint (wait_for (child), ==, 0);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, tear_down)
  ADD ("/vault/mishaps/come-back", test_come_back);
  ADD ("/vault/mishaps/open-pending", test_open_pending);
  ADD ("/vault/mishaps/swap-undone", test_swap_undone);
  ADD ("/vault/mishaps/swap-decided", test_swap_decided);
  ADD ("/vault/mishaps/mark-malformed", test_mark_malformed);
  ADD ("/vault/mishaps/litter", test_litter);
  ADD ("/vault/mishaps/create-fails", test_create_fails);
  ADD ("/vault/mishaps/restore-without-room", test_restore_without_room);
#undef ADD
  return g_test_run ();
}
