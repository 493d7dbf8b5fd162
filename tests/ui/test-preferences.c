/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: what is shown, what is kept, and when. */

#include "config.h"

#include <string.h>

#include "shc-companion.h"
#include "shc-consent.h"
#include "shc-intake-form.h"
#include "shc-passphrase-group.h"
#include "shc-preferences.h"
#include "shc-prefs-keeping.h"
#include "shc-prefs-opening.h"
#include "shc-settings.h"
#include "window-test.h"

typedef struct
{
  ShcWindow  *window;
  GtkWidget  *form;
  GtkWidget  *opening;
  GtkWidget  *keeping;
} Shown;

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

static gboolean
is_filled (gpointer form)
{
  return gtk_widget_is_sensitive (form);
}

static void
show_again (Shown *shown)
{
  gtk_widget_activate_action (GTK_WIDGET (shown->window), "win.preferences", NULL);
  g_assert_nonnull (shown->window->preferences);
  shown->form = ui_test_find (GTK_WIDGET (shown->window->preferences), SHC_TYPE_INTAKE_FORM, NULL);
  shown->opening = ui_test_find (GTK_WIDGET (shown->window->preferences), SHC_TYPE_PREFS_OPENING, NULL);
  shown->keeping = ui_test_find (GTK_WIDGET (shown->window->preferences), SHC_TYPE_PREFS_KEEPING, NULL);
  ui_test_wait (is_filled, shown->form);
}

