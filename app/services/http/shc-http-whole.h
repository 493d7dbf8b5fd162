/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer read to its end. */

#pragma once

#include "shc-http.h"

G_BEGIN_DECLS

/** shc_http_answer_read_whole_async: Finish returns: (transfer full): all of the body. Errors: as of reading; PROTOCOL if it is longer than @max bytes. */
void    shc_http_answer_read_whole_async  (ShcHttpAnswer *self, gsize max, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
GBytes *shc_http_answer_read_whole_finish (ShcHttpAnswer *self, GAsyncResult *result, GError **error);

G_END_DECLS
