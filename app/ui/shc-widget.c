/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every widget of ours needs. */

#define G_LOG_DOMAIN "shc-widget"

#include "config.h"

#include "shc-widget.h"

void
shc_widget_clear (GtkWidget *widget)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}

void
shc_widget_set_label (GtkWidget  *widget,
                      const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (label != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (GTK_IS_BUTTON (widget))
    gtk_widget_set_tooltip_text (widget, label);
}
