/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of importing into, and exporting from, a real vault. */

#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "shc-reflections.h"
#include "shc-schema.h"
#include "shc-seal.h"
#include "shc-secure.h"
#include "shc-transfer.h"

typedef struct
{
  char     *folder;
  ShcVault *vault;
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
  fixture->folder = g_dir_make_tmp ("shc-transfer-XXXXXX", NULL);
  fixture->vault = make_vault (fixture->folder, "vault");
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  shc_vault_close (fixture->vault);
  g_assert_finalize_object (fixture->vault);
  remove_tree (fixture->folder);
  g_free (fixture->folder);
}

static char *
write_file (Fixture    *fixture,
            const char *name,
            const char *content,
            gssize      length)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, length, NULL));

  return path;
}

static ShcImportResult *
import_file (ShcVault   *vault,
             const char *path,
             gboolean    dry_run)
{
  g_autoptr (GError) error = NULL;
  ShcImportResult *result = shc_import_run (vault, path, SHC_FORMAT_AUTO, dry_run, NULL, NULL, NULL,
                                            &error);

  g_assert_no_error (error);

  return result;
}

static void
assert_counts (const ShcImportResult *result,
               gint64                 found,
               gint64                 imported,
               gint64                 present,
               guint                  skipped)
{
  g_assert_cmpint (result->found, ==, found);
  g_assert_cmpint (result->imported, ==, imported);
  g_assert_cmpint (result->already_present, ==, present);
  g_assert_cmpuint (result->skipped->len, ==, skipped);
}

static gpointer
list_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  g_autoptr (ShcFilter) filter = shc_filter_new ();

  filter->trash = GPOINTER_TO_INT (data);

  return shc_reflections_list (db, filter, NULL, 100000, error);
}

static GPtrArray *
list_all (ShcVault *vault,
          gboolean  trash)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *all = shc_vault_run (vault, SHC_DB_READER, list_job, GINT_TO_POINTER (trash), &error);

  g_assert_no_error (error);

  return all;
}

static guint
count_all (ShcVault *vault)
{
  g_autoptr (GPtrArray) all = list_all (vault, FALSE);

  return all->len;
}

static const char three[] =
  "{\"date\":\"2026-01-07\",\"text\":\"same\"}\n"
  "{\"date\":\"2026-01-07\",\"text\":\"same\"}\n"
  "{\"date\":\"2026-01-08\",\"text\":\"other\",\"tags\":[\"calm\"],\"milestone\":\"Day 2\"}\n";

static void
test_doubles (Fixture      *fixture,
              gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "three.jsonl", three, -1);
  g_autofree char *one = write_file (fixture, "one.jsonl", three, (gssize) strcspn (three, "\n"));
  g_autoptr (ShcImportResult) first = import_file (fixture->vault, one, FALSE);
  g_autoptr (ShcImportResult) dry = import_file (fixture->vault, path, TRUE);
  g_autoptr (ShcImportResult) second = NULL;
  g_autoptr (ShcImportResult) third = NULL;

  /* One of the two equal entries is there: of those in the file, one is new. */
  assert_counts (first, 1, 1, 0, 0);
  assert_counts (dry, 3, 2, 1, 0);
  g_assert_cmpint (dry->import, ==, 0);
  g_assert_cmpuint (count_all (fixture->vault), ==, 1);

  second = import_file (fixture->vault, path, FALSE);
  assert_counts (second, 3, 2, 1, 0);
  g_assert_cmpint (second->import, >, first->import);
  g_assert_cmpuint (count_all (fixture->vault), ==, 3);

  third = import_file (fixture->vault, path, FALSE);
  assert_counts (third, 3, 0, 3, 0);
  g_assert_cmpuint (count_all (fixture->vault), ==, 3);
}

static gpointer
edit_job (ShcDb   *db,
          gpointer data,
          GError **error)
{
  ShcReflection *reflection = data;

  return GINT_TO_POINTER (shc_reflections_edit (db, reflection, "session", 0, g_get_real_time (), NULL,
                                                error));
}

