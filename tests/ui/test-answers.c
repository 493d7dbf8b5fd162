/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialog for an intake form: from a file and from a server on this computer, looked at, then taken. */

#include "config.h"

#include <string.h>

#include "service-test.h"
#include "shc-answers-private.h"
#include "shc-consent.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "walk-test.h"
#include "window-test.h"

#define OWN "21085286190ffad1248d17c4135ee56f"
#define KEY "tfp_test-key"
#define TABLE \
  "#,Your Healing Name,May we keep your answers?,What do you hope for?,Have you fasted?,When did it begin?," \
  "Submit Date (UTC)\n" \
  "id1,Brook,1,\"To rest, and to <cook> again.\",Now and then,tomorrow,2027-01-01 10:00:00\n"

/* ---- the vault */

typedef struct
{
  const char *name;
  const char *value;
} Setting;

static gpointer
set_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  Setting *setting = data;

  shc_settings_set (db, setting->name, setting->value, error);
  return NULL;
}

static void
set (UiFixture  *fixture,
     const char *name,
     const char *value)
{
  Setting setting = { name, value };
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, set_in_thread, &setting, &error);
  g_assert_no_error (error);
}

static gpointer
load_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  shc_consent_is_granted (db, "storage", data, error);
  return shc_profile_load (db, error);
}

static ShcProfile *
load (UiFixture *fixture,
      gboolean  *consent)
{
  g_autoptr(GError) error = NULL;
  ShcProfile *profile = shc_vault_run (fixture->vault, SHC_DB_WRITER, load_in_thread, consent, &error);

  g_assert_no_error (error);
  return profile;
}

/* ---- the dialog */

static GtkWidget *
find_row (GtkWidget  *root,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) && gtk_widget_get_mapped (root) &&
      g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  ShcAnswersDialog *dialog;
  const char       *page;
} Shown;

static gboolean
is_shown (gpointer data)
{
  Shown *shown = data;

  return g_strcmp0 (gtk_stack_get_visible_child_name (shown->dialog->stack), shown->page) == 0;
}

static void
wait_page (ShcAnswersDialog *dialog,
           const char       *page)
{
  Shown shown = { dialog, page };

  ui_test_wait (is_shown, &shown);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
  window_test_check_names (GTK_WIDGET (dialog));
  walk_test_page (GTK_WINDOW (dialog));
}

static gboolean
has_problem (gpointer data)
{
  ShcAnswersDialog *dialog = data;

  return gtk_revealer_get_reveal_child (dialog->problem_revealer);
}

static const char *
wait_problem (ShcAnswersDialog *dialog)
{
  ui_test_wait (has_problem, dialog);
  return gtk_label_get_text (dialog->problem);
}

/* Narrow and wide, light and dark; nothing of it is wider than a telephone. */
static void
take_pictures (ShcAnswersDialog *dialog,
               const char       *name)
{
  static const int widths[] = { 360, 1200 };
  AdwStyleManager *style = adw_style_manager_get_default ();
  GtkWidget *title = ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "Intake Form");

  g_assert_nonnull (title);
  ui_test_check_narrow (GTK_WIDGET (dialog));
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *light = g_strdup_printf ("%s-%d.png", name, widths[i]);
      g_autofree char *dark = g_strdup_printf ("%s-%d-dark.png", name, widths[i]);

      gtk_window_set_default_size (GTK_WINDOW (dialog), widths[i], 640);
      ui_test_linger (60);
      ui_test_picture (GTK_WIDGET (dialog), light);
      g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (title))));
      adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
      ui_test_picture (GTK_WIDGET (dialog), dark);
      adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
    }
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
go_and_wait_gone (ShcAnswersDialog *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.go", NULL));
  ui_test_wait (is_gone, &weak);
}

static void
close_dialog (ShcAnswersDialog *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
}

static ShcWindow *
open_window (UiFixture *fixture)
{
  ShcWindow *window;

  ui_test_profile (fixture, "River", "2026-11-01");
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  return window;
}

static ShcAnswersDialog *
open_dialog (ShcWindow *window)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.intake-form", NULL));
  return SHC_ANSWERS_DIALOG (window_test_wait_dialog ("ShcAnswersDialog"));
}

static void
choose_file (UiFixture        *fixture,
             ShcAnswersDialog *dialog,
             const char       *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, "answers.csv", NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "_Choose a File…"));
  window_test_answer_chooser (path);
}

static void
select_question (ShcAnswersDialog *dialog,
                 ShcIntakeField    field,
                 guint             number)
{
  adw_combo_row_set_selected (dialog->combos[field], number);
}

static const char *
get_subtitle (ShcAnswersDialog *dialog,
              const char       *title)
{
  GtkWidget *row = find_row (GTK_WIDGET (dialog), title);

  g_assert_nonnull (row);
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
}

/* ---- cases */

