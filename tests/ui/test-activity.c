/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer, as the window shows it. */

#include "config.h"

#include <string.h>

#include "shc-activity-dialog.h"
#include "shc-activity-row.h"
#include "shc-settings.h"
#include "walk-test.h"
#include "window-test.h"

typedef struct
{
  const char *service;
  const char *purpose;
  gint64      at_us;
  guint       records;
  guint       status;   /* 0: no answer came; G_MAXUINT: its end was not written down */
  guint       n;        /* so many of them */
} Record;

static gpointer
add_in_thread (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  const Record *record = data;
  g_autoptr(ShcIntent) intent = shc_intent_new (record->service, "models", "models", "test", record->records);

  /* A later version may have had another one. */
  g_free (intent->purpose);
  intent->purpose = g_strdup (record->purpose);
  if (!shc_db_begin (db, error))
    return NULL;
  for (guint i = 0; i < record->n; i++)
    {
      ShcIntentOutcome outcome = { record->status, 2500, 40 };
      gint64 entry = shc_activity_begin (db, intent, 1200, record->at_us, error);

      if (entry == 0 || (record->status != G_MAXUINT && !shc_activity_complete (db, entry, &outcome, error)))
        return NULL;
    }
  return GINT_TO_POINTER (shc_db_commit (db, error));
}

static void
add_to (UiFixture  *fixture,
        const char *service,
        const char *purpose,
        gint64      at_us,
        guint       status,
        guint       n)
{
  Record record = { service, purpose, at_us, 1, status, n };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, add_in_thread, &record, &error);
  g_assert_no_error (error);
}

static void
add (UiFixture  *fixture,
     const char *purpose,
     guint       records,
     guint       status,
     guint       n)
{
  Record record = { "openai", purpose, g_get_real_time (), records, status, n };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, add_in_thread, &record, &error);
  g_assert_no_error (error);
}

static GtkWidget *
open_dialog (UiFixture  *fixture,
             ShcWindow **window)
{
  ui_test_profile (fixture, "River", "");
  *window = window_test_open (fixture);
  window_test_wait_state (*window, SHC_WINDOW_OPEN);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (*window), "win.activity", NULL));
  return window_test_wait_dialog ("ShcActivityDialog");
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_all (GtkWidget *dialog,
           ShcWindow *window)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
  window_test_close (window);
}

/* The menu has a stack of its own, and what can be chosen stands in lists. */
static GtkStack *
find_stack (GtkWidget  *root,
            const char *page)
{
  if (GTK_IS_STACK (root) && gtk_stack_get_child_by_name (GTK_STACK (root), page) != NULL)
    return GTK_STACK (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkStack *found = find_stack (child, page);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static const char *
get_shown (GtkWidget *dialog)
{
  return gtk_stack_get_visible_child_name (find_stack (dialog, "empty"));
}

static gboolean
is_empty (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "empty");
}

static gboolean
shows_none (gpointer dialog)
{
  GtkWidget *title = ui_test_find (dialog, GTK_TYPE_LABEL, "No Request Is Like This");

  return title != NULL && gtk_widget_get_mapped (title);
}

static GtkWidget *
get_list (GtkWidget *dialog)
{
  return ui_test_find (gtk_stack_get_child_by_name (find_stack (dialog, "none"), "list"), GTK_TYPE_LIST_VIEW, NULL);
}

static guint
count (GtkWidget *dialog)
{
  return g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (dialog)))));
}

/* The @n-th row that is shown. */
static GtkWidget *
get_row (GtkWidget *dialog,
         guint      n)
{
  GtkWidget *item = gtk_widget_get_first_child (get_list (dialog));

  for (; item != NULL && n > 0; n--)
    item = gtk_widget_get_next_sibling (item);
  return item != NULL ? ui_test_find (item, SHC_TYPE_ACTIVITY_ROW, NULL) : NULL;
}

static gboolean
has_five (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "list") && count (dialog) == 5 && get_row (dialog, 4) != NULL;
}

static gboolean
has_six (gpointer dialog)
{
  return count (dialog) == 6;
}

static void
assert_says (GtkWidget  *dialog,
             guint       row,
             const char *text)
{
  if (ui_test_find (get_row (dialog, row), GTK_TYPE_LABEL, text) == NULL)
    g_error ("row %u does not say “%s”", row, text);
}

static void
test_empty (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog = open_dialog (fixture, &window);

  ui_test_wait (is_empty, dialog);
  g_assert_nonnull (ui_test_find (dialog, GTK_TYPE_LABEL, "Nothing has left this computer."));
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  ui_test_picture (dialog, "activity-empty");
  close_all (dialog, window);
}

