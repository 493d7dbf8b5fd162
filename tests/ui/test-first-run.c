/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first run, as a person goes through it. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "shc-fasting-check.h"
#include "shc-fasting-group.h"
#include "shc-first-run.h"
#include "shc-intake-form.h"
#include "shc-passphrase-group.h"
#include "shc-recovery-view.h"
#include "window-test.h"

static void
next (GtkWidget *run)
{
  g_assert_true (gtk_widget_activate_action (run, "first-run.next", NULL));
}

static GtkWidget *
get_run (ShcWindow *window)
{
  window_test_wait_state (window, SHC_WINDOW_FIRST_RUN);
  return adw_bin_get_child (window->first_run_bin);
}

static const char *
get_step (GtkWidget *run)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (ui_test_find (run, GTK_TYPE_STACK, NULL)));
}

static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_into (GtkWidget  *root,
           const char *title,
           const char *text)
{
  GtkWidget *row = find_row (root, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static GtkWidget *
find_switch (GtkWidget  *root,
             const char *title)
{
  return adw_action_row_get_activatable_widget (ADW_ACTION_ROW (find_row (root, title)));
}

static gboolean
shows_code (gpointer run)
{
  return g_str_equal (get_step (run), "recovery");
}

static void
give_passphrase (GtkWidget  *run,
                 const char *first,
                 const char *second)
{
  type_into (run, "New _Passphrase", first);
  type_into (run, "The Same _Again", second);
}

/* Up to the recovery code, with a passphrase and no keyring. */
static void
go_to_code (GtkWidget *run)
{
  next (run);
  type_into (run, "Healing _Name (How You Wish to Be Greeted)", "River");
  next (run);
  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "This Computer’s _Keyring")), FALSE);
  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "A _Passphrase")), TRUE);
  give_passphrase (run, UI_TEST_PASSPHRASE, UI_TEST_PASSPHRASE);
  next (run);
  ui_test_wait (shows_code, run);
}

/* The words as they are shown: "3. gutih". */
static char **
read_words (GtkWidget *run)
{
  GtkWidget *view = ui_test_find (run, SHC_TYPE_RECOVERY_VIEW, NULL);
  GtkWidget *grid = ui_test_find (view, GTK_TYPE_FLOW_BOX, NULL);
  char **words = g_new0 (char *, 10);

  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *text =
        gtk_label_get_text (GTK_LABEL (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child))));
      int number = atoi (text);

      g_assert_cmpint (number, >=, 1);
      g_assert_cmpint (number, <=, 9);
      words[number - 1] = g_strdup (strchr (text, ' ') + 1);
    }
  g_assert_cmpuint (g_strv_length (words), ==, 9);
  return words;
}

static void
type_words (GtkWidget *root,
            char     **words)
{
  int number;

  if (ADW_IS_ENTRY_ROW (root) &&
      sscanf (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), "Word %d", &number) == 1)
    gtk_editable_set_text (GTK_EDITABLE (root), words[number - 1]);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    type_words (child, words);
}

static void
test_whole (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  const char *wrong[] = { "babab", "babab", "babab", "babab", "babab", "babab", "babab", "babab",
                    "babab", NULL };
  g_auto(GStrv) words = NULL;

  g_test_summary ("From the welcome to the open journal; the code must really be typed back.");
  g_assert_cmpstr (get_step (run), ==, "welcome");
  g_assert_cmpint (shc_vault_probe (fixture->vault, NULL, NULL), ==, SHC_VAULT_MISSING);
  go_to_code (run);
  words = read_words (run);
  next (run);
  type_words (run, (char **) wrong);
  next (run);
  g_assert_cmpint (window->state, ==, SHC_WINDOW_FIRST_RUN);
  g_assert_nonnull (ui_test_find (
    run, GTK_TYPE_LABEL,
    "That is not the word on the sheet. Go back to look at the code again."));
  g_assert_false (shc_vault_get_recovery_confirmed (fixture->vault));

  type_words (run, words);
  next (run);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  g_assert_true (shc_vault_get_recovery_confirmed (fixture->vault));
  g_assert_cmpint (shc_vault_get_slots (fixture->vault), ==,
                   SHC_SLOT_PASSPHRASE | SHC_SLOT_RECOVERY);
  window_test_close (window);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
}