static void
show (Shown     *shown,
      UiFixture *fixture)
{
  ui_test_profile (fixture, "River", "2026-11-01");
  shown->window = window_test_open (fixture);
  window_test_wait_state (shown->window, SHC_WINDOW_OPEN);
  show_again (shown);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_preferences (Shown *shown)
{
  gpointer weak = shown->window->preferences;

  g_object_add_weak_pointer (weak, &weak);
  gtk_window_close (shown->window->preferences);
  ui_test_wait (is_gone, &weak);
}

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

static ShcOverview *
load (UiFixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  ShcOverview *overview;

  shc_journal_load_overview_async (fixture->journal, shc_date_now (g_get_real_time ()), NULL,
                                   take_result_cb, &result);
  ui_test_wait (has_result, &result);
  overview = shc_journal_load_overview_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
  return overview;
}

static char *
get_setting (UiFixture  *fixture,
             const char *name)
{
  g_autoptr(GAsyncResult) result = NULL;

  shc_journal_get_setting_async (fixture->journal, name, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  return shc_journal_get_setting_finish (fixture->journal, result, NULL);
}

static gboolean
is_still_water (gpointer fixture)
{
  g_autoptr(ShcOverview) overview = load (fixture);

  return g_str_equal (overview->profile->healing_name, "Still Water");
}

static void
test_profile (UiFixture    *fixture,
              gconstpointer data)
{
  Shown shown;
  GtkEditable *row;
  g_autoptr(ShcOverview) overview = NULL;

  g_test_summary ("What is typed is kept when Preferences close, without pressing anything.");
  show (&shown, fixture);
  row = GTK_EDITABLE (find_row (shown.form, "Healing _Name (How You Wish to Be Greeted)"));
  g_assert_cmpstr (gtk_editable_get_text (row), ==, "River");
  gtk_editable_set_text (row, "Still Water");
  close_preferences (&shown);
  ui_test_wait (is_still_water, fixture);
  overview = load (fixture);
  g_assert_cmpint (overview->profile->journey_start_day, >, 0);
  window_test_close (shown.window);
}

static gboolean
shows_start (gpointer form)
{
  g_autoptr(ShcProfile) profile = shc_intake_form_get_profile (SHC_INTAKE_FORM (form));

  return profile != NULL && g_strcmp0 (profile->goals, "Sleep") == 0;
}

static void
keep_goals (UiFixture *fixture)
{
  g_autoptr(ShcOverview) overview = load (fixture);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  overview->profile->goals = g_strdup ("Sleep");
  shc_journal_save_profile_async (fixture->journal, overview->profile, NULL, NULL, NULL,
                                  take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_journal_save_profile_finish (fixture->journal, result, &error);
  g_assert_no_error (error);
}

static void
test_profile_meanwhile (UiFixture    *fixture,
                        gconstpointer data)
{
  Shown shown;
  GtkEditable *row;
  g_autoptr(ShcOverview) overview = NULL;

  g_test_summary ("What another program keeps meanwhile is shown, and not written over.");
  show (&shown, fixture);
  row = GTK_EDITABLE (find_row (shown.form, "Healing _Name (How You Wish to Be Greeted)"));
  keep_goals (fixture);
  ui_test_wait (shows_start, shown.form);
  gtk_editable_set_text (row, "Still Water");
  close_preferences (&shown);
  ui_test_wait (is_still_water, fixture);
  overview = load (fixture);
  g_assert_cmpstr (overview->profile->goals, ==, "Sleep");
  window_test_close (shown.window);
}

static void
test_bad_profile (UiFixture    *fixture,
                  gconstpointer data)
{
  Shown shown;
  GtkWidget *row;
  g_autoptr(ShcOverview) overview = NULL;

  g_test_summary ("A name that cannot be kept is never kept.");
  show (&shown, fixture);
  row = find_row (shown.form, "Healing _Name (How You Wish to Be Greeted)");
  gtk_editable_set_text (GTK_EDITABLE (row), "");
  close_preferences (&shown);
  overview = load (fixture);
  g_assert_cmpstr (overview->profile->healing_name, ==, "River");
  window_test_close (shown.window);
}

static gpointer
load_check_in_thread (ShcDb     *db,
                      gpointer   data,
                      GError   **error)
{
  g_assert_true (shc_fasting_check_load (db, data, error));
  return data;
}

static gboolean
may_fast (gpointer fixture)
{
  ShcFastingCheck check;

  g_assert_nonnull (shc_vault_run (((UiFixture *) fixture)->vault, SHC_DB_READER, load_check_in_thread, &check, NULL));
  return shc_fasting_check_allows (&check);
}

static gboolean
may_not_fast (gpointer fixture)
{
  return !may_fast (fixture);
}

static void
answer_all (GtkWidget *form,
            guint      answer)
{
  for (guint i = 0; i < SHC_FASTING_CHECK_QUESTIONS; i++)
    adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (form, shc_fasting_check_get_question (i))), answer);
}

static void
test_fasting (UiFixture    *fixture,
              gconstpointer data)
{
  const ShcFastingCheck all_no = { { SHC_FASTING_CHECK_NO } };
  AdwComboRow *row;
  Shown shown;

  g_test_summary ("The private questions are kept as they are answered, and read again.");
  show (&shown, fixture);
  g_assert_false (may_fast (fixture));
  answer_all (shown.form, 2);
  ui_test_wait (may_fast, fixture);
  g_assert_nonnull (ui_test_find (shown.form, GTK_TYPE_LABEL, shc_fasting_check_get_advice (&all_no)));
  close_preferences (&shown);

  show_again (&shown);
  row = ADW_COMBO_ROW (find_row (shown.form, shc_fasting_check_get_question (4)));
  g_assert_cmpuint (adw_combo_row_get_selected (row), ==, 2);
  adw_combo_row_set_selected (row, 0);
  ui_test_wait (may_not_fast, fixture);
  close_preferences (&shown);
  window_test_close (shown.window);
}

static gpointer
load_companion_in_thread (ShcDb     *db,
                          gpointer   data,
                          GError   **error)
{
  return shc_companion_load (db, g_get_real_time (), error);
}

static gboolean
is_for_adult (gpointer fixture)
{
  g_autoptr(ShcCompanion) companion =
    shc_vault_run (((UiFixture *) fixture)->vault, SHC_DB_WRITER, load_companion_in_thread, NULL, NULL);

  return companion->adult;
}

static gboolean
is_not_for_adult (gpointer fixture)
{
  return !is_for_adult (fixture);
}

static void
test_age (UiFixture    *fixture,
          gconstpointer data)
{
  AdwComboRow *age, *under_18;
  Shown shown;

  g_test_summary ("The age is one answer, wherever it is given; under 18 there is no companion.");
  show (&shown, fixture);
  age = ADW_COMBO_ROW (find_row (shown.form, "18 or _Older"));
  under_18 = ADW_COMBO_ROW (find_row (shown.form, shc_fasting_check_get_question (SHC_FASTING_CHECK_UNDER_18)));
  adw_combo_row_set_selected (age, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (under_18), ==, 2);
  adw_combo_row_set_selected (age, 2);
  g_assert_cmpuint (adw_combo_row_get_selected (under_18), ==, 1);
  adw_combo_row_set_selected (age, 0);
  g_assert_cmpuint (adw_combo_row_get_selected (under_18), ==, 0);
  adw_combo_row_set_selected (under_18, 2);
  g_assert_cmpuint (adw_combo_row_get_selected (age), ==, 0);

  adw_combo_row_set_selected (age, 1);
  close_preferences (&shown);
  ui_test_wait (is_for_adult, fixture);
  show_again (&shown);
  age = ADW_COMBO_ROW (find_row (shown.form, "18 or _Older"));
  under_18 = ADW_COMBO_ROW (find_row (shown.form, shc_fasting_check_get_question (SHC_FASTING_CHECK_UNDER_18)));
  adw_combo_row_set_selected (under_18, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (age), ==, 2);
  ui_test_wait (is_not_for_adult, fixture);
  close_preferences (&shown);
  window_test_close (shown.window);
}

static gboolean
has_consented (gpointer fixture)
{
  g_autoptr(ShcOverview) overview = load (fixture);

  return overview->storage->state == SHC_CONSENT_GRANTED;
}

static gboolean
has_withdrawn (gpointer fixture)
{
  return !has_consented (fixture);
}

static gpointer
choose_base_in_thread (ShcDb     *db,
                       gpointer   data,
                       GError   **error)
{
  return GINT_TO_POINTER (shc_settings_set (db, SHC_SETTING_AIRTABLE_BASE_ID, "appHealing0000001", error));
}

/* Returns: (transfer none): what is said of the consent. */
static const char *
get_said (Shown *shown)
{
  return adw_action_row_get_subtitle (
    ADW_ACTION_ROW (find_row (shown->form, "I _Agree to Data Storage Outside This Computer")));
}

static void
test_consent (UiFixture    *fixture,
              gconstpointer data)
{
  Shown shown;
  GtkWidget *row;
  GtkWidget *toggle;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) consents = NULL;
  const ShcConsent *entry;

  g_test_summary ("The switch writes into the ledger: agreed, then withdrawn, with the wording.");
  show (&shown, fixture);
  row = find_row (shown.form, "I _Agree to Data Storage Outside This Computer");
  toggle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpstr (get_said (&shown), ==, "Now: never agreed to.");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  g_assert_cmpstr (get_said (&shown), ==, "");
  close_preferences (&shown);
  ui_test_wait (has_consented, fixture);

  show_again (&shown);
  row = find_row (shown.form, "I _Agree to Data Storage Outside This Computer");
  toggle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpstr (get_said (&shown), ==, "Now: agreed.");
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  close_preferences (&shown);
  ui_test_wait (has_withdrawn, fixture);
  show_again (&shown);
  g_assert_cmpstr (get_said (&shown), ==, "Now: taken back.");
  close_preferences (&shown);

  shc_journal_consents_async (fixture->journal, NULL, take_result_cb, &result);
  ui_test_wait (has_result, &result);
  consents = shc_journal_consents_finish (fixture->journal, result, NULL);
  g_assert_cmpuint (consents->len, ==, 2);
  entry = g_ptr_array_index (consents, 0);
  g_assert_cmpstr (entry->purpose, ==, "storage");
  g_assert_cmpstr (entry->wording, ==, SHC_CONSENT_WORDING);
  g_assert_true (entry->granted);
  entry = g_ptr_array_index (consents, 1);
  g_assert_false (entry->granted);
  window_test_close (shown.window);
}

