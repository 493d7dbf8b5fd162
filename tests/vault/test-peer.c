/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window in another process is asked over D-Bus to lock, or to let go while its vault is replaced;
 * runs in a private session (see meson.build). */

#include "config.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shc-peer.h"
#include "vault-test.h"

/* What the window tells the test, one byte each. */
enum { READY = 'r', LOCK = 'l', LETS_GO = 'g', REOPENED = 'b', SAVED = 's', FAILED = 'f' };

typedef struct
{
  pid_t pid;
  int   reading;
} Window;

typedef struct
{
  GApplication *app;
  ShcVault     *vault;
  int           telling;
} Inside;

static void
tell (Inside *inside,
      char    what)
{
  if (write (inside->telling, &what, 1) != 1)
    _exit (9);
}

static void
saved_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  tell (user_data, shc_vault_run_finish (SHC_VAULT (object), result, NULL) ? SAVED : FAILED);
}

static void
let_go_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  Inside *inside = user_data;

  shc_vault_let_go_async (inside->vault, NULL, NULL);
  /* As a draft that is saved at the very moment. */
  shc_vault_run_async (inside->vault, SHC_DB_WRITER, TRUE, vault_test_job_add,
                       (gpointer) "typed meanwhile", NULL, NULL, NULL, saved_cb, inside);
  tell (inside, LETS_GO);
}

static void
lock_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  tell (user_data, LOCK);
}

static void
reopened_cb (ShcVault *vault,
             gpointer  user_data)
{
  tell (user_data, REOPENED);
}

static void
failed_cb (ShcVault *vault,
           GError   *error,
           gpointer  user_data)
{
  tell (user_data, FAILED);
}

static void
activate_cb (GApplication *app,
             gpointer      user_data)
{
  Inside *inside = user_data;

  g_application_hold (app);
  tell (inside, READY);
}

static void
be_window (const char      *dir,
           const ShcSchema *schema,
           int              telling)
{
  static const GActionEntry actions[] = { { "let-go", let_go_cb }, { "lock", lock_cb } };
  g_autofree char *name = shc_vault_bus_name (dir);
  Inside inside = { .telling = telling };

  inside.vault = shc_vault_new (dir, schema);
  vault_test_unlock (inside.vault);
  g_signal_connect (inside.vault, "reopened", G_CALLBACK (reopened_cb), &inside);
  g_signal_connect (inside.vault, "failed", G_CALLBACK (failed_cb), &inside);
  inside.app = g_application_new (name, G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (inside.app), actions, G_N_ELEMENTS (actions),
                                   &inside);
  g_signal_connect (inside.app, "activate", G_CALLBACK (activate_cb), &inside);
  g_application_run (inside.app, 0, NULL);
}

static void
wait_for (Window *window,
          char    what)
{
  char told = 0;

  g_assert_cmpint (read (window->reading, &told, 1), ==, 1);
  g_assert_cmpint (told, ==, what);
}

static Window
open_window (VaultFixture    *fixture,
             const ShcSchema *schema)
{
  Window window;
  int fds[2];

  g_assert_cmpint (pipe (fds), ==, 0);
  window.pid = fork ();
  g_assert_cmpint (window.pid, >=, 0);
  if (window.pid == 0)
    {
      close (fds[0]);
      be_window (fixture->dir, schema, fds[1]);
      _exit (0);
    }
  close (fds[1]);
  window.reading = fds[0];
  wait_for (&window, READY);
  return window;
}

static void
close_window (Window *window)
{
  int status;

  kill (window->pid, SIGKILL);
  g_assert_cmpint (waitpid (window->pid, &status, 0), ==, window->pid);
  close (window->reading);
}

static gboolean
ask_lock (VaultFixture  *fixture,
          gboolean      *found,
          GError       **error)
{
  return shc_peer_ask (fixture->dir, "lock", found, error);
}

/* The bus connection of a forked process is not the parent's: the asking is done by a child, too. */
static int
in_child (VaultFixture *fixture,
          int         (*func) (VaultFixture *fixture))
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    _exit (func (fixture));
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

