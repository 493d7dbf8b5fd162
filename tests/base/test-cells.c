/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells of a row: kinds, what is equal to what, what has to be written, how they are kept. */

#include "config.h"

#include "shc-cells.h"
#include "shc-json.h"

static const char *const two[] = { "recB", "recA", NULL };
static const char *const same_two[] = { "recA", "recB", NULL };
static const char *const doubled[] = { "recA", "recA", NULL };
static const char *const none[] = { NULL };

static ShcCells *
make_one_of_each (void)
{
  ShcCells *cells = shc_cells_new ();

  shc_cells_set_text (cells, "name", "River “R” \\ 🌿\n");
  shc_cells_set_check (cells, "consent", TRUE);
  shc_cells_set_check (cells, "other consent", FALSE);
  shc_cells_set_date (cells, "day", "1660-01-09");
  shc_cells_set_choice (cells, "fasting", "A few times");
  shc_cells_set_links (cells, "user", two);
  shc_cells_set_empty (cells, "gone");
  shc_cells_set_other (cells, "odd");
  return cells;
}

static void
check_kind (const ShcCells *cells,
            const char     *name,
            ShcCellKind     kind)
{
  const ShcCell *cell = shc_cells_find (cells, name);

  g_assert_nonnull (cell);
  g_assert_cmpstr (cell->name, ==, name);
  g_assert_cmpint (cell->kind, ==, kind);
}

static void
test_set (void)
{
  g_autoptr(ShcCells) cells = make_one_of_each ();

  g_assert_cmpuint (shc_cells_get_length (cells), ==, 8);
  check_kind (cells, "name", SHC_CELL_TEXT);
  check_kind (cells, "day", SHC_CELL_DATE);
  check_kind (cells, "user", SHC_CELL_LINKS);
  check_kind (cells, "odd", SHC_CELL_OTHER);
  g_assert_cmpstr (shc_cells_get_text (cells, "fasting"), ==, "A few times");
  g_assert_null (shc_cells_get_text (cells, "consent"));
  g_assert_null (shc_cells_get_text (cells, "nowhere"));
  g_assert_null (shc_cells_find (cells, "nowhere"));
  /* Its own text may take its place, as another kind. */
  shc_cells_set_choice (cells, "name", shc_cells_get_text (cells, "name"));
  check_kind (cells, "name", SHC_CELL_CHOICE);
  g_assert_true (g_str_has_prefix (shc_cells_get_text (cells, "name"), "River"));
  shc_cells_set_links (cells, "name", two);
  g_assert_null (shc_cells_get_text (cells, "name"));
  shc_cells_set_text (cells, "name", "");
  check_kind (cells, "name", SHC_CELL_EMPTY);
  shc_cells_set_date (cells, "day", NULL);
  check_kind (cells, "day", SHC_CELL_EMPTY);
  shc_cells_set_links (cells, "user", none);
  check_kind (cells, "user", SHC_CELL_EMPTY);
  g_assert_cmpuint (shc_cells_get_length (cells), ==, 8);
  g_assert_cmpstr (shc_cells_get (cells, 0)->name, ==, "name");
}

