/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every widget of ours needs. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_widget_clear: takes all children out of @widget, as its dispose must. */
void shc_widget_clear (GtkWidget *widget);

/** shc_isolate: Returns: (transfer full): @text for a place inside another text: between marks that keep the
 * two directions apart where either may run from right to left. (They cost a search for fonts.) */
char *shc_isolate (const char *text);

/** shc_widget_set_label: gives @widget its accessible name, and its tooltip if it is a button. */
void shc_widget_set_label (GtkWidget *widget, const char *label);

G_END_DECLS
