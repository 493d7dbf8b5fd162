/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table: which error is answered by a toast, a dialog or a status page. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_report_error: says @error where the table has it said: a toast with "Details", a dialog, or
 * by turning the window to its unlock or status page. %G_IO_ERROR_CANCELLED is never shown.
 * @from: any widget inside the window or one of its dialogs. */
void shc_report_error (GtkWidget *from, const GError *error);

G_END_DECLS
