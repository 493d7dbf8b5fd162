/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text on paper, on as many pages as it needs. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_print_text: @from: any widget of the window that asks. @title: of the job, and of the first page.
 * Shows the desktop's print dialog. */
void shc_print_text (GtkWidget *from, const char *title, const char *text);

G_END_DECLS
