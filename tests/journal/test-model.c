/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list's model: placeholders that fill, exact changes, items that stay themselves. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "corpus.h"
#include "journal-test.h"
#include "shc-reflection-model.h"
#include "shc-seal.h"
#include "shc-secure.h"

typedef struct
{
  char               *folder;
  ShcVault           *vault;
  ShcJournal         *journal;
  ShcReflectionModel *model;
  GArray             *mirror;    /* gint64 rows, kept only by what items-changed says */
  guint               n_changes; /* emissions since it was set to 0 */
  guint               n_rows;    /* rows removed and added by them */
} ModelFixture;

static void
remove_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      remove_folder (inside);
    }
  g_remove (path);
}

static void
items_changed_cb (GListModel *list,
                  guint       position,
                  guint       removed,
                  guint       added,
                  gpointer    user_data)
{
  ModelFixture *fixture = user_data;

  fixture->n_changes++;
  fixture->n_rows += removed + added;
  if (removed > 0)
    g_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    {
      g_autoptr(ShcReflectionItem) item = g_list_model_get_item (list, position + i);
      gint64 row = shc_reflection_item_get_row (item);

      g_array_insert_val (fixture->mirror, position + i, row);
    }
  g_assert_cmpuint (fixture->mirror->len, ==, g_list_model_get_n_items (list));
}

static void
set_up (ModelFixture  *fixture,
        gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = shc_secure_bytes_copy ("heron lantern quarry violet", 27);
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = NULL;
  ShcSlots slots;

  shc_seal_set_cost_for_tests (1, 8192);
  fixture->folder = g_dir_make_tmp ("shc-model-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = shc_vault_new (dir, shc_journal_schema ());
  shc_vault_create (fixture->vault, passphrase, FALSE, FALSE, &code, &slots, &error);
  g_assert_no_error (error);
  fixture->journal = shc_journal_new (fixture->vault);
  fixture->model = shc_reflection_model_new (fixture->journal);
  fixture->mirror = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static gboolean
set_late (gpointer data)
{
  gboolean *late = data;

  *late = TRUE;
  return G_SOURCE_CONTINUE;
}

#define WAIT_UNTIL(condition) \
  G_STMT_START { \
    gboolean late_ = FALSE; \
    guint id_ = g_timeout_add_seconds (20, set_late, &late_); \
    while (!(condition) && !late_) \
      g_main_context_iteration (NULL, TRUE); \
    g_source_remove (id_); \
    g_assert_true (condition); \
  } G_STMT_END

static void
tear_down (ModelFixture  *fixture,
           gconstpointer  data)
{
  gpointer model = fixture->model;

  /* What is being read for it may keep it a moment longer. */
  g_object_add_weak_pointer (G_OBJECT (fixture->model), &model);
  g_object_unref (fixture->model);
  WAIT_UNTIL (model == NULL);
  g_object_unref (fixture->journal);
  shc_vault_close (fixture->vault);
  g_object_unref (fixture->vault);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_array_unref (fixture->mirror);
}

static gpointer
add_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  corpus_add (db, data);
  return NULL;
}

/* Keeps the first @n entries of the corpus. */
static GPtrArray *
add_entries (ModelFixture *fixture,
             guint         n)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *entries = corpus_load (n);

  shc_vault_run (fixture->vault, SHC_DB_WRITER, add_in_thread, entries, &error);
  g_assert_no_error (error);
  return entries;
}

static void
set_query (ModelFixture *fixture,
           const char   *query)
{
  g_autoptr(ShcFilter) filter = shc_filter_new ();

  filter->query = g_strdup (query);
  shc_reflection_model_set_filter (fixture->model, filter);
}

static void
set_query_and_wait (ModelFixture *fixture,
                    const char   *query)
{
  set_query (fixture, query);
  g_assert_true (shc_reflection_model_get_loading (fixture->model));
  WAIT_UNTIL (!shc_reflection_model_get_loading (fixture->model));
}

static guint
count_items (ModelFixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->model));
}

static ShcReflectionItem *
get_item (ModelFixture *fixture,
          guint         position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->model), position);
}

static gboolean
is_loaded (ShcReflectionItem *item)
{
  return shc_reflection_item_get_reflection (item) != NULL;
}

static void
assert_mirror (ModelFixture *fixture)
{
  g_assert_cmpuint (fixture->mirror->len, ==, count_items (fixture));
  for (guint i = 0; i < fixture->mirror->len; i++)
    {
      g_autoptr(ShcReflectionItem) item = get_item (fixture, i);

      g_assert_cmpint (shc_reflection_item_get_row (item), ==,
                       g_array_index (fixture->mirror, gint64, i));
    }
}

static void
count_notify_cb (GObject    *object,
                 GParamSpec *pspec,
                 gpointer    user_data)
{
  guint *n = user_data;

  (*n)++;
}

