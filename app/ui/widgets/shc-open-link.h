/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening an address in the person's browser. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_open_link: @from: any widget of the window that asks. Where nothing can open it, the address
 * is said, to be typed elsewhere. */
void shc_open_link (GtkWidget *from, const char *uri);

G_END_DECLS