static void
test_undo (Fixture      *fixture,
           gconstpointer data)
{
  g_autofree char *path = write_file (fixture, "three.jsonl", three, -1);
  g_autoptr (ShcImportResult) result = import_file (fixture->vault, path, FALSE);
  g_autoptr (GPtrArray) all = list_all (fixture->vault, FALSE);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  ShcReflection *newest = g_ptr_array_index (all, 0);
  gint64 removed, kept;

  g_free (newest->text);
  newest->text = g_strdup ("made my own");
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_WRITER, edit_job, newest, &error));
  g_assert_no_error (error);

  g_assert_true (shc_import_undo (fixture->vault, result->import, &removed, &kept, &error));
  g_assert_no_error (error);
  g_assert_cmpint (removed, ==, 2);
  g_assert_cmpint (kept, ==, 1);
  left = list_all (fixture->vault, FALSE);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (((ShcReflection *) g_ptr_array_index (left, 0))->text, ==, "made my own");

  g_assert_false (shc_import_undo (fixture->vault, result->import + 100, &removed, &kept, &error));
  g_assert_nonnull (error);
}

static char *
make_many (guint n)
{
  GString *lines = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "{\"date\":\"20%02u-%02u-%02u\",\"text\":\"entry %u of many\"}\n",
                            i % 90 + 10, i % 12 + 1, i % 28 + 1, i);

  return g_string_free (lines, FALSE);
}