static void
test_rows (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("Newest first, in plain words, and what is added meanwhile is shown.");
  add (fixture, "chat", 3, 200, 1);
  add (fixture, "models", 0, 200, 1);
  add (fixture, "test-key", 0, 401, 1);
  add (fixture, "models", 0, 0, 1);
  add (fixture, "something-new", 1, G_MAXUINT, 1);
  dialog = open_dialog (fixture, &window);
  ui_test_wait (has_five, dialog);
  assert_says (dialog, 0, "something-new");
  assert_says (dialog, 0, "did not finish");
  assert_says (dialog, 0, "1.2\u00a0kB out, 0 bytes in · 1 record");
  assert_says (dialog, 1, "did not finish");
  assert_says (dialog, 2, "A test of the key");
  assert_says (dialog, 2, "refused");
  assert_says (dialog, 3, "Which models there are");
  assert_says (dialog, 3, "answered");
  assert_says (dialog, 3, "1.2\u00a0kB out, 2.5\u00a0kB in");
  assert_says (dialog, 3, "models · status 200 · 40 ms");
  assert_says (dialog, 2, "models · status 401 · 40 ms");
  assert_says (dialog, 1, "models · 40 ms");
  assert_says (dialog, 0, "models");
  assert_says (dialog, 4, "A message to the companion");
  assert_says (dialog, 4, "1.2\u00a0kB out, 2.5\u00a0kB in · 3 records");
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (get_list (dialog)),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL));
  ui_test_check_narrow (dialog);
  ui_test_picture (dialog, "activity");

  add (fixture, "models", 0, 200, 1);
  ui_test_wait (has_six, dialog);
  close_all (dialog, window);
}

/* ---- the switch */

static GtkSwitch *
get_switch (GtkWidget *dialog)
{
  return GTK_SWITCH (ui_test_find (dialog, GTK_TYPE_SWITCH, NULL));
}

static gboolean
can_move (gpointer dialog)
{
  return gtk_widget_is_sensitive (GTK_WIDGET (get_switch (dialog)));
}

static gboolean
is_off (gpointer dialog)
{
  return !gtk_switch_get_active (get_switch (dialog));
}

static gpointer
get_network_in_thread (ShcDb     *db,
                       gpointer   data,
                       GError   **error)
{
  return shc_settings_get (db, SHC_SETTING_NETWORK_ENABLED, error);
}

static gboolean
may_go (UiFixture *fixture)
{
  g_autofree char *value = shc_vault_run (fixture->vault, SHC_DB_WRITER, get_network_in_thread, NULL, NULL);

  return g_str_equal (value, "true");
}

static gboolean
is_closed (gpointer fixture)
{
  return !may_go (fixture);
}

static gboolean
is_open (gpointer fixture)
{
  return may_go (fixture);
}

static gpointer
set_network_in_thread (ShcDb     *db,
                       gpointer   data,
                       GError   **error)
{
  return GINT_TO_POINTER (shc_settings_set (db, SHC_SETTING_NETWORK_ENABLED, data, error));
}

static void
test_switch (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog = open_dialog (fixture, &window);

  g_test_summary ("Where it is told what left, it can be said that nothing more may.");
  ui_test_wait (can_move, dialog);
  g_assert_true (gtk_switch_get_active (get_switch (dialog)));
  gtk_switch_set_active (get_switch (dialog), FALSE);
  ui_test_wait (is_closed, fixture);
  g_assert_false (gtk_switch_get_active (get_switch (dialog)));
  ui_test_picture (dialog, "activity-off");
  gtk_switch_set_active (get_switch (dialog), TRUE);
  ui_test_wait (is_open, fixture);
  /* What another program chooses is seen here. */
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_WRITER, set_network_in_thread, (gpointer) "false", NULL));
  ui_test_wait (is_off, dialog);
  g_assert_true (is_closed (fixture));
  close_all (dialog, window);
}

static void
test_words (void)
{
  const char *const *purposes = shc_intent_get_purposes ();

  g_test_summary ("Whatever a request can be for is told in plain words.");
  for (guint i = 0; purposes[i] != NULL; i++)
    {
      ShcActivity activity = { .service = (char *) "airtable", .purpose = (char *) purposes[i], .endpoint = (char *) "x" };
      g_autoptr(GtkWidget) row = g_object_ref_sink (shc_activity_row_new ());

      shc_activity_row_set_activity (SHC_ACTIVITY_ROW (row), &activity);
      if (ui_test_find (row, GTK_TYPE_LABEL, purposes[i]) != NULL)
        g_error ("“%s” has no words", purposes[i]);
    }
}

static gboolean
has_limit (gpointer dialog)
{
  return g_str_equal (get_shown (dialog), "list") && count (dialog) == SHC_ACTIVITY_DIALOG_LIMIT;
}

