/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of Airtable, each value of them replaced by others. */

#include "config.h"

#include <string.h>

#include "shc-airtable-private.h"
#include "shc-json.h"

#define ROUNDS 1000

static const char *const page_text =
  "{\"records\":[{\"id\":\"recA00000000000001\",\"createdTime\":\"2026-08-08T20:15:00.000Z\",\"fields\":{"
  "\"fldText\":\"Clear head\",\"fldCheck\":true,\"fldDate\":\"2026-08-08\",\"fldChoice\":\"Never\","
  "\"fldLinks\":[\"recU00000000000001\",\"recU00000000000002\"]}},"
  "{\"id\":\"recA00000000000002\",\"createdTime\":\"2026-08-09T20:15:00.000Z\",\"fields\":{}}],"
  "\"createdRecords\":[\"recA00000000000002\"],\"updatedRecords\":[\"recA00000000000001\"],"
  "\"offset\":\"itrA/recA00000000000003\"}";

static const char *const schema_text =
  "{\"tables\":[{\"id\":\"tblUsers\",\"name\":\"Users\",\"primaryFieldId\":\"fldA\",\"fields\":["
  "{\"id\":\"fldA\",\"name\":\"Name\",\"type\":\"singleLineText\"},"
  "{\"id\":\"fldB\",\"name\":\"Fasting\",\"type\":\"singleSelect\",\"options\":{\"choices\":["
  "{\"id\":\"selA\",\"name\":\"Never\"},{\"id\":\"selB\",\"name\":\"Often\"}]}},"
  "{\"id\":\"fldC\",\"name\":\"Reflections\",\"type\":\"multipleRecordLinks\",\"options\":{"
  "\"linkedTableId\":\"tblR\",\"inverseLinkFieldId\":\"fldD\",\"prefersSingleRecordLink\":true}}],\"views\":[]}]}";

static const char *const bases_text =
  "{\"bases\":[{\"id\":\"appA\",\"name\":\"Healing\",\"permissionLevel\":\"create\"}],\"offset\":\"x\"}";

static const char *const deleted_text =
  "{\"records\":[{\"id\":\"recA00000000000001\",\"deleted\":true},{\"id\":\"recA00000000000002\",\"deleted\":true}]}";

static const ShcAirtableColumn columns[] = {
  { "fldText", SHC_CELL_TEXT },   { "fldCheck", SHC_CELL_CHECK }, { "fldDate", SHC_CELL_DATE },
  { "fldChoice", SHC_CELL_CHOICE }, { "fldLinks", SHC_CELL_LINKS },
};
#define N_COLUMNS G_N_ELEMENTS (columns)

static const char *const replacements[] = {
  "null", "true", "false", "0", "-1", "1.5e300", "\"\"", "\"rec\"", "\"rec')\"", "\"recA00000000000001\"", "\"a\\nb\"",
  "[]", "{}", "[[]]", "[null]", "[\"\"]", "[\"recA00000000000001\",7]", "{\"id\":null}", "\"2026-02-30\"",
  "\"2026-08-08T00:00:00Z\"",
};

static JsonNode *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  JsonNode *node = shc_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return node;
}

/* Writes @node with the value at *@countdown replaced, or left out of its object. */
static void
write_mutated (JsonNode   *node,
               int        *countdown,
               const char *replacement,
               GString    *out)
{
  if ((*countdown)-- == 0)
    {
      g_string_append (out, replacement);
      return;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_string_append (out, i > 0 ? "," : "");
          write_mutated (json_array_get_element (array, i), countdown, replacement, out);
        }
      g_string_append_c (out, ']');
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr(GList) names = json_object_get_members (json_node_get_object (node));

      g_string_append_c (out, '{');
      for (GList *name = names; name != NULL; name = name->next)
        {
          g_string_append_printf (out, "%s\"%s\":", name != names ? "," : "", (const char *) name->data);
          write_mutated (json_object_get_member (json_node_get_object (node), name->data), countdown, replacement, out);
        }
      g_string_append_c (out, '}');
    }
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append (out, text);
    }
}

