/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing a file or folder: the desktop's own chooser (through the portal inside a sandbox). */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_pick_file_async: @from: any widget inside the window that asks. @accept: the button's label,
 * with a mnemonic. @name: (nullable): the proposed name when saving. */
void   shc_pick_file_async (GtkWidget *from, GtkFileChooserAction action, const char *title,
                            const char *accept, const char *name, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
/** Returns: (transfer full) (nullable): a file with a path; %NULL when nothing was
 * chosen, or nothing that has one, which was said. */
GFile *shc_pick_file_finish (GAsyncResult *result);

G_END_DECLS
