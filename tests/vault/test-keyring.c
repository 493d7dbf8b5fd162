/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the keyring slot, each in a session of its own kind: see meson.build. */

#include "config.h"

#include <string.h>

#include "shc-keyring.h"
#include "vault-test.h"

static gboolean
create (VaultFixture  *fixture,
        const char    *text,
        ShcSlots      *slots,
        GError       **error)
{
  g_autoptr(GBytes) passphrase = text != NULL ? vault_test_bytes (text) : NULL;

  return shc_vault_create (fixture->vault, passphrase, TRUE, FALSE, &fixture->code, slots, error);
}

static char *
dup_vault_id (VaultFixture *fixture)
{
  g_autoptr(ShcSlotFile) slots = shc_slot_file_load (fixture->dir, NULL, NULL);

  g_assert_nonnull (slots);
  return g_strdup (slots->vault_id);
}

/* Tries the keyring, and sees that a failure changed nothing. */
static void
assert_refused (VaultFixture  *fixture,
                ShcVaultError  code)
{
  g_autofree char *before = vault_test_hash_folder (fixture->folder);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (shc_vault_unlock_with_keyring (fixture->vault, &error));
  g_assert_error (error, SHC_VAULT_ERROR, (int) code);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_alone (VaultFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_true (create (fixture, NULL, &slots, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (slots, ==, SHC_SLOT_KEYRING | SHC_SLOT_RECOVERY);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_keyring (fixture->vault, &error));
  g_assert_no_error (error);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
  /* Only the recovery code would remain. */
  g_assert_false (shc_vault_forget_keyring (fixture->vault, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LAST_SLOT);
  g_clear_error (&error);
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_recovery (fixture->vault, fixture->code, &error));
  g_assert_no_error (error);
}

static void
test_forget (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_true (create (fixture, VAULT_TEST_PASSPHRASE, &slots, &error));
  g_assert_cmpuint (slots, ==, SHC_SLOT_KEYRING | SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
  g_assert_true (shc_vault_forget_keyring (fixture->vault, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (shc_vault_get_slots (fixture->vault), ==,
                    SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
  shc_vault_close (fixture->vault);
  assert_refused (fixture, SHC_VAULT_ERROR_LOCKED);
  vault_test_unlock (fixture->vault);
  g_assert_true (shc_vault_remember_in_keyring (fixture->vault, &error));
  g_assert_no_error (error);
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_keyring (fixture->vault, &error));
  g_assert_no_error (error);
}

/* The keyring was emptied behind our back: that is a question for the person, not a new vault. */
static void
test_emptied (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_true (create (fixture, NULL, &slots, &error));
  shc_vault_close (fixture->vault);
  id = dup_vault_id (fixture);
  g_assert_true (shc_keyring_clear (id, &error));
  g_assert_no_error (error);
  assert_refused (fixture, SHC_VAULT_ERROR_LOCKED);
  g_assert_false (create (fixture, NULL, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS);
}

static void
test_wrong_key (VaultFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(GBytes) other = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autofree char *id = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_true (create (fixture, VAULT_TEST_PASSPHRASE, &slots, &error));
  shc_vault_close (fixture->vault);
  id = dup_vault_id (fixture);
  g_assert_true (shc_keyring_store (id, 1, other, &error));
  g_assert_no_error (error);
  assert_refused (fixture, SHC_VAULT_ERROR_BAD_KEY);
  /* An item of another generation is not this one. */
  g_assert_true (shc_keyring_clear (id, &error));
  g_assert_true (shc_keyring_store (id, 2, other, &error));
  assert_refused (fixture, SHC_VAULT_ERROR_LOCKED);
}

static void
lock_collection (void)
{
  const char *collection[] = { "/org/freedesktop/secrets/collection/login", NULL };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GVariant) answer = NULL;

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                        "org.freedesktop.Secret.Service", "Lock",
                                        g_variant_new ("(^ao)", collection), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

/* Last in its session, since nothing unlocks the keyring again. */
static void
test_locked_later (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_true (create (fixture, VAULT_TEST_PASSPHRASE, &slots, &error));
  g_assert_cmpuint (slots & SHC_SLOT_KEYRING, !=, 0);
  shc_vault_close (fixture->vault);
  lock_collection ();
  assert_refused (fixture, SHC_VAULT_ERROR_KEYRING_LOCKED);
  vault_test_unlock (fixture->vault);
  /* What cannot be reached is not forgotten. */
  g_assert_false (shc_vault_forget_keyring (fixture->vault, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED);
  g_assert_cmpuint (shc_vault_get_slots (fixture->vault) & SHC_SLOT_KEYRING, !=, 0);
}

/* @data: the error of a vault that would have nothing but the keyring. */
static void
test_absent (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;

  g_assert_false (create (fixture, NULL, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, GPOINTER_TO_INT (data));
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));

  g_assert_true (create (fixture, VAULT_TEST_PASSPHRASE, &slots, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (slots, ==, SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
  g_assert_false (shc_vault_remember_in_keyring (fixture->vault, &error));
  g_assert_error (error, SHC_VAULT_ERROR, GPOINTER_TO_INT (data));
  g_clear_error (&error);
  shc_vault_close (fixture->vault);
}

static void
test_no_service (VaultFixture  *fixture,
                 gconstpointer  data)
{
  test_absent (fixture, GINT_TO_POINTER (SHC_VAULT_ERROR_KEYRING));
  assert_refused (fixture, SHC_VAULT_ERROR_KEYRING);
}

static void
test_locked_always (VaultFixture  *fixture,
                    gconstpointer  data)
{
  test_absent (fixture, GINT_TO_POINTER (SHC_VAULT_ERROR_KEYRING_LOCKED));
  assert_refused (fixture, SHC_VAULT_ERROR_LOCKED);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/unlocked/alone", test_alone);
  ADD ("/unlocked/forget", test_forget);
  ADD ("/unlocked/emptied", test_emptied);
  ADD ("/unlocked/wrong-key", test_wrong_key);
  ADD ("/locked-later/refused", test_locked_later);
  ADD ("/locked/refused", test_locked_always);
  ADD ("/none/refused", test_no_service);
#undef ADD
  return g_test_run ();
}