static GtkWidget *
find_label (GtkWidget  *root,
            const char *beginning)
{
  if (GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), beginning))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, beginning);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkAdjustment *
get_scroll (GtkWidget *dialog)
{
  GtkWidget *window = gtk_widget_get_ancestor (get_list (dialog), GTK_TYPE_SCROLLED_WINDOW);

  return gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window));
}

static gboolean
has_two_pages (gpointer dialog)
{
  return count (dialog) == 2 * SHC_ACTIVITY_DIALOG_LIMIT;
}

static gboolean
has_one_more (gpointer dialog)
{
  return count (dialog) == 2 * SHC_ACTIVITY_DIALOG_LIMIT + 2;
}

static void
scroll_to_end (GtkWidget *dialog)
{
  GtkAdjustment *scroll = get_scroll (dialog);

  gtk_test_widget_wait_for_draw (dialog);
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
}

static void
test_many (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("The newest are shown, that there are more is said, and they come as one scrolls.");
  add (fixture, "models", 0, 200, 2 * SHC_ACTIVITY_DIALOG_LIMIT + 2);
  dialog = open_dialog (fixture, &window);
  ui_test_wait (has_limit, dialog);
  g_assert_nonnull (find_label (dialog, "When, what for and how much, never what it said. These are the newest 500;"));
  scroll_to_end (dialog);
  ui_test_wait (has_two_pages, dialog);
  scroll_to_end (dialog);
  ui_test_wait (has_one_more, dialog);
  g_assert_null (find_label (dialog, "When, what for and how much, never what it said. These"));
  /* What is added does not take one away from what one reads. */
  scroll_to_end (dialog);
  ui_test_picture (dialog, "activity-many-end");
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (dialog)), >, 1000);
  add (fixture, "chat", 0, 200, 1);
  ui_test_linger (300);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_scroll (dialog)), >, 1000);
  close_all (dialog, window);
}

