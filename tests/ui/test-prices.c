/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of prices: noting, changing and removing one, and what is said of what cannot be one. */

#include "config.h"

#include <string.h>

#include "shc-date-row.h"
#include "shc-prices-dialog.h"
#include "shc-prices.h"
#include "shc-settings.h"
#include "window-test.h"

#define DAY 739945 /* 2026-11-26 */

typedef struct
{
  UiFixture *fixture;
  GtkWidget *dialog;
} Shown;

static void
take_result_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static char *
get_prices (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;

  shc_journal_get_setting_async (fixture->journal, SHC_SETTING_COMPANION_PRICES, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  return shc_journal_get_setting_finish (fixture->journal, result, NULL);
}

static void
set_setting (UiFixture  *fixture,
             const char *name,
             const char *value)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  shc_journal_set_setting_async (fixture->journal, name, value, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_journal_set_setting_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);
  return found;
}

static void
type (Shown      *shown,
      const char *title,
      const char *text)
{
  GtkWidget *row = find_row (shown->dialog, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
fill (Shown      *shown,
      const char *model,
      const char *sent,
      const char *received,
      const char *currency)
{
  type (shown, "_Model", model);
  type (shown, "A Million Tokens _Sent Cost", sent);
  type (shown, "A Million Tokens _Received Cost", received);
  type (shown, "C_urrency, Such as USD", currency);
}

static ShcDateRow *
get_day_row (Shown *shown)
{
  return SHC_DATE_ROW (ui_test_find (shown->dialog, SHC_TYPE_DATE_ROW, NULL));
}

static gboolean
is_ready (gpointer data)
{
  return gtk_widget_is_sensitive (find_row (((Shown *) data)->dialog, "_Model"));
}

static void
open_dialog (Shown     *shown,
             UiFixture *fixture)
{
  ui_test_show (fixture, gtk_label_new (NULL), 300, 200);
  shown->fixture = fixture;
  shown->dialog = shc_prices_dialog_new (fixture->window, fixture->journal);
  gtk_window_present (GTK_WINDOW (shown->dialog));
  ui_test_wait (is_ready, shown);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_dialog (Shown *shown)
{
  gpointer weak = shown->dialog;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_close (GTK_WINDOW (shown->dialog));
  ui_test_wait (is_gone, &weak);
}

static void
press (Shown      *shown,
       const char *button)
{
  ui_test_click (ui_test_find (shown->dialog, GTK_TYPE_BUTTON, button));
  ui_test_wait (is_ready, shown);
}

static void
assert_kept (Shown      *shown,
             const char *expected)
{
  g_autofree char *kept = get_prices (shown->fixture);

  g_assert_cmpstr (kept, ==, expected);
}

static void
take_pictures (Shown      *shown,
               const char *name)
{
  static const struct { const char *suffix; int width; gboolean dark; } ways[] = {
    { "360.png", 360, FALSE }, { "360-dark.png", 360, TRUE }, { "1200-dark.png", 1200, TRUE }, { "560.png", 560, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%s", name, ways[i].suffix);

      gtk_window_set_default_size (GTK_WINDOW (shown->dialog), ways[i].width, 680);
      adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                          ways[i].dark ? ADW_COLOR_SCHEME_FORCE_DARK : ADW_COLOR_SCHEME_DEFAULT);
      ui_test_linger (400);
      ui_test_picture (shown->dialog, path);
    }
}

static void
test_noting (UiFixture    *fixture,
             gconstpointer data)
{
  Shown shown;
  int minimum;

  g_test_summary ("A price is noted with the day it was looked up, changed, and removed.");
  set_setting (fixture, SHC_SETTING_OPENAI_MODEL, "a-model");
  open_dialog (&shown, fixture);
  window_test_check_names (shown.dialog);
  gtk_widget_measure (gtk_window_get_child (GTK_WINDOW (shown.dialog)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  take_pictures (&shown, "prices-none");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (shown.dialog, "_Model"))), ==, "a-model");
  g_assert_cmpint (shc_date_row_get_day (get_day_row (&shown)), ==, shc_date_get_day (shc_date_now (g_get_real_time ())));

  fill (&shown, " a-model ", "1.25", "10", "USD");
  shc_date_row_set_day (get_day_row (&shown), DAY);
  press (&shown, "_Add");
  assert_kept (&shown, "a-model = 1.25 10.00 USD 2026-11-26");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (shown.dialog, "_Model"))), ==, "");
  g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_LABEL, "1.25 sent, 10.00 USD received · Thursday, 26 November 2026"));
  fill (&shown, "another/model=with:a-long-name-that-some-servers-have", "0.000125", "0", "EUR");
  shc_date_row_set_day (get_day_row (&shown), DAY + 1);
  press (&shown, "_Add");
  assert_kept (&shown, "a-model = 1.25 10.00 USD 2026-11-26\n"
                       "another/model=with:a-long-name-that-some-servers-have = 0.000125 0.00 EUR 2026-11-27");
  window_test_check_names (shown.dialog);
  take_pictures (&shown, "prices-some");

  press (&shown, "Change the price of a-model");
  g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_BUTTON, "_Keep the Change"));
  g_assert_cmpint (shc_date_row_get_day (get_day_row (&shown)), ==, DAY);
  press (&shown, "_Cancel");
  press (&shown, "Change the price of a-model");
  type (&shown, "A Million Tokens _Sent Cost", "1.5");
  press (&shown, "_Keep the Change");
  assert_kept (&shown, "a-model = 1.50 10.00 USD 2026-11-26\n"
                       "another/model=with:a-long-name-that-some-servers-have = 0.000125 0.00 EUR 2026-11-27");

  press (&shown, "Remove the price of a-model");
  assert_kept (&shown, "another/model=with:a-long-name-that-some-servers-have = 0.000125 0.00 EUR 2026-11-27");
  g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_LABEL, "Removed. It is in the form, should you want it back."));
  press (&shown, "_Add");
  assert_kept (&shown, "another/model=with:a-long-name-that-some-servers-have = 0.000125 0.00 EUR 2026-11-27\n"
                       "a-model = 1.50 10.00 USD 2026-11-26");
  close_dialog (&shown);
}