static void
test_lapsed (UiFixture    *fixture,
             gconstpointer data)
{
  Shown shown;
  GtkWidget *row;
  GtkWidget *toggle;

  g_test_summary ("What has lapsed is not switched on, and says why; agreed to again, it holds.");
  show (&shown, fixture);
  row = find_row (shown.form, "I _Agree to Data Storage Outside This Computer");
  toggle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  close_preferences (&shown);
  ui_test_wait (has_consented, fixture);
  g_assert_nonnull (shc_vault_run (fixture->vault, SHC_DB_WRITER, choose_base_in_thread, NULL, NULL));

  show_again (&shown);
  row = find_row (shown.form, "I _Agree to Data Storage Outside This Computer");
  toggle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  g_assert_cmpstr (get_said (&shown), ==, "Now: lapsed, since it names another one than would get it now.");
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  close_preferences (&shown);
  ui_test_wait (has_consented, fixture);
  window_test_close (shown.window);
}

static gboolean
idle_is_ten (gpointer spin)
{
  return gtk_spin_button_get_value_as_int (spin) == 10;
}

static gboolean
begins_at_four (gpointer spin)
{
  return g_str_equal (gtk_editable_get_text (spin), "04:00");
}

static gboolean
settings_are_kept (gpointer fixture)
{
  g_autofree char *minutes = get_setting (fixture, SHC_SETTING_LOCK_IDLE_MINUTES);
  g_autofree char *time = get_setting (fixture, SHC_SETTING_JOURNEY_DAY_BEGINS);

  return g_strcmp0 (minutes, "25") == 0 && g_strcmp0 (time, "05:30") == 0;
}

