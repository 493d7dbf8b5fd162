/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that Tab goes through in one row. */

#define G_LOG_DOMAIN "shc-tab-stop"

#include "config.h"

#include "shc-tab-stop.h"

struct _ShcTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (ShcTabStop, shc_tab_stop, ADW_TYPE_BIN)

/* Returns: (nullable): the row of the list below @self that the keyboard is in. */
static GtkWidget *
find_row (GtkWidget *self)
{
  GtkWidget *at = gtk_widget_get_focus_child (self);

  while (at != NULL && !GTK_IS_LIST_VIEW (at))
    at = gtk_widget_get_focus_child (at);
  return at != NULL ? gtk_widget_get_focus_child (at) : NULL;
}

static gboolean
shc_tab_stop_focus (GtkWidget        *widget,
                    GtkDirectionType  direction)
{
  GtkWidget *row = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD ? find_row (widget) : NULL;

  if (row != NULL)
    return gtk_widget_child_focus (row, direction);
  return GTK_WIDGET_CLASS (shc_tab_stop_parent_class)->focus (widget, direction);
}

static void
shc_tab_stop_class_init (ShcTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = shc_tab_stop_focus;
}

static void
shc_tab_stop_init (ShcTabStop *self)
{
}