enum { ABSENT = 20, FOUND, SILENT };

static int
ask_in_child (VaultFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  gboolean found = FALSE;

  if (!ask_lock (fixture, &found, &error))
    return found && g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY) ? SILENT : 1;
  return found ? FOUND : ABSENT;
}

static int
restore_in_child (VaultFixture *fixture)
{
  g_autofree char *file = g_build_filename (fixture->folder, "copy.shcbackup", NULL);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcRestoreResult) result = shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE,
                                                    passphrase, &error);

  return result != NULL && result->moved_aside != NULL && result->reflections == 1 ? 0 : 1;
}

static int
migrate_in_child (VaultFixture *fixture)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);

  if (!shc_vault_unlock_with_passphrase (fixture->vault, passphrase, NULL))
    return 1;
  shc_vault_close (fixture->vault);
  return 0;
}

static void
test_ask (VaultFixture  *fixture,
          gconstpointer  data)
{
  Window window;

  g_assert_cmpint (in_child (fixture, ask_in_child), ==, ABSENT);
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  window = open_window (fixture, &vault_test_schema);
  g_assert_cmpint (in_child (fixture, ask_in_child), ==, FOUND);
  wait_for (&window, LOCK);
  /* One that hangs is given two seconds. */
  g_assert_cmpint (kill (window.pid, SIGSTOP), ==, 0);
  g_assert_cmpint (in_child (fixture, ask_in_child), ==, SILENT);
  close_window (&window);
}

/* That a window was asked to lock does not mean that it is locked. */
static void
test_wait_free (VaultFixture  *fixture,
                gconstpointer  data)
{
  Window window;

  g_assert_true (shc_vault_lock_wait_free (fixture->dir, 0));
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  window = open_window (fixture, &vault_test_schema);
  g_assert_cmpint (in_child (fixture, ask_in_child), ==, FOUND);
  wait_for (&window, LOCK);
  g_assert_false (shc_vault_lock_wait_free (fixture->dir, 200));
  close_window (&window);
  g_assert_true (shc_vault_lock_wait_free (fixture->dir, 10000));
}

static void
test_restore (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "copy.shcbackup", NULL);
  g_autoptr(ShcBackupResult) backup = NULL;
  Window window;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "in the backup", NULL));
  backup = shc_backup_make (fixture->vault, file, NULL, NULL);
  g_assert_nonnull (backup);
  g_assert_true (vault_test_add (fixture->vault, "later", NULL));
  shc_vault_close (fixture->vault);

  window = open_window (fixture, &vault_test_schema);
  g_assert_cmpint (in_child (fixture, restore_in_child), ==, 0);
  wait_for (&window, LETS_GO);
  wait_for (&window, REOPENED);
  wait_for (&window, SAVED);
  close_window (&window);
  /* The one of the backup, the mark of the restore, and what was typed meanwhile. */
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 3);
}

/* An older program has the window; when it comes back, the vault is too new for it. */
static void
test_migrate (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(ShcVault) old = shc_vault_new (fixture->dir, &vault_test_old_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  Window window;
  ShcSlots slots;

  g_assert_true (shc_vault_create (old, passphrase, FALSE, FALSE, &code, &slots, NULL));
  g_assert_true (vault_test_add (old, "old", NULL));
  shc_vault_close (old);
  window = open_window (fixture, &vault_test_old_schema);
  g_assert_cmpint (in_child (fixture, migrate_in_child), ==, 0);
  wait_for (&window, LETS_GO);
  /* What waited is refused aloud, and the window is told. */
  wait_for (&window, FAILED);
  wait_for (&window, FAILED);
  close_window (&window);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/peer/ask", test_ask);
  ADD ("/peer/wait-free", test_wait_free);
  ADD ("/peer/restore", test_restore);
  ADD ("/peer/migrate", test_migrate);
#undef ADD
  return g_test_run ();
}
