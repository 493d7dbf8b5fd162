/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of seals, the slot file, recovery codes and passphrases. */

#include "config.h"

#include <string.h>

#include "shc-passphrase.h"
#include "shc-recovery-code.h"
#include "vault-test.h"

static void
test_seal (void)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_SEAL_KEY_SIZE);
  g_autoptr(GBytes) secret = vault_test_bytes ("secret");
  g_autoptr(GBytes) other = vault_test_bytes ("Secret");
  g_autoptr(GBytes) opened = NULL;
  g_autoptr(GError) error = NULL;
  ShcSeal seal;

  g_assert_true (shc_seal_close (&seal, secret, key, "one place", &error));
  g_assert_no_error (error);
  opened = shc_seal_open (&seal, secret, "one place", &error);
  g_assert_no_error (error);
  g_assert_true (shc_secure_bytes_equal (opened, key));
  g_assert_null (shc_seal_open (&seal, other, "one place", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_null (shc_seal_open (&seal, secret, "another place", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
}

static void
test_seal_bound (void)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_SEAL_KEY_SIZE);
  g_autoptr(GBytes) secret = vault_test_bytes ("secret");
  ShcSeal seal;

  g_assert_true (shc_seal_close (&seal, secret, key, "place", NULL));
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GError) error = NULL;
      ShcSeal changed = seal;

      if (i == 0)
        changed.ops++;
      if (i == 1)
        changed.memory_bytes += 1024;
      if (i == 2)
        changed.salt[3] ^= 1;
      if (i == 3)
        changed.nonce[3] ^= 1;
      if (i == 4)
        changed.sealed[40] ^= 1;
      g_assert_null (shc_seal_open (&changed, secret, "place", &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
    }
}

static void
test_seal_absurd_cost (void)
{
  static const ShcSeal absurd[] = {
    { .ops = 1, .memory_bytes = G_MAXUINT64 }, { .ops = G_MAXUINT64, .memory_bytes = 8192 },
    { .ops = 0, .memory_bytes = 8192 }, { .ops = 1, .memory_bytes = 1 }
  };
  g_autoptr(GBytes) secret = vault_test_bytes ("secret");

  for (gsize i = 0; i < G_N_ELEMENTS (absurd); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_seal_open (&absurd[i], secret, "place", &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
    }
}

static ShcSlotFile *
create_slots (GBytes *key)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);
  ShcSlotFile *slots = shc_slot_file_new (key);

  g_assert_true (shc_slot_file_seal (slots, SHC_SLOT_PASSPHRASE, passphrase, key, NULL));
  g_assert_true (shc_slot_file_seal (slots, SHC_SLOT_RECOVERY, bits, key, NULL));
  return slots;
}

static void
test_file_round (void)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(GBytes) other = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcSlotFile) slots = create_slots (key);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(ShcSlotFile) back = NULL;
  g_autoptr(GBytes) opened = NULL;
  g_autoptr(GError) error = NULL;

  slots->slots |= SHC_SLOT_KEYRING;
  slots->recovery_confirmed = TRUE;
  slots->complete = TRUE;
  slots->revision = 41;
  bytes = shc_slot_file_to_bytes (slots);
  back = shc_slot_file_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->vault_id, ==, slots->vault_id);
  g_assert_cmpuint (back->revision, ==, 41);
  g_assert_cmpuint (back->slots, ==, SHC_SLOT_KEYRING | SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
  g_assert_true (back->recovery_confirmed);
  g_assert_true (back->complete);
  g_assert_true (shc_slot_file_fits (back, key));
  g_assert_false (shc_slot_file_fits (back, other));
  opened = shc_slot_file_open_seal (back, SHC_SLOT_PASSPHRASE, passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (shc_secure_bytes_equal (opened, key));
}

/* Seals of one slot do not open as the other, nor under another vault's name. */
static void
test_file_exchanged (void)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcSlotFile) slots = create_slots (key);
  g_autoptr(ShcSlotFile) other = shc_slot_file_new (key);
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_slot_file_open_seal (other, SHC_SLOT_PASSPHRASE, passphrase, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  other->passphrase = slots->passphrase;
  other->slots |= SHC_SLOT_PASSPHRASE;
  g_assert_null (shc_slot_file_open_seal (other, SHC_SLOT_PASSPHRASE, passphrase, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  slots->recovery = slots->passphrase;
  g_assert_null (shc_slot_file_open_seal (slots, SHC_SLOT_RECOVERY, passphrase, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
}

/* Any bytes may lie there; each one that is changed has to be noticed. */
static void
test_file_damage (void)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(ShcSlotFile) slots = create_slots (key);
  g_autoptr(GBytes) bytes = shc_slot_file_to_bytes (slots);
  gsize size = g_bytes_get_size (bytes);

  for (gsize i = 0; i < size; i++)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), size);
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcSlotFile) back = NULL;

      if (g_ascii_isspace (text[i]))
        continue;
      text[i] ^= (char) g_test_rand_int_range (1, 128);
      back = shc_slot_file_parse (text, size, &error);
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
      g_assert_null (back);
    }
  for (gsize i = 0; i < size; i += 7)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_slot_file_parse (g_bytes_get_data (bytes, NULL), i, &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
    }
}

