/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform's JSON and tables, read (developer pages "Retrieve responses", "Retrieve form", "Webhooks"; the export of the
 * results page). Whatever is missing or of another shape than expected is passed over. */

#pragma once

#include "shc-json.h"
#include "shc-typeform-types.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_TYPEFORM_ERROR_FORMAT, /* not what Typeform writes, or cut off */
} ShcTypeformError;
#define SHC_TYPEFORM_ERROR (shc_typeform_error_quark ())
GQuark shc_typeform_error_quark (void);

/** shc_typeform_read_form: Returns: (transfer full) (nullable): %NULL if @object has no questions to it. */
ShcTypeformForm     *shc_typeform_read_form (JsonObject *object);

/** shc_typeform_read_response: Returns: (transfer full) (nullable): %NULL if it has no id. */
ShcTypeformResponse *shc_typeform_read_response (JsonObject *object);

/** shc_typeform_get_response_id: Returns: (transfer none) (nullable): of an item, without reading more of it. */
const char          *shc_typeform_get_response_id (JsonObject *object);

/** shc_typeform_get_token: Returns: (transfer none) (nullable): of an item: after which the next page begins. */
const char          *shc_typeform_get_token (JsonObject *object);

/**
 * ShcTypeformFile: what somebody saved.
 * @form: its questions, as far as the file tells
 * @responses: (element-type ShcTypeformResponse): those that were sent off, the newest first, no two of one id
 * @ids: (element-type utf8): of @responses
 * @unsent: how many more were begun and not sent off
 */
typedef struct
{
  ShcTypeformForm *form;
  GPtrArray       *responses;
  GHashTable      *ids;
  guint            unsent;
} ShcTypeformFile;
void shc_typeform_file_free (ShcTypeformFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcTypeformFile, shc_typeform_file_free)

/**
 * shc_typeform_file_read:
 * @text: bytes, may hold anything
 *
 * The answer of the Responses API, one or more of its items, the body of a webhook (or several in a list), or the table
 * that the results page exports.
 *
 * Returns: (transfer full): Errors: %SHC_TYPEFORM_ERROR_FORMAT.
 */
ShcTypeformFile *shc_typeform_file_read (const char *text, gsize length, GError **error);

/** shc_typeform_file_add: @response: (transfer full): of an id that was there before is dropped. */
void             shc_typeform_file_add (ShcTypeformFile *self, ShcTypeformResponse *response);

/** shc_typeform_table_read: of a table alone; see shc_typeform_file_read(). */
gboolean         shc_typeform_table_read (ShcTypeformFile *self, const char *text, gsize length, GError **error);

G_END_DECLS
