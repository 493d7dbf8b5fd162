/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running one of the vault's blocking calls away from the main loop. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Runs on a thread of its own: touches @data only, no widget. Returns: (nullable): anything; %NULL
 * is a value of its own unless @error is set. */
typedef gpointer (*ShcWorkFunc) (gpointer data, GCancellable *cancellable, GError **error);

/** shc_work_async: @source: (nullable): a #GObject kept until @callback has run, in the main context
 * this was called in. @data is freed by @data_free, an unclaimed result by @result_free, both there. */
void     shc_work_async (gpointer source, ShcWorkFunc func, gpointer data, GDestroyNotify data_free,
                         GDestroyNotify result_free, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data);
gpointer shc_work_finish (GAsyncResult *result, GError **error);

G_END_DECLS
