/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys for services, each in a session of its own kind: see meson.build. */

#include "config.h"

#include <string.h>

#include "shc-keyring.h"
#include "shc-service-key.h"
#include "vault-test.h"

#define KEY   "sk-canary-0123456789abcdefABCDEF_-."
#define OTHER "another-canary-key!"

static void
set_up (VaultFixture  *fixture,
        gconstpointer  data)
{
  vault_test_set_up (fixture, data);
  vault_test_create (fixture);
}

static gboolean
store (ShcVault    *vault,
       const char  *service,
       const char  *text,
       GError     **error)
{
  g_autoptr(GBytes) key = vault_test_bytes (text);

  return shc_service_key_store (vault, service, key, error);
}

static void
assert_stored (ShcVault   *vault,
               const char *service,
               const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) key = NULL;
  gboolean stored = !expected;

  g_assert_true (shc_service_key_has (vault, service, &stored, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stored, ==, (expected != NULL));
  key = shc_service_key_lookup (vault, service, FALSE, &error);
  if (expected != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (key, NULL), g_bytes_get_size (key), expected, strlen (expected));
    }
  else
    {
      g_assert_null (key);
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY);
    }
}

static void
test_names (VaultFixture  *fixture,
            gconstpointer  data)
{
  static const char *const expected[] = { "openai", "airtable", "mailchimp", "typeform", NULL };

  g_assert_cmpstrv (shc_service_key_services (), expected);
  for (const char *const *service = expected; *service != NULL; service++)
    g_assert_cmpint (g_ascii_strcasecmp (shc_service_key_get_title (*service), *service), ==, 0);
  g_assert_null (shc_service_key_get_title (NULL));
  g_assert_null (shc_service_key_get_title (""));
  g_assert_null (shc_service_key_get_title ("OpenAI"));
}

static void
test_clean (VaultFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *longest = g_strnfill (SHC_SERVICE_KEY_MAX, 'x');
  g_autofree char *padded = g_strconcat (" \t\r\n", longest, "\r\n\n ", NULL);
  const char *const cases[][2] = {
    { "12345678", "12345678" }, { "  12345678\n", "12345678" }, { "!\"#$%&'()~", "!\"#$%&'()~" },
    { padded, longest },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) typed = vault_test_bytes (cases[i][0]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) clean = shc_service_key_clean (typed, &error);

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (clean, NULL), g_bytes_get_size (clean), cases[i][1], strlen (cases[i][1]));
    }
}

