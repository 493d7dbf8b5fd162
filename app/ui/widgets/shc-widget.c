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

static gboolean
runs_from_right (gunichar c)
{
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_ARABIC:
    case G_UNICODE_SCRIPT_HEBREW:
    case G_UNICODE_SCRIPT_SYRIAC:
    case G_UNICODE_SCRIPT_THAANA:
    case G_UNICODE_SCRIPT_NKO:
    case G_UNICODE_SCRIPT_ADLAM:
      return TRUE;
    default:
      return FALSE;
    }
}

char *
shc_isolate (const char *text)
{
  gboolean needed = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *at = text; !needed && *at != '\0'; at = g_utf8_next_char (at))
    needed = runs_from_right (g_utf8_get_char (at));
  return needed ? g_strconcat ("\xE2\x81\xA8", text, "\xE2\x81\xA9", NULL) : g_strdup (text);
}
