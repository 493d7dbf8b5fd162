/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in and out of a base at a server that behaves. */

#include "config.h"

#include <string.h>

#include "airtable-test.h"

static AirtableTest test;

static const ShcAirtableColumn columns[] = {
  { AIRTABLE_TEST_TEXT, SHC_CELL_TEXT },
  { AIRTABLE_TEST_USER, SHC_CELL_LINKS },
  { AIRTABLE_TEST_DATE, SHC_CELL_DATE },
  { AIRTABLE_TEST_MILESTONE, SHC_CELL_TEXT },
  { AIRTABLE_TEST_KEY, SHC_CELL_TEXT },
};
#define N_COLUMNS G_N_ELEMENTS (columns)

static const ShcAirtableColumn person[] = {
  { "fldHealingName001", SHC_CELL_TEXT },
  { "fldConsent0000001", SHC_CELL_CHECK },
  { "fldExperience0001", SHC_CELL_CHOICE },
  { "fldEmail000000001", SHC_CELL_TEXT },
};

static void
start (void)
{
  airtable_test_start (&test, NULL);
}

static ShcAirtableRecord *
make_user (const char *name,
           gboolean    consent)
{
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_text (cells, "fldHealingName001", name);
  shc_cells_set_check (cells, "fldConsent0000001", consent);
  shc_cells_set_choice (cells, "fldExperience0001", "A few times");
  return shc_airtable_record_new (NULL, cells);
}

static GPtrArray *
new_records (ShcAirtableRecord *record)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);

  if (record != NULL)
    g_ptr_array_add (records, record);
  return records;
}

static const ShcAirtableRecord *
get_record (const GPtrArray *records,
            guint            index)
{
  return g_ptr_array_index (records, index);
}

/* What was written down of the last request. */
static void
check_intent (const char *method,
              const char *path)
{
  guint n = airtable_test_count (&test);
  g_autoptr(GPtrArray) requests = airtable_test_dup_requests (&test, n - 1);
  JsonObject *request = g_ptr_array_index (requests, 0);
  JsonObject *headers = json_object_get_object_member (request, "headers");

  g_assert_cmpstr (json_object_get_string_member (request, "method"), ==, method);
  g_assert_cmpstr (json_object_get_string_member (request, "path"), ==, path);
  g_assert_cmpstr (json_object_get_string_member (headers, "authorization"), ==, "Bearer patTest.0123456789");
  g_assert_cmpuint (test.service.sink->outcomes->len, ==, n);
  g_assert_cmpuint (g_array_index (test.service.sink->outcomes, ShcIntentOutcome, n - 1).status, ==, 200);
}

static void
test_whoami (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  airtable_test_client (&test, NULL, NULL, NULL);
  id = airtable_test_whoami (&test, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "usrX9e810wHn3mMLz");
  check_intent ("GET", "/v0/meta/whoami");
  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
}

static void
test_bases (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) bases = airtable_test_bases (&test, &error);
  const ShcAirtableBase *base;

  g_assert_no_error (error);
  g_assert_cmpuint (bases->len, ==, 1);
  base = g_ptr_array_index (bases, 0);
  g_assert_cmpstr (base->id, ==, AIRTABLE_TEST_BASE);
  g_assert_cmpstr (base->name, ==, "Healing Companion");
  g_assert_cmpstr (base->permission, ==, "create");
}

static void
test_schema (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tables = airtable_test_schema (&test, &error);
  const ShcAirtableTable *users;
  const ShcAirtableTable *reflections;
  const ShcAirtableField *field;

  g_assert_no_error (error);
  g_assert_cmpuint (tables->len, ==, 2);
  users = shc_airtable_find_table (tables, "Users");
  reflections = shc_airtable_find_table (tables, AIRTABLE_TEST_REFLECTIONS);
  g_assert_null (shc_airtable_find_table (tables, "users"));
  g_assert_cmpstr (users->primary_field_id, ==, "fldHealingName001");
  field = shc_airtable_find_field (users, "Experience with Fasting");
  g_assert_cmpint (field->kind, ==, SHC_CELL_CHOICE);
  g_assert_cmpuint (g_strv_length (field->choices), ==, 3);
  g_assert_cmpstr (field->choices[1], ==, "A few times");
  field = shc_airtable_find_field (reflections, "User");
  g_assert_cmpint (field->kind, ==, SHC_CELL_LINKS);
  g_assert_true (field->writable && field->single_link);
  g_assert_cmpstr (field->linked_table_id, ==, AIRTABLE_TEST_USERS);
  g_assert_cmpstr (field->inverse_field_id, ==, "fldReflections001");
  g_assert_null (field->choices);
  check_intent ("GET", "/v0/meta/bases/" AIRTABLE_TEST_BASE "/tables");
}