static void
test_pages (ModelFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries G_GNUC_UNUSED = add_entries (fixture, 1000);
  g_autoptr(ShcReflectionItem) first = NULL;
  g_autoptr(ShcReflectionItem) last = NULL;
  g_autoptr(ShcReflectionItem) again = NULL;
  g_autofree char *excerpt = NULL;
  g_autofree char *month = NULL;
  gboolean first_of_month = FALSE;
  guint n_loaded = 0;

  set_query_and_wait (fixture, NULL);
  g_assert_cmpuint (count_items (fixture), ==, 1000);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->model)) ==
                 SHC_TYPE_REFLECTION_ITEM);
  g_assert_null (g_list_model_get_object (G_LIST_MODEL (fixture->model), 1000));

  first = get_item (fixture, 0);
  last = get_item (fixture, 999);
  again = get_item (fixture, 999);
  g_assert_true (again == last);
  g_assert_false (is_loaded (first));
  g_assert_null (shc_reflection_item_get_id (first));
  g_signal_connect (first, "notify::loaded", G_CALLBACK (count_notify_cb), &n_loaded);
  WAIT_UNTIL (is_loaded (first) && is_loaded (last));
  g_assert_cmpuint (n_loaded, ==, 1);

  g_object_get (last, "excerpt", &excerpt, "month-text", &month, "first-of-month", &first_of_month,
                NULL);
  g_assert_true (g_str_has_prefix (excerpt, "Jan. 1st (Lord’s day). This morning"));
  g_assert_nonnull (strstr (month, "1660"));
  g_assert_false (first_of_month);
  g_object_get (first, "first-of-month", &first_of_month, NULL);
  g_assert_true (first_of_month);
}

/* What was scrolled away and comes back within a page is there at once. */
static void
test_cache (ModelFixture  *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) entries G_GNUC_UNUSED = add_entries (fixture, 50);
  ShcReflectionItem *item;

  set_query_and_wait (fixture, NULL);
  item = get_item (fixture, 7);
  WAIT_UNTIL (is_loaded (item));
  g_assert_finalize_object (item);
  item = get_item (fixture, 7);
  g_assert_true (is_loaded (item));
  g_object_unref (item);
}

static void
add_one (ModelFixture *fixture,
         const char   *date,
         const char   *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) entries =
    g_ptr_array_new_with_free_func ((GDestroyNotify) shc_reflection_free);

  g_ptr_array_add (entries, journal_test_reflection (date, text));
  shc_vault_run (fixture->vault, SHC_DB_WRITER, add_in_thread, entries, &error);
  g_assert_no_error (error);
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (shc_journal_trash_finish (SHC_JOURNAL (source), result, &error));
  g_assert_no_error (error);
}

/* New ones come in at their place, trashed ones go: one row changes, all items stay themselves. */
static void
test_changes (ModelFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = add_entries (fixture, 300);
  g_autoptr(ShcReflectionItem) held = NULL;
  const char *ids[] = { ((ShcReflection *) entries->pdata[120])->id, NULL };
  gint64 row = ((ShcReflection *) entries->pdata[200])->row;
  guint position;

  set_query_and_wait (fixture, NULL);
  position = shc_reflection_model_find (fixture->model, row);
  held = get_item (fixture, position);
  WAIT_UNTIL (is_loaded (held));

  fixture->n_changes = fixture->n_rows = 0;
  add_one (fixture, "2026-01-07", "newest of all");
  WAIT_UNTIL (count_items (fixture) == 301);
  add_one (fixture, "1660-03-01", "in between");
  WAIT_UNTIL (count_items (fixture) == 302);
  shc_journal_trash_async (fixture->journal, ids, done_cb, NULL);
  WAIT_UNTIL (count_items (fixture) == 301);
  g_assert_cmpuint (fixture->n_changes, ==, 3);
  g_assert_cmpuint (fixture->n_rows, ==, 3);
  assert_mirror (fixture);

  g_assert_cmpuint (shc_reflection_model_find (fixture->model, row), ==, position + 1);
  g_assert_true (get_item (fixture, position + 1) == held);
  g_object_unref (held);
  g_assert_cmpuint (shc_reflection_model_find (fixture->model, -5), ==, G_MAXUINT);
}

static gpointer
edit_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  ShcReflection *reflection = data;

  shc_reflections_edit (db, reflection, "session", 0, JOURNAL_TEST_NOW_US + 1, NULL, error);
  return NULL;
}