/* Two cells of each kind, alone in their rows: which are equal. */
static void
test_equal (void)
{
  static const struct
  {
    ShcCellKind        a, b;
    const char        *text_a, *text_b;
    const char *const *links_a, *const *links_b;
    gboolean           checked_a, checked_b, equal;
  } cases[] = {
    { SHC_CELL_TEXT, SHC_CELL_TEXT, "a", "a", .equal = TRUE },
    { SHC_CELL_TEXT, SHC_CELL_TEXT, "a", "b" },
    { SHC_CELL_TEXT, SHC_CELL_TEXT, "a", "a " },
    { SHC_CELL_TEXT, SHC_CELL_CHOICE, "a", "a", .equal = TRUE },
    { SHC_CELL_DATE, SHC_CELL_TEXT, "2026-01-01", "2026-01-01", .equal = TRUE },
    { SHC_CELL_TEXT, SHC_CELL_EMPTY, "a" },
    { SHC_CELL_TEXT, SHC_CELL_LINKS, "recA", .links_b = two },
    { SHC_CELL_TEXT, SHC_CELL_CHECK, "true", .checked_b = TRUE },
    { SHC_CELL_CHECK, SHC_CELL_CHECK, .checked_a = TRUE, .checked_b = TRUE, .equal = TRUE },
    { SHC_CELL_CHECK, SHC_CELL_CHECK, .checked_a = TRUE },
    { SHC_CELL_CHECK, SHC_CELL_EMPTY, .equal = TRUE },
    { SHC_CELL_CHECK, SHC_CELL_EMPTY, .checked_a = TRUE },
    { SHC_CELL_EMPTY, SHC_CELL_EMPTY, .equal = TRUE },
    { SHC_CELL_LINKS, SHC_CELL_LINKS, .links_a = two, .links_b = same_two, .equal = TRUE },
    { SHC_CELL_LINKS, SHC_CELL_LINKS, .links_a = two, .links_b = two + 1 },
    { SHC_CELL_LINKS, SHC_CELL_LINKS, .links_a = two, .links_b = doubled },
    { SHC_CELL_LINKS, SHC_CELL_LINKS, .links_a = doubled, .links_b = two },
    { SHC_CELL_LINKS, SHC_CELL_EMPTY, .links_a = two },
    { SHC_CELL_OTHER, SHC_CELL_OTHER },
    { SHC_CELL_OTHER, SHC_CELL_EMPTY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ShcCell a = { (char *) "x", cases[i].a, (char *) cases[i].text_a, cases[i].checked_a, (char **) cases[i].links_a };
      ShcCell b = { (char *) "x", cases[i].b, (char *) cases[i].text_b, cases[i].checked_b, (char **) cases[i].links_b };

      g_test_message ("case %zu", i);
      g_assert_cmpint (shc_cell_equal (&a, &b), ==, cases[i].equal);
      g_assert_cmpint (shc_cell_equal (&b, &a), ==, cases[i].equal);
    }
  g_assert_true (shc_cell_equal (NULL, NULL));
}

static void
test_rows (void)
{
  g_autoptr(ShcCells) a = shc_cells_new ();
  g_autoptr(ShcCells) b = shc_cells_new ();
  g_autoptr(ShcCells) odd = make_one_of_each ();

  shc_cells_set_text (a, "x", "1");
  shc_cells_set_empty (a, "y");
  shc_cells_set_links (b, "z", NULL);
  shc_cells_set_text (b, "x", "1");
  g_assert_true (shc_cells_equal (a, b));
  shc_cells_set_check (b, "w", FALSE);
  g_assert_true (shc_cells_equal (a, b));
  shc_cells_set_check (b, "w", TRUE);
  g_assert_false (shc_cells_equal (a, b));
  g_assert_false (shc_cells_equal (b, a));
  g_assert_false (shc_cells_equal (odd, odd));
}

static void
test_changes (void)
{
  g_autoptr(ShcCells) wanted = make_one_of_each ();
  g_autoptr(ShcCells) held = shc_cells_copy (wanted);
  g_autoptr(ShcCells) same = NULL;
  g_autoptr(ShcCells) changes = NULL;

  shc_cells_set_empty (wanted, "odd");
  shc_cells_set_empty (held, "odd");
  same = shc_cells_dup_changes (wanted, held);
  g_assert_cmpuint (shc_cells_get_length (same), ==, 0);
  shc_cells_set_text (held, "name", "Ash");
  shc_cells_set_text (held, "gone", "still here");
  shc_cells_set_text (held, "notes", "not ours");
  changes = shc_cells_dup_changes (wanted, held);
  g_assert_cmpuint (shc_cells_get_length (changes), ==, 2);
  g_assert_true (g_str_has_prefix (shc_cells_get_text (changes, "name"), "River"));
  check_kind (changes, "gone", SHC_CELL_EMPTY);
}

static void
test_json (void)
{
  g_autoptr(ShcCells) cells = make_one_of_each ();
  g_autoptr(ShcCells) empty = shc_cells_new ();
  g_autofree char *text = shc_cells_to_json (cells);
  g_autofree char *nothing = shc_cells_to_json (empty);
  g_autofree char *again = NULL;
  g_autoptr(ShcCells) back = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (nothing, ==, "{}");
  g_assert_null (strchr (text, '\n'));
  g_assert_nonnull (strstr (text, "\"fasting\":{\"choice\":\"A few times\"},\"user\":{\"links\":[\"recB\",\"recA\"]}"));
  back = shc_cells_from_json (text, &error);
  g_assert_no_error (error);
  again = shc_cells_to_json (back);
  g_assert_cmpstr (text, ==, again);
  shc_cells_set_empty (cells, "odd");
  shc_cells_set_empty (back, "odd");
  g_assert_true (shc_cells_equal (cells, back));
}

static void
test_bad_json (void)
{
  static const char *const bad[] = {
    "", "[]", "null", "{", "{\"a\":1}", "{\"a\":null}", "{\"a\":{}}", "{\"a\":{\"text\":1}}", "{\"a\":{\"text\":null}}",
    "{\"a\":{\"check\":\"true\"}}", "{\"a\":{\"links\":\"recA\"}}", "{\"a\":{\"links\":[1]}}", "{\"a\":{\"links\":[[]]}}",
    "{\"a\":{\"empty\":1}}", "{\"a\":{\"what\":1}}", "{\"a\":{\"text\":\"b\",\"date\":\"c\"}}", "{\"a\":{\"date\":[]}}",
    "{\"a\":[\"text\"]}", "{\"a\":{\"text\":\"\xff\"}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (shc_cells_from_json (bad[i], &error));
      g_assert_cmpuint (error->domain, ==, SHC_JSON_ERROR);
    }
}

static void
test_values (void)
{
  g_autoptr(ShcCells) cells = make_one_of_each ();
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *text = NULL;

  shc_cells_set_text (cells, "name", "River");
  shc_cells_add_values (cells, builder);
  text = shc_json_end (builder);
  g_assert_cmpstr (text, ==,
                   "{\"name\":\"River\",\"consent\":true,\"other consent\":false,\"day\":\"1660-01-09\","
                   "\"fasting\":\"A few times\",\"user\":[\"recB\",\"recA\"],\"gone\":null}");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/cells/set", test_set);
  g_test_add_func ("/base/cells/equal", test_equal);
  g_test_add_func ("/base/cells/rows", test_rows);
  g_test_add_func ("/base/cells/changes", test_changes);
  g_test_add_func ("/base/cells/json", test_json);
  g_test_add_func ("/base/cells/bad-json", test_bad_json);
  g_test_add_func ("/base/cells/values", test_values);
  return g_test_run ();
}