/* Types that nobody here knows are there, and are left alone. */
static void
test_odd_schema (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) tables = NULL;
  const ShcAirtableField *field;

  airtable_test_client (&test, "odd-schema", AIRTABLE_TEST_BASE, NULL);
  tables = airtable_test_schema (&test, &error);
  g_assert_no_error (error);
  field = shc_airtable_find_field (g_ptr_array_index (tables, 0), "Odd");
  g_assert_cmpstr (field->type, ==, "aiText");
  g_assert_cmpint (field->kind, ==, SHC_CELL_OTHER);
  g_assert_false (field->writable);
  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
}

static void
test_create (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = new_records (make_user ("River", TRUE));
  g_autoptr(GPtrArray) made = airtable_test_create (&test, AIRTABLE_TEST_USERS, users, &error);
  g_autoptr(ShcAirtableRecord) read = NULL;
  g_autoptr(ShcAirtableRecord) raw = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (made->len, ==, 1);
  g_assert_true (g_str_has_prefix (get_record (made, 0)->id, "rec"));
  g_assert_true (get_record (made, 0)->is_new);
  g_assert_nonnull (get_record (made, 0)->created);
  g_assert_true (shc_cells_equal (get_record (made, 0)->cells, get_record (users, 0)->cells));
  check_intent ("POST", "/v0/" AIRTABLE_TEST_BASE "/" AIRTABLE_TEST_USERS);

  read = airtable_test_get (&test, AIRTABLE_TEST_USERS, get_record (made, 0)->id, person, G_N_ELEMENTS (person), &error);
  g_assert_no_error (error);
  g_assert_true (shc_cells_equal (read->cells, get_record (users, 0)->cells));
  g_assert_cmpuint (shc_cells_get_length (read->cells), ==, G_N_ELEMENTS (person));
  g_assert_cmpint (shc_cells_find (read->cells, "fldEmail000000001")->kind, ==, SHC_CELL_EMPTY);
  g_assert_null (read->json);

  raw = airtable_test_get (&test, AIRTABLE_TEST_USERS, get_record (made, 0)->id, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (raw->json, "\"Healing Name\":\"River\""));
  g_assert_cmpuint (shc_cells_get_length (raw->cells), ==, 0);
}

/* A check mark that is not set is left out of every answer. */
static void
test_unset_consent (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = new_records (make_user ("Ash", FALSE));
  g_autoptr(GPtrArray) made = airtable_test_create (&test, AIRTABLE_TEST_USERS, users, &error);
  const ShcCell *consent;

  g_assert_no_error (error);
  consent = shc_cells_find (get_record (made, 0)->cells, "fldConsent0000001");
  g_assert_cmpint (consent->kind, ==, SHC_CELL_CHECK);
  g_assert_false (consent->checked);
}

static void
test_upsert (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (1, 10);
  g_autoptr(GPtrArray) first = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error);
  g_autoptr(GPtrArray) more = airtable_test_reflections (8, 6);
  g_autoptr(GPtrArray) second = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (first->len, ==, 10);
  for (guint i = 0; i < first->len; i++)
    g_assert_true (get_record (first, i)->is_new);
  second = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, more, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < second->len; i++)
    {
      g_assert_cmpint (get_record (second, i)->is_new, ==, i > 2);
      g_assert_true (shc_cells_equal (get_record (second, i)->cells, get_record (more, i)->cells));
    }
  g_assert_cmpstr (get_record (second, 0)->id, ==, get_record (first, 7)->id);
  check_intent ("PATCH", "/v0/" AIRTABLE_TEST_BASE "/" AIRTABLE_TEST_REFLECTIONS);
}