static void
test_file (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  ShcAnswersDialog *dialog = open_dialog (window);
  g_autoptr(ShcProfile) profile = NULL;
  gboolean consent = TRUE;

  g_test_summary ("Each question is assigned by the person, each change is ticked, and consent only by hand.");
  wait_page (dialog, "source");
  take_pictures (dialog, "answers-source");
  choose_file (fixture, dialog, TABLE);
  wait_page (dialog, "mapping");
  g_assert_cmpuint (adw_combo_row_get_selected (dialog->combos[SHC_INTAKE_HEALING_NAME]), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (dialog->combos[SHC_INTAKE_CONSENT_STORAGE]), ==, 0);
  select_question (dialog, SHC_INTAKE_CONSENT_STORAGE, 2);
  select_question (dialog, SHC_INTAKE_JOURNEY_START, 5);
  take_pictures (dialog, "answers-mapping");

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.go", NULL));
  wait_page (dialog, "changes");
  g_assert_cmpstr (get_subtitle (dialog, "Healing Name"), ==, "River → Brook");
  g_assert_cmpstr (get_subtitle (dialog, "Goals"), ==, "– → To rest, and to <cook> again.");
  g_assert_nonnull (strstr (get_subtitle (dialog, "Journey began"), "no date"));
  g_assert_nonnull (find_row (GTK_WIDGET (dialog), "What “Now and then” Means"));
  g_assert_false (gtk_check_button_get_active (dialog->checks[SHC_INTAKE_CONSENT_STORAGE]));
  take_pictures (dialog, "answers-changes");

  adw_combo_row_set_selected (dialog->meaning, 1 + SHC_FASTING_SOME);
  wait_page (dialog, "busy");
  wait_page (dialog, "changes");
  g_assert_cmpstr (get_subtitle (dialog, "Experience with fasting"), ==, "– → Some");
  gtk_check_button_set_active (dialog->checks[SHC_INTAKE_HEALING_NAME], FALSE);
  go_and_wait_gone (dialog);

  profile = load (fixture, &consent);
  g_assert_cmpstr (profile->healing_name, ==, "River");
  g_assert_cmpstr (profile->goals, ==, "To rest, and to <cook> again.");
  g_assert_cmpint (profile->fasting, ==, SHC_FASTING_SOME);
  g_assert_false (consent);

  /* The mapping was confirmed: now it goes straight to what would change. */
  dialog = open_dialog (window);
  choose_file (fixture, dialog, TABLE);
  wait_page (dialog, "changes");
  g_assert_true (g_str_has_suffix (get_subtitle (dialog, "Goals"), "As it is here."));
  gtk_check_button_set_active (dialog->checks[SHC_INTAKE_HEALING_NAME], FALSE);
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (dialog->go_button)));
  gtk_check_button_set_active (dialog->checks[SHC_INTAKE_CONSENT_STORAGE], TRUE);
  go_and_wait_gone (dialog);
  shc_profile_free (load (fixture, &consent));
  g_assert_true (consent);
  window_test_close (window);
}

static void
test_bad_files (UiFixture    *fixture,
                gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  ShcAnswersDialog *dialog = open_dialog (window);

  g_test_summary ("What is no form is said where the file was chosen, and nothing of it is taken.");
  choose_file (fixture, dialog, "Date,Text\n2026-01-01,x\n");
  g_assert_nonnull (strstr (wait_problem (dialog), "Submit Date"));
  wait_page (dialog, "source");
  take_pictures (dialog, "answers-bad-file");
  choose_file (fixture, dialog, "{\"items\":[]}");
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "no responses"));
  choose_file (fixture, dialog, "#,Name\n1,A\n2,B\n");
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "several people"));
  close_dialog (dialog);
  window_test_close (window);
}

static void
use_server (UiFixture   *fixture,
            ServiceTest *server)
{
  service_test_begin (server, "typeform_server.py", "", KEY, NULL);
  set (fixture, SHC_SETTING_NETWORK_EXTRA_CA_FILE, server->ca);
  set (fixture, SHC_SETTING_TYPEFORM_BASE_URL, server->base_url);
}

