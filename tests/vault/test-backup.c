/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of backups: made in use, proven, kept, restored, and refused when damaged. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-backup-record.h"
#include "shc-restore-swap.h"
#include "shc-wal.h"
#include "vault-test.h"

static char *
backup_path (VaultFixture *fixture)
{
  return g_build_filename (fixture->folder, "copy.shcbackup", NULL);
}

static ShcBackupResult *
make_backup (VaultFixture *fixture)
{
  g_autofree char *file = backup_path (fixture);
  g_autoptr(GError) error = NULL;
  ShcBackupResult *result = shc_backup_make (fixture->vault, file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static guint
count_backups (VaultFixture *fixture)
{
  g_autofree char *folder = vault_test_path (fixture, "backups");
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
test_make (VaultFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(ShcBackupResult) result = NULL;
  g_autoptr(ShcVaultStatus) status = NULL;
  g_autofree char *file = backup_path (fixture);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  for (guint i = 0; i < 30; i++)
    g_assert_true (vault_test_add (fixture->vault, "canary-in-backup", NULL));
  result = make_backup (fixture);
  g_assert_cmpint (result->reflections, ==, 30);
  g_assert_true (result->proven);
  g_assert_cmpint (result->bytes, >, SHC_DB_PAGE_SIZE);
  g_assert_false (vault_test_find (fixture->folder, "canary-in-backup"));
  status = shc_vault_get_status (fixture->vault);
  g_assert_cmpint (status->last_backup_us, >, 0);
  g_assert_cmpint (status->last_backup_proven_us, >, 0);
  g_assert_cmpint (status->reflections, ==, 30);
  g_assert_cmpuint (status->schema, ==, 2);

  before = vault_test_hash_folder (fixture->folder);
  g_assert_null (shc_backup_make (fixture->vault, file, NULL, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_EXISTS);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

static void
test_restore (VaultFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autofree char *file = backup_path (fixture);
  g_autoptr(ShcBackupResult) backup = NULL;
  g_autoptr(ShcRestoreResult) restored = NULL;
  g_autoptr(ShcVault) aside = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  backup = make_backup (fixture);
  g_assert_true (vault_test_add (fixture->vault, "two", NULL));
  g_assert_true (vault_test_add (fixture->vault, "three", NULL));
  shc_vault_close (fixture->vault);

  restored = shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error);
  g_assert_no_error (error);
  g_assert_cmpint (restored->reflections, ==, 1);
  g_assert_nonnull (restored->moved_aside);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);

  /* One that was in the backup, and one that says so. */
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
  /* What stood there before is a whole vault, elsewhere. */
  aside = shc_vault_new (restored->moved_aside, &vault_test_schema);
  vault_test_unlock (aside);
  g_assert_cmpint (vault_test_count (aside), ==, 3);
  shc_vault_close (aside);
}

static void
test_restore_elsewhere (VaultFixture  *fixture,
                        gconstpointer  data)
{
  g_autofree char *file = backup_path (fixture);
  g_autofree char *dir = g_build_filename (fixture->folder, "elsewhere", NULL);
  g_autoptr(ShcBackupResult) backup = NULL;
  g_autoptr(ShcRestoreResult) restored = NULL;
  g_autoptr(ShcVault) other = shc_vault_new (dir, &vault_test_schema);
  g_autoptr(GBytes) wrong = vault_test_bytes ("quite another passphrase");
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  backup = make_backup (fixture);
  g_assert_null (shc_restore (other, file, SHC_UNLOCK_PASSPHRASE, wrong, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY);
  g_clear_error (&error);
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));

  restored = shc_restore (other, file, SHC_UNLOCK_RECOVERY, fixture->code, &error);
  g_assert_no_error (error);
  g_assert_null (restored->moved_aside);
  g_assert_true (shc_vault_unlock_with_recovery (other, fixture->code, &error));
  g_assert_no_error (error);
  g_assert_cmpint (vault_test_count (other), ==, 2);
  shc_vault_close (other);
}

static void
test_damaged (VaultFixture  *fixture,
              gconstpointer  data)
{
  static const gint64 places[] = { 0, 30, SHC_DB_PAGE_SIZE + 100, -10, -40, -200 };
  g_autofree char *file = backup_path (fixture);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcBackupResult) backup = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  backup = make_backup (fixture);
  shc_vault_close (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      vault_test_flip (file, places[i]);
      before = vault_test_hash_folder (fixture->folder);
      g_assert_null (shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
      after = vault_test_hash_folder (fixture->folder);
      g_assert_cmpstr (before, ==, after);
      vault_test_flip (file, places[i]);
    }
}

static void
test_no_backup_at_all (VaultFixture  *fixture,
                       gconstpointer  data)
{
  static const char *const contents[] = { "", "short", "SHCBACK1", NULL };
  g_autofree char *file = backup_path (fixture);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autofree char *large = g_strnfill (100000, 'x');

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (file, contents[i] != NULL ? contents[i] : large, -1,
                                          NULL));
      g_assert_null (shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
      g_assert_false (g_file_test (fixture->dir, G_FILE_TEST_EXISTS));
    }
  {
    g_autoptr(GError) error = NULL;

    g_remove (file);
    g_assert_null (shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error));
    g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_MISSING);
  }
}