/* An edit changes what the row shows, and nothing else. */
static void
test_edit (ModelFixture  *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) entries = add_entries (fixture, 20);
  g_autoptr(ShcReflection) edited = shc_reflection_copy (entries->pdata[3]);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcReflectionItem) item = NULL;
  g_autoptr(ShcReflectionItem) other = NULL;
  guint n_item = 0;
  guint n_other = 0;

  set_query_and_wait (fixture, NULL);
  item = get_item (fixture, shc_reflection_model_find (fixture->model, edited->row));
  other = get_item (fixture, 0);
  WAIT_UNTIL (is_loaded (item) && is_loaded (other));
  g_signal_connect (item, "notify::excerpt", G_CALLBACK (count_notify_cb), &n_item);
  g_signal_connect (other, "notify", G_CALLBACK (count_notify_cb), &n_other);
  fixture->n_changes = 0;

  g_free (edited->text);
  edited->text = g_strdup ("quite another text");
  shc_vault_run (fixture->vault, SHC_DB_WRITER, edit_in_thread, edited, &error);
  g_assert_no_error (error);
  WAIT_UNTIL (n_item == 1);
  g_assert_cmpstr (shc_reflection_item_get_reflection (item)->text, ==, "quite another text");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpuint (n_other, ==, 0);
}

/* The caption of a month moves to the row that is its first now. */
static void
test_month_captions (ModelFixture  *fixture,
                     gconstpointer  data)
{
  g_autoptr(ShcReflectionItem) item = NULL;
  gboolean first = FALSE;

  add_one (fixture, "2026-01-07", "one");
  set_query_and_wait (fixture, NULL);
  item = get_item (fixture, 0);
  g_object_get (item, "first-of-month", &first, NULL);
  g_assert_true (first);

  add_one (fixture, "2026-01-20", "another of the same month");
  WAIT_UNTIL (count_items (fixture) == 2);
  g_object_get (item, "first-of-month", &first, NULL);
  g_assert_false (first);
}

static void
test_search (ModelFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) entries G_GNUC_UNUSED = add_entries (fixture, 500);
  g_autoptr(ShcReflectionItem) item = NULL;
  guint n_all, n_wife;

  set_query_and_wait (fixture, NULL);
  n_all = count_items (fixture);
  g_assert_cmpuint (n_all, ==, 500);

  set_query_and_wait (fixture, "wife ");
  n_wife = count_items (fixture);
  g_assert_cmpuint (n_wife, >, 0);
  g_assert_cmpuint (n_wife, <, n_all);
  item = get_item (fixture, 0);
  WAIT_UNTIL (is_loaded (item));
  g_assert_nonnull (strstr (shc_reflection_item_get_reflection (item)->text,
                            SHC_MATCH_BEGIN "wife" SHC_MATCH_END));
  assert_mirror (fixture);

  /* Typed fast: only the last one counts. */
  fixture->n_changes = 0;
  set_query (fixture, "t");
  set_query (fixture, "th");
  set_query (fixture, "thx");
  set_query (fixture, NULL);
  WAIT_UNTIL (!shc_reflection_model_get_loading (fixture->model));
  g_assert_cmpuint (count_items (fixture), ==, 500);
  g_assert_cmpuint (fixture->n_changes, <=, 64);
  assert_mirror (fixture);

  set_query_and_wait (fixture, "xylophone");
  g_assert_cmpuint (count_items (fixture), ==, 0);
}

static void
failed_cb (ShcReflectionModel *model,
           GError             *error,
           gpointer            user_data)
{
  guint *n = user_data;

  g_assert_nonnull (error);
  (*n)++;
}

/* Of a vault that was closed the content stays until the window drops it; nothing hangs. */
static void
test_closed (ModelFixture  *fixture,
             gconstpointer  data)
{
  g_autoptr(GPtrArray) entries G_GNUC_UNUSED = add_entries (fixture, 20);
  guint n_failed = 0;

  set_query_and_wait (fixture, NULL);
  g_signal_connect (fixture->model, "failed", G_CALLBACK (failed_cb), &n_failed);
  shc_vault_close (fixture->vault);
  set_query_and_wait (fixture, "wife");
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (count_items (fixture), ==, 20);
}

/* Dropped while jobs run and items are held. */
static void
test_dropped (ModelFixture  *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) entries G_GNUC_UNUSED = add_entries (fixture, 20);
  ShcReflectionModel *model = shc_reflection_model_new (fixture->journal);
  g_autoptr(ShcFilter) filter = shc_filter_new ();
  ShcReflectionItem *item;
  gpointer gone = model;

  shc_reflection_model_set_filter (model, filter);
  WAIT_UNTIL (!shc_reflection_model_get_loading (model));
  item = g_list_model_get_item (G_LIST_MODEL (model), 0);
  shc_reflection_model_set_filter (model, filter);
  g_object_add_weak_pointer (G_OBJECT (model), &gone);
  g_object_unref (model);
  WAIT_UNTIL (gone == NULL);
  g_assert_finalize_object (item);
  set_query_and_wait (fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);

#define ADD(name, func) \
  g_test_add ("/journal/model/" name, ModelFixture, NULL, set_up, func, tear_down)
  ADD ("pages", test_pages);
  ADD ("cache", test_cache);
  ADD ("changes", test_changes);
  ADD ("edit", test_edit);
  ADD ("month-captions", test_month_captions);
  ADD ("search", test_search);
  ADD ("closed", test_closed);
  ADD ("dropped", test_dropped);
#undef ADD

  return g_test_run ();
}