static void
type (AdwEntryRow *row,
      const char  *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static gboolean
is_loaded (gpointer data)
{
  ShcAnswersDialog *dialog = data;

  return g_list_model_get_n_items (adw_combo_row_get_model (dialog->place_row)) == 4;
}

static gpointer
save_email (ShcDb     *db,
            gpointer   data,
            GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  profile->email = g_strdup ("river@example.org");
  shc_profile_save (db, profile, 1, error);
  return NULL;
}

static void
test_fetch (UiFixture    *fixture,
            gconstpointer data)
{
  ServiceTest server;
  ShcWindow *window = open_window (fixture);
  ShcAnswersDialog *dialog;
  g_autoptr(ShcProfile) profile = NULL;
  g_autofree char *requests = NULL;
  gboolean consent;

  g_test_summary ("Nothing is asked before the button; what the address finds is the person's once they say so.");
  use_server (fixture, &server);
  shc_vault_run (fixture->vault, SHC_DB_WRITER, save_email, NULL, NULL);
  /* What is remembered is of another form, and is not taken for a response to this one. */
  set (fixture, SHC_SETTING_TYPEFORM_FORM_ID, "u6nXL7");
  set (fixture, SHC_SETTING_TYPEFORM_RESPONSE_ID, OWN);
  dialog = open_dialog (window);
  ui_test_wait (is_loaded, dialog);
  requests = service_test_dup_requests (&server);
  g_assert_cmpstr (requests, ==, "");
  type (dialog->form_row, "https://example.typeform.com/to/twice0");
  type (ADW_ENTRY_ROW (dialog->token_row), KEY);
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Fe_tch My Answers"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (dialog->token_row)), ==, "");
  wait_page (dialog, "mine");
  g_assert_cmpuint (dialog->rows->len, ==, 2);
  g_assert_null (find_row (GTK_WIDGET (dialog), "Goals"));
  take_pictures (dialog, "answers-mine");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.name", "s", OWN));
  wait_page (dialog, "mapping");
  ui_test_picture (GTK_WIDGET (dialog), "answers-mapping-fetched");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.go", NULL));
  wait_page (dialog, "changes");
  take_pictures (dialog, "answers-changes-fetched");
  go_and_wait_gone (dialog);
  profile = load (fixture, &consent);
  g_assert_true (g_str_has_prefix (profile->goals, "To sleep"));
  g_assert_cmpint (profile->adult, ==, SHC_ADULT_YES);
  g_assert_false (consent);
  service_test_stop (&server);
  window_test_close (window);
}

static void
test_refused (UiFixture    *fixture,
              gconstpointer data)
{
  ServiceTest server;
  ShcWindow *window = open_window (fixture);
  ShcAnswersDialog *dialog;

  g_test_summary ("What goes wrong is said beside what was typed, which stays.");
  use_server (fixture, &server);
  shc_service_key_clear (fixture->vault, "typeform", NULL);
  dialog = open_dialog (window);
  ui_test_wait (is_loaded, dialog);
  type (dialog->form_row, "unknown");
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Fe_tch My Answers"));
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "key"));
  type (ADW_ENTRY_ROW (dialog->token_row), KEY);
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Fe_tch My Answers"));
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "no such form"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (dialog->form_row)), ==, "unknown");
  type (dialog->form_row, "not an id");
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Fe_tch My Answers"));
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "/to/"));
  set (fixture, SHC_SETTING_NETWORK_ENABLED, "false");
  type (dialog->form_row, "twice0");
  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Fe_tch My Answers"));
  wait_page (dialog, "busy");
  g_assert_nonnull (strstr (wait_problem (dialog), "switched off"));
  close_dialog (dialog);
  service_test_stop (&server);
  window_test_close (window);
}

static gboolean
is_tested (gpointer data)
{
  return g_str_equal (adw_action_row_get_subtitle (((ShcAnswersDialog *) data)->stored_row), "Typeform takes the token.");
}

static gboolean
is_stoppable (gpointer data)
{
  return gtk_widget_get_mapped (((ShcAnswersDialog *) data)->stop_button);
}

static gboolean
has_form (gpointer data)
{
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (((ShcAnswersDialog *) data)->form_row)), "u6nXL7");
}

static gboolean
is_removed (gpointer data)
{
  return g_str_has_prefix (adw_action_row_get_subtitle (((ShcAnswersDialog *) data)->stored_row), "The token is removed");
}

static void
test_token (UiFixture    *fixture,
            gconstpointer data)
{
  ServiceTest server;
  ShcWindow *window = open_window (fixture);
  ShcAnswersDialog *dialog;
  gboolean has = TRUE;

  g_test_summary ("The token is tested, says which forms there are, and is removed, each by a press; asking can be stopped.");
  use_server (fixture, &server);
  shc_service_key_clear (fixture->vault, "typeform", NULL);
  dialog = open_dialog (window);
  ui_test_wait (is_loaded, dialog);
  g_assert_null (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "T_est"));
  type (ADW_ENTRY_ROW (dialog->token_row), KEY);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.test-token", NULL));
  ui_test_wait (is_tested, dialog);
  wait_page (dialog, "source");
  ui_test_picture (GTK_WIDGET (dialog), "answers-tested");

  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "C_hoose…"));
  window_test_choose_place ("Healing intake");
  ui_test_wait (has_form, dialog);

  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "T_est"));
  ui_test_wait (is_stoppable, dialog);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (dialog), "answers.stop", NULL));
  wait_page (dialog, "source");
  g_assert_false (is_tested (dialog));

  ui_test_click (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Re_move"));
  ui_test_wait (is_removed, dialog);
  g_assert_null (ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "C_hoose…"));
  g_assert_true (shc_service_key_has (fixture->vault, "typeform", &has, NULL));
  g_assert_false (has);
  close_dialog (dialog);
  service_test_stop (&server);
  window_test_close (window);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  ADD ("/ui/answers/file", test_file);
  ADD ("/ui/answers/bad-files", test_bad_files);
  ADD ("/ui/answers/fetch", test_fetch);
  ADD ("/ui/answers/refused", test_refused);
  ADD ("/ui/answers/token", test_token);
  return ui_test_run ();
}
