/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log of recent changes that was damaged while nobody had the vault open: what SQLite drops in
 * silence is kept and told, until the person takes the copy away. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "shc-damaged-log.h"
#include "shc-wal.h"
#include "vault-test.h"

#define FRAME (24 + SHC_DB_PAGE_SIZE)

typedef struct
{
  VaultFixture  base;
  char         *crashed; /* the folder of a vault whose log has ten changes */
  char         *wal;
  ShcVault     *vault;   /* of that folder, not open */
} Fixture;

/* A copy of the folder taken while the vault is open is what a crash would leave. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const names[] = {
    "journal.db", "journal.db-wal", "journal.db-shm", "slots.json", "slots-copy.json"
  };

  vault_test_set_up (&fixture->base, data);
  fixture->crashed = g_build_filename (fixture->base.folder, "crashed", NULL);
  fixture->wal = g_build_filename (fixture->crashed, "journal.db-wal", NULL);
  fixture->vault = shc_vault_new (fixture->crashed, &vault_test_schema);
  vault_test_create (&fixture->base);
  for (guint i = 0; i < 10; i++)
    g_assert_true (vault_test_add (fixture->base.vault, "words", NULL));
  g_assert_cmpint (g_mkdir (fixture->crashed, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *source = vault_test_path (&fixture->base, names[i]);
      g_autofree char *target = g_build_filename (fixture->crashed, names[i], NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  shc_vault_close (fixture->vault);
  g_assert_finalize_object (fixture->vault);
  g_free (fixture->crashed);
  g_free (fixture->wal);
  vault_test_tear_down (&fixture->base, data);
}

/* Returns: (transfer full) (nullable): the one copy there is. */
static char *
find_copy (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  char *found = NULL;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      if (!g_str_has_prefix (name, SHC_DAMAGED_LOG_PREFIX))
        continue;
      g_assert_null (found);
      found = g_build_filename (folder, name, NULL);
    }
  return found;
}

static guint
count_problems (ShcVault *vault)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVerifyResult) result = shc_vault_verify (vault, &error);

  g_assert_no_error (error);
  g_assert_cmpint (result->ok, ==, result->problems->len == 0);
  return result->problems->len;
}

static void
assert_told (ShcVault *vault,
             gboolean  told)
{
  g_autoptr(GError) warning = shc_vault_dup_warning (vault);
  g_autoptr(ShcVaultStatus) status = shc_vault_get_status (vault);

  g_assert_cmpint (warning != NULL, ==, told);
  g_assert_cmpint (status->lost != NULL, ==, told);
  if (told)
    g_assert_error (warning, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOST);
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  data)
{
  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 10);
  g_assert_null (find_copy (fixture->crashed));
  assert_told (fixture->vault, FALSE);
  g_assert_cmpuint (count_problems (fixture->vault), ==, 0);
}

/* What is after the third frame can be read by nobody, but it is not thrown away, nor forgotten
 * when the log itself is gone. */
static void
test_kept (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *copy = NULL;
  gsize before_length;
  gsize after_length;

  vault_test_flip (fixture->wal, 32 + 2 * FRAME + 1000);
  g_assert_true (g_file_get_contents (fixture->wal, &before, &before_length, NULL));
  for (guint i = 0; i < 3; i++)
    {
      vault_test_unlock (fixture->vault);
      g_assert_cmpint (vault_test_count (fixture->vault), <, 10);
      assert_told (fixture->vault, TRUE);
      g_assert_cmpuint (count_problems (fixture->vault), ==, 1);
      shc_vault_close (fixture->vault);
      g_assert_false (g_file_test (fixture->wal, G_FILE_TEST_EXISTS));
    }
  copy = find_copy (fixture->crashed);
  g_assert_nonnull (copy);
  g_assert_true (g_file_get_contents (copy, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);

  g_assert_cmpint (g_unlink (copy), ==, 0);
  vault_test_unlock (fixture->vault);
  assert_told (fixture->vault, FALSE);
  g_assert_cmpuint (count_problems (fixture->vault), ==, 0);
}

/* One state of the log is kept once, whoever dies before it is emptied. */
static void
test_kept_once (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *copy = NULL;
  gboolean found = FALSE;

  vault_test_flip (fixture->wal, 32 + 2 * FRAME + 1000);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (shc_damaged_log_keep (fixture->crashed, &found, NULL));
      g_assert_true (found);
    }
  copy = find_copy (fixture->crashed);
  g_assert_nonnull (copy);
}

