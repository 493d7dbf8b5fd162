/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choosing among what a service has: bases, lists, forms. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_place_choose_async: @from: any widget inside the window that asks; @places: (element-type ShcServicePlace): at least one.
 * Cancelling closes it. */
void  shc_place_choose_async  (GtkWidget *from, const char *title, const GPtrArray *places, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
/** Returns: (transfer full) (nullable): the id of the one that was chosen; %NULL if none was. */
char *shc_place_choose_finish (GAsyncResult *result);

G_END_DECLS