static void
test_update (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) users = new_records (make_user ("Fern", TRUE));
  g_autoptr(GPtrArray) made = airtable_test_create (&test, AIRTABLE_TEST_USERS, users, &error);
  g_autoptr(GPtrArray) rows = airtable_test_reflections (100, 1);
  g_autoptr(GPtrArray) row = airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error);
  const char *links[] = { get_record (made, 0)->id, NULL };
  ShcCells *cells = shc_cells_new ();
  g_autoptr(GPtrArray) changes = new_records (shc_airtable_record_new (get_record (row, 0)->id, cells));
  g_autoptr(GPtrArray) done = NULL;
  g_autoptr(ShcAirtableRecord) read = NULL;

  shc_cells_set_links (cells, AIRTABLE_TEST_USER, links);
  shc_cells_set_empty (cells, AIRTABLE_TEST_DATE);
  done = airtable_test_update (&test, AIRTABLE_TEST_REFLECTIONS, changes, &error);
  g_assert_no_error (error);
  g_assert_false (get_record (done, 0)->is_new);
  g_assert_true (shc_cells_equal (get_record (done, 0)->cells, cells));
  read = airtable_test_get (&test, AIRTABLE_TEST_REFLECTIONS, get_record (row, 0)->id, columns, N_COLUMNS, &error);
  g_assert_no_error (error);
  /* What was not named has stayed. */
  g_assert_cmpstr (shc_cells_get_text (read->cells, AIRTABLE_TEST_KEY), ==, "local-100");
  g_assert_null (shc_cells_get_text (read->cells, AIRTABLE_TEST_DATE));
  g_assert_cmpstr (shc_cells_find (read->cells, AIRTABLE_TEST_USER)->links[0], ==, links[0]);
}

/* The body of the last request is as long as was said beforehand. */
static void
check_measured (const GPtrArray *records,
                gboolean         by_id,
                const char      *merge_field)
{
  guint n = airtable_test_count (&test);
  g_autoptr(GPtrArray) requests = airtable_test_dup_requests (&test, n - 1);
  const char *body = json_object_get_string_member (g_ptr_array_index (requests, 0), "body");
  gsize said = shc_airtable_measure_frame (merge_field) + records->len - 1;

  for (guint i = 0; i < records->len; i++)
    said += shc_airtable_measure_record (get_record (records, i), by_id);
  g_assert_cmpuint (strlen (body), ==, said);
}

static void
test_measure (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (200, 3);
  g_autoptr(GPtrArray) made = NULL;
  g_autoptr(GPtrArray) changes = NULL;
  g_autoptr(GPtrArray) done = NULL;

  shc_cells_set_text (get_record (rows, 1)->cells, AIRTABLE_TEST_TEXT, "\"Größe\"\n\\ and \t more");
  shc_cells_set_empty (get_record (rows, 2)->cells, AIRTABLE_TEST_DATE);
  made = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error);
  g_assert_no_error (error);
  check_measured (rows, FALSE, AIRTABLE_TEST_KEY);
  changes = new_records (shc_airtable_record_new (get_record (made, 0)->id, shc_cells_copy (get_record (rows, 1)->cells)));
  done = airtable_test_update (&test, AIRTABLE_TEST_REFLECTIONS, changes, &error);
  g_assert_no_error (error);
  check_measured (changes, TRUE, NULL);
}

static void
add_many (guint n)
{
  for (guint i = 0; i < n; i += SHC_AIRTABLE_BATCH)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) rows = airtable_test_reflections (1000 + i, MIN (SHC_AIRTABLE_BATCH, n - i));
      g_autoptr(GPtrArray) made = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (made->len, ==, rows->len);
    }
}