/* Returns: (transfer full): @text with a value of it, or two, replaced. */
static JsonNode *
mutate (const char *text)
{
  g_autoptr(JsonNode) node = parse (text);

  for (int i = 0; i < 1 + g_test_rand_bit (); i++)
    {
      g_autoptr(GString) out = g_string_new (NULL);
      int countdown = g_test_rand_int_range (0, 40);

      write_mutated (node, &countdown, replacements[g_test_rand_int_range (0, G_N_ELEMENTS (replacements))], out);
      json_node_unref (g_steal_pointer (&node));
      node = parse (out->str);
    }
  return g_steal_pointer (&node);
}

/* What was read is well formed; what was not is no answer of Airtable. */
static void
check (gboolean  well,
       GError  **error)
{
  if (well)
    g_assert_no_error (*error);
  else
    g_assert_error (*error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL);
  g_clear_error (error);
}

static void
check_cell (const ShcCell *cell,
            ShcCellKind    kind)
{
  g_assert_true (cell->kind == kind || cell->kind == SHC_CELL_EMPTY || cell->kind == SHC_CELL_OTHER);
  if (cell->kind == SHC_CELL_DATE)
    g_assert_cmpuint (strlen (cell->text), ==, strlen ("2026-08-08"));
  for (guint i = 0; cell->links != NULL && cell->links[i] != NULL; i++)
    g_assert_true (shc_airtable_is_id (cell->links[i], "rec"));
}

static void
check_record (const ShcAirtableRecord *record)
{
  g_assert_true (shc_airtable_is_id (record->id, "rec"));
  g_assert_cmpuint (shc_cells_get_length (record->cells), ==, N_COLUMNS);
  for (guint i = 0; i < N_COLUMNS; i++)
    check_cell (shc_cells_find (record->cells, columns[i].id), columns[i].kind);
}

static void
test_page (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(JsonNode) node = mutate (page_text);
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcAirtablePage) page = shc_airtable_read_page (node, columns, N_COLUMNS, &error);
      g_autoptr(ShcAirtablePage) raw = NULL;

      for (guint j = 0; page != NULL && j < page->records->len; j++)
        check_record (g_ptr_array_index (page->records, j));
      check (page != NULL, &error);
      raw = shc_airtable_read_page (node, NULL, 0, &error);
      for (guint j = 0; raw != NULL && j < raw->records->len; j++)
        g_assert_nonnull (((ShcAirtableRecord *) g_ptr_array_index (raw->records, j))->json);
      check (raw != NULL, &error);
    }
}

static GPtrArray *
make_sent (void)
{
  GPtrArray *sent = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);

  for (guint i = 1; i <= 2; i++)
    {
      g_autofree char *id = g_strdup_printf ("recA0000000000000%u", i);
      ShcCells *cells = shc_cells_new ();

      for (guint j = 0; j < N_COLUMNS; j++)
        shc_cells_set_empty (cells, columns[j].id);
      if (i == 1)
        shc_cells_set_text (cells, "fldText", "Clear head");
      g_ptr_array_add (sent, shc_airtable_record_new (id, cells));
    }
  return sent;
}

/* Whoever wrote two rows is told of these two, or of none. */
static void
test_written (void)
{
  g_autoptr(GPtrArray) sent = make_sent ();

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(JsonNode) node = mutate (page_text);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) updated = shc_airtable_read_written (node, sent, NULL, &error);
      g_autoptr(GPtrArray) merged = NULL;

      for (guint j = 0; updated != NULL && j < 2; j++)
        g_assert_cmpstr (((ShcAirtableRecord *) g_ptr_array_index (updated, j))->id, ==,
                         ((ShcAirtableRecord *) g_ptr_array_index (sent, j))->id);
      check (updated != NULL, &error);
      merged = shc_airtable_read_written (node, sent, "fldText", &error);
      g_assert_true (merged == NULL || merged->len == 2);
      check (merged != NULL, &error);
    }
}

