/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of making, opening and closing a vault. */

#include "config.h"

#include <string.h>

#include "vault-test.h"

static void
test_create (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autofree char *database = vault_test_path (fixture, "journal.db");
  g_autofree char *wal = vault_test_path (fixture, "journal.db-wal");
  g_autofree char *header = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_MISSING);
  vault_test_create (fixture);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_UNLOCKED);
  g_assert_true (vault_test_add (fixture->vault, "canary-in-note", &error));
  g_assert_no_error (error);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
  g_assert_false (vault_test_find (fixture->folder, "canary-in-note"));
  shc_vault_close (fixture->vault);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (database, &header, &length, NULL));
  g_assert_cmpint (memcmp (header, "SQLite format 3", 15), !=, 0);
  g_assert_false (vault_test_find (fixture->folder, "canary-in-note"));
}

static void
test_slots (VaultFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GBytes) wrong = vault_test_bytes ("not the passphrase at all");
  g_autoptr(GBytes) wrong_code = vault_test_bytes ("lusab babad lusab babad lusab babad lusab babad lusab");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  shc_vault_close (fixture->vault);

  before = vault_test_hash_folder (fixture->folder);
  g_assert_false (shc_vault_unlock_with_passphrase (fixture->vault, wrong, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_false (shc_vault_unlock_with_recovery (fixture->vault, wrong_code, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);

  g_assert_true (shc_vault_unlock_with_recovery (fixture->vault, fixture->code, &error));
  g_assert_no_error (error);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
  shc_vault_close (fixture->vault);
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
}

static void
test_exists (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  ShcSlots slots;

  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  before = vault_test_hash_folder (fixture->folder);
  g_assert_false (shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_locked (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (vault_test_add (fixture->vault, "one", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);
  g_clear_error (&error);
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  g_assert_false (vault_test_add (fixture->vault, "one", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED);
}

static void
test_outbound (VaultFixture  *fixture,
               gconstpointer  data)
{
  static const char *const denied[] = {
    "SELECT text FROM note",
    "SELECT count(*) FROM note",
    "SELECT text FROM note_fts",
    "SELECT name FROM sqlite_master",
    "SELECT o.text FROM note_outbound o JOIN note n ON n.id = o.id",
    "WITH note_outbound AS (SELECT id, text FROM note) SELECT text FROM note_outbound",
    "INSERT INTO note (text) VALUES ('x')",
    "PRAGMA query_only = OFF",
    "ATTACH ':memory:' AS other",
  };
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (denied); i++)
    {
      g_assert_null (shc_vault_run (fixture->vault, SHC_DB_OUTBOUND, vault_test_job_exec,
                                    (gpointer) denied[i], &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_FAILED);
      g_clear_error (&error);
    }
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_OUTBOUND, vault_test_job_exec,
                                   (gpointer) "SELECT text FROM note_outbound WHERE id > 0 ORDER BY id",
                                   &error));
  g_assert_no_error (error);
}

static void
test_reader_writes_nothing (VaultFixture  *fixture,
                            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_null (shc_vault_run (fixture->vault, SHC_DB_READER, vault_test_job_exec,
                                (gpointer) "INSERT INTO note (text) VALUES ('x')", &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_READ_ONLY);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/create", test_create);
  ADD ("/vault/slots", test_slots);
  ADD ("/vault/exists", test_exists);
  ADD ("/vault/locked", test_locked);
  ADD ("/vault/outbound", test_outbound);
  ADD ("/vault/reader-writes-nothing", test_reader_writes_nothing);
#undef ADD
  return g_test_run ();
}