/* Nothing is stored, and the sentence holds nothing of what was typed. */
static void
test_refused (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autofree char *too_long = g_strnfill (SHC_SERVICE_KEY_MAX + 1, 'x');
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  const char *const cases[] = {
    "", " ", "\n\n", "1234567", "canary key", "canary-key\ncanary-key", "canary\tkey1", "canary-\xc3\xa9-key",
    "canary-key-\xff", "canary-key\033[31m", "canary-key\x7f.", "\xe2\x80\x8b" "canary-key", too_long, huge,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (store (fixture->vault, "openai", cases[i], &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_SERVICE_KEY);
      g_assert_null (strstr (error->message, "canary"));
      g_assert_null (strstr (error->message, "xxx"));
    }
  assert_stored (fixture->vault, "openai", NULL);
}

static void
test_round_trip (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  for (const char *const *service = shc_service_key_services (); *service != NULL; service++)
    assert_stored (fixture->vault, *service, NULL);
  g_assert_true (store (fixture->vault, "openai", " " KEY "\n", &error));
  g_assert_no_error (error);
  assert_stored (fixture->vault, "openai", KEY);
  assert_stored (fixture->vault, "airtable", NULL);
  /* A new one takes the place of the former. */
  g_assert_true (store (fixture->vault, "openai", OTHER, &error));
  g_assert_true (store (fixture->vault, "airtable", KEY, &error));
  assert_stored (fixture->vault, "openai", OTHER);
  g_assert_true (shc_service_key_clear (fixture->vault, "openai", &error));
  g_assert_no_error (error);
  assert_stored (fixture->vault, "openai", NULL);
  assert_stored (fixture->vault, "airtable", KEY);
  /* What is gone already may be removed once more. */
  g_assert_true (shc_service_key_clear (fixture->vault, "openai", &error));
  g_assert_true (shc_service_key_clear (fixture->vault, "airtable", &error));
  g_assert_no_error (error);
  g_assert_false (vault_test_find (fixture->folder, "canary"));
}

/* The keyring guards them, so a locked journal has them too; another journal has its own. */
static void
test_vaults (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autofree char *dir = vault_test_path (fixture, "other");
  g_autoptr(ShcVault) other = shc_vault_new (dir, &vault_test_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autofree char *open_id = shc_vault_dup_id (fixture->vault, NULL);
  g_autofree char *locked_id = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  g_assert_true (store (fixture->vault, "typeform", KEY, &error));
  shc_vault_close (fixture->vault);
  assert_stored (fixture->vault, "typeform", KEY);
  locked_id = shc_vault_dup_id (fixture->vault, &error);
  g_assert_cmpstr (locked_id, ==, open_id);

  g_assert_false (store (other, "typeform", OTHER, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING);
  g_clear_error (&error);
  g_assert_true (shc_vault_create (other, passphrase, FALSE, FALSE, &code, &slots, &error));
  assert_stored (other, "typeform", NULL);
  g_assert_true (store (other, "typeform", OTHER, &error));
  assert_stored (fixture->vault, "typeform", KEY);
  g_assert_true (shc_service_key_clear (other, "typeform", &error));
  g_assert_true (shc_service_key_clear (fixture->vault, "typeform", &error));
  g_assert_no_error (error);
  shc_vault_close (other);
}

/* Forgetting the key of the journal forgets none of these, nor the other way round. */
static void
test_beside_the_data_key (VaultFixture  *fixture,
                          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_vault_remember_in_keyring (fixture->vault, &error));
  g_assert_no_error (error);
  g_assert_true (store (fixture->vault, "mailchimp", KEY, &error));
  g_assert_true (store (fixture->vault, "airtable", KEY, &error));
  g_assert_true (shc_service_key_clear (fixture->vault, "airtable", &error));
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_keyring (fixture->vault, &error));
  g_assert_no_error (error);
  g_assert_true (shc_vault_forget_keyring (fixture->vault, &error));
  assert_stored (fixture->vault, "mailchimp", KEY);
  g_assert_true (shc_service_key_clear (fixture->vault, "mailchimp", &error));
  g_assert_no_error (error);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GAsyncResult **found = user_data;

  *found = g_object_ref (result);
}

static gboolean
is_there (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static GBytes *
look_up_async (ShcVault      *vault,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr(GAsyncResult) found = NULL;

  shc_service_key_lookup_async (vault, "openai", FALSE, cancellable, found_cb, &found);
  vault_test_wait (is_there, &found, 30);
  return shc_service_key_lookup_finish (vault, found, error);
}

static void
test_async (VaultFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) key = look_up_async (fixture->vault, NULL, &error);

  g_assert_null (key);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY);
  g_clear_error (&error);
  g_assert_true (store (fixture->vault, "openai", KEY, &error));
  key = look_up_async (fixture->vault, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (key, NULL), g_bytes_get_size (key), KEY, strlen (KEY));
  g_cancellable_cancel (cancelled);
  g_assert_null (look_up_async (fixture->vault, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (shc_service_key_clear (fixture->vault, "openai", &error));
  g_assert_no_error (error);
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

static void
assert_fails (ShcVault      *vault,
              ShcVaultError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_service_key_lookup (vault, "openai", FALSE, &error));
  g_assert_error (error, SHC_VAULT_ERROR, (int) code);
  g_clear_error (&error);
  g_assert_null (look_up_async (vault, NULL, &error));
  g_assert_error (error, SHC_VAULT_ERROR, (int) code);
}

/* Last in its session, since nothing unlocks the keyring again. That one is stored can still be told,
 * and of a service without one that there is none. */
static void
test_locked_later (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gboolean stored = FALSE;

  g_assert_true (store (fixture->vault, "openai", KEY, &error));
  lock_collection ();
  assert_fails (fixture->vault, SHC_VAULT_ERROR_KEYRING_LOCKED);
  g_assert_true (shc_service_key_has (fixture->vault, "openai", &stored, &error));
  g_assert_true (stored);
  assert_stored (fixture->vault, "airtable", NULL);
  g_assert_false (shc_service_key_clear (fixture->vault, "openai", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (store (fixture->vault, "airtable", KEY, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED);
}

static void
test_locked_always (VaultFixture  *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (store (fixture->vault, "openai", KEY, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED);
  assert_stored (fixture->vault, "openai", NULL);
}

static void
test_no_service (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gboolean stored = TRUE;

  g_assert_false (store (fixture->vault, "openai", KEY, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING);
  g_assert_null (strstr (error->message, "canary"));
  g_clear_error (&error);
  g_assert_false (shc_service_key_has (fixture->vault, "openai", &stored, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (shc_service_key_clear (fixture->vault, "openai", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING);
  assert_fails (fixture->vault, SHC_VAULT_ERROR_KEYRING);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, set_up, func, vault_test_tear_down)
  ADD ("/unlocked/names", test_names);
  ADD ("/unlocked/clean", test_clean);
  ADD ("/unlocked/refused", test_refused);
  ADD ("/unlocked/round-trip", test_round_trip);
  ADD ("/unlocked/vaults", test_vaults);
  ADD ("/unlocked/beside-the-data-key", test_beside_the_data_key);
  ADD ("/unlocked/async", test_async);
  ADD ("/locked-later/refused", test_locked_later);
  ADD ("/locked/refused", test_locked_always);
  ADD ("/none/refused", test_no_service);
#undef ADD
  return g_test_run ();
}