static void
test_refused (UiFixture    *fixture,
              gconstpointer data)
{
  static const struct { const char *fields[4]; const char *row; const char *said; } cases[] = {
    { { "", "1", "1", "USD" }, "_Model", "Which model is it? Write its name as the server has it." },
    { { "m", "", "1", "USD" }, "A Million Tokens _Sent Cost",
      "A price is a number such as 1.25, with a point and without a sign, for a million tokens." },
    { { "m", "1,25", "1", "USD" }, "A Million Tokens _Sent Cost",
      "A price is a number such as 1.25, with a point and without a sign, for a million tokens." },
    { { "m", "1", "-1", "USD" }, "A Million Tokens _Received Cost",
      "A price is a number such as 1.25, with a point and without a sign, for a million tokens." },
    { { "m", "1", "2000000", "USD" }, "A Million Tokens _Received Cost",
      "A price is a number such as 1.25, with a point and without a sign, for a million tokens." },
    { { "m", "1", "1", "dollars" }, "C_urrency, Such as USD", "A currency is three capital letters, such as USD." },
  };
  Shown shown;

  g_test_summary ("What cannot be a price is said at the form, its row marked, and nothing is kept or lost.");
  open_dialog (&shown, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *row = find_row (shown.dialog, cases[i].row);

      fill (&shown, cases[i].fields[0], cases[i].fields[1], cases[i].fields[2], cases[i].fields[3]);
      press (&shown, "_Add");
      g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_LABEL, cases[i].said));
      g_assert_true (gtk_widget_has_css_class (row, "error"));
      g_assert_true (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_FOCUS_WITHIN);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_row (shown.dialog, "A Million Tokens _Sent Cost"))), ==,
                       cases[i].fields[1]);
      assert_kept (&shown, "");
    }
  take_pictures (&shown, "prices-refused");
  type (&shown, "C_urrency, Such as USD", "USD");
  g_assert_null (ui_test_find (shown.dialog, GTK_TYPE_LABEL, cases[5].said));
  g_assert_false (gtk_widget_has_css_class (find_row (shown.dialog, "C_urrency, Such as USD"), "error"));

  shc_date_row_set_day (get_day_row (&shown), -1);
  press (&shown, "_Add");
  g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_LABEL,
                                  "On which day was that the price? It is what tells an old price from a new one."));
  shc_date_row_set_day (get_day_row (&shown), DAY);
  press (&shown, "_Add");
  assert_kept (&shown, "m = 1.00 1.00 USD 2026-11-26");
  fill (&shown, "m", "2", "2", "USD");
  shc_date_row_set_day (get_day_row (&shown), DAY);
  press (&shown, "_Add");
  g_assert_nonnull (ui_test_find (shown.dialog, GTK_TYPE_LABEL,
                                  "This model has a price of this day already. Change that one, or choose another day."));
  assert_kept (&shown, "m = 1.00 1.00 USD 2026-11-26");
  close_dialog (&shown);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/prices/noting", test_noting);
  ADD ("/ui/prices/refused", test_refused);
  return ui_test_run ();
}
