/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exports of journals that are large, or changed meanwhile, or nobody's business while they are written. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "shc-reflections.h"
#include "shc-schema.h"
#include "shc-seal.h"
#include "shc-secure.h"
#include "shc-statement.h"
#include "shc-transfer.h"

typedef struct
{
  char     *folder;
  char     *out;
  ShcVault *vault;
  guint     n_words;
} Fixture;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_tree (inside);
    }
  g_remove (path);
}

static ShcVault *
make_vault (const char *folder,
            const char *name)
{
  g_autofree char *dir = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) passphrase = shc_secure_bytes_copy ("quiet river stones at dusk", 26);
  g_autoptr (GBytes) code = NULL;
  g_autoptr (GError) error = NULL;
  ShcVault *vault = shc_vault_new (dir, shc_journal_schema ());
  ShcSlots slots;

  g_assert_true (shc_vault_create (vault, passphrase, FALSE, TRUE, &code, &slots, &error));
  g_assert_no_error (error);

  return vault;
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("shc-export-XXXXXX", NULL);
  fixture->out = g_build_filename (fixture->folder, "out", NULL);
  g_assert_cmpint (g_mkdir (fixture->out, 0700), ==, 0);
  fixture->vault = make_vault (fixture->folder, "vault");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  shc_vault_close (fixture->vault);
  g_assert_finalize_object (fixture->vault);
  remove_tree (fixture->folder);
  g_free (fixture->out);
  g_free (fixture->folder);
}

static void
import_many (Fixture *fixture,
             guint    n)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "many.jsonl", NULL);
  g_autoptr (ShcImportResult) result = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "{\"date\":\"2026-01-%02u\",\"text\":\"entry %u\"}\n", i % 28 + 1, i);
  g_assert_true (g_file_set_contents (path, lines->str, -1, NULL));
  result = shc_import_run (fixture->vault, path, SHC_FORMAT_JSONL, FALSE, NULL, NULL, NULL, NULL);
  g_assert_cmpint (result->imported, ==, n);
}

static gpointer
exec_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  return GINT_TO_POINTER (shc_db_exec (db, data, error));
}