static void
cancel_soon (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Nothing of an import that was broken off is ever seen, and the next one is whole. */
static void
test_cancel (Fixture      *fixture,
             gconstpointer data)
{
  g_autofree char *many = make_many (5000);
  g_autofree char *path = write_file (fixture, "many.jsonl", many, -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ShcImportResult) whole = NULL;

  g_assert_null (shc_import_run (fixture->vault, path, SHC_FORMAT_JSONL, FALSE, cancel_soon,
                                 cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_all (fixture->vault), ==, 0);

  whole = import_file (fixture->vault, path, FALSE);
  assert_counts (whole, 5000, 5000, 0, 0);
  g_assert_cmpuint (count_all (fixture->vault), ==, 5000);
}

static ShcExportResult *
export_to (Fixture    *fixture,
           const char *name,
           ShcFormat   format,
           GError    **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return shc_export_run (fixture->vault, path, format, NULL, NULL, NULL, NULL, error);
}

static void
assert_same (GPtrArray *before,
             GPtrArray *after)
{
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < before->len; i++)
    {
      const ShcReflection *a = g_ptr_array_index (before, i);
      const ShcReflection *b = g_ptr_array_index (after, i);

      g_assert_cmpstr (a->id, ==, b->id);
      g_assert_cmpstr (a->text, ==, b->text);
      g_assert_cmpint (a->date.civil_us, ==, b->date.civil_us);
      g_assert_cmpstr (a->milestone, ==, b->milestone);
      g_assert_cmpint (a->mood, ==, b->mood);
      g_assert_cmpstrv (a->tags, b->tags);
      g_assert_cmpint (a->never_send, ==, b->never_send);
      g_assert_cmpint (a->created_us, ==, b->created_us);
      g_assert_cmpint (a->updated_us, ==, b->updated_us);
      g_assert_cmpint (a->trashed_us, ==, b->trashed_us);
    }
}

static const char rich[] =
  "{\"date\":\"1660-01-11\",\"text\":\"Up betimes\\n\",\"never_send\":true}\n"
  "{\"date\":\"2026-01-07T21:04:00+05:45\",\"text\":\"\\u202bשלום\\u202c\",\"mood\":5,\"tags\":[\"calm\",\"Ünï\"],"
  "\"milestone\":\"Day 7\"}\n"
  "{\"date\":\"9999-12-31T23:59:59.5Z\",\"text\":\"last\",\"trashed\":\"2026-02-01T00:00:00.000001Z\","
  "\"versions\":[{\"updated\":\"2026-01-01T00:00:00Z\",\"text\":\"former\"}]}\n";

static gpointer
versions_job (ShcDb   *db,
              gpointer data,
              GError **error)
{
  return shc_reflections_versions (db, data, error);
}

static void
test_package_round_trip (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *source = write_file (fixture, "rich.jsonl", rich, -1);
  g_autoptr (ShcImportResult) brought = import_file (fixture->vault, source, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ShcExportResult) exported = export_to (fixture, "all.zip", SHC_FORMAT_SHC, &error);
  g_autoptr (ShcVault) other = make_vault (fixture->folder, "other");
  g_autoptr (ShcImportResult) back = NULL;
  g_autoptr (ShcImportResult) again = NULL;
  g_autoptr (GPtrArray) versions = NULL;

  assert_counts (brought, 3, 3, 0, 0);
  g_assert_no_error (error);
  g_assert_cmpint (exported->reflections, ==, 3);
  g_assert_cmpint (exported->bytes, >, 100);

  back = import_file (other, exported->file, FALSE);
  assert_counts (back, 3, 3, 0, 0);
  for (int trash = 0; trash < 2; trash++)
    {
      g_autoptr (GPtrArray) before = list_all (fixture->vault, trash);
      g_autoptr (GPtrArray) after = list_all (other, trash);

      g_assert_cmpuint (before->len, ==, trash ? 1 : 2);
      assert_same (before, after);
      if (trash)
        versions = shc_vault_run (other, SHC_DB_READER, versions_job,
                                  ((ShcReflection *) g_ptr_array_index (after, 0))->id, &error);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (versions->len, ==, 1);
  g_assert_cmpstr (((ShcVersion *) g_ptr_array_index (versions, 0))->text, ==, "former");

  /* By their ids all of them are known. */
  again = import_file (other, exported->file, FALSE);
  assert_counts (again, 3, 0, 3, 0);
  shc_vault_close (other);
}

static void
test_jsonl_round_trip (Fixture      *fixture,
                       gconstpointer data)
{
  g_autofree char *source = write_file (fixture, "rich.jsonl", rich, -1);
  g_autoptr (ShcImportResult) brought G_GNUC_UNUSED = import_file (fixture->vault, source, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ShcExportResult) exported = export_to (fixture, "out.jsonl", SHC_FORMAT_JSONL, &error);
  g_autoptr (ShcVault) other = make_vault (fixture->folder, "other");
  g_autoptr (ShcImportResult) back = NULL;

  g_assert_no_error (error);
  back = import_file (other, exported->file, FALSE);
  assert_counts (back, 3, 3, 0, 0);
  for (int trash = 0; trash < 2; trash++)
    {
      g_autoptr (GPtrArray) before = list_all (fixture->vault, trash);
      g_autoptr (GPtrArray) after = list_all (other, trash);

      assert_same (before, after);
    }
  shc_vault_close (other);
}

/* A package cut off anywhere, or changed in its middle, is refused whole. One bit can change nothing in what is
 * compressed (a way back to the same words elsewhere); eight bytes cannot. */
static void
test_damaged_package (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *many = make_many (300);
  g_autofree char *source = write_file (fixture, "many.jsonl", many, -1);
  g_autoptr (ShcImportResult) brought G_GNUC_UNUSED = import_file (fixture->vault, source, FALSE);
  g_autoptr (ShcExportResult) exported = export_to (fixture, "all.zip", SHC_FORMAT_SHC, NULL);
  g_autoptr (ShcVault) other = make_vault (fixture->folder, "other");
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (exported->file, &content, &length, NULL));
  for (guint round = 0; round < 24; round++)
    {
      gboolean cut = round % 2 == 0;
      gsize at = 5 + (length / 2 - 10) * round / 24;
      g_autofree char *broken = g_memdup2 (content, length);
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      for (guint i = 0; !cut && i < 8; i++)
        broken[length / 4 + at / 2 + i] ^= 0xff;
      path = write_file (fixture, "broken.zip", broken, (gssize) (cut ? at : length));
      g_assert_null (shc_import_run (other, path, SHC_FORMAT_SHC, FALSE, NULL, NULL, NULL, &error));
      g_assert_cmpuint (error->domain, ==, SHC_TRANSFER_ERROR);
      g_assert_cmpuint (count_all (other), ==, 0);
    }
  shc_vault_close (other);
}

static void
test_markdown (Fixture      *fixture,
               gconstpointer data)
{
  g_autofree char *source = write_file (fixture, "rich.jsonl", rich, -1);
  g_autoptr (ShcImportResult) brought G_GNUC_UNUSED = import_file (fixture->vault, source, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ShcExportResult) folder = export_to (fixture, "notes", SHC_FORMAT_MARKDOWN, &error);
  g_autoptr (ShcExportResult) file = export_to (fixture, "notes.md", SHC_FORMAT_MARKDOWN, &error);
  g_autofree char *year = g_build_filename (folder->file, "1660", NULL);
  g_autofree char *path = NULL;
  g_autofree char *note = NULL;
  g_autofree char *all = NULL;
  g_autoptr (GDir) dir = g_dir_open (year, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (folder->reflections, ==, 3);
  g_assert_cmpint (file->reflections, ==, 2);
  path = g_build_filename (year, g_dir_read_name (dir), NULL);
  g_assert_null (g_dir_read_name (dir));
  g_assert_true (g_file_get_contents (path, &note, NULL, NULL));
  g_assert_nonnull (strstr (note, "date: \"1660-01-11\"\n"));
  g_assert_nonnull (strstr (note, "never_send: true\n"));
  g_assert_true (g_str_has_suffix (note, "---\n\nUp betimes\n"));

  g_assert_true (g_file_get_contents (file->file, &all, NULL, NULL));
  g_assert_nonnull (strstr (all, "Up betimes"));
  g_assert_nonnull (strstr (all, "Day 7"));
  g_assert_null (strstr (all, "last"));
}

/* Ids of one day that share their beginning, as time-ordered ones do. */
static void
test_markdown_alike_ids (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *source = write_file (
    fixture, "alike.jsonl",
    "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"date\":\"2026-01-07\",\"text\":\"a\"}\n"
    "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950f\",\"date\":\"2026-01-07\",\"text\":\"b\"}\n", -1);
  g_autoptr (ShcImportResult) brought G_GNUC_UNUSED = import_file (fixture->vault, source, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (ShcExportResult) folder = export_to (fixture, "notes", SHC_FORMAT_MARKDOWN, &error);

  g_assert_no_error (error);
  g_assert_cmpint (folder->reflections, ==, 2);
}

static void
test_never_overwrites (Fixture      *fixture,
                       gconstpointer data)
{
  static const ShcFormat formats[] = { SHC_FORMAT_SHC, SHC_FORMAT_JSONL, SHC_FORMAT_MARKDOWN };
  g_autofree char *there = write_file (fixture, "there", "mine", -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *content = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_null (export_to (fixture, "there", formats[i], &error));
      g_assert_error (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_EXISTS);
      g_assert_true (g_file_get_contents (there, &content, NULL, NULL));
      g_assert_cmpstr (content, ==, "mine");
    }
}

/* What was begun is gone again, under any name. */
static void
test_export_cancelled (Fixture      *fixture,
                       gconstpointer data)
{
  static const ShcFormat formats[] = { SHC_FORMAT_SHC, SHC_FORMAT_JSONL, SHC_FORMAT_MARKDOWN };
  g_autofree char *many = make_many (1000);
  g_autofree char *source = write_file (fixture, "many.jsonl", many, -1);
  g_autoptr (ShcImportResult) brought G_GNUC_UNUSED = import_file (fixture->vault, source, FALSE);
  g_autofree char *out = g_build_filename (fixture->folder, "out", NULL);
  g_autofree char *path = g_build_filename (out, "export", NULL);

  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GDir) dir = NULL;

      g_assert_null (shc_export_run (fixture->vault, path, formats[i], NULL, cancel_soon, cancellable,
                                     cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      dir = g_dir_open (out, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
    }
}

static char *
expand_corpus (void)
{
  g_autofree char *program = g_test_build_filename (G_TEST_DIST, "corpus", "expand", NULL);
  const char *argv[] = { "/usr/bin/python3", program, NULL };
  g_autoptr (GError) error = NULL;
  char *lines = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &lines, NULL,
                               &status, &error));
  g_assert_true (g_spawn_check_wait_status (status, &error));

  return lines;
}

/* A real diary: every text byte for byte, every date as it is. */
static void
test_diary (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *lines = expand_corpus ();
  g_autofree char *path = write_file (fixture, "diary.jsonl", lines, -1);
  g_auto (GStrv) each = g_strsplit (lines, "\n", -1);
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (ShcImportResult) result = import_file (fixture->vault, path, FALSE);
  g_autoptr (GPtrArray) all = list_all (fixture->vault, FALSE);
  guint n = 0;

  for (; each[n] != NULL && *each[n] != '\0'; n++)
    {
      g_autoptr (JsonNode) node = json_from_string (each[n], NULL);
      JsonObject *object = json_node_get_object (node);

      g_hash_table_add (wanted, g_strconcat (json_object_get_string_member (object, "date"), "\n",
                                             json_object_get_string_member (object, "text"), NULL));
    }

  assert_counts (result, n, n, 0, 0);
  g_assert_cmpuint (all->len, ==, n);
  for (guint i = 0; i < all->len; i++)
    {
      const ShcReflection *reflection = g_ptr_array_index (all, i);
      g_autofree char *date = shc_date_to_string (reflection->date);
      g_autofree char *both = g_strconcat (date, "\n", reflection->text, NULL);

      g_hash_table_remove (wanted, both);
    }
  g_assert_cmpuint (g_hash_table_size (wanted), ==, 0);
}

typedef struct
{
  ShcImportResult *result;
  GError          *error;
  GThread         *thread; /* whose words these have to be */
  guint            n_words;
  gboolean         done;
} Waiting;

static void
count_word (gint64   done,
            gint64   total,
            gpointer user_data)
{
  Waiting *waiting = user_data;

  g_assert_true (g_thread_self () == waiting->thread);
  g_assert_false (waiting->done);
  g_assert_cmpint (done, <=, total);
  waiting->n_words++;
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Waiting *waiting = user_data;

  waiting->result = shc_import_run_finish (SHC_VAULT (source), result, &waiting->error);
  waiting->done = TRUE;
}

/* Nobody holds the main context for a while: words of progress wait for it all the same. */
static void
test_async_idle_context (Fixture      *fixture,
                         gconstpointer data)
{
  g_autofree char *many = make_many (2000);
  g_autofree char *path = write_file (fixture, "many.jsonl", many, -1);
  Waiting waiting = { .thread = g_thread_self () };

  shc_import_run_async (fixture->vault, path, SHC_FORMAT_AUTO, FALSE, count_word, NULL, imported_cb,
                        &waiting);
  while (count_all (fixture->vault) == 0)
    g_usleep (10000);
  g_assert_cmpuint (waiting.n_words, ==, 0);
  while (!waiting.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (waiting.error);
  g_assert_cmpuint (waiting.n_words, >, 0);
  shc_import_result_free (waiting.result);
}

static void
test_async (Fixture      *fixture,
            gconstpointer data)
{
  g_autofree char *many = make_many (3000);
  g_autofree char *path = write_file (fixture, "many.jsonl", many, -1);
  Waiting waiting = { .thread = g_thread_self () };

  shc_import_run_async (fixture->vault, path, SHC_FORMAT_AUTO, FALSE, count_word, NULL, imported_cb,
                        &waiting);
  while (!waiting.done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_no_error (waiting.error);
  assert_counts (waiting.result, 3000, 3000, 0, 0);
  g_assert_cmpuint (waiting.n_words, >, 0);
  shc_import_result_free (waiting.result);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  shc_secure_init ();
  shc_seal_set_cost_for_tests (1, 8192);

#define ADD(path, func) g_test_add ("/transfer/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("import/doubles", test_doubles);
  ADD ("import/undo", test_undo);
  ADD ("import/cancel", test_cancel);
  ADD ("import/diary", test_diary);
  ADD ("import/async", test_async);
  ADD ("import/async-idle-context", test_async_idle_context);
  ADD ("export/package-round-trip", test_package_round_trip);
  ADD ("export/jsonl-round-trip", test_jsonl_round_trip);
  ADD ("export/damaged-package", test_damaged_package);
  ADD ("export/markdown", test_markdown);
  ADD ("export/markdown-alike-ids", test_markdown_alike_ids);
  ADD ("export/never-overwrites", test_never_overwrites);
  ADD ("export/cancelled", test_export_cancelled);
#undef ADD

  return g_test_run ();
}
