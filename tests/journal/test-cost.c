/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of prices, and what was used in money: known, estimated and unknown apart. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-cost.h"
#include "shc-journal-error.h"
#include "shc-migrate.h"
#include "shc-prices.h"
#include "shc-usage.h"

static const char table[] =
  "m = 1.00 10.00 USD 2026-03-01\n"
  "m = 2.00 20.00 USD 2026-10-15\n"
  "m-2026-05-05 = 4.00 40.00 USD 2026-01-01\n"
  "euro = 0.50 0.50 EUR 2026-01-01\n"
  "free = 0 0 USD 2026-01-01";

static gint64
day (const char *text)
{
  return shc_date_get_day (journal_test_date (text));
}

static GPtrArray *
parse (const char *text)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *prices = shc_prices_parse (text, &error);

  g_assert_no_error (error);
  return prices;
}

static void
test_parse (void)
{
  g_autoptr(GPtrArray) prices = parse (table);
  g_autoptr(GPtrArray) none = parse ("\n \n");
  g_autoptr(GPtrArray) again = NULL;
  g_autofree char *written = shc_prices_format (prices);
  g_autofree char *rewritten = NULL;
  const ShcPrice *last = g_ptr_array_index (prices, 4);

  g_assert_cmpuint (prices->len, ==, 5);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (last->model, ==, "free");
  g_assert_cmpint (last->input, ==, 0);
  again = parse (written);
  rewritten = shc_prices_format (again);
  g_assert_cmpstr (written, ==, rewritten);
}

/* Whoever types a table wants to know which line is wrong. */
static void
test_problem (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (shc_prices_parse ("m = 1 2 USD 2026-01-01\n\nn = 1 2 USD 2026-13-01", &error));
  g_assert_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "3"));
}

static void
check_found (const GPtrArray *prices,
             const char      *model,
             const char      *when,
             gint64           input,
             gboolean         later)
{
  gboolean is_later;
  const ShcPrice *found = shc_prices_find (prices, model, day (when), &is_later);

  g_assert_nonnull (found);
  g_assert_cmpint (found->input, ==, input);
  g_assert_cmpint (is_later, ==, later);
}

static void
test_find (void)
{
  g_autoptr(GPtrArray) prices = parse (table);
  gboolean is_later = TRUE;

  check_found (prices, "m", "2026-03-01", 1000000, FALSE);
  check_found (prices, "m", "2026-10-14", 1000000, FALSE);
  check_found (prices, "m", "2026-10-15", 2000000, FALSE);
  check_found (prices, "m", "2027-01-01", 2000000, FALSE);
  check_found (prices, "m", "2026-02-28", 1000000, TRUE);
  /* A dated version is the model, unless it has a price of its own. */
  check_found (prices, "m-2026-08-07", "2026-12-01", 2000000, FALSE);
  check_found (prices, "m-20260807", "2026-12-01", 2000000, FALSE);
  check_found (prices, "m-2026-05-05", "2026-12-01", 4000000, FALSE);
  g_assert_null (shc_prices_find (prices, "m-mini", day ("2026-12-01"), &is_later));
  g_assert_false (is_later);
  g_assert_null (shc_prices_find (prices, "m-2026-08-07-mini", day ("2026-12-01"), NULL));
  g_assert_null (shc_prices_find (prices, "M", day ("2026-12-01"), NULL));
  g_assert_null (shc_prices_find (prices, "", day ("2026-12-01"), NULL));
}

static void
use (GPtrArray  *usage,
     const char *month,
     const char *model,
     gint64      input,
     gint64      output,
     gint64      estimated_output)
{
  ShcUsage *one = shc_usage_new (JOURNAL_TEST_NOW_US, "a.example", model);

  g_free (one->month);
  one->month = g_strdup (month);
  one->input_tokens = input;
  one->output_tokens = output;
  one->estimated_output = estimated_output;
  g_ptr_array_add (usage, one);
}

