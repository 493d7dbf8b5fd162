/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Money: read, written, multiplied and added without ever losing a millionth. */

#include "config.h"

#include "shc-money.h"

static void
test_parse (void)
{
  static const struct { const char *text; gint64 amount; const char *written; } cases[] = {
    { "0", 0, "0.00" }, { "0.0", 0, "0.00" }, { "12", 12000000, "12.00" }, { "0.25", 250000, "0.25" },
    { "0.5", 500000, "0.50" }, { "0.075", 75000, "0.075" }, { "0.000001", 1, "0.000001" },
    { "1.250000", 1250000, "1.25" }, { "007.10", 7100000, "7.10" },
    { "999999999.999999", G_GINT64_CONSTANT (999999999999999), "999999999.999999" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *written = NULL;
      gint64 amount = -1, again = -1;

      g_assert_true (shc_money_parse (cases[i].text, &amount));
      g_assert_cmpint (amount, ==, cases[i].amount);
      written = shc_money_format (amount, NULL);
      g_assert_cmpstr (written, ==, cases[i].written);
      g_assert_true (shc_money_parse (written, &again));
      g_assert_cmpint (again, ==, amount);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "", " ", ".", ".5", "5.", "-1", "+1", "1e3", "1,50", "1.5 ", " 1.5", "1.2.3", "0x1", "1 000", "٥", "1.0000001",
    "1234567890", "USD", "1USD", "inf", "nan",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 amount = 42;

      g_assert_false (shc_money_parse (cases[i], &amount));
      g_assert_cmpint (amount, ==, 42);
    }
}

static void
test_currency (void)
{
  g_autofree char *text = shc_money_format (1230000, "EUR");

  g_assert_cmpstr (text, ==, "1.23 EUR");
  g_assert_true (shc_money_is_currency ("USD"));
  g_assert_false (shc_money_is_currency ("usd"));
  g_assert_false (shc_money_is_currency ("US"));
  g_assert_false (shc_money_is_currency ("USDT"));
  g_assert_false (shc_money_is_currency ("US1"));
  g_assert_false (shc_money_is_currency (""));
  g_assert_false (shc_money_is_currency (NULL));
}

static void
test_tokens (void)
{
  g_assert_cmpint (shc_money_for_tokens (0, 1250000), ==, 0);
  g_assert_cmpint (shc_money_for_tokens (1000000, 1250000), ==, 1250000);
  g_assert_cmpint (shc_money_for_tokens (1000, 1250000), ==, 1250);
  g_assert_cmpint (shc_money_for_tokens (1500000, 0), ==, 0);
  /* Up, so that many small ones are never more than what was said. */
  g_assert_cmpint (shc_money_for_tokens (1, 1), ==, 1);
  g_assert_cmpint (shc_money_for_tokens (1, 1000000), ==, 1);
  g_assert_cmpint (shc_money_for_tokens (1, 1000001), ==, 2);
  g_assert_cmpint (shc_money_for_tokens (2000001, 3), ==, 7);
  /* What binary fractions get wrong. */
  g_assert_cmpint (shc_money_for_tokens (3, 100000) * 10, ==, 10);
  g_assert_cmpint (shc_money_for_tokens (10000000, 100000), ==, 1000000);
}

static void
test_huge (void)
{
  g_assert_cmpint (shc_money_for_tokens (G_MAXINT64, 1), ==, G_MAXINT64 / 1000000 + 1);
  g_assert_cmpint (shc_money_for_tokens (G_MAXINT64, G_MAXINT64), ==, G_MAXINT64);
  g_assert_cmpint (shc_money_for_tokens (999999, G_GINT64_CONSTANT (999999999999)), ==,
                   G_GINT64_CONSTANT (999998999999) + 1);
  g_assert_cmpint (shc_money_add (G_MAXINT64, 0), ==, G_MAXINT64);
  g_assert_cmpint (shc_money_add (G_MAXINT64, 1), ==, G_MAXINT64);
  g_assert_cmpint (shc_money_add (G_MAXINT64 - 5, 4), ==, G_MAXINT64 - 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/money/parse", test_parse);
  g_test_add_func ("/base/money/refused", test_refused);
  g_test_add_func ("/base/money/currency", test_currency);
  g_test_add_func ("/base/money/tokens", test_tokens);
  g_test_add_func ("/base/money/huge", test_huge);
  return g_test_run ();
}