static gpointer
load_check_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_assert_true (shc_fasting_check_load (db, data, error));
  return data;
}

/* Scrolled to the questions, in a window so wide. */
static void
take_picture (ShcWindow  *window,
              GtkWidget  *group,
              int         width,
              const char *name)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (group, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  double y;

  gtk_window_set_default_size (GTK_WINDOW (window), width, 720);
  ui_test_linger (400);
  g_assert_true (gtk_widget_translate_coordinates (group, scroller, 0, 0, NULL, &y));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + y);
  ui_test_linger (100);
  ui_test_picture (group, name);
}

static void
test_fasting (UiFixture    *fixture,
              gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  GtkWidget *group;
  ShcFastingCheck check;

  g_test_summary ("What makes fasting unsafe is asked privately; what is not said counts as a reason not to.");
  next (run);
  group = ui_test_find (run, SHC_TYPE_FASTING_GROUP, NULL);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (group, "Do you have diabetes, or take insulin?")), 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (group, "Are you under 18?")), 2);
  g_assert_nonnull (ui_test_find (group, GTK_TYPE_LABEL, shc_fasting_check_get_advice (&(ShcFastingCheck) { { 1 } })));
  window_test_check_names (group);
  take_picture (window, group, 360, "fasting-360.png");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  take_picture (window, group, 360, "fasting-360-dark.png");
  take_picture (window, group, 1200, "fasting-1200-dark.png");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  take_picture (window, group, 1200, "fasting-1200.png");

  type_into (run, "Healing _Name (How You Wish to Be Greeted)", "River");
  next (run);
  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "This Computer’s _Keyring")), FALSE);
  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "A _Passphrase")), TRUE);
  give_passphrase (run, UI_TEST_PASSPHRASE, UI_TEST_PASSPHRASE);
  next (run);
  ui_test_wait (shows_code, run);
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_READER, load_check_in_thread, &check, NULL));
  g_assert_cmpint (check.answers[1], ==, SHC_FASTING_CHECK_NO);
  g_assert_cmpint (check.answers[2], ==, SHC_FASTING_CHECK_YES);
  g_assert_cmpint (check.answers[0], ==, SHC_FASTING_CHECK_UNSAID);
  g_assert_false (shc_fasting_check_allows (&check));
  window_test_close (window);
}

static void
test_later (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  GtkWidget *dialog;

  go_to_code (run);
  gtk_widget_activate_action (run, "first-run.back", NULL);
  dialog = window_test_wait_dialog ("AdwMessageDialog");
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "Do It _Later"));
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  shc_window_care_refresh (window);
  g_assert_true (shc_banner_get_revealed (window->recovery_banner));
  window_test_close (window);
}

static void
count_cb (gpointer data)
{
  (*(int *) data)++;
}

static gboolean
happened (gpointer data)
{
  return *(int *) data > 0;
}

static void
test_left_alone (UiFixture    *fixture,
                 gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  int closed = 0;
  int reopened = 0;

  g_test_summary ("From its first moment the journal gives way to other programs, and is locked.");
  go_to_code (run);
  g_signal_connect_swapped (fixture->vault, "closed", G_CALLBACK (count_cb), &closed);
  g_signal_connect_swapped (fixture->vault, "reopened", G_CALLBACK (count_cb), &reopened);
  shc_window_let_go (window);
  ui_test_wait (happened, &closed);
  ui_test_wait (happened, &reopened);
  g_signal_handlers_disconnect_by_data (fixture->vault, &closed);
  g_signal_handlers_disconnect_by_data (fixture->vault, &reopened);
  window_test_leave_alone (window);
  g_assert_cmpint (shc_vault_get_state (fixture->vault), ==, SHC_VAULT_LOCKED);
}

