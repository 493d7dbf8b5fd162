/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recovery code on paper, or as a file to put away. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_recovery_print: shows the print dialog. @code: NUL-terminated words in secure memory.
 * Failures are reported by @from's window. */
void    shc_recovery_print       (GtkWidget *from, GBytes *code);

/** shc_recovery_make_sheet: Returns: (transfer full): the text of the sheet, in secure memory. */
GBytes *shc_recovery_make_sheet  (GBytes *code);

G_END_DECLS
