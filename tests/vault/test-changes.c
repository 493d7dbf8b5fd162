/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what opens the vault when the disk is full or the program is killed: what is said of the
 * keys is what opens it, and nothing is left behind. */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fail-rename.h"
#include "vault-test.h"

#define NEW_PASSPHRASE "marble teapot orbit canyon"

static void
tear_down (VaultFixture  *fixture,
           gconstpointer  data)
{
  fail_rename (NULL, 0, 0);
  vault_test_tear_down (fixture, data);
}

static guint
count_scraps (VaultFixture *fixture)
{
  g_autoptr(GDir) dir = g_dir_open (fixture->dir, 0, NULL);
  guint count = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    count += g_str_has_prefix (name, "slots") && !g_str_has_suffix (name, ".json");
  return count;
}

static gboolean
opens (VaultFixture *fixture,
       const char   *text)
{
  g_autoptr(ShcVault) vault = shc_vault_new (fixture->dir, &vault_test_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (text);
  gboolean open = shc_vault_unlock_with_passphrase (vault, passphrase, NULL);

  shc_vault_close (vault);
  return open;
}

static gboolean
change_passphrase (VaultFixture  *fixture,
                   GError       **error)
{
  g_autoptr(GBytes) old = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) new = vault_test_bytes (NEW_PASSPHRASE);

  return shc_vault_set_passphrase (fixture->vault, old, new, error);
}

/* What is said of the keys is what opens the vault. */
static void
test_change_fails (VaultFixture  *fixture,
                   gconstpointer  data)
{
  static const struct { const char *suffix; int skip; gboolean changed; } steps[] = {
    { "slots.json", 0, FALSE },      /* nothing is written */
    { "slots-copy.json", 0, FALSE }, /* the first one is put back */
    { ".json", 1, TRUE },            /* it cannot be put back */
  };

  vault_test_create (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GError) error = NULL;

      fail_rename (steps[i].suffix, steps[i].skip, ENOSPC);
      g_assert_false (change_passphrase (fixture, &error));
      fail_rename (NULL, 0, 0);
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_ROOM);
      g_assert_cmpint (strstr (error->message, "new ones") != NULL, ==, steps[i].changed);
      g_assert_cmpint (opens (fixture, NEW_PASSPHRASE), ==, steps[i].changed);
      g_assert_cmpint (opens (fixture, VAULT_TEST_PASSPHRASE), ==, !steps[i].changed);
    }
}

static int
wait_for (pid_t child)
{
  int status = 0;

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}

static int
change_in_child (VaultFixture *fixture,
                 const char   *suffix)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);

  if (!shc_vault_unlock_with_passphrase (fixture->vault, passphrase, NULL))
    return 1;
  fail_rename (suffix, 0, FAIL_RENAME_KILLED);
  return change_passphrase (fixture, NULL) ? 2 : 3;
}

/* Before the first copy is in its place, and between the two. */
static void
test_change_killed (VaultFixture  *fixture,
                    gconstpointer  data)
{
  static const char *const suffixes[] = { "slots.json", "slots-copy.json" };

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autoptr(ShcSlotFile) slots = NULL;
      gboolean worn = TRUE;
      int status;
      pid_t child = fork ();

      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        _exit (change_in_child (fixture, suffixes[i]));
      status = wait_for (child);
      g_assert_true (WIFSIGNALED (status));
      g_assert_cmpint (opens (fixture, NEW_PASSPHRASE), ==, i == 1);
      g_assert_cmpint (opens (fixture, VAULT_TEST_PASSPHRASE), ==, i == 0);
      /* The opening has mended the copy and swept up the scraps. */
      slots = shc_slot_file_load (fixture->dir, &worn, NULL);
      g_assert_nonnull (slots);
      g_assert_false (worn);
      g_assert_cmpuint (count_scraps (fixture), ==, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, tear_down)
  ADD ("/vault/changes/fail", test_change_fails);
  ADD ("/vault/changes/killed", test_change_killed);
#undef ADD
  return g_test_run ();
}