static void
test_name_needed (UiFixture    *fixture,
                  gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  const char *bad[] = { "", "   ", "a\u202Eb", "line\nbreak" };

  g_test_summary ("No name, or one that cannot be kept, is said beside the field.");
  next (run);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      type_into (run, "Healing _Name (How You Wish to Be Greeted)", "x");
      type_into (run, "Healing _Name (How You Wish to Be Greeted)", bad[i]);
      next (run);
      /* An entry turns line breaks into something that can stand in a name. */
      if (g_str_equal (get_step (run), "opening"))
        {
          g_assert_cmpuint (i, ==, 3);
          break;
        }
      g_assert_true (gtk_widget_has_css_class (
        find_row (run, "Healing _Name (How You Wish to Be Greeted)"), "error"));
    }
  window_test_close (window);
}

static void
test_email (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);

  next (run);
  type_into (run, "Healing _Name (How You Wish to Be Greeted)", "River");
  type_into (run, "_E-mail (Optional)", "not an address");
  next (run);
  g_assert_cmpstr (get_step (run), ==, "intake");
  g_assert_true (gtk_widget_has_css_class (find_row (run, "_E-mail (Optional)"), "error"));
  type_into (run, "_E-mail (Optional)", "river@example.org");
  g_assert_false (gtk_widget_has_css_class (find_row (run, "_E-mail (Optional)"), "error"));
  next (run);
  g_assert_cmpstr (get_step (run), ==, "opening");
  window_test_close (window);
}

static void
test_passphrases (UiFixture    *fixture,
                  gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);

  g_test_summary ("Neither way, a weak passphrase, and two different ones are refused.");
  next (run);
  type_into (run, "Healing _Name (How You Wish to Be Greeted)", "River");
  next (run);
  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "This Computer’s _Keyring")), FALSE);
  next (run);
  g_assert_nonnull (ui_test_find (
    run, GTK_TYPE_LABEL,
    "Choose at least one: otherwise only the recovery code would open it."));

  gtk_switch_set_active (GTK_SWITCH (find_switch (run, "A _Passphrase")), TRUE);
  give_passphrase (run, "password", "password");
  next (run);
  g_assert_true (gtk_widget_has_css_class (find_row (run, "New _Passphrase"), "error"));
  give_passphrase (run, UI_TEST_PASSPHRASE, UI_TEST_PASSPHRASE "s");
  next (run);
  g_assert_true (gtk_widget_has_css_class (find_row (run, "The Same _Again"), "error"));
  g_assert_cmpstr (get_step (run), ==, "opening");
  g_assert_cmpint (shc_vault_probe (fixture->vault, NULL, NULL), ==, SHC_VAULT_MISSING);
  window_test_close (window);
}

static gboolean
asks_for_passphrase (gpointer run)
{
  return ui_test_find (run, GTK_TYPE_LABEL,
                       "This computer’s keyring does not answer: choose a passphrase.") != NULL;
}

static void
test_no_keyring (UiFixture    *fixture,
                 gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);

  g_test_summary ("Where no keyring answers, a passphrase is asked for and nothing is made.");
  next (run);
  type_into (run, "Healing _Name (How You Wish to Be Greeted)", "River");
  next (run);
  next (run);
  ui_test_wait (asks_for_passphrase, run);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (find_switch (run, "A _Passphrase"))));
  g_assert_cmpint (shc_vault_probe (fixture->vault, NULL, NULL), ==, SHC_VAULT_MISSING);
  window_test_close (window);
}

static void
test_youth (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);
  AdwComboRow *row = ADW_COMBO_ROW (find_row (run, "18 or _Older"));
  GtkWidget *link;

  g_test_summary ("Under 18, or not said: youth help is shown, with the directory and no number.");
  next (run);
  link = ui_test_find (run, GTK_TYPE_LINK_BUTTON, NULL);
  g_assert_nonnull (link);
  g_assert_true (gtk_widget_is_visible (link));
  adw_combo_row_set_selected (row, 2);
  g_assert_true (gtk_widget_is_visible (link));
  g_assert_cmpstr (gtk_link_button_get_uri (GTK_LINK_BUTTON (link)), ==,
                   "https://findahelpline.com/");
  adw_combo_row_set_selected (row, 1);
  g_assert_false (gtk_widget_is_visible (link));
  window_test_close (window);
}