static void
test_apart (void)
{
  g_autoptr(GPtrArray) prices = parse (table);
  g_autoptr(GPtrArray) usage = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_usage_free);
  g_autoptr(ShcCost) cost = NULL;
  g_autofree char *words = NULL;
  const ShcCostSum *sum;

  use (usage, "2026-09", "m", 1000, 100, 0);        /* 0.001 + 0.001 */
  use (usage, "2026-10", "m", 1000, 100, 40);       /* 0.002 + 0.0012 known, 0.0008 estimated */
  use (usage, "2026-01", "m", 1000, 0, 0);          /* looked up later: 0.001 estimated */
  use (usage, "2026-11", "euro", 2000000, 0, 0);    /* 1 EUR */
  use (usage, "2026-11", "free", 5000, 5000, 0);
  use (usage, "2026-11", "nobody-knows", 7, 8, 0);
  cost = shc_cost_new (usage, prices, day ("2026-11-26"));

  g_assert_cmpuint (cost->sums->len, ==, 2);
  sum = &g_array_index (cost->sums, ShcCostSum, 0);
  g_assert_cmpstr (sum->currency, ==, "EUR");
  g_assert_cmpint (sum->known, ==, 1000000);
  g_assert_cmpint (sum->estimated, ==, 0);
  sum = &g_array_index (cost->sums, ShcCostSum, 1);
  g_assert_cmpstr (sum->currency, ==, "USD");
  g_assert_cmpint (sum->known, ==, 2000 + 3200);
  g_assert_cmpint (sum->estimated, ==, 800 + 1000);
  g_assert_cmpint (shc_cost_get_sum (cost, "USD"), ==, 7000);
  g_assert_cmpint (shc_cost_get_sum (cost, "CHF"), ==, 0);
  g_assert_cmpint (cost->unknown_tokens, ==, 15);
  g_assert_cmpstr (cost->unknown_model, ==, "nobody-knows");
  g_assert_cmpint (cost->estimated_tokens, ==, 40);
  g_assert_cmpstr (shc_cost_find_other_currency (cost, "USD"), ==, "EUR");
  g_assert_cmpstr (shc_cost_find_other_currency (cost, "EUR"), ==, "USD");
  words = shc_cost_to_string (cost);
  g_assert_cmpstr (words, ==, "1.00 EUR; 0.007 USD, of which 0.0018 USD is estimated; and 15 tokens whose price is not "
                              "known here");
}

/* A price that begins in the future does not count yet; nor does a month's end that is still to come. */
static void
test_announced (void)
{
  g_autoptr(GPtrArray) prices = parse ("m = 1 1 USD 2026-11-01\nm = 9 9 USD 2026-11-28");
  g_autoptr(GPtrArray) usage = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_usage_free);
  g_autoptr(ShcCost) before = NULL;
  g_autoptr(ShcCost) after = NULL;

  use (usage, "2026-11", "m", 1000000, 0, 0);
  before = shc_cost_new (usage, prices, day ("2026-11-27"));
  after = shc_cost_new (usage, prices, day ("2026-12-27"));
  g_assert_cmpint (shc_cost_get_sum (before, "USD"), ==, 1000000);
  g_assert_cmpint (shc_cost_get_sum (after, "USD"), ==, 9000000);
}

static void
test_nothing (void)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();
  g_autoptr(ShcCost) cost = shc_cost_new (none, none, 0);
  g_autofree char *words = shc_cost_to_string (cost);

  g_assert_cmpstr (words, ==, "nothing");
}

/* What an older version counted is split as its tokens were. */
static void
test_from_before (JournalFixture *fixture,
                  gconstpointer   data)
{
  ShcSchema older = *shc_journal_schema ();
  g_autofree char *path = g_build_filename (fixture->folder, "older.db", NULL);
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  const ShcUsage *one;
  ShcDb *db;

  older.n_migrations = 6;
  db = shc_db_open_new (path, fixture->key, &older, &error);
  g_assert_no_error (error);
  g_assert_true (shc_migrate_run (db, &older, &error));
  g_assert_true (shc_db_exec (db, "INSERT INTO usage VALUES ('2026-01', 'h', 'a', 2, 300, 100, 200), "
                                  "('2026-01', 'h', 'b', 1, 0, 0, 0), ('2026-01', 'h', 'c', 1, 7, 3, 10)", &error));
  shc_db_close (db);

  db = shc_db_open (path, fixture->key, SHC_DB_WRITER, shc_journal_schema (), &error);
  g_assert_no_error (error);
  g_assert_true (shc_migrate_run (db, shc_journal_schema (), &error));
  g_assert_no_error (error);
  list = shc_usage_list (db, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 3);
  one = g_ptr_array_index (list, 0);
  g_assert_cmpint (one->estimated_input, ==, 150);
  g_assert_cmpint (one->estimated_output, ==, 50);
  one = g_ptr_array_index (list, 1);
  g_assert_cmpint (one->estimated_input + one->estimated_output, ==, 0);
  one = g_ptr_array_index (list, 2);
  g_assert_cmpint (one->estimated_input, ==, 7);
  g_assert_cmpint (one->estimated_output, ==, 3);
  shc_db_close (db);
}

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/journal/cost/parse", test_parse);
  g_test_add_func ("/journal/cost/problem", test_problem);
  g_test_add_func ("/journal/cost/find", test_find);
  g_test_add_func ("/journal/cost/apart", test_apart);
  g_test_add_func ("/journal/cost/announced", test_announced);
  g_test_add_func ("/journal/cost/nothing", test_nothing);
  g_test_add ("/journal/cost/from-before", JournalFixture, NULL, journal_test_set_up, test_from_before,
              journal_test_tear_down);
  return g_test_run ();
}
