/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what other programs, failing disks and wrong clocks do to backups. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-backup-file.h"
#include "vault-test.h"

#define NEW_PASSPHRASE "marble teapot orbit canyon"

static char *
backup_path (VaultFixture *fixture)
{
  return g_build_filename (fixture->folder, "copy.shcbackup", NULL);
}

static gboolean
opens (VaultFixture *fixture,
       const char   *file,
       const char   *text)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcSlotFile) slots = NULL;
  g_autoptr(GBytes) key = NULL;
  guint64 size;

  slots = shc_backup_file_read (file, &size, &error);
  g_assert_no_error (error);
  key = shc_slot_file_open_seal (slots, SHC_SLOT_PASSPHRASE, passphrase, NULL);
  return key != NULL;
}

/* Another program has changed what opens the vault, and confirmed the recovery code. */
static void
test_present_slots (VaultFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr(ShcVault) other = shc_vault_new (fixture->dir, &vault_test_schema);
  g_autoptr(GBytes) old = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) new = vault_test_bytes (NEW_PASSPHRASE);
  g_autofree char *file = backup_path (fixture);
  g_autoptr(ShcBackupResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  vault_test_unlock (other);
  g_assert_true (shc_vault_set_passphrase (other, old, new, &error));
  g_assert_no_error (error);
  g_assert_true (shc_vault_set_recovery_confirmed (other, &error));
  shc_vault_close (other);

  result = shc_backup_make (fixture->vault, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (opens (fixture, file, VAULT_TEST_PASSPHRASE));
  g_assert_true (opens (fixture, file, NEW_PASSPHRASE));
  g_assert_true (shc_vault_get_recovery_confirmed (fixture->vault));
}

/* The slots that are still in memory are all there is: a backup brings them to safety. */
static void
test_lost_slots (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *file = backup_path (fixture);
  g_autoptr(ShcBackupResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  first = vault_test_path (fixture, SHC_SLOT_FILE_NAME);
  second = vault_test_path (fixture, SHC_SLOT_FILE_COPY_NAME);
  g_assert_cmpint (g_unlink (first), ==, 0);
  g_assert_cmpint (g_unlink (second), ==, 0);
  result = shc_backup_make (fixture->vault, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (opens (fixture, file, VAULT_TEST_PASSPHRASE));
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/copies/present-slots", test_present_slots);
  ADD ("/vault/copies/lost-slots", test_lost_slots);
#undef ADD
  return g_test_run ();
}