static void
test_code_round (void)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);
      g_autoptr(GBytes) code = shc_recovery_code_encode (bits);
      g_autoptr(GBytes) back = NULL;
      g_autoptr(GError) error = NULL;
      g_auto(GStrv) words = g_strsplit (g_bytes_get_data (code, NULL), "-", -1);

      g_assert_cmpuint (g_strv_length (words), ==, SHC_RECOVERY_WORDS);
      for (guint j = 0; j < SHC_RECOVERY_WORDS; j++)
        {
          g_autofree char *shouted = g_ascii_strup (words[j], -1);

          g_assert_cmpuint (strlen (words[j]), ==, 5);
          g_assert_true (shc_recovery_code_word_matches (code, j, shouted));
          g_assert_false (shc_recovery_code_word_matches (code, j, "wrong"));
        }
      back = shc_recovery_code_decode (code, &error);
      g_assert_no_error (error);
      g_assert_true (shc_secure_bytes_equal (back, bits));
    }
}

static void
test_code_typed (void)
{
  g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);
  g_autoptr(GBytes) code = shc_recovery_code_encode (bits);
  g_auto(GStrv) words = g_strsplit (g_bytes_get_data (code, NULL), "-", -1);
  g_autofree char *spaced = g_strjoinv ("  ", words);
  g_autofree char *joined = g_strjoinv ("", words);
  g_autofree char *upper = g_ascii_strup (spaced, -1);
  g_autofree char *framed = g_strdup_printf ("\t %s \r\n", joined);
  const char *const ways[] = { spaced, joined, upper, framed };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr(GBytes) typed = vault_test_bytes (ways[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(GBytes) back = shc_recovery_code_decode (typed, &error);

      g_assert_no_error (error);
      g_assert_true (shc_secure_bytes_equal (back, bits));
    }
}

