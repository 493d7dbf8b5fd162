/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the vault's tests share. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "vault-test.h"

#define PREFIX "/org/sacredhealing/Companion/test/"

static const char *const migrations[] = { PREFIX "0001-notes.sql", PREFIX "0002-marks.sql" };
static const char *const outbound[] = { "note_outbound", NULL };
static const char *const passing[] = { "mark", NULL };

static gint64
count_notes (ShcDb   *db,
             GError **error)
{
  gint64 count;

  return shc_db_get_number (db, "SELECT count(*) FROM note", &count, error) ? count : -1;
}

static gboolean
check_notes (ShcDb      *db,
             GPtrArray  *problems,
             GError    **error)
{
  if (!shc_db_exec (db, "INSERT INTO note_fts (note_fts, rank) VALUES ('integrity-check', 1)", NULL))
    g_ptr_array_add (problems, g_strdup ("the index"));
  return TRUE;
}

static gboolean
mark_restored (ShcDb   *db,
               gint64   now_us,
               GError **error)
{
  return shc_db_exec (db, "INSERT INTO note (text) VALUES ('restored')", error);
}

static gboolean
leave_out_secrets (ShcDb   *db,
                   GError **error)
{
  return shc_db_exec (db, "DELETE FROM note WHERE secret = 1", error);
}

const ShcSchema vault_test_schema = {
  .migrations = migrations,
  .n_migrations = 2,
  .count = count_notes,
  .check = check_notes,
  .restored = mark_restored,
  .leave_out = leave_out_secrets,
  .passing = passing,
  .outbound = outbound,
};

const ShcSchema vault_test_old_schema = {
  .migrations = migrations,
  .n_migrations = 1,
  .count = count_notes,
  .outbound = outbound,
};

void
vault_test_init (int    *argc,
                 char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  shc_secure_init ();
  shc_seal_set_cost_for_tests (1, 8192);
}

void
vault_test_set_up (VaultFixture  *fixture,
                   gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("shc-vault-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  fixture->dir = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = shc_vault_new (fixture->dir, &vault_test_schema);
}

void
vault_test_remove (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      vault_test_remove (inside);
    }
  g_remove (path);
}

GBytes *
vault_test_bytes (const char *text)
{
  return shc_secure_bytes_copy (text, strlen (text));
}

void
vault_test_create (VaultFixture *fixture)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GError) error = NULL;
  ShcSlots slots = 0;
  gboolean made = shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &fixture->code,
                                    &slots, &error);

  g_assert_no_error (error);
  g_assert_true (made);
  g_assert_cmpuint (slots, ==, SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
}

void
vault_test_unlock (ShcVault *vault)
{
  g_autoptr(GBytes) passphrase = vault_test_bytes (VAULT_TEST_PASSPHRASE);
  g_autoptr(GError) error = NULL;
  gboolean open = shc_vault_unlock_with_passphrase (vault, passphrase, &error);

  g_assert_no_error (error);
  g_assert_true (open);
}

char *
vault_test_path (VaultFixture *fixture,
                 const char   *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
hash_into (GChecksum  *checksum,
           const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;
  const char *name;
  gsize length;

  if (dir == NULL)
    {
      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      g_checksum_update (checksum, (const guchar *) text, (gssize) length);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *inside = g_build_filename (path, names->pdata[i], NULL);

      g_checksum_update (checksum, names->pdata[i], (gssize) strlen (names->pdata[i]) + 1);
      hash_into (checksum, inside);
    }
}

char *
vault_test_hash_folder (const char *folder)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  hash_into (checksum, folder);
  return g_strdup (g_checksum_get_string (checksum));
}

void
vault_test_flip (const char *path,
                 gint64      offset)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  if (offset < 0)
    offset += (gint64) length;
  g_assert_cmpint (offset, <, length);
  text[offset] ^= 0x10;
  g_file_set_contents (path, text, (gssize) length, &error);
  g_assert_no_error (error);
}

gboolean
vault_test_find (const char *folder,
                 const char *needle)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *text = NULL;
  const char *name;
  gsize length;

  if (dir == NULL)
    return g_file_get_contents (folder, &text, &length, NULL) &&
           memmem (text, length, needle, strlen (needle)) != NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (folder, name, NULL);

      if (vault_test_find (inside, needle))
        return TRUE;
    }
  return FALSE;
}

gpointer
vault_test_job_add (ShcDb     *db,
                    gpointer   text,
                    GError   **error)
{
  sqlite3_stmt *stmt;

  if (!shc_db_begin (db, error))
    return NULL;
  stmt = shc_db_prepare (db, "INSERT INTO note (text) VALUES (?1)", error);
  if (stmt != NULL)
    {
      shc_db_bind_text (stmt, 1, text);
      if (shc_db_done (db, stmt, error) && shc_db_commit (db, error))
        return GINT_TO_POINTER (TRUE);
    }
  shc_db_rollback (db);
  return NULL;
}

gpointer
vault_test_job_count (ShcDb     *db,
                      gpointer   number,
                      GError   **error)
{
  gint64 *count = number;

  *count = count_notes (db, error);
  return number;
}

gpointer
vault_test_job_exec (ShcDb     *db,
                     gpointer   sql,
                     GError   **error)
{
  return GINT_TO_POINTER (shc_db_exec (db, sql, error));
}

gboolean
vault_test_add (ShcVault    *vault,
                const char  *text,
                GError     **error)
{
  return shc_vault_run (vault, SHC_DB_WRITER, vault_test_job_add, (gpointer) text, error) != NULL;
}

gint64
vault_test_count (ShcVault *vault)
{
  g_autoptr(GError) error = NULL;
  gint64 count = -1;

  shc_vault_run (vault, SHC_DB_READER, vault_test_job_count, &count, &error);
  g_assert_no_error (error);
  return count;
}

static gboolean
set_late (gpointer data)
{
  gboolean *late = data;

  *late = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The tick is for what happens without a word to the main context. */
void
vault_test_wait (VaultTestDone done,
                 gpointer      data,
                 guint         seconds)
{
  gboolean late = FALSE;
  guint id = g_timeout_add_seconds (seconds, set_late, &late);
  guint tick_id = g_timeout_add (10, tick, NULL);

  while (!done (data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (id);
  g_source_remove (tick_id);
}

static gboolean
is_ours_alone (gpointer data)
{
  return g_atomic_int_get (&G_OBJECT (data)->ref_count) == 1;
}

void
vault_test_tear_down (VaultFixture  *fixture,
                      gconstpointer  data)
{
  shc_vault_close (fixture->vault);
  /* A task's last reference comes back to this context a moment after its callback. */
  vault_test_wait (is_ours_alone, fixture->vault, 10);
  g_assert_finalize_object (fixture->vault);
  g_clear_pointer (&fixture->code, g_bytes_unref);
  vault_test_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->dir);
}
