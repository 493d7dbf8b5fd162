/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The monthly limit: what it lets through, and what it says where it cannot be kept. */

#include "config.h"

#include <string.h>

#include "journal-test.h"
#include "shc-limit.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "shc-usage.h"

#define TODAY 740000

typedef struct
{
  JournalFixture  journal;
  GPtrArray      *used;
  GPtrArray      *prices;
} LimitFixture;

static void
set_up (LimitFixture  *fixture,
        gconstpointer  data)
{
  journal_test_set_up (&fixture->journal, NULL);
  fixture->used = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_usage_free);
  fixture->prices = shc_prices_parse ("m = 1.00 10.00 USD 2020-01-01\neuro = 1.00 1.00 EUR 2020-01-01\n"
                                      "free = 0 0 USD 2020-01-01", NULL);
}

static void
tear_down (LimitFixture  *fixture,
           gconstpointer  data)
{
  g_ptr_array_unref (fixture->used);
  g_ptr_array_unref (fixture->prices);
  journal_test_tear_down (&fixture->journal, NULL);
}

static void
use (LimitFixture *fixture,
     const char   *model,
     gint64        input,
     gint64        output)
{
  ShcUsage *one = shc_usage_new (JOURNAL_TEST_NOW_US, "a.example", model);

  one->input_tokens = input;
  one->output_tokens = output;
  g_ptr_array_add (fixture->used, one);
}

/* @part: (nullable): of what is said; without it, it may go. */
static void
check (LimitFixture *fixture,
       const char   *setting,
       const char   *model,
       gint64        tokens,
       const char   *part)
{
  g_autoptr(GError) error = NULL;
  ShcLimit limit;
  gboolean may;

  shc_settings_set (fixture->journal.db, SHC_SETTING_COMPANION_MONTHLY_LIMIT, setting, &error);
  g_assert_no_error (error);
  g_assert_true (shc_limit_load (&limit, fixture->journal.db, NULL));
  may = shc_limit_check (&limit, fixture->used, fixture->prices, TODAY, model, tokens, &error);
  if (part == NULL)
    {
      g_assert_no_error (error);
      g_assert_true (may);
      return;
    }
  g_assert_false (may);
  g_assert_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_nonnull (strstr (error->message, "Nothing was sent"));
}

static void
test_none (LimitFixture  *fixture,
           gconstpointer  data)
{
  use (fixture, "unknown", G_GINT64_CONSTANT (1000000000000), 0);
  check (fixture, "", "unknown", 1000000, NULL);
}

static void
test_tokens (LimitFixture  *fixture,
             gconstpointer  data)
{
  check (fixture, "0", "m", 0, "reached");
  check (fixture, "1000", "m", 1000, NULL);
  check (fixture, "1000", "m", 1001, "about 1001 tokens");
  use (fixture, "unknown", 400, 500);
  check (fixture, "1000", "unknown", 100, NULL);
  check (fixture, "1000", "unknown", 101, "900 are used");
  check (fixture, "900", "unknown", 0, "reached");
  check (fixture, "899", "unknown", 0, "reached");
}

static void
test_money (LimitFixture  *fixture,
            gconstpointer  data)
{
  check (fixture, "0.00 USD", "m", 0, "reached");
  check (fixture, "1.00 USD", "m", 1000000, NULL);
  check (fixture, "1.00 USD", "m", 1000001, "1.000001 USD");
  use (fixture, "m", 100000, 80000); /* 0.10 + 0.80 */
  check (fixture, "1.00 USD", "m", 100000, NULL);
  check (fixture, "1.00 USD", "m", 100001, "0.90 USD is used");
  check (fixture, "0.90 USD", "m", 0, "reached");
  check (fixture, "0.91 USD", "free", 100000000, NULL);
}

/* Where a price is not known, a limit in money lets nothing through, and says which. */
static void
test_not_known (LimitFixture  *fixture,
                gconstpointer  data)
{
  check (fixture, "5.00 USD", "unknown", 1, "“unknown”");
  check (fixture, "5.00 USD", "euro", 1, "EUR");
  check (fixture, "5.00 EUR", "euro", 1, NULL);
  use (fixture, "euro", 1000, 0);
  check (fixture, "5.00 USD", "m", 1, "EUR");
  use (fixture, "other", 10, 20);
  check (fixture, "5.00 EUR", "euro", 1, "30 tokens");
  check (fixture, "5000", "unknown", 1, NULL);
}

static void
test_words (LimitFixture  *fixture,
            gconstpointer  data)
{
  ShcLimit limit = { .tokens = -1, .money = -1 };
  g_autofree char *tokens = NULL;
  g_autofree char *money = NULL;

  g_assert_null (shc_limit_to_string (&limit));
  limit.tokens = 250000;
  tokens = shc_limit_to_string (&limit);
  g_assert_cmpstr (tokens, ==, "250000 tokens");
  g_assert_true (shc_settings_set (fixture->journal.db, SHC_SETTING_COMPANION_MONTHLY_LIMIT, "12.50 EUR", NULL));
  g_assert_true (shc_limit_load (&limit, fixture->journal.db, NULL));
  g_assert_cmpint (limit.money, ==, 12500000);
  g_assert_cmpint (limit.tokens, ==, -1);
  money = shc_limit_to_string (&limit);
  g_assert_cmpstr (money, ==, "12.50 EUR");
}

#define ADD(name, func) g_test_add ("/companion/limit/" name, LimitFixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  ADD ("none", test_none);
  ADD ("tokens", test_tokens);
  ADD ("money", test_money);
  ADD ("not-known", test_not_known);
  ADD ("words", test_words);
  return g_test_run ();
}