static void
pretend_made (VaultFixture *fixture,
              gint64        days_ago)
{
  g_autoptr(ShcBackupRecord) record = shc_backup_record_load (fixture->dir);

  record->auto_made_us = g_get_real_time () - days_ago * 24 * 3600 * G_USEC_PER_SEC;
  g_assert_true (shc_backup_record_save (record, fixture->dir, NULL));
}

static void
test_automatic (VaultFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  ShcBackupResult *result;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  result = shc_backup_auto (fixture->vault, FALSE, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
  shc_backup_result_free (result);

  /* Not twice a day, and not when nothing changed. */
  g_assert_true (vault_test_add (fixture->vault, "two", NULL));
  g_assert_null (shc_backup_auto (fixture->vault, FALSE, &error));
  g_assert_no_error (error);
  result = shc_backup_auto (fixture->vault, TRUE, &error);
  g_assert_nonnull (result);
  shc_backup_result_free (result);
  pretend_made (fixture, 1);
  g_assert_null (shc_backup_auto (fixture->vault, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (vault_test_add (fixture->vault, "three", NULL));
  result = shc_backup_auto (fixture->vault, FALSE, &error);
  g_assert_nonnull (result);
  shc_backup_result_free (result);
  /* Of one day only the newest is kept. */
  g_assert_cmpuint (count_backups (fixture), ==, 1);
}

/* What is written by itself makes no new backup; what a person changes does, be it by one letter. */
static void
test_automatic_passing (VaultFixture  *fixture,
                        gconstpointer  data)
{
  static const struct { const char *sql; gboolean due; } cases[] = {
    { "INSERT INTO mark (note, at) SELECT id, 7 FROM note", FALSE },
    { "UPDATE mark SET at = 8", FALSE },
    { "UPDATE note SET text = text", FALSE },
    { "UPDATE note SET text = text || '.'", TRUE },
    { "DELETE FROM note", TRUE },
  };

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  shc_backup_result_free (shc_backup_auto (fixture->vault, TRUE, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcBackupResult) result = NULL;

      pretend_made (fixture, 1);
      shc_vault_run (fixture->vault, SHC_DB_WRITER, vault_test_job_exec, (gpointer) cases[i].sql,
                     &error);
      g_assert_no_error (error);
      result = shc_backup_auto (fixture->vault, FALSE, &error);
      g_assert_no_error (error);
      g_assert_cmpint (result != NULL, ==, cases[i].due);
    }
}

static void
test_automatic_leaves_out (VaultFixture  *fixture,
                           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcBackupResult) result = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_WRITER, vault_test_job_exec,
                                   (gpointer) "INSERT INTO note (text, secret) VALUES ('kept out', 1)",
                                   &error));
  g_assert_no_error (error);
  result = shc_backup_auto (fixture->vault, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->reflections, ==, 1);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
}

static void
test_verify (VaultFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(ShcVerifyResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  result = shc_vault_verify (fixture->vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->problems->len, ==, 0);
  g_assert_true (result->ok);
  g_assert_cmpint (result->checked_pages, >, 3);
}

static void
test_verify_page (VaultFixture  *fixture,
                  gconstpointer  data)
{
  g_autofree char *database = vault_test_path (fixture, "journal.db");
  g_autoptr(ShcVerifyResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  for (guint i = 0; i < 50; i++)
    g_assert_true (vault_test_add (fixture->vault, "some words that fill a page", NULL));
  shc_vault_close (fixture->vault);
  vault_test_flip (database, -100);
  vault_test_unlock (fixture->vault);
  result = shc_vault_verify (fixture->vault, &error);
  g_assert_no_error (error);
  g_assert_false (result->ok);
  g_assert_cmpuint (result->problems->len, >=, 1);
}

/* A copy of the folder taken while the vault is open is what a crash would leave. */
static void
copy_folder (const char *from,
             const char *to)
{
  g_autoptr(GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR) || g_str_has_suffix (name, "-shm"))
        continue;
      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
    }
}

