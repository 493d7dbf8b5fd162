/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what other programs, failing disks and wrong clocks do to backups. */

#include "config.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shc-backup-file.h"
#include "shc-backup-part.h"
#include "shc-backup-rotate.h"
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

static char *
backups_path (VaultFixture *fixture,
              const char   *name)
{
  return g_build_filename (fixture->dir, SHC_VAULT_BACKUPS_NAME, name, NULL);
}

static void
put (const char *folder,
     const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, "not to be touched", -1, NULL));
}

static guint
count_names (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* Files that only look like what a backup makes for itself. */
static void
test_foreign_files (VaultFixture  *fixture,
                    gconstpointer  data)
{
  static const char *const names[] = {
    "copy.shcbackup.part", "copy.shcbackup.part-wal", "copy.shcbackup-wal", "copy.shcbackup-shm",
    "copy.shcbackup.part-journal", "copy.shcbackup.part-notes", "other.part-0123abcd",
  };
  g_autofree char *folder = g_build_filename (fixture->folder, "stick", NULL);
  g_autofree char *file = g_build_filename (folder, "copy.shcbackup", NULL);
  g_autoptr(ShcBackupResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    put (folder, names[i]);
  result = shc_backup_make (fixture->vault, file, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_names (folder), ==, G_N_ELEMENTS (names) + 1);
}

/* What another program is still writing is left to it; what nobody writes any more goes. */
static void
test_parts (VaultFixture  *fixture,
            gconstpointer  data)
{
  g_autofree char *folder = backups_path (fixture, NULL);
  g_autofree char *other = backups_path (fixture, "journal-2026-01-01T000000.000000Z.shcbackup");
  g_autoptr(ShcBackupPart) part = NULL;
  g_autoptr(ShcBackupResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  put (folder, "journal-2026-01-02T000000.000000Z.shcbackup.part-0123abcd");
  put (folder, "journal-2026-01-02T000000.000000Z.shcbackup.part-0123abcd-wal");
  put (folder, "journal-2026-01-02T000000.000000Z.shcbackup.part-0123abce-shm");
  part = shc_backup_part_new (other, &error);
  g_assert_no_error (error);
  result = shc_backup_auto (fixture->vault, TRUE, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (shc_backup_part_get_path (part), G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_names (folder), ==, 2);
}

static int
back_up_in_child (VaultFixture *fixture)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);

  if (!shc_vault_unlock_with_passphrase (fixture->vault, passphrase, NULL))
    return 1;
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcBackupResult) result = shc_backup_auto (fixture->vault, TRUE, &error);

      if (result == NULL || result->reflections != 1)
        return 2;
    }
  shc_vault_close (fixture->vault);
  return 0;
}

static void
test_side_by_side (VaultFixture  *fixture,
                   gconstpointer  data)
{
  g_autofree char *folder = backups_path (fixture, NULL);
  pid_t children[3];

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  shc_vault_close (fixture->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        _exit (back_up_in_child (fixture));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status = 0;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
  g_assert_cmpuint (count_names (folder), >=, 1);
}

static gboolean
back_up (VaultFixture  *fixture,
         GError       **error)
{
  g_autofree char *file = backup_path (fixture);
  g_autoptr(ShcBackupResult) result = shc_backup_make (fixture->vault, file, NULL, error);

  return result != NULL;
}

static void
fill (VaultFixture *fixture)
{
  g_autofree char *large = g_strnfill (3000, 'x');

  for (guint i = 0; i < 30; i++)
    g_assert_true (vault_test_add (fixture->vault, large, NULL));
}

/* In the second page, in the middle and in the last page: SQLCipher tells of each in its own way. */
static void
test_damaged_journal (VaultFixture  *fixture,
                      gconstpointer  data)
{
  g_autofree char *database = vault_test_path (fixture, "journal.db");
  GStatBuf info;

  vault_test_create (fixture);
  fill (fixture);
  shc_vault_close (fixture->vault);
  g_assert_cmpint (g_stat (database, &info), ==, 0);
  for (gint64 third = 0; third <= 2; third++)
    {
      gint64 pages = info.st_size / SHC_DB_PAGE_SIZE;
      gint64 place = (1 + third * (pages - 2) / 2) * SHC_DB_PAGE_SIZE + 1000;
      g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
      g_autoptr(GError) error = NULL;

      vault_test_flip (database, place);
      if (shc_vault_unlock_with_passphrase (fixture->vault, passphrase, &error))
        g_assert_false (back_up (fixture, &error));
      g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT);
      g_assert_cmpuint (count_names (fixture->folder), ==, 1);
      shc_vault_close (fixture->vault);
      vault_test_flip (database, place);
    }
}

typedef ssize_t (*Write) (int fd, const void *data, size_t size, off_t offset);

/* A stick that keeps something else than what it was given. */
static ssize_t
write_badly (int         fd,
             const void *data,
             size_t      size,
             off_t       offset)
{
  g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autofree char *path = g_file_read_link (link, NULL);
  g_autofree char *bad = g_memdup2 (data, size);

  if (path != NULL && strstr (path, ".part-") != NULL && offset >= 5 * SHC_DB_PAGE_SIZE)
    bad[size / 2] ^= 1;
  return pwrite (fd, bad, size, offset);
}

static void
set_write (Write func)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) func);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) func);
}