static void
test_consent_off (UiFixture    *fixture,
                  gconstpointer data)
{
  GtkWidget *form = g_object_ref_sink (shc_intake_form_new ());
  g_autoptr(ShcProfile) profile = NULL;

  g_assert_false (shc_intake_form_get_consent (SHC_INTAKE_FORM (form)));
  gtk_editable_set_text (
    GTK_EDITABLE (find_row (form, "Healing _Name (How You Wish to Be Greeted)")), "  River  ");
  profile = shc_intake_form_get_profile (SHC_INTAKE_FORM (form));
  g_assert_nonnull (profile);
  g_assert_cmpstr (profile->healing_name, ==, "River");
  g_assert_null (profile->email);
  g_assert_null (profile->goals);
  g_assert_false (profile->has_fasting);
  g_assert_cmpint (profile->adult, ==, SHC_ADULT_UNSAID);
  g_assert_cmpint (profile->journey_start_day, ==, -1);
  g_assert_finalize_object (form);
}

static void
test_names (UiFixture    *fixture,
            gconstpointer data)
{
  ShcWindow *window = window_test_open (fixture);
  GtkWidget *run = get_run (window);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  window_test_check_names (GTK_WIDGET (window));
  go_to_code (run);
  window_test_check_names (GTK_WIDGET (window));
  next (run);
  window_test_check_names (GTK_WIDGET (window));
  window_test_close (window);
}

static const char words[] = "lusab-babad-gutih-tugad-hirom-lusab-babad-gutih-tugad";

static void
test_narrow (UiFixture    *fixture,
             gconstpointer data)
{
  static const int dpis[] = { 96, 192 };
  GtkSettings *settings = gtk_settings_get_default ();

  g_test_summary ("Every step fits into 360 pixels, and reflows where the text is twice as large.");
  for (guint i = 0; i < G_N_ELEMENTS (dpis); i++)
    {
      GtkWidget *run;
      GtkWidget *view;
      g_autoptr(GBytes) code = g_bytes_new_static (words, sizeof words);
      int minimum;

      g_object_set (settings, "gtk-xft-dpi", dpis[i] * 1024, NULL);
      run = g_object_ref_sink (shc_first_run_new (fixture->journal));
      gtk_widget_measure (run, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, i == 0 ? 360 : 480);
      g_assert_finalize_object (run);
      view = g_object_ref_sink (shc_recovery_view_new ());
      shc_recovery_view_set_code (SHC_RECOVERY_VIEW (view), code);
      gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      ui_test_show (fixture, view, 360, 640);
      ui_test_picture (view, i == 0 ? "recovery-360.png" : "recovery-360-big.png");
      g_object_unref (view);
      ui_test_close (fixture, NULL);
      run = shc_first_run_new (fixture->journal);
      ui_test_show (fixture, run, 360, 640);
      ui_test_picture (run, i == 0 ? "welcome-360.png" : "welcome-360-big.png");
      shc_first_run_resume (SHC_FIRST_RUN (run));
      ui_test_picture (run, i == 0 ? "intake-360.png" : "intake-360-big.png");
      ui_test_close (fixture, NULL);
    }
  gtk_settings_reset_property (settings, "gtk-xft-dpi");
}

#define ADD(name, func) \
  g_test_add (name, UiFixture, NULL, ui_test_set_up_empty, func, ui_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/first-run/whole", test_whole);
  ADD ("/ui/first-run/fasting", test_fasting);
  ADD ("/ui/first-run/later", test_later);
  ADD ("/ui/first-run/left-alone", test_left_alone);
  ADD ("/ui/first-run/name-needed", test_name_needed);
  ADD ("/ui/first-run/email", test_email);
  ADD ("/ui/first-run/passphrases", test_passphrases);
  ADD ("/ui/first-run/no-keyring", test_no_keyring);
  ADD ("/ui/first-run/youth", test_youth);
  ADD ("/ui/first-run/consent-off", test_consent_off);
  ADD ("/ui/first-run/names", test_names);
  ADD ("/ui/first-run/narrow", test_narrow);
  return ui_test_run ();
}
