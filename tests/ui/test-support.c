/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card when a reflection is left, and support that is always within reach. */

#include "config.h"

#include <string.h>

#include "shc-help-dialog.h"
#include "shc-composer.h"
#include "shc-editor.h"
#include "shc-safety-card.h"
#include "shc-window-private.h"
#include "ui-test.h"
#include "window-test.h"

#define NOW_TEXT "Tonight I am going to kill myself.\n\n  Two spaces stay. "
#define CALM_TEXT "Bread, butter and a walk by the river."

static void
type_passphrase (GtkWidget *page)
{
  gtk_editable_set_text (GTK_EDITABLE (ui_test_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW, NULL)),
                         UI_TEST_PASSPHRASE);
  g_assert_true (gtk_widget_activate_action (page, "unlock.passphrase", NULL));
}

static GtkWidget *
get_editor (ShcWindow *window)
{
  return ui_test_find (GTK_WIDGET (window), SHC_TYPE_EDITOR, NULL);
}

static gboolean
can_write (gpointer window)
{
  GtkWidget *editor = get_editor (window);

  return editor != NULL && gtk_widget_is_sensitive (editor);
}

static ShcWindow *
open_window (UiFixture *fixture)
{
  ShcWindow *window;

  /* Without one, the window asks who it is in the middle of a test. */
  ui_test_profile (fixture, "River", "2026-11-01");
  shc_vault_close (fixture->vault);
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_UNLOCK);
  type_passphrase (adw_bin_get_child (window->unlock_bin));
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  ui_test_wait (can_write, window);
  return window;
}

/* What is kept a moment after the reflection before is kept at the next try. */
static gboolean
is_kept (gpointer window)
{
  if (shc_editor_get_blank (SHC_EDITOR (get_editor (window))))
    return TRUE;
  g_assert_true (gtk_widget_activate_action (window, "win.keep", NULL));
  return FALSE;
}

static void
keep (ShcWindow  *window,
      const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (shc_editor_get_view (SHC_EDITOR (get_editor (window))));

  gtk_text_buffer_insert_at_cursor (buffer, text, -1);
  ui_test_wait (is_kept, window);
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

static void
close_dialog (GtkWidget *dialog)
{
  gpointer weak = dialog;

  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  gtk_window_close (GTK_WINDOW (dialog));
  ui_test_wait (is_gone, &weak);
}

static gboolean
has_quiet_line (gpointer window)
{
  return shc_banner_get_revealed (((ShcWindow *) window)->support_banner);
}

static gboolean
has_no_quiet_line (gpointer window)
{
  return !has_quiet_line (window);
}

static gboolean
has_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (toplevel), "ShcSupportDialog"))
        return TRUE;
    }
  return FALSE;
}

static gpointer
has_text_in_thread (ShcDb     *db,
                    gpointer   data,
                    GError   **error)
{
  g_autoptr(ShcFilter) all = shc_filter_new ();
  g_autoptr(GPtrArray) reflections = shc_reflections_list (db, all, NULL, 10, error);
  gboolean found = FALSE;

  for (guint i = 0; reflections != NULL && i < reflections->len; i++)
    found |= g_str_equal (((ShcReflection *) g_ptr_array_index (reflections, i))->text, data);
  return GINT_TO_POINTER (found);
}

static void
test_card (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;

  g_test_summary ("A card, once an hour; the reflection is kept as it was; calm words bring nothing.");
  keep (window, CALM_TEXT);
  ui_test_linger (300);
  g_assert_false (has_dialog ());
  g_assert_false (gtk_widget_get_visible (window->support_button));

  keep (window, NOW_TEXT);
  dialog = window_test_wait_dialog ("ShcSupportDialog");
  window_test_check_names (dialog);
  g_assert_nonnull (ui_test_find (dialog, ADW_TYPE_ACTION_ROW, NULL));
  ui_test_picture (dialog, "support-card");
  g_assert_true (GPOINTER_TO_INT (shc_vault_run (fixture->vault, SHC_DB_READER, has_text_in_thread, (gpointer) NOW_TEXT,
                                                 NULL)));
  close_dialog (dialog);
  g_assert_true (gtk_widget_get_visible (window->support_button));

  keep (window, "Once more: " NOW_TEXT);
  ui_test_wait (has_quiet_line, window);
  g_assert_false (has_dialog ());
  keep (window, CALM_TEXT);
  ui_test_wait (has_no_quiet_line, window);
  window_test_close (window);
}

static void
test_locked (UiFixture    *fixture,
             gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  g_test_summary ("Support is within reach while locked, without anything of the person's.");
  shc_vault_close (fixture->vault);
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_UNLOCK);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.support", NULL));
  dialog = window_test_wait_dialog ("ShcSupportDialog");
  g_assert_null (ui_test_find (dialog, ADW_TYPE_ENTRY_ROW, NULL));
  close_dialog (dialog);
  window_test_close (window);
}

static gboolean
is_first_country (gpointer row)
{
  return adw_combo_row_get_selected (row) == 1;
}

