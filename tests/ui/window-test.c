/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of the whole window share, besides ui-test.h. */

#include "config.h"

#include "window-test.h"

typedef struct
{
  ShcWindow     *window;
  ShcWindowState state;
} Wanted;

static gboolean
is_in_state (gpointer data)
{
  Wanted *wanted = data;

  return wanted->window->state == wanted->state;
}

void
window_test_wait_state (ShcWindow     *window,
                        ShcWindowState state)
{
  Wanted wanted = { window, state };

  ui_test_wait (is_in_state, &wanted);
}

ShcWindow *
window_test_open (UiFixture *fixture)
{
  ShcWindow *window = shc_window_new (ui_test_get_app (), fixture->journal, NULL,
                                      SHC_WINDOW_START_BY_PERSON);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static gboolean
is_gone (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
window_test_close (ShcWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_close (GTK_WINDOW (window));
  ui_test_wait (is_gone, &weak);
}

/* One second, whatever the setting says when it arrives. */
static gboolean
is_left_alone_and_gone (gpointer data)
{
  ShcWindow *window = *(gpointer *) data;

  if (window != NULL && window->idle_watch != NULL &&
      shc_idle_watch_get_seconds (window->idle_watch) != 1)
    shc_idle_watch_set_seconds (window->idle_watch, 1);
  return window == NULL;
}

void
window_test_leave_alone (ShcWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  ui_test_wait (is_left_alone_and_gone, &weak);
}

static GtkWidget *
find_toplevel (const char *type)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr(GtkWidget) toplevel = g_list_model_get_item (toplevels, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (toplevel), type) && gtk_widget_get_mapped (toplevel))
        return toplevel;
    }
  return NULL;
}

static gboolean
is_there (gpointer data)
{
  return find_toplevel (data) != NULL;
}

GtkWidget *
window_test_wait_dialog (const char *type)
{
  ui_test_wait (is_there, (gpointer) type);
  return find_toplevel (type);
}

static gboolean
has_words (GtkWidget *widget)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  if (text != NULL && *text != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;
  return FALSE;
}

/* What GTK and libadwaita put in by themselves is theirs to name. */
static gboolean
is_theirs (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) != NULL ||
         gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) != NULL ||
         gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) != NULL ||
         gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL ||
         gtk_widget_get_ancestor (gtk_widget_get_parent (widget), GTK_TYPE_MENU_BUTTON) != NULL;
}

void
window_test_check_names (GtkWidget *root)
{
  gboolean needs_name = GTK_IS_BUTTON (root) || GTK_IS_MENU_BUTTON (root) || GTK_IS_SWITCH (root) ||
                        GTK_IS_TEXT_VIEW (root);

  if (needs_name && gtk_widget_get_mapped (root) && !is_theirs (root) &&
      (GTK_IS_TEXT_VIEW (root) || !has_words (root)) &&
      !gtk_test_accessible_has_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
      !gtk_test_accessible_has_relation (GTK_ACCESSIBLE (root),
                                         GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    g_error ("a %s without a name in %s", G_OBJECT_TYPE_NAME (root),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (root)));

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    window_test_check_names (child);
}

typedef struct
{
  GtkFileChooser *chooser;
  GFile          *wanted;
} Choice;

static gboolean
has_file (gpointer data)
{
  Choice *choice = data;
  g_autoptr(GFile) file = gtk_file_chooser_get_file (choice->chooser);

  return file != NULL && g_file_equal (file, choice->wanted);
}

void
window_test_answer_chooser (const char *path)
{
  GtkWidget *chooser = window_test_wait_dialog ("GtkFileChooserDialog");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  Choice choice = { GTK_FILE_CHOOSER (chooser), file };

  /* It first goes to a folder of its own choice, and says nothing when it is there. */
  ui_test_linger (400);
  if (gtk_file_chooser_get_action (GTK_FILE_CHOOSER (chooser)) == GTK_FILE_CHOOSER_ACTION_SAVE)
    {
      g_autoptr(GFile) folder = g_file_get_parent (file);
      g_autofree char *name = g_file_get_basename (file);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
      gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
    }
  else
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), file, NULL);
  ui_test_linger (400);
  ui_test_wait (has_file, &choice);
  gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);
}

static gboolean
is_gone_place (gpointer data)
{
  return *(gpointer *) data == NULL;
}

void
window_test_choose_place (const char *title)
{
  GtkWidget *dialog = window_test_wait_dialog ("ShcPlaceDialog");
  GtkWidget *label = ui_test_find (dialog, GTK_TYPE_LABEL, title);
  gpointer weak = dialog;

  g_assert_nonnull (label);
  window_test_check_names (dialog);
  ui_test_picture (dialog, "place-dialog.png");
  g_object_add_weak_pointer (G_OBJECT (dialog), &weak);
  adw_action_row_activate (ADW_ACTION_ROW (gtk_widget_get_ancestor (label, ADW_TYPE_ACTION_ROW)));
  ui_test_wait (is_gone_place, &weak);
}