static void
test_hundred_thousand (UiFixture    *fixture,
                       gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;
  guint rows = 0;

  g_test_summary ("A hundred thousand are as quick to look at as a few: only the newest are read, and few have rows.");
  add_to (fixture, "airtable", "share", g_get_real_time () - G_USEC_PER_SEC, 200, 100000);
  dialog = open_dialog (fixture, &window);
  ui_test_wait (has_limit, dialog);
  for (GtkWidget *item = gtk_widget_get_first_child (get_list (dialog)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    rows++;
  g_assert_cmpuint (rows, <, 300);
  close_all (dialog, window);
}

/* ---- only some */

static AdwComboRow *
find_row (GtkWidget  *root,
          const char *title)
{
  if (ADW_IS_COMBO_ROW (root) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return ADW_COMBO_ROW (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      AdwComboRow *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
choose (GtkWidget  *dialog,
        const char *row,
        const char *words)
{
  AdwComboRow *combo = find_row (dialog, row);
  GtkStringList *list = GTK_STRING_LIST (adw_combo_row_get_model (combo));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    if (g_str_equal (gtk_string_list_get_string (list, i), words))
      {
        adw_combo_row_set_selected (combo, i);
        return;
      }
  g_error ("“%s” cannot be chosen", words);
}

typedef struct
{
  GtkWidget *dialog;
  guint      n;
} Wanted;

static gboolean
has_so_many (gpointer data)
{
  const Wanted *wanted = data;

  return count (wanted->dialog) == wanted->n;
}

static void
wait_count (GtkWidget *dialog,
            guint      n)
{
  Wanted wanted = { dialog, n };

  ui_test_wait (has_so_many, &wanted);
}

/* Three services, several purposes, all kinds of ends, and one of last month. */
static void
fill (UiFixture *fixture)
{
  gint64 now_us = g_get_real_time ();

  add_to (fixture, "typeform", "intake", now_us - 20 * G_TIME_SPAN_DAY, 200, 1);
  add_to (fixture, "openai", "chat", now_us, 200, 3);
  add_to (fixture, "airtable", "share", now_us, 200, 4);
  add_to (fixture, "airtable", "share", now_us, 422, 2);
  add_to (fixture, "airtable", "undo", now_us, 0, 1);
  add_to (fixture, "mailchimp", "mailing", now_us, G_MAXUINT, 1);
}

static void
test_filter (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("By service, purpose, end and time, each and together; and all again.");
  fill (fixture);
  dialog = open_dialog (fixture, &window);
  wait_count (dialog, 12);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_test_find (dialog, GTK_TYPE_TOGGLE_BUTTON, NULL)), TRUE);
  ui_test_linger (400);
  choose (dialog, "_Service", "Airtable");
  wait_count (dialog, 7);
  choose (dialog, "_How It Ended", "Refused");
  wait_count (dialog, 2);
  assert_says (dialog, 0, "refused");
  choose (dialog, "_What For", "The last run taken back");
  ui_test_wait (shows_none, dialog);
  g_assert_nonnull (find_label (dialog, "When, what for and how much, never what it said. Only some are shown."));
  ui_test_picture (dialog, "activity-none");
  choose (dialog, "_How It Ended", "Did not finish");
  wait_count (dialog, 1);
  /* What comes meanwhile and is meant is shown; what is not is not. */
  add_to (fixture, "airtable", "undo", g_get_real_time (), 0, 1);
  wait_count (dialog, 2);
  add_to (fixture, "openai", "chat", g_get_real_time (), 200, 1);
  ui_test_linger (200);
  g_assert_cmpuint (count (dialog), ==, 2);
  g_assert_true (gtk_widget_activate_action (dialog, "activity.show-all", NULL));
  wait_count (dialog, 14);
  choose (dialog, "Wh_en", "The last 7 days");
  wait_count (dialog, 13);
  choose (dialog, "Wh_en", "The last 30 days");
  wait_count (dialog, 14);
  window_test_check_names (dialog);
  walk_test_by_tab (GTK_WINDOW (dialog));
  close_all (dialog, window);
}

static gboolean
is_written (gpointer dialog)
{
  return find_label (dialog, "The copy is written, not encrypted.") != NULL;
}

static void
test_export (UiFixture    *fixture,
             gconstpointer data)
{
  const char *format = data;
  g_autofree char *path = g_strdup_printf ("%s/left.%s", fixture->folder, format);
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("The copy holds what the list shows.");
  fill (fixture);
  dialog = open_dialog (fixture, &window);
  wait_count (dialog, 12);
  choose (dialog, "_Service", "Airtable");
  wait_count (dialog, 7);
  g_assert_true (gtk_widget_activate_action (dialog, "activity.export", "s", format));
  window_test_answer_chooser (path);
  ui_test_wait (is_written, dialog);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "openai"));
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  /* The names of the columns, or the brackets around it. */
  g_assert_cmpuint (g_strv_length (lines), ==, g_str_equal (format, "csv") ? 1 + 7 : 2 + 7);
  g_assert_true (g_str_has_prefix (lines[1], g_str_equal (format, "csv") ? "20" : "{\"at\":\"20"));
  ui_test_picture (dialog, "activity-exported");
  close_all (dialog, window);
}

static void
test_pictures (UiFixture    *fixture,
               gconstpointer data)
{
  int width = GPOINTER_TO_INT (data);
  g_autofree char *light = g_strdup_printf ("activity-%d", width);
  g_autofree char *dark = g_strdup_printf ("activity-dark-%d", width);
  ShcWindow *window;
  GtkWidget *dialog;
  GtkWidget *title;

  fill (fixture);
  ui_test_profile (fixture, "River", "");
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  dialog = shc_activity_dialog_new (GTK_WINDOW (window), fixture->journal);
  gtk_window_set_default_size (GTK_WINDOW (dialog), width, 720);
  gtk_window_present (GTK_WINDOW (dialog));
  wait_count (dialog, 12);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (ui_test_find (dialog, GTK_TYPE_TOGGLE_BUTTON, NULL)), TRUE);
  choose (dialog, "_What For", "Sharing the profile and reflections");
  wait_count (dialog, 6);
  ui_test_linger (500);
  ui_test_check_narrow (dialog);
  title = ui_test_find (dialog, GTK_TYPE_LABEL, "What Left This Computer");
  g_assert_nonnull (title);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (title))));
  ui_test_picture (dialog, light);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  ui_test_linger (300);
  ui_test_picture (dialog, dark);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  close_all (dialog, window);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/activity/empty", test_empty);
  ADD ("/ui/activity/rows", test_rows);
  ADD ("/ui/activity/switch", test_switch);
  ADD ("/ui/activity/many", test_many);
  ADD ("/ui/activity/hundred-thousand", test_hundred_thousand);
  ADD ("/ui/activity/filter", test_filter);
  g_test_add ("/ui/activity/export-csv", UiFixture, "csv", ui_test_set_up, test_export, ui_test_tear_down);
  g_test_add ("/ui/activity/export-json", UiFixture, "json", ui_test_set_up, test_export, ui_test_tear_down);
  g_test_add ("/ui/activity/narrow", UiFixture, GINT_TO_POINTER (360), ui_test_set_up, test_pictures, ui_test_tear_down);
  g_test_add ("/ui/activity/wide", UiFixture, GINT_TO_POINTER (1200), ui_test_set_up, test_pictures, ui_test_tear_down);
  g_test_add_func ("/ui/activity/words", test_words);
  return ui_test_run ();
}