static void
test_bad_stick (VaultFixture  *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  vault_test_create (fixture);
  fill (fixture);
  set_write (write_badly);
  g_assert_false (back_up (fixture, &error));
  set_write (NULL);
  g_assert_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_COPY);
  g_assert_cmpuint (count_names (fixture->folder), ==, 1);
  g_clear_error (&error);
  g_assert_true (back_up (fixture, &error));
  g_assert_no_error (error);
}

static int write_errno;

static ssize_t
write_not (int         fd,
           const void *data,
           size_t      size,
           off_t       offset)
{
  errno = write_errno;
  return -1;
}

/* A failing disk is not a full one. */
static void
test_disk_error (VaultFixture  *fixture,
                 gconstpointer  data)
{
  static const struct { int errnum; ShcVaultError code; const char *says; } cases[] = {
    { EIO, SHC_VAULT_ERROR_FAILED, "disk reported an error" },
    { ENOSPC, SHC_VAULT_ERROR_NO_ROOM, "no room" },
    { EDQUOT, SHC_VAULT_ERROR_NO_ROOM, "no room" },
    { EFBIG, SHC_VAULT_ERROR_NO_ROOM, "no room" },
  };

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      write_errno = cases[i].errnum;
      set_write (write_not);
      g_assert_false (vault_test_add (fixture->vault, "two", &error));
      set_write (NULL);
      g_assert_error (error, SHC_VAULT_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].says));
    }
  g_assert_true (vault_test_add (fixture->vault, "two", NULL));
  g_assert_cmpint (vault_test_count (fixture->vault), ==, 2);
}

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY_US (24 * HOUR_US)

static char *
put_backup (const char *folder,
            gint64      made_us)
{
  char *path = shc_backup_dup_path (folder, "journal-", made_us);

  g_assert_true (g_file_set_contents (path, "a backup", -1, NULL));
  return path;
}

static void
assert_there (const char *path,
              gboolean    there)
{
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, there);
}

/* At noon, so that hours before and after are of the same day (the tests' zone is UTC). */
static void
test_rotation (VaultFixture  *fixture,
               gconstpointer  data)
{
  const gint64 now_us = G_GINT64_CONSTANT (1767268800) * G_USEC_PER_SEC;
  g_autofree char *future = put_backup (fixture->folder, now_us + 400 * DAY_US);
  g_autofree char *earlier = put_backup (fixture->folder, now_us - HOUR_US);
  g_autofree char *newest = put_backup (fixture->folder, now_us - 1);
  g_autofree char *foreign = g_build_filename (fixture->folder, "journal-mine.shcbackup", NULL);
  g_autofree char *just_made = NULL;

  put (fixture->folder, "journal-mine.shcbackup");
  for (gint64 i = 1; i <= 9; i++)
    {
      g_free (put_backup (fixture->folder, now_us - i * DAY_US));
      g_free (put_backup (fixture->folder, now_us - i * DAY_US + 1000));
    }
  shc_backup_rotate_days (fixture->folder, "journal-", newest, 7, now_us);
  for (gint64 i = 1; i <= 9; i++)
    {
      g_autofree char *first = shc_backup_dup_path (fixture->folder, "journal-", now_us - i * DAY_US);
      g_autofree char *second = shc_backup_dup_path (fixture->folder, "journal-",
                                                     now_us - i * DAY_US + 1000);

      assert_there (first, FALSE);
      assert_there (second, i < 7);
    }
  assert_there (newest, TRUE);
  assert_there (earlier, FALSE);
  assert_there (future, TRUE);
  assert_there (foreign, TRUE);

  /* A clock that was set back makes a backup that is older than all others. */
  just_made = put_backup (fixture->folder, now_us - 100 * DAY_US);
  shc_backup_rotate_days (fixture->folder, "journal-", just_made, 7, now_us);
  assert_there (just_made, TRUE);
}

static void
backed_up_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcBackupResult) made = NULL;
  g_autoptr(GError) error = NULL;
  gboolean *done = user_data;

  made = shc_backup_auto_finish (SHC_VAULT (object), result, &error);
  if (made == NULL)
    g_assert_nonnull (error);
  *done = TRUE;
}

/* The daily backup has just begun when the vault closes: no thread goes on behind it. */
static void
test_closed_meanwhile (VaultFixture  *fixture,
                       gconstpointer  data)
{
  g_autofree char *folder = vault_test_path (fixture, "backups");
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) error = NULL;
  const char *name;
  gboolean done = FALSE;

  vault_test_create (fixture);
  g_assert_true (vault_test_add (fixture->vault, "one", &error));
  g_assert_no_error (error);
  shc_backup_auto_async (fixture->vault, backed_up_cb, &done);
  shc_vault_close (fixture->vault);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_has_suffix (name, ".shcbackup"));
  while (!done)
    g_main_context_iteration (NULL, TRUE);
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
  ADD ("/vault/copies/foreign-files", test_foreign_files);
  ADD ("/vault/copies/parts", test_parts);
  ADD ("/vault/copies/side-by-side", test_side_by_side);
  ADD ("/vault/copies/damaged-journal", test_damaged_journal);
  ADD ("/vault/copies/bad-stick", test_bad_stick);
  ADD ("/vault/copies/disk-error", test_disk_error);
  ADD ("/vault/copies/rotation", test_rotation);
  ADD ("/vault/copies/closed-meanwhile", test_closed_meanwhile);
#undef ADD
  return g_test_run ();
}