static void
test_code_wrong (void)
{
  static const char *const wrong[] = {
    "", "-", "lusab", "lusab-babad-gutih-tugad-lusab-babad-gutih-tugad-lusab",
    "eusab-babad-gutih-tugad-lusab-babad-gutih-tugad-lusab",
    "lusab-babad-gutih-tugad-lusab-babad-gutih-tugad-lusab-babad",
    "lusab-babad-gutih-tugad-lusab-babad-gutih-tugad-lusa1b", "\xff\xfe", "…",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GBytes) typed = vault_test_bytes (wrong[i]);
      g_autoptr(GError) error = NULL;

      g_assert_null (shc_recovery_code_decode (typed, &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
    }
}

/* One letter wrong is always noticed when it makes no word; two words exchanged nearly always. */
static void
test_code_names_word (void)
{
  g_autoptr(GBytes) bits = shc_secure_bytes_random (SHC_RECOVERY_BITS_BYTES);
  g_autoptr(GBytes) code = shc_recovery_code_encode (bits);
  g_autofree char *text = g_strdup (g_bytes_get_data (code, NULL));
  g_autoptr(GBytes) typed = NULL;
  g_autoptr(GError) error = NULL;

  text[3 * 6 + 1] = 'x';
  typed = vault_test_bytes (text);
  g_assert_null (shc_recovery_code_decode (typed, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_assert_nonnull (strstr (error->message, "4"));
}

static void
test_strength (void)
{
  static const struct { const char *text; ShcStrength least; ShcStrength most; } cases[] = {
    { "", SHC_STRENGTH_EMPTY, SHC_STRENGTH_EMPTY },
    { "password", SHC_STRENGTH_WEAK, SHC_STRENGTH_WEAK },
    { "healing journey", SHC_STRENGTH_WEAK, SHC_STRENGTH_WEAK },
    { "aaaaaaaaaaaaaaaaaaaa", SHC_STRENGTH_WEAK, SHC_STRENGTH_WEAK },
    { "12345678901234567890", SHC_STRENGTH_WEAK, SHC_STRENGTH_FAIR },
    { VAULT_TEST_PASSPHRASE, SHC_STRENGTH_GOOD, SHC_STRENGTH_STRONG },
    { "correct-horse-battery-7-staple-ocean", SHC_STRENGTH_GOOD, SHC_STRENGTH_STRONG },
  };
  g_autofree char *endless = g_strnfill (100000, 'k');
  g_autoptr(GBytes) huge = vault_test_bytes (endless);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) passphrase = vault_test_bytes (cases[i].text);
      double guesses = -1.0;
      ShcStrength strength = shc_passphrase_rate (passphrase, &guesses);

      g_test_message ("%s: %d, 10^%.1f guesses", cases[i].text, strength, guesses);
      g_assert_cmpint (strength, >=, cases[i].least);
      g_assert_cmpint (strength, <=, cases[i].most);
      g_assert_cmpfloat (guesses, >=, 0.0);
      g_assert_cmpuint (strlen (shc_strength_describe (strength)), >, 0);
    }
  g_assert_cmpint (shc_passphrase_rate (huge, NULL), >=, SHC_STRENGTH_WEAK);
}

static void
test_change_passphrase (VaultFixture  *fixture,
                        gconstpointer  data)
{
  g_autoptr(GBytes) old = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) new = vault_test_bytes ("marble teapot orbit canyon");
  g_autoptr(GBytes) weak = vault_test_bytes ("abc");
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_false (shc_vault_set_passphrase (fixture->vault, new, new, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_false (shc_vault_set_passphrase (fixture->vault, old, weak, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK);
  g_clear_error (&error);
  g_assert_true (shc_vault_set_passphrase (fixture->vault, old, new, &error));
  g_assert_no_error (error);
  shc_vault_close (fixture->vault);

  g_assert_false (shc_vault_unlock_with_passphrase (fixture->vault, old, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_true (shc_vault_unlock_with_passphrase (fixture->vault, new, &error));
  g_assert_no_error (error);
}

static void
test_lost_passphrase (VaultFixture  *fixture,
                      gconstpointer  data)
{
  g_autoptr(GBytes) new = vault_test_bytes ("marble teapot orbit canyon");
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_recovery (fixture->vault, fixture->code, &error));
  g_assert_true (shc_vault_set_passphrase (fixture->vault, NULL, new, &error));
  g_assert_no_error (error);
  shc_vault_close (fixture->vault);
  g_assert_true (shc_vault_unlock_with_passphrase (fixture->vault, new, &error));
  g_assert_no_error (error);
}

static void
test_new_code (VaultFixture  *fixture,
               gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) second = NULL;
  g_autoptr(GBytes) third = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_false (shc_vault_get_recovery_confirmed (fixture->vault));
  /* Not confirmed yet: the first run is taken up again. */
  g_assert_true (shc_vault_new_recovery_code (fixture->vault, NULL, &second, &error));
  g_assert_no_error (error);
  g_assert_true (shc_vault_set_recovery_confirmed (fixture->vault, &error));
  g_assert_true (shc_vault_get_recovery_confirmed (fixture->vault));
  g_assert_false (shc_vault_new_recovery_code (fixture->vault, NULL, &third, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  shc_vault_close (fixture->vault);

  g_assert_false (shc_vault_unlock_with_recovery (fixture->vault, fixture->code, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_true (shc_vault_unlock_with_recovery (fixture->vault, second, &error));
  g_assert_true (shc_vault_get_recovery_confirmed (fixture->vault));
  g_assert_true (shc_vault_new_recovery_code (fixture->vault, passphrase, &third, &error));
  g_assert_no_error (error);
  g_assert_false (shc_vault_get_recovery_confirmed (fixture->vault));
}

static void
test_bus_name (void)
{
  g_autofree char *standard = shc_vault_default_dir ();
  g_autofree char *name = shc_vault_bus_name (standard);
  g_autofree char *one = shc_vault_bus_name ("/tmp/one");
  g_autofree char *same = shc_vault_bus_name ("/tmp/../tmp/./one/");
  g_autofree char *two = shc_vault_bus_name ("/tmp/two");

  g_assert_cmpstr (name, ==, "org.sacredhealing.Companion");
  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, two);
  g_assert_true (g_application_id_is_valid (one));
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

  g_test_add_func ("/vault/seal/round", test_seal);
  g_test_add_func ("/vault/seal/bound", test_seal_bound);
  g_test_add_func ("/vault/seal/absurd-cost", test_seal_absurd_cost);
  g_test_add_func ("/vault/slot-file/round", test_file_round);
  g_test_add_func ("/vault/slot-file/exchanged", test_file_exchanged);
  g_test_add_func ("/vault/slot-file/damage", test_file_damage);
  g_test_add_func ("/vault/recovery-code/round", test_code_round);
  g_test_add_func ("/vault/recovery-code/typed", test_code_typed);
  g_test_add_func ("/vault/recovery-code/wrong", test_code_wrong);
  g_test_add_func ("/vault/recovery-code/names-word", test_code_names_word);
  g_test_add_func ("/vault/passphrase/strength", test_strength);
  g_test_add_func ("/vault/bus-name", test_bus_name);
#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/slots/change-passphrase", test_change_passphrase);
  ADD ("/vault/slots/lost-passphrase", test_lost_passphrase);
  ADD ("/vault/slots/new-code", test_new_code);
#undef ADD
  return g_test_run ();
}