/* Pages; and of hundreds of ids those that are there, and no other row. */
static void
test_list (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) some = NULL;
  g_autoptr(GPtrArray) none = NULL;
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  const char *no_ids[] = { NULL };
  guint before;

  add_many (250);
  before = airtable_test_count (&test);
  all = airtable_test_list (&test, AIRTABLE_TEST_REFLECTIONS, columns, N_COLUMNS, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, >=, 250);
  g_assert_cmpuint (airtable_test_count (&test) - before, ==, (all->len + 99) / 100);
  for (guint i = 0; i < all->len; i++)
    {
      g_assert_true (g_hash_table_add (seen, get_record (all, i)->id));
      if (i % 2 == 0)
        g_ptr_array_add (ids, get_record (all, i)->id);
    }
  g_ptr_array_add (ids, (char *) "recNotThere000001");
  g_ptr_array_add (ids, NULL);
  before = airtable_test_count (&test);
  some = airtable_test_get_many (&test, AIRTABLE_TEST_REFLECTIONS, (const char *const *) ids->pdata, columns, N_COLUMNS,
                                 &error);
  g_assert_no_error (error);
  g_assert_cmpuint (some->len, ==, ids->len - 2);
  g_assert_cmpuint (airtable_test_count (&test) - before, ==, (ids->len - 1 + 99) / 100);
  none = airtable_test_get_many (&test, AIRTABLE_TEST_REFLECTIONS, no_ids, columns, N_COLUMNS, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_formula (void)
{
  static const char *const texts[] = { "local-\"1\"", "back\\slash", "two\nlines\tand {braces}", "it's 🌿", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *formula = shc_airtable_formula_is ("Reflection Text", texts[i]);
      ShcCells *cells = shc_cells_new ();
      g_autoptr(GPtrArray) rows = new_records (shc_airtable_record_new (NULL, cells));
      g_autoptr(GPtrArray) made = NULL;
      g_autoptr(GPtrArray) found = NULL;

      shc_cells_set_text (cells, AIRTABLE_TEST_TEXT, texts[i]);
      made = airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error);
      g_assert_no_error (error);
      found = airtable_test_list (&test, AIRTABLE_TEST_REFLECTIONS, columns, N_COLUMNS, formula, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpstr (get_record (found, 0)->id, ==, get_record (made, 0)->id);
    }
}

static void
test_delete (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (200, 3);
  g_autoptr(GPtrArray) made = airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error);
  const char *two[] = { get_record (made, 0)->id, get_record (made, 1)->id, NULL };
  const char *gone[] = { get_record (made, 2)->id, get_record (made, 1)->id, NULL };
  g_autoptr(ShcAirtableRecord) left = NULL;
  g_autoptr(ShcAirtableRecord) none = NULL;

  g_assert_true (airtable_test_delete (&test, AIRTABLE_TEST_REFLECTIONS, two, &error));
  g_assert_no_error (error);
  g_assert_false (airtable_test_delete (&test, AIRTABLE_TEST_REFLECTIONS, gone, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE);
  g_assert_true (shc_airtable_is_refused (error));
  g_clear_error (&error);
  left = airtable_test_get (&test, AIRTABLE_TEST_REFLECTIONS, gone[0], columns, N_COLUMNS, &error);
  g_assert_no_error (error);
  none = airtable_test_get (&test, AIRTABLE_TEST_REFLECTIONS, gone[1], columns, N_COLUMNS, &error);
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE);
}

/* A base that is new gets its tables, each column of each type. */
static void
test_prepare (void)
{
  static const char *const choices[] = { "Never", "Regularly", NULL };
  const char *const empty[] = { "--unpaced", "--empty", NULL };
  const ShcAirtableNewField users[] = {
    { "Name", "singleLineText" }, { "Email", "email" },      { "Consent", "checkbox" },
    { "Since", "date" },          { "Goals", "multilineText" }, { "Fasting", "singleSelect", choices },
  };
  ShcAirtableNewField link = { "User", "multipleRecordLinks" };
  const ShcAirtableNewField text = { "Text", "multilineText" };
  AirtableTest fresh;
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcAirtableTable) table = NULL;
  g_autoptr(ShcAirtableTable) other = NULL;
  g_autoptr(ShcAirtableTable) twice = NULL;
  g_autoptr(ShcAirtableField) field = NULL;

  airtable_test_start (&fresh, empty);
  table = airtable_test_create_table (&fresh, "Users", users, G_N_ELEMENTS (users), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table->fields->len, ==, G_N_ELEMENTS (users));
  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    g_assert_cmpstr (shc_airtable_find_field (table, users[i].name)->type, ==, users[i].type);
  g_assert_cmpstr (shc_airtable_find_field (table, "Fasting")->choices[1], ==, "Regularly");
  other = airtable_test_create_table (&fresh, "Reflections", &text, 1, &error);
  g_assert_no_error (error);
  link.linked_table_id = table->id;
  field = airtable_test_create_field (&fresh, other->id, &link, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (field->linked_table_id, ==, table->id);
  twice = airtable_test_create_table (&fresh, "Users", &text, 1, &error);
  g_assert_nonnull (error);
  g_assert_true (shc_airtable_is_refused (error));
  airtable_test_stop (&fresh);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  start ();
  g_test_add_func ("/services/airtable/whoami", test_whoami);
  g_test_add_func ("/services/airtable/bases", test_bases);
  g_test_add_func ("/services/airtable/schema", test_schema);
  g_test_add_func ("/services/airtable/odd-schema", test_odd_schema);
  g_test_add_func ("/services/airtable/create", test_create);
  g_test_add_func ("/services/airtable/unset-consent", test_unset_consent);
  g_test_add_func ("/services/airtable/upsert", test_upsert);
  g_test_add_func ("/services/airtable/update", test_update);
  g_test_add_func ("/services/airtable/measure", test_measure);
  g_test_add_func ("/services/airtable/list", test_list);
  g_test_add_func ("/services/airtable/formula", test_formula);
  g_test_add_func ("/services/airtable/delete", test_delete);
  g_test_add_func ("/services/airtable/prepare", test_prepare);
  status = g_test_run ();
  airtable_test_stop (&test);
  return status;
}