static void
test_schema (void)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(JsonNode) node = mutate (schema_text);
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) tables = shc_airtable_read_schema (node, &error);
      const ShcAirtableTable *table = tables != NULL ? shc_airtable_find_table (tables, "Users") : NULL;
      const ShcAirtableField *field = table != NULL ? shc_airtable_find_field (table, "Fasting") : NULL;

      check (tables != NULL, &error);
      if (field != NULL)
        g_assert_cmpint (field->writable, ==, field->kind != SHC_CELL_OTHER);
    }
}

static void
test_others (void)
{
  static const char *const ids[] = { "recA00000000000001", "recA00000000000002", NULL };

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr(JsonNode) bases_node = mutate (bases_text);
      g_autoptr(JsonNode) deleted_node = mutate (deleted_text);
      g_autoptr(GError) error = NULL;
      g_autofree char *offset = NULL;
      g_autoptr(GPtrArray) bases = shc_airtable_read_bases (bases_node, &offset, &error);
      g_autofree char *id = NULL;

      check (bases != NULL, &error);
      check (shc_airtable_read_deleted (deleted_node, ids, &error), &error);
      id = shc_airtable_read_whoami (bases_node, &error);
      check (id != NULL, &error);
    }
}

/* Each byte of a refusal is another: it is judged all the same, and never repeats what it cannot vouch for. */
static void
test_judge (void)
{
  static const char *const said = "{\"error\":{\"type\":\"INVALID_VALUE_FOR_COLUMN\",\"message\":\"Never show this\"}}";
  gsize length = strlen (said);

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *text = g_strdup (said);
      g_autoptr(GBytes) bytes = NULL;
      ShcHttpVerdict verdict = { 0 };
      guint status = (guint) g_test_rand_int_range (400, 600);

      text[g_test_rand_int_range (0, (int) length)] = (char) g_test_rand_int_range (0, 256);
      bytes = g_bytes_new (text, i % 7 == 0 ? (gsize) g_test_rand_int_range (0, (int) length) : length);
      if (i % 2 == 0)
        shc_airtable_judge_read (status, bytes, &verdict);
      else
        shc_airtable_judge_write (status, bytes, &verdict);
      g_assert_nonnull (verdict.message);
      g_assert_true (g_utf8_validate (verdict.message, -1, NULL));
      g_assert_null (strstr (verdict.message, "show this"));
      g_assert_true (verdict.said == NULL || strstr (verdict.said, "show this") == NULL);
      g_assert_cmpint (verdict.retry, ==, status >= 500 || verdict.code == SHC_SERVICE_ERROR_RATE_LIMITED ||
                                            verdict.code == SHC_SERVICE_ERROR_TIMEOUT);
      g_free (verdict.message);
      g_free (verdict.said);
    }
}

static void
test_ids (void)
{
  g_assert_true (shc_airtable_is_id ("recA00000000000001", "rec"));
  g_assert_false (shc_airtable_is_id (NULL, "rec"));
  g_assert_false (shc_airtable_is_id ("", "rec"));
  g_assert_false (shc_airtable_is_id ("rec", "rec"));
  g_assert_false (shc_airtable_is_id ("appA00000000000001", "rec"));
  g_assert_false (shc_airtable_is_id ("recA'),TRUE(", "rec"));
  g_assert_false (shc_airtable_is_id ("recé0000000000001", "rec"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/services/airtable-reader/page", test_page);
  g_test_add_func ("/services/airtable-reader/written", test_written);
  g_test_add_func ("/services/airtable-reader/schema", test_schema);
  g_test_add_func ("/services/airtable-reader/others", test_others);
  g_test_add_func ("/services/airtable-reader/judge", test_judge);
  g_test_add_func ("/services/airtable-reader/ids", test_ids);
  return g_test_run ();
}