static void
test_country (UiFixture    *fixture,
              gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog;
  GtkWidget *row;

  g_test_summary ("The country that is chosen is shown at once and the next time.");
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.support", NULL));
      dialog = window_test_wait_dialog ("ShcSupportDialog");
      row = ui_test_find (dialog, ADW_TYPE_COMBO_ROW, NULL);
      if (i == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
      ui_test_wait (is_first_country, row);
      /* Behind what the dialog has just asked to be kept. */
      shc_vault_run (fixture->vault, SHC_DB_WRITER, has_text_in_thread, (gpointer) CALM_TEXT, NULL);
      close_dialog (dialog);
    }
  window_test_close (window);
}

static GtkWidget *
open_plan (ShcWindow *window)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.safety-plan", NULL));
  return window_test_wait_dialog ("ShcSafetyPlanDialog");
}

static gboolean
is_loaded (gpointer dialog)
{
  GtkWidget *view = ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL);

  return view != NULL && gtk_widget_is_sensitive (view);
}

static void
test_plan (UiFixture    *fixture,
           gconstpointer data)
{
  ShcWindow *window = open_window (fixture);
  GtkWidget *dialog = open_plan (window);
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  g_test_summary ("What is typed into the plan is there the next time, without a button to keep it.");
  ui_test_wait (is_loaded, dialog);
  window_test_check_names (dialog);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  gtk_text_buffer_set_text (buffer, "I stop answering.", -1);
  ui_test_picture (dialog, "safety-plan");
  close_dialog (dialog);

  dialog = open_plan (window);
  ui_test_wait (is_loaded, dialog);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (ui_test_find (dialog, GTK_TYPE_TEXT_VIEW, NULL)));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (text, ==, "I stop answering.");
  close_dialog (dialog);
  window_test_close (window);
}

/* Whether what is shown has @text in it. */
static gboolean
reads (GtkWidget  *root,
       const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return FALSE;
  if (GTK_IS_TEXT_VIEW (root))
    {
      g_autofree char *shown = NULL;

      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (root)), "text", &shown, NULL);
      return strstr (shown, text) != NULL;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (reads (child, text))
      return TRUE;
  return FALSE;
}

static gboolean
is_about_safety (gpointer dialog)
{
  return reads (dialog, "safety");
}

static gboolean
is_of_what_is_sent (gpointer dialog)
{
  return reads (dialog, "To nobody, by itself");
}

static gboolean
is_for_practitioners (gpointer dialog)
{
  return reads (dialog, "A form at Typeform");
}

static void
test_help (UiFixture    *fixture,
           gconstpointer data)
{
  static const struct { const char *page; const char *picture; UiTestPredicate is_shown; } pages[] = {
    { "protocol", "help-protocol", is_about_safety },
    { "sent", "help-sent", is_of_what_is_sent },
    { "practitioner", "help-practitioner", is_for_practitioners },
  };
  ShcWindow *window;

  g_test_summary ("Each page of the help can be chosen, and begun with.");
  ui_test_profile (fixture, "River", "");
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      GtkWidget *dialog;
      GtkDropDown *chooser;
      int minimum;

      shc_help_dialog_present (GTK_WINDOW (window), pages[i].page);
      dialog = window_test_wait_dialog ("ShcHelpDialog");
      ui_test_wait (pages[i].is_shown, dialog);
      chooser = GTK_DROP_DOWN (ui_test_find (dialog, GTK_TYPE_DROP_DOWN, NULL));
      g_assert_cmpuint (gtk_drop_down_get_selected (chooser), ==, i);
      gtk_widget_measure (gtk_window_get_child (GTK_WINDOW (dialog)), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                          NULL);
      g_assert_cmpint (minimum, <=, 360);
      ui_test_picture (dialog, pages[i].picture);
      gtk_drop_down_set_selected (chooser, 2);
      ui_test_wait (is_for_practitioners, dialog);
      window_test_check_names (dialog);
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
  window_test_close (window);
}

static void
test_help_narrow (UiFixture    *fixture,
                  gconstpointer data)
{
  ShcWindow *window;
  GtkWidget *dialog;

  ui_test_profile (fixture, "River", "");
  window = window_test_open (fixture);
  window_test_wait_state (window, SHC_WINDOW_OPEN);
  shc_help_dialog_present (GTK_WINDOW (window), "practitioner");
  dialog = window_test_wait_dialog ("ShcHelpDialog");
  gtk_window_set_default_size (GTK_WINDOW (dialog), 360, 680);
  ui_test_wait (is_for_practitioners, dialog);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  ui_test_linger (400);
  ui_test_picture (dialog, "help-practitioner-dark-360");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (GTK_WINDOW (dialog));
  window_test_close (window);
}

#define ADD(name, func) g_test_add (name, UiFixture, NULL, ui_test_set_up, func, ui_test_tear_down)

int
main (int    argc,
      char **argv)
{
  ui_test_init (&argc, &argv);
  /* Reading the patterns takes a sanitizer that looks for leaks many seconds, in which nothing else is quick. */
  shc_safety_check ("", 0);
  ADD ("/ui/support/card", test_card);
  ADD ("/ui/support/locked", test_locked);
  ADD ("/ui/support/country", test_country);
  ADD ("/ui/support/plan", test_plan);
  ADD ("/ui/support/help", test_help);
  ADD ("/ui/support/help-narrow", test_help_narrow);
  return ui_test_run ();
}
