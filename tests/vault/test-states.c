/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every state a vault's folder can be found in has its own answer, and no byte of it is changed. */

#include "config.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "vault-test.h"

typedef void (*Spoil) (VaultFixture *fixture);

typedef struct
{
  const char    *name;
  Spoil          spoil;
  ShcVaultState  state;  /* as it is seen without a key */
  int            probe;  /* what is said then; -1 for nothing */
  int            unlock; /* what opening it says; -1 when it opens all the same */
} Case;

static void
cut (VaultFixture *fixture,
     const char   *name,
     gsize         keep)
{
  g_autofree char *path = vault_test_path (fixture, name);

  g_assert_cmpint (truncate (path, (off_t) keep), ==, 0);
}

static void
put (VaultFixture *fixture,
     const char   *name,
     const char   *text)
{
  g_autofree char *path = vault_test_path (fixture, name);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
drop (VaultFixture *fixture,
      const char   *name)
{
  g_autofree char *path = vault_test_path (fixture, name);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void spoil_nothing (VaultFixture *fixture) { }
static void spoil_cut_short (VaultFixture *fixture) { cut (fixture, "journal.db", 1000); }
static void spoil_cut_page (VaultFixture *fixture) { cut (fixture, "journal.db", 2 * SHC_DB_PAGE_SIZE); }
static void spoil_empty (VaultFixture *fixture) { cut (fixture, "journal.db", 0); }
static void spoil_no_database (VaultFixture *fixture) { drop (fixture, "journal.db"); }
static void spoil_one_slot_file (VaultFixture *fixture) { drop (fixture, "slots.json"); }

static void
spoil_foreign (VaultFixture *fixture)
{
  g_autofree char *path = vault_test_path (fixture, "journal.db");
  sqlite3 *plain = NULL;

  g_unlink (path);
  g_assert_cmpint (sqlite3_open (path, &plain), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (plain, "CREATE TABLE t (x)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (plain);
}

static void
spoil_text (VaultFixture *fixture)
{
  g_autofree char *text = g_strnfill (20000, 'x');

  put (fixture, "journal.db", text);
}

static void
spoil_first_page (VaultFixture *fixture)
{
  g_autofree char *path = vault_test_path (fixture, "journal.db");

  vault_test_flip (path, 200);
}

static void
spoil_both_slot_files (VaultFixture *fixture)
{
  drop (fixture, "slots.json");
  drop (fixture, "slots-copy.json");
}

static void
spoil_slot_text (VaultFixture *fixture)
{
  put (fixture, "slots.json", "{\"format\": 1, \"vault\": 7}");
  put (fixture, "slots-copy.json", "not even JSON");
}

static void
spoil_slot_byte (VaultFixture *fixture)
{
  g_autofree char *first = vault_test_path (fixture, "slots.json");
  g_autofree char *second = vault_test_path (fixture, "slots-copy.json");

  vault_test_flip (first, 300);
  vault_test_flip (second, 300);
}

/* Whatever a later format is like, it has the sum. */
static void
spoil_newer_slots (VaultFixture *fixture)
{
  static const char content[] = "{\"format\":2,\"something\":\"new\"}";
  guint8 hash[crypto_generichash_BYTES];
  char hex[2 * sizeof hash + 1];
  g_autofree char *text = NULL;

  crypto_generichash (hash, sizeof hash, (const guint8 *) content, strlen (content), NULL, 0);
  sodium_bin2hex (hex, sizeof hex, hash, sizeof hash);
  text = g_strdup_printf ("{\"format\": 2, \"something\": \"new\", \"sum\": \"%s\"}", hex);
  put (fixture, "slots.json", text);
}

/* One character of one copy, which makes it look like a later format's. */
static void
spoil_slot_format (VaultFixture *fixture)
{
  g_autofree char *path = vault_test_path (fixture, "slots.json");
  g_autofree char *text = NULL;
  char *number;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  number = strstr (text, "\"format\"");
  g_assert_nonnull (number);
  number = strchr (number, '1');
  *number = '9';
  put (fixture, "slots.json", text);
}

static void
drop_all (VaultFixture *fixture)
{
  drop (fixture, "journal.db");
  drop (fixture, "slots.json");
  drop (fixture, "slots-copy.json");
}

static void
make_folder (VaultFixture *fixture,
             const char   *name)
{
  g_autofree char *path = vault_test_path (fixture, name);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
spoil_all_but_log (VaultFixture *fixture)
{
  drop_all (fixture);
  put (fixture, "journal.db-wal", "what was written last");
}

static void
spoil_all_but_backups (VaultFixture *fixture)
{
  drop_all (fixture);
  make_folder (fixture, "backups");
  put (fixture, "backups/journal-2026-01-01T000000.000000Z.shcbackup", "a backup");
}

static void
spoil_all_but_former (VaultFixture *fixture)
{
  drop_all (fixture);
  make_folder (fixture, "before-restore-2026-01-01T000000.000000Z");
}

static void
spoil_all_but_stage (VaultFixture *fixture)
{
  drop_all (fixture);
  make_folder (fixture, "restore-stage");
}

static void
spoil_newer_schema (VaultFixture *fixture)
{
  vault_test_unlock (fixture->vault);
  shc_vault_run (fixture->vault, SHC_DB_WRITER, vault_test_job_exec,
                 (gpointer) "PRAGMA user_version = 99", NULL);
  shc_vault_close (fixture->vault);
}

/* As after a crash: what is newer is still in the log. */
static void
spoil_newer_schema_in_log (VaultFixture *fixture)
{
  g_autofree char *wal = vault_test_path (fixture, "journal.db-wal");
  g_autofree char *database = vault_test_path (fixture, "journal.db");
  g_autofree char *wal_text = NULL;
  g_autofree char *database_text = NULL;
  gsize wal_length;
  gsize database_length;

  vault_test_unlock (fixture->vault);
  shc_vault_run (fixture->vault, SHC_DB_WRITER, vault_test_job_exec,
                 (gpointer) "PRAGMA user_version = 99", NULL);
  g_assert_true (g_file_get_contents (wal, &wal_text, &wal_length, NULL));
  g_assert_true (g_file_get_contents (database, &database_text, &database_length, NULL));
  g_assert_cmpuint (wal_length, >, 0);
  shc_vault_close (fixture->vault);
  g_assert_true (g_file_set_contents (database, database_text, (gssize) database_length, NULL));
  g_assert_true (g_file_set_contents (wal, wal_text, (gssize) wal_length, NULL));
}

static void
spoil_synchronised (VaultFixture *fixture)
{
  g_autofree char *marker = g_build_filename (fixture->folder, ".stfolder", NULL);

  g_assert_cmpint (g_mkdir (marker, 0700), ==, 0);
}

static const Case cases[] = {
  { "whole", spoil_nothing, SHC_VAULT_LOCKED, -1, -1 },
  { "cut-short", spoil_cut_short, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_CUT_OFF, SHC_VAULT_ERROR_CUT_OFF },
  { "cut-page", spoil_cut_page, SHC_VAULT_LOCKED, -1, SHC_VAULT_ERROR_CORRUPT },
  { "empty", spoil_empty, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_EMPTY, SHC_VAULT_ERROR_EMPTY },
  { "foreign", spoil_foreign, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_FOREIGN, SHC_VAULT_ERROR_FOREIGN },
  { "text", spoil_text, SHC_VAULT_LOCKED, -1, SHC_VAULT_ERROR_CORRUPT },
  { "first-page", spoil_first_page, SHC_VAULT_LOCKED, -1, SHC_VAULT_ERROR_CORRUPT },
  { "no-database", spoil_no_database, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_GONE, SHC_VAULT_ERROR_GONE },
  { "one-slot-file", spoil_one_slot_file, SHC_VAULT_LOCKED, -1, -1 },
  { "no-slot-files", spoil_both_slot_files, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "slot-text", spoil_slot_text, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "slot-byte", spoil_slot_byte, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "slot-format", spoil_slot_format, SHC_VAULT_LOCKED, -1, -1 },
  { "all-but-log", spoil_all_but_log, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "all-but-backups", spoil_all_but_backups, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "all-but-former", spoil_all_but_former, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "all-but-stage", spoil_all_but_stage, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REPAIR, SHC_VAULT_ERROR_REPAIR },
  { "newer-slots", spoil_newer_slots, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_TOO_NEW, SHC_VAULT_ERROR_TOO_NEW },
  { "newer-schema", spoil_newer_schema, SHC_VAULT_LOCKED, -1, SHC_VAULT_ERROR_TOO_NEW },
  { "newer-schema-in-log", spoil_newer_schema_in_log, SHC_VAULT_LOCKED, -1, SHC_VAULT_ERROR_TOO_NEW },
  { "synchronised", spoil_synchronised, SHC_VAULT_BROKEN, SHC_VAULT_ERROR_REMOTE, SHC_VAULT_ERROR_REMOTE },
};

static void
assert_code (const GError *error,
             int           code)
{
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, SHC_VAULT_ERROR, code);
  /* A sentence for a person, without a path. */
  if (error != NULL)
    {
      g_assert_cmpuint (strlen (error->message), >, 20);
      g_assert_null (strchr (error->message, '/'));
    }
}

static void
test_state (VaultFixture  *fixture,
            gconstpointer  data)
{
  const Case *state = data;
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) probe_error = NULL;
  g_autoptr(GError) unlock_error = NULL;
  g_autoptr(GError) create_error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ShcSlots slots;

  vault_test_create (fixture);
  for (guint i = 0; i < 20; i++)
    g_assert_true (vault_test_add (fixture->vault, "words", NULL));
  shc_vault_close (fixture->vault);
  state->spoil (fixture);

  before = vault_test_hash_folder (fixture->folder);
  g_assert_cmpint (shc_vault_probe (fixture->vault, &slots, &probe_error), ==, state->state);
  assert_code (probe_error, state->probe);
  g_assert_cmpint (shc_vault_unlock_with_passphrase (fixture->vault, passphrase, &unlock_error), ==,
                   state->unlock < 0);
  assert_code (unlock_error, state->unlock);
  if (state->unlock < 0)
    g_assert_cmpint (vault_test_count (fixture->vault), ==, 20);
  shc_vault_close (fixture->vault);
  /* Whatever it is, no new vault may take its place. */
  g_assert_false (shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots,
                                    &create_error));
  g_assert_error (create_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS);
  after = vault_test_hash_folder (fixture->folder);
  if (state->unlock >= 0)
    g_assert_cmpstr (before, ==, after);
}

static void
test_slots_mended (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = vault_test_path (fixture, "slots.json");

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  spoil_one_slot_file (fixture);
  vault_test_unlock (fixture->vault);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_missing (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  g_assert_cmpint (shc_vault_probe (fixture->vault, &slots, &error), ==, SHC_VAULT_MISSING);
  g_assert_no_error (error);
  g_assert_false (shc_vault_unlock_with_passphrase (fixture->vault, passphrase, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING);
  g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));
}

static void
test_refused_wishes (VaultFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(GBytes) weak = vault_test_bytes ("password1");
  g_autoptr(GBytes) empty = vault_test_bytes ("");
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  g_assert_false (shc_vault_create (fixture->vault, weak, FALSE, FALSE, &code, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK);
  g_clear_error (&error);
  g_assert_false (shc_vault_create (fixture->vault, empty, FALSE, FALSE, &code, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_WEAK);
  g_clear_error (&error);
  g_assert_false (shc_vault_create (fixture->vault, NULL, FALSE, FALSE, &code, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING);
  g_clear_error (&error);
  spoil_synchronised (fixture);
  g_assert_false (shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_REMOTE);
  g_clear_error (&error);
  g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));

  /* Chosen with open eyes, it opens there, too. */
  g_assert_true (shc_vault_create (fixture->vault, passphrase, FALSE, TRUE, &code, &slots, &error));
  g_assert_no_error (error);
  shc_vault_close (fixture->vault);
  vault_test_unlock (fixture->vault);
}

/* What a crash between slots and database leaves is neither a vault nor in the way of one. */
static void
test_unfinished (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autoptr(GBytes) key = shc_secure_bytes_random (SHC_DB_KEY_SIZE);
  g_autoptr(ShcSlotFile) slots = shc_slot_file_new (key);
  g_autofree char *fresh = vault_test_path (fixture, "journal.db.new");
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir (fixture->dir, 0700), ==, 0);
  g_assert_true (shc_slot_file_save (slots, fixture->dir, &error));
  g_assert_true (g_file_set_contents (fresh, "half of it", -1, NULL));
  g_assert_cmpint (shc_vault_probe (fixture->vault, NULL, &error), ==, SHC_VAULT_MISSING);
  g_assert_no_error (error);
  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/vault/state/", cases[i].name, NULL);

      g_test_add (path, VaultFixture, &cases[i], vault_test_set_up, test_state,
                  vault_test_tear_down);
    }
#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/state/missing", test_missing);
  ADD ("/vault/state/unfinished", test_unfinished);
  ADD ("/vault/state/slots-mended", test_slots_mended);
  ADD ("/vault/create/refused", test_refused_wishes);
#undef ADD
  return g_test_run ();
}
