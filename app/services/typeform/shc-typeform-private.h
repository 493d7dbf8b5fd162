/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request to Typeform. */

#pragma once

#include "shc-json.h"
#include "shc-typeform.h"

G_BEGIN_DECLS

/** shc_typeform_ask_async: after the gap. @path: behind the base URL, escaped. Finish returns: (transfer full): an object. */
void      shc_typeform_ask_async  (ShcTypeform *self, const ShcIntent *intent, const char *endpoint, const char *path,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
JsonNode *shc_typeform_ask_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

/** shc_typeform_return_unlike: what answered does not speak as Typeform does. */
void      shc_typeform_return_unlike (GTask *task);

G_END_DECLS