static void
test_verify_log (VaultFixture  *fixture,
                 gconstpointer  data)
{
  g_autofree char *crashed = g_build_filename (fixture->folder, "crashed", NULL);
  g_autofree char *wal = g_build_filename (crashed, "journal.db-wal", NULL);
  g_autoptr(ShcVault) vault = shc_vault_new (crashed, &vault_test_schema);
  g_autoptr(ShcVerifyResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcWalScan scan;

  vault_test_create (fixture);
  for (guint i = 0; i < 10; i++)
    g_assert_true (vault_test_add (fixture->vault, "words", NULL));
  copy_folder (fixture->dir, crashed);
  g_assert_true (shc_wal_scan (wal, &scan, &error));
  g_assert_cmpuint (scan.frames_valid, >=, 10);
  g_assert_cmpuint (scan.frames_lost, ==, 0);

  /* In the third frame: all that follows is dropped by SQLite without a word. */
  vault_test_flip (wal, 32 + 2 * (24 + SHC_DB_PAGE_SIZE) + 1000);
  g_assert_true (shc_wal_scan (wal, &scan, &error));
  g_assert_cmpuint (scan.frames_valid, ==, 2);
  g_assert_cmpuint (scan.commits_lost, >, 0);
  vault_test_unlock (vault);
  g_assert_cmpint (vault_test_count (vault), <, 10);
  result = shc_vault_verify (vault, &error);
  g_assert_no_error (error);
  g_assert_false (result->ok);
  g_assert_cmpuint (result->problems->len, >=, 1);
  shc_vault_close (vault);
}

static void
test_swap_after_crash (VaultFixture  *fixture,
                       gconstpointer  data)
{
  g_autofree char *pending = vault_test_path (fixture, "restore-pending");
  g_autofree char *kept = g_build_filename (fixture->folder, "kept", NULL);
  g_autofree char *stage = vault_test_path (fixture, SHC_RESTORE_STAGE_NAME);
  g_autofree char *aside_dir = vault_test_path (fixture, "before");
  g_autofree char *database = vault_test_path (fixture, "journal.db");
  g_autofree char *aside_database = g_build_filename (aside_dir, "journal.db", NULL);
  g_autoptr(ShcVault) aside = NULL;

  /* As a crash leaves it: decided, and of the former vault only the database moved so far. */
  vault_test_create (fixture);
  shc_vault_close (fixture->vault);
  copy_folder (fixture->dir, kept);
  vault_test_unlock (fixture->vault);
  g_assert_true (vault_test_add (fixture->vault, "only in the former one", NULL));
  shc_vault_close (fixture->vault);
  g_assert_cmpint (g_rename (kept, stage), ==, 0);
  g_assert_true (g_file_set_contents (pending, "before", -1, NULL));
  g_assert_cmpint (g_mkdir (aside_dir, 0700), ==, 0);
  g_assert_cmpint (g_rename (database, aside_database), ==, 0);

  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 0);
  g_assert_false (g_file_test (pending, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (stage, G_FILE_TEST_EXISTS));
  aside = shc_vault_new (aside_dir, &vault_test_schema);
  vault_test_unlock (aside);
  g_assert_cmpint (vault_test_count (aside), ==, 1);
  shc_vault_close (aside);
}

static void
test_migration_is_backed_up (VaultFixture  *fixture,
                             gconstpointer  data)
{
  g_autoptr(ShcVault) old = shc_vault_new (fixture->dir, &vault_test_old_schema);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(ShcVaultStatus) status = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  ShcSlots slots;

  g_assert_true (shc_vault_create (old, passphrase, FALSE, FALSE, &code, &slots, &error));
  g_assert_no_error (error);
  g_assert_true (vault_test_add (old, "old one", NULL));
  shc_vault_close (old);

  vault_test_unlock (fixture->vault);
  status = shc_vault_get_status (fixture->vault);
  g_assert_cmpuint (status->schema, ==, 2);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 1);
  g_assert_cmpuint (count_backups (fixture), ==, 1);
  shc_vault_close (fixture->vault);

  /* And back again is refused, with nothing changed. */
  before = vault_test_hash_folder (fixture->folder);
  g_assert_false (shc_vault_unlock_with_passphrase (old, passphrase, &error));
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW);
  after = vault_test_hash_folder (fixture->folder);
  g_assert_cmpstr (before, ==, after);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) \
  g_test_add (path, VaultFixture, NULL, vault_test_set_up, func, vault_test_tear_down)
  ADD ("/vault/backup/make", test_make);
  ADD ("/vault/backup/restore", test_restore);
  ADD ("/vault/backup/restore-elsewhere", test_restore_elsewhere);
  ADD ("/vault/backup/damaged", test_damaged);
  ADD ("/vault/backup/no-backup-at-all", test_no_backup_at_all);
  ADD ("/vault/backup/automatic", test_automatic);
  ADD ("/vault/backup/automatic-passing", test_automatic_passing);
  ADD ("/vault/backup/automatic-leaves-out", test_automatic_leaves_out);
  ADD ("/vault/backup/swap-after-crash", test_swap_after_crash);
  ADD ("/vault/backup/migration", test_migration_is_backed_up);
  ADD ("/vault/verify/whole", test_verify);
  ADD ("/vault/verify/page", test_verify_page);
  ADD ("/vault/verify/log", test_verify_log);
#undef ADD
  return g_test_run ();
}
