/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window as somebody without a mouse meets it. */

#include "config.h"

#include "ui-test.h"
#include "walk-test.h"

/* No sheet has so many. */
#define MOST_STEPS 200

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_TEXT (widget) ||
         GTK_IS_TEXT_VIEW (widget) || GTK_IS_EXPANDER (widget) || ADW_IS_COMBO_ROW (widget);
}

static gboolean
can_be_used (GtkWidget *widget)
{
  for (GtkWidget *at = widget; at != NULL; at = gtk_widget_get_parent (at))
    if (!gtk_widget_get_can_focus (at) || !gtk_widget_get_child_visible (at))
      return FALSE;
  return gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget) && gtk_widget_get_focusable (widget);
}

static void
collect (GtkWidget *root,
         GPtrArray *found)
{
  if (is_control (root) && can_be_used (root))
    g_ptr_array_add (found, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, found);
}

static const char *
describe (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  return label != NULL ? label : gtk_widget_get_tooltip_text (widget);
}

static void
walk (GtkWindow        *window,
      GtkDirectionType  direction,
      GHashTable       *reached)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint steps = 0;

  gtk_window_set_focus (window, NULL);
  while (gtk_widget_child_focus (GTK_WIDGET (window), direction) &&
         g_hash_table_add (seen, gtk_window_get_focus (window)))
    {
      g_hash_table_add (reached, gtk_window_get_focus (window));
      if (++steps > MOST_STEPS)
        g_error ("the end of a %s is more than %d presses of Tab away", G_OBJECT_TYPE_NAME (window), MOST_STEPS);
    }
}

static void
check_reached (GPtrArray  *controls,
               GHashTable *reached)
{
  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *control = g_ptr_array_index (controls, i);

      if (!g_hash_table_contains (reached, control) && gtk_widget_get_ancestor (control, GTK_TYPE_LIST_VIEW) == NULL)
        g_error ("a %s (%s) in a %s is not reached by Tab", G_OBJECT_TYPE_NAME (control), describe (control),
                 G_OBJECT_TYPE_NAME (gtk_widget_get_parent (control)));
    }
}

static gboolean
has_any_in (GHashTable *reached,
            GtkWidget  *list)
{
  GHashTableIter iter;
  gpointer widget;

  g_hash_table_iter_init (&iter, reached);
  while (g_hash_table_iter_next (&iter, &widget, NULL))
    if (gtk_widget_is_ancestor (widget, list))
      return TRUE;
  return FALSE;
}

/* Of each list that has controls, one row. */
static void
check_lists (GPtrArray  *controls,
             GHashTable *reached)
{
  for (guint i = 0; i < controls->len; i++)
    {
      GtkWidget *list = gtk_widget_get_ancestor (g_ptr_array_index (controls, i), GTK_TYPE_LIST_VIEW);

      if (list != NULL && !has_any_in (reached, list))
        g_error ("no row of a list is reached by Tab");
    }
}

void
walk_test_by_tab (GtkWindow *window)
{
  GtkWidget *began = gtk_window_get_focus (window);
  g_autoptr(GPtrArray) controls = g_ptr_array_new ();
  g_autoptr(GHashTable) reached = g_hash_table_new (NULL, NULL);

  walk (window, GTK_DIR_TAB_FORWARD, reached);
  walk (window, GTK_DIR_TAB_BACKWARD, reached);
  collect (GTK_WIDGET (window), controls);
  check_reached (controls, reached);
  check_lists (controls, reached);
  gtk_window_set_focus (window, began);
}

static gboolean
is_in_header (GtkWidget *widget)
{
  return gtk_widget_get_ancestor (widget, ADW_TYPE_HEADER_BAR) != NULL;
}

/* On a slow machine the keyboard follows a frame or two behind the page. */
static gboolean
is_the_keyboard_at_its_place (gpointer user_data)
{
  GtkWindow *window = GTK_WINDOW (user_data);
  GtkWidget *focus = gtk_window_get_focus (window);
  g_autoptr(GPtrArray) controls = g_ptr_array_new ();
  guint others = 0;

  collect (GTK_WIDGET (window), controls);
  for (guint i = 0; i < controls->len; i++)
    others += !is_in_header (g_ptr_array_index (controls, i));
  if (others == 0)
    return TRUE;
  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_sensitive (focus) &&
         (!is_in_header (focus) || gtk_widget_has_css_class (focus, "suggested-action"));
}

void
walk_test_page (GtkWindow *window)
{
  /* What is traced is looked at for what it sends, not for where its keyboard is. */
  if (g_getenv ("SHC_TEST_TRACED") != NULL)
    return;
  ui_test_wait (is_the_keyboard_at_its_place, window);
  walk_test_by_tab (window);
}