static gboolean
locks_after_twenty_five (gpointer window)
{
  return shc_idle_watch_get_seconds (((ShcWindow *) window)->idle_watch) == 25 * 60;
}

static void
test_settings (UiFixture    *fixture,
               gconstpointer data)
{
  Shown shown;
  GtkWidget *idle;
  GtkWidget *begins;

  show (&shown, fixture);
  idle = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (find_row (shown.opening,
                                                                          "_Lock After")));
  begins = adw_action_row_get_activatable_widget (ADW_ACTION_ROW (find_row (shown.opening,
                                                                            "A _Day Begins At")));
  ui_test_wait (idle_is_ten, idle);
  ui_test_wait (begins_at_four, begins);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (idle), 25);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (begins), 5 * 60 + 30);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (begins)), ==, "05:30");
  ui_test_wait (settings_are_kept, fixture);
  ui_test_wait (locks_after_twenty_five, shown.window);
  close_preferences (&shown);
  window_test_close (shown.window);
}

static gboolean
says_something (gpointer label)
{
  return gtk_widget_get_visible (label);
}

static GtkWidget *
find_problem (GtkWidget *root)
{
  if (GTK_IS_LABEL (root) && gtk_widget_has_css_class (root, "error"))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_problem (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_keyring (UiFixture    *fixture,
              gconstpointer data)
{
  Shown shown;
  GtkWidget *toggle;

  g_test_summary ("Without a keyring the switch goes back and says why.");
  show (&shown, fixture);
  toggle = adw_action_row_get_activatable_widget (
    ADW_ACTION_ROW (find_row (shown.opening, "This Computer’s _Keyring")));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_widget_activate (toggle);
  ui_test_wait (says_something, find_problem (shown.opening));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  close_preferences (&shown);
  window_test_close (shown.window);
}

static gboolean
is_verified (gpointer row)
{
  return g_str_has_prefix (adw_action_row_get_subtitle (row), "All is well");
}

static void
test_verify (UiFixture    *fixture,
             gconstpointer data)
{
  Shown shown;

  show (&shown, fixture);
  gtk_widget_activate_action (shown.keeping, "keeping.verify", NULL);
  ui_test_wait (is_verified, find_row (shown.keeping, "_Verify the Journal"));
  g_assert_cmpstr (
    adw_action_row_get_subtitle (ADW_ACTION_ROW (find_row (shown.keeping, "_Folder"))), ==,
    shc_vault_get_dir (fixture->vault));
  close_preferences (&shown);
  window_test_close (shown.window);
}

static void
test_passphrase (UiFixture    *fixture,
                 gconstpointer data)
{
  static const char new_one[] = "eleven quiet herons at noon";
  g_autoptr(GBytes) secret = g_bytes_new_static (new_one, strlen (new_one));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  Shown shown;
  GtkWidget *dialog;
  gpointer weak;

  g_test_summary ("A new passphrase opens the journal afterwards.");
  show (&shown, fixture);
  gtk_widget_activate_action (shown.opening, "opening.passphrase", NULL);
  dialog = window_test_wait_dialog ("ShcPassphraseDialog");
  window_test_check_names (dialog);
  gtk_editable_set_text (GTK_EDITABLE (find_row (dialog, "New _Passphrase")), new_one);
  gtk_editable_set_text (GTK_EDITABLE (find_row (dialog, "The Same _Again")), new_one);
  weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_widget_activate_action (dialog, "passphrase.set", NULL);
  ui_test_wait (is_gone, &weak);
  close_preferences (&shown);
  window_test_close (shown.window);

  shc_vault_unlock_async (fixture->vault, SHC_UNLOCK_PASSPHRASE, secret, FALSE, NULL,
                          take_result_cb, &result);
  ui_test_wait (has_result, &result);
  shc_vault_unlock_finish (fixture->vault, result, &error);
  g_assert_no_error (error);
  g_clear_object (&result);
  /* The thread that unlocked it answers first and lets go of it a moment later. */
  for (int i = 0; i < 100 && G_OBJECT (fixture->vault)->ref_count > 2; i++)
    ui_test_linger (50);
}

static gboolean
is_idle (gpointer button)
{
  return gtk_widget_is_sensitive (button);
}

static gboolean
shows_words (gpointer dialog)
{
  GtkWidget *words = ui_test_find (dialog, GTK_TYPE_FLOW_BOX, NULL);

  return words != NULL && gtk_widget_get_mapped (words);
}

static void
test_new_code (UiFixture    *fixture,
               gconstpointer data)
{
  Shown shown;
  GtkWidget *dialog;
  GtkWidget *question;
  GtkWidget *button;
  gpointer weak;

  g_test_summary ("A new code can be looked at again, and is not left unconfirmed without a word.");
  show (&shown, fixture);
  gtk_widget_activate_action (shown.opening, "opening.recovery", NULL);
  dialog = window_test_wait_dialog ("ShcRecoveryDialog");
  button = ui_test_find (dialog, GTK_TYPE_BUTTON, "_Make a Code");
  ui_test_click (button);
  ui_test_wait (shows_words, dialog);
  ui_test_wait (is_idle, button);
  gtk_widget_activate_action (dialog, "recovery-dialog.next", NULL);
  g_assert_false (shows_words (dialog));
  g_assert_null (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Later"));
  ui_test_click (ui_test_find (dialog, GTK_TYPE_BUTTON, "_Back"));
  ui_test_wait (shows_words, dialog);

  gtk_window_close (GTK_WINDOW (dialog));
  question = window_test_wait_dialog ("AdwMessageDialog");
  weak = question;
  g_object_add_weak_pointer (G_OBJECT (question), &weak);
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "_Stay"));
  ui_test_wait (is_gone, &weak);
  g_assert_true (shows_words (dialog));

  weak = dialog;
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  question = window_test_wait_dialog ("AdwMessageDialog");
  ui_test_click (ui_test_find (question, GTK_TYPE_BUTTON, "Do It _Later"));
  ui_test_wait (is_gone, &weak);
  g_assert_false (shc_vault_get_recovery_confirmed (fixture->vault));
  close_preferences (&shown);
  window_test_close (shown.window);
}

static void
test_bad_passphrases (UiFixture    *fixture,
                      gconstpointer data)
{
  g_autofree char *huge = g_strnfill (200000, 'x');
  const char *bad[] = { "", " ", "\x01\x02\x03", "aaaaaaaaaaaaaaaaaaaa", huge };
  GtkWidget *group = g_object_ref_sink (shc_passphrase_group_new ());

  g_test_summary ("What is no passphrase is refused, however long or odd.");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (find_row (group, "New _Passphrase")), bad[i]);
      gtk_editable_set_text (GTK_EDITABLE (find_row (group, "The Same _Again")), bad[i]);
      g_assert_false (shc_passphrase_group_check (SHC_PASSPHRASE_GROUP (group)));
    }
  gtk_editable_set_text (GTK_EDITABLE (find_row (group, "New _Passphrase")),
                         "\u202E" UI_TEST_PASSPHRASE);
  gtk_editable_set_text (GTK_EDITABLE (find_row (group, "The Same _Again")), UI_TEST_PASSPHRASE);
  g_assert_false (shc_passphrase_group_check (SHC_PASSPHRASE_GROUP (group)));
  g_assert_finalize_object (group);
}

