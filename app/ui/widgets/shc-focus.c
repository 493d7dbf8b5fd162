/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the keyboard is when a page changes. */

#define G_LOG_DOMAIN "shc-focus"

#include "config.h"

#include "shc-focus.h"

static gboolean
can_take_keys (GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_sensitive (widget);
}

void
shc_focus_page (GtkStack  *stack,
                GtkWidget *first)
{
  GtkWidget *page, *focus;
  GtkRoot *root;

  g_return_if_fail (GTK_IS_STACK (stack));
  g_return_if_fail (first == NULL || GTK_IS_WIDGET (first));

  root = gtk_widget_get_root (GTK_WIDGET (stack));
  page = gtk_stack_get_visible_child (stack);
  if (root == NULL || page == NULL)
    return;
  focus = gtk_root_get_focus (root);
  if (can_take_keys (focus) && gtk_widget_is_ancestor (focus, page))
    return;
  if (can_take_keys (first) && gtk_widget_grab_focus (first))
    return;
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}