static void
run_sql (ShcVault   *vault,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  shc_vault_run (vault, SHC_DB_WRITER, exec_job, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static gpointer
number_job (ShcDb   *db,
            gpointer data,
            GError **error)
{
  gint64 number = 0;

  shc_statement_number (db, data, &number, error);

  return GSIZE_TO_POINTER ((gsize) number);
}

static gint64
get_number (ShcVault   *vault,
            const char *sql)
{
  g_autoptr (GError) error = NULL;
  gpointer number = shc_vault_run (vault, SHC_DB_READER, number_job, (gpointer) sql, &error);

  g_assert_no_error (error);

  return (gint64) GPOINTER_TO_SIZE (number);
}

/* When the first page is out: the last one of it is purged, another of it gets the newest date, and
 * one that is not out yet the oldest; one goes into the trash. */
static void
change_cb (gint64   done,
           gint64   total,
           gpointer user_data)
{
  Fixture *fixture = user_data;

  if (fixture->n_words++ > 0)
    return;

  g_assert_cmpint (done, ==, 200);
  g_assert_cmpint (total, ==, 450);
  run_sql (fixture->vault,
    "DELETE FROM reflection WHERE row = (SELECT row FROM reflection ORDER BY civil_us, row "
    "LIMIT 1 OFFSET 199);"
    "UPDATE reflection SET civil_us = 86400000000 * 3000000 WHERE row = (SELECT row FROM reflection "
    "ORDER BY civil_us, row LIMIT 1 OFFSET 20);"
    "UPDATE reflection SET civil_us = 0 WHERE row = (SELECT row FROM reflection "
    "WHERE civil_us < 86400000000 * 3000000 ORDER BY civil_us DESC, row DESC LIMIT 1);"
    "UPDATE reflection SET trashed_us = 5 WHERE row = (SELECT row FROM reflection "
    "ORDER BY civil_us, row LIMIT 1 OFFSET 30)");
}

static void
test_changed_meanwhile (Fixture      *fixture,
                        gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->out, "all.jsonl", NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (ShcExportResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;

  import_many (fixture, 450);
  result = shc_export_run (fixture->vault, path, SHC_FORMAT_JSONL, NULL, change_cb, fixture, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result->reflections, ==, 450);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  lines = g_strsplit (content, "\n", -1);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_assert_true (g_hash_table_add (texts, strstr (lines[i], "\"text\":")));
  g_assert_cmpuint (g_hash_table_size (texts), ==, 450);
}

/* More of former texts than one line of a package holds: all come back. */
static void
test_much_edited (Fixture      *fixture,
                  gconstpointer data)
{
  static const char sums[] =
    "SELECT sum (length (text)) + 1000 * count (*) + sum (updated_us) FROM reflection_version";
  g_autofree char *path = g_build_filename (fixture->out, "all.zip", NULL);
  g_autoptr (ShcVault) other = make_vault (fixture->folder, "other");
  g_autoptr (ShcExportResult) exported = NULL;
  g_autoptr (ShcImportResult) back = NULL;
  g_autoptr (ShcImportResult) again = NULL;
  g_autoptr (GError) error = NULL;

  import_many (fixture, 3);
  run_sql (fixture->vault,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6) "
    "INSERT INTO reflection_version (row, updated_us, session, words, text) "
    "SELECT (SELECT min (row) + 1 FROM reflection), i, i, 1, i || hex (zeroblob (524000)) FROM n");
  exported = shc_export_run (fixture->vault, path, SHC_FORMAT_SHC, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (exported->reflections, ==, 3);

  back = shc_import_run (other, path, SHC_FORMAT_AUTO, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->skipped->len, ==, 0);
  g_assert_cmpint (back->found, ==, 3);
  g_assert_cmpint (back->imported, ==, 3);
  g_assert_cmpint (get_number (other, sums), ==, get_number (fixture->vault, sums));
  g_assert_cmpint (get_number (other, "SELECT count (DISTINCT row) FROM reflection_version"), ==, 1);

  again = shc_import_run (other, path, SHC_FORMAT_AUTO, TRUE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->already_present, ==, 3);
  g_assert_cmpint (again->imported, ==, 0);
  shc_vault_close (other);
}

static void
look_cb (gint64   done,
         gint64   total,
         gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GDir) dir = g_dir_open (fixture->out, 0, NULL);

  fixture->n_words++;
  g_assert_null (g_dir_read_name (dir));
}

/* A program that is killed while it writes leaves no text behind: there is no name to be left. */
static void
test_unnamed_until_whole (Fixture      *fixture,
                          gconstpointer data)
{
  static const ShcFormat formats[] = { SHC_FORMAT_SHC, SHC_FORMAT_JSONL, SHC_FORMAT_MARKDOWN };
  int fd = open (fixture->out, O_TMPFILE | O_WRONLY, 0600);

  if (fd < 0)
    {
      g_test_skip ("this file system has no files without a name");
      return;
    }
  close (fd);

  import_many (fixture, 450);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_build_filename (fixture->out, "all.md", NULL);
      g_autoptr (ShcExportResult) result = NULL;
      g_autoptr (GError) error = NULL;
      GStatBuf info;

      fixture->n_words = 0;
      result = shc_export_run (fixture->vault, path, formats[i], NULL, look_cb, fixture, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture->n_words, >, 0);
      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      g_assert_cmpint (info.st_size, ==, result->bytes);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

static void
make_cb (gint64   done,
         gint64   total,
         gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *path = g_build_filename (fixture->out, "all.jsonl", NULL);

  g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
}

static void
test_name_taken_meanwhile (Fixture      *fixture,
                           gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->out, "all.jsonl", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  import_many (fixture, 10);
  g_assert_null (shc_export_run (fixture->vault, path, SHC_FORMAT_JSONL, NULL, make_cb, fixture, NULL,
                                 &error));
  g_assert_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_EXISTS);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "mine");
}

/* What has the same date keeps its order, there and back again. */
static void
test_order (Fixture      *fixture,
            gconstpointer data)
{
  const char *names[] = { "one.jsonl", "two.jsonl" };
  g_autoptr (ShcVault) other = make_vault (fixture->folder, "other");
  ShcVault *vaults[] = { fixture->vault, other };
  char *contents[2] = { NULL, NULL };
  g_autoptr (GError) error = NULL;

  import_many (fixture, 100);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (fixture->out, names[i], NULL);
      g_autoptr (ShcExportResult) out = shc_export_run (vaults[i], path, SHC_FORMAT_JSONL, NULL, NULL, NULL,
                                                        NULL, &error);
      g_autoptr (ShcImportResult) in = NULL;

      g_assert_no_error (error);
      g_assert_cmpint (out->reflections, ==, 100);
      g_assert_true (g_file_get_contents (path, &contents[i], NULL, NULL));
      in = shc_import_run (other, path, SHC_FORMAT_JSONL, FALSE, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (in->imported, ==, i == 0 ? 100 : 0);
    }
  g_assert_cmpstr (contents[0], ==, contents[1]);
  g_assert_nonnull (strstr (contents[0], "entry 0\""));
  shc_vault_close (other);
  g_free (contents[0]);
  g_free (contents[1]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  shc_secure_init ();
  shc_seal_set_cost_for_tests (1, 8192);

#define ADD(path, func) g_test_add ("/transfer/export/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("much-edited", test_much_edited);
  ADD ("unnamed-until-whole", test_unnamed_until_whole);
  ADD ("name-taken-meanwhile", test_name_taken_meanwhile);
#undef ADD

  return g_test_run ();
}