static void
test_goals (UiFixture    *fixture,
            gconstpointer data)
{
  g_autofree char *huge = g_strnfill (300000, 'g');
  const char *texts[] = { "a\nb\n", "\u202Eשלום مرحبا", "\x07 bell", huge };
  GtkWidget *form = g_object_ref_sink (shc_intake_form_new ());
  GtkTextBuffer *goals =
    gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (form, GTK_TYPE_TEXT_VIEW, NULL)));

  g_test_summary ("Goals are the person’s own words: kept as they are, or refused with a word.");
  gtk_editable_set_text (
    GTK_EDITABLE (find_row (form, "Healing _Name (How You Wish to Be Greeted)")), "River");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(ShcProfile) profile = NULL;

      gtk_text_buffer_set_text (goals, texts[i], -1);
      profile = shc_intake_form_get_profile (SHC_INTAKE_FORM (form));
      if (profile == NULL)
        g_assert_nonnull (find_problem (form));
      else
        g_assert_true (g_utf8_validate (profile->goals, -1, NULL));
    }
  g_assert_finalize_object (form);
}

static void
test_names (UiFixture    *fixture,
            gconstpointer data)
{
  Shown shown;
  GtkWidget *pages[3];

  show (&shown, fixture);
  pages[0] = shown.form;
  pages[1] = shown.opening;
  pages[2] = shown.keeping;
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      int minimum;

      adw_preferences_window_set_visible_page (
        ADW_PREFERENCES_WINDOW (shown.window->preferences), ADW_PREFERENCES_PAGE (pages[i]));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (shown.window->preferences));
      window_test_check_names (GTK_WIDGET (shown.window->preferences));
      gtk_widget_measure (pages[i], GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 340);
    }
  /* Pressed again, the same window comes forward. */
  gtk_widget_activate_action (GTK_WIDGET (shown.window), "win.preferences", NULL);
  g_assert_true (ui_test_find (GTK_WIDGET (shown.window->preferences), SHC_TYPE_INTAKE_FORM,
                               NULL) == shown.form);
  close_preferences (&shown);
  window_test_close (shown.window);
}

#define ADD(name, func) \
  g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int   argc,
      char *argv[])
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/preferences/profile", test_profile);
  ADD ("/ui/preferences/profile-meanwhile", test_profile_meanwhile);
  ADD ("/ui/preferences/bad-profile", test_bad_profile);
  ADD ("/ui/preferences/fasting", test_fasting);
  ADD ("/ui/preferences/age", test_age);
  ADD ("/ui/preferences/consent", test_consent);
  ADD ("/ui/preferences/lapsed", test_lapsed);
  ADD ("/ui/preferences/settings", test_settings);
  ADD ("/ui/preferences/keyring", test_keyring);
  ADD ("/ui/preferences/verify", test_verify);
  ADD ("/ui/preferences/passphrase", test_passphrase);
  ADD ("/ui/preferences/new-code", test_new_code);
  ADD ("/ui/preferences/bad-passphrases", test_bad_passphrases);
  ADD ("/ui/preferences/goals", test_goals);
  ADD ("/ui/preferences/names", test_names);
  return ui_test_run ();
}
