/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may read and write the vault's files, and what is said when one may not. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vault-test.h"

static void
test_permissions (VaultFixture  *fixture,
                  gconstpointer  data)
{
  static const char *const names[] = {
    "journal.db", "journal.db-wal", "slots.json", "slots-copy.json", "vault.lock"
  };
  GStatBuf info;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  g_assert_cmpint (g_stat (fixture->dir, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = vault_test_path (fixture, names[i]);

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 07777, ==, 0600);
    }
}

/* Permissions mean nothing to root: another user has to try. */
static int
open_as_nobody (VaultFixture *fixture)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GError) error = NULL;

  if (geteuid () == 0 && setresuid (65534, 65534, 65534) != 0)
    return 1;
  if (shc_vault_probe (fixture->vault, NULL, &error) != SHC_VAULT_BROKEN ||
      !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY))
    return 2;
  g_clear_error (&error);
  if (shc_vault_unlock_with_passphrase (fixture->vault, passphrase, &error) ||
      !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY))
    return 3;
  return 0;
}

static int
run_as_nobody (VaultFixture *fixture,
               int         (*func) (VaultFixture *fixture))
{
  int status = 0;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (func (fixture));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* The way to the vault, which newer GLib makes in a folder that only its owner may pass. */
static void
let_pass (VaultFixture *fixture)
{
  g_autofree char *parent = g_path_get_dirname (fixture->folder);

  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  if (!g_str_equal (parent, "/tmp"))
    g_assert_cmpint (g_chmod (parent, 0755), ==, 0);
}

static int
read_as_nobody (VaultFixture *fixture)
{
  g_autoptr(GError) error = NULL;

  if (geteuid () == 0 && setresuid (65534, 65534, 65534) != 0)
    return 1;
  if (shc_vault_probe (fixture->vault, NULL, &error) != SHC_VAULT_BROKEN ||
      !g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY))
    return 2;
  /* Nothing is lost, so nobody is sent to the backups. */
  return strstr (error->message, "estore") == NULL && strstr (error->message, "backup") == NULL
         ? 0 : 3;
}

/* Files of another user, as after the folder was copied by root. */
static void
test_unreadable (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  let_pass (fixture);
  g_assert_cmpint (run_as_nobody (fixture, read_as_nobody), ==, 0);
  first = vault_test_path (fixture, "slots.json");
  second = vault_test_path (fixture, "slots-copy.json");
  g_assert_cmpint (g_chmod (first, 0), ==, 0);
  g_assert_cmpint (g_chmod (second, 0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->dir, 0755), ==, 0);
  g_assert_cmpint (run_as_nobody (fixture, read_as_nobody), ==, 0);
}

static void
test_read_only (VaultFixture  *fixture,
                gconstpointer  data)
{
  static const char *const names[] = { "journal.db", "slots.json", "slots-copy.json", "vault.lock" };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = vault_test_path (fixture, names[i]);

      g_assert_cmpint (g_chmod (path, 0444), ==, 0);
    }
  g_assert_cmpint (g_chmod (fixture->dir, 0555), ==, 0);
  let_pass (fixture);
  before = vault_test_hash_folder (fixture->folder);
  g_assert_cmpint (run_as_nobody (fixture, open_as_nobody), ==, 0);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (g_chmod (fixture->dir, 0755), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/access/permissions", test_permissions);
  ADD ("/vault/access/read-only", test_read_only);
  ADD ("/vault/access/unreadable", test_unreadable);
#undef ADD
  return g_test_run ();
}