/* Any damage to its header makes SQLite drop all of the log. */
static void
test_header (Fixture       *fixture,
             gconstpointer  data)
{
  static const gint64 places[] = { 0, 3, 8, 10, 17, 25 };
  ShcWalScan whole;

  g_assert_true (shc_wal_scan (fixture->wal, &whole, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      ShcWalScan scan;

      vault_test_flip (fixture->wal, places[i]);
      g_assert_true (shc_wal_scan (fixture->wal, &scan, NULL));
      g_assert_cmpuint (scan.frames_lost, ==, whole.frames_valid);
      g_assert_cmpuint (scan.commits_lost, >=, 10);
      vault_test_flip (fixture->wal, places[i]);
    }
}

/* As a kill leaves it: the commit's frame has its header, but none of its page yet. */
static void
append_unfinished (const char *wal)
{
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (wal, &text, &length, NULL));
  longer = g_malloc (length + FRAME);
  memcpy (longer, text, length);
  memset (longer + length, 0x5a, FRAME);
  memcpy (longer + length, text + length - FRAME, 16);
  g_assert_true (g_file_set_contents (wal, longer, (gssize) (length + FRAME), NULL));
}

/* What was never finished was never acknowledged: that is no damage, and nothing is told. */
static void
test_unfinished (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *index = g_build_filename (fixture->crashed, "journal.db-shm", NULL);
  ShcWalScan whole;
  ShcWalScan scan;

  g_assert_true (shc_wal_scan (fixture->wal, &whole, NULL));
  append_unfinished (fixture->wal);
  g_assert_true (shc_wal_scan (fixture->wal, &scan, NULL));
  g_assert_cmpuint (scan.frames_valid, ==, whole.frames_valid);
  g_assert_cmpuint (scan.frames_lost, ==, 0);
  g_assert_cmpuint (scan.commits_lost, ==, 0);

  /* What was finished, and damaged later, is. */
  vault_test_flip (fixture->wal, 32 + (gint64) (whole.frames_valid - 1) * FRAME + 1000);
  g_assert_true (shc_wal_scan (fixture->wal, &scan, NULL));
  g_assert_cmpuint (scan.commits_lost, ==, 2);
  vault_test_flip (fixture->wal, 32 + (gint64) (whole.frames_valid - 1) * FRAME + 1000);

  /* An index that is damaged, or gone, tells nothing. */
  vault_test_flip (index, 20);
  g_assert_true (shc_wal_scan (fixture->wal, &scan, NULL));
  g_assert_cmpuint (scan.commits_lost, ==, 1);
  vault_test_flip (index, 20);

  vault_test_unlock (fixture->vault);
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 10);
  g_assert_null (find_copy (fixture->crashed));
  assert_told (fixture->vault, FALSE);
  g_assert_cmpuint (count_problems (fixture->vault), ==, 0);
}

/* After a restore the copy lies with the journal that it belongs to. */
static void
test_moves_aside (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *file = g_build_filename (fixture->base.folder, "copy.shcbackup", NULL);
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(ShcBackupResult) backup = NULL;
  g_autoptr(ShcRestoreResult) restored = NULL;
  g_autofree char *here = NULL;
  g_autofree char *aside = NULL;
  g_autoptr(GError) error = NULL;

  backup = shc_backup_make (fixture->base.vault, file, NULL, NULL);
  g_assert_nonnull (backup);
  vault_test_flip (fixture->wal, 32 + 2 * FRAME + 1000);
  restored = shc_restore (fixture->vault, file, SHC_UNLOCK_PASSPHRASE, passphrase, &error);
  g_assert_no_error (error);
  here = find_copy (fixture->crashed);
  aside = find_copy (restored->moved_aside);
  g_assert_null (here);
  g_assert_nonnull (aside);
  vault_test_unlock (fixture->vault);
  assert_told (fixture->vault, FALSE);
}

int
main (int    argc,
      char **argv)
{
  vault_test_init (&argc, &argv);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/vault/log/whole", test_whole);
  ADD ("/vault/log/kept", test_kept);
  ADD ("/vault/log/kept-once", test_kept_once);
  ADD ("/vault/log/header", test_header);
  ADD ("/vault/log/unfinished", test_unfinished);
  ADD ("/vault/log/moves-aside", test_moves_aside);
#undef ADD
  return g_test_run ();
}
