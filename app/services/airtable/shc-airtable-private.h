/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcAirtable share. */

#pragma once

#include <json-glib/json-glib.h>

#include "shc-airtable-pace.h"
#include "shc-airtable-turns.h"

G_BEGIN_DECLS

struct _ShcAirtable
{
  GObject           parent_instance;
  ShcHttp          *http;
  char             *base_url;
  char             *base_id;        /* (nullable) */
  GBytes           *token;
  ShcAirtablePace   pace;
  ShcAirtableTurns *turns;          /* (nullable): kept with other programs of this person */
  gint64            told_us;        /* until when a wait for one was told of */
  gint64            full_since_us;  /* since when others have all places; 0 for not */
  GQueue            queue;          /* GTask, of requests that wait for their turn; each holds @self */
  GSource          *timer;          /* (nullable): when the next may go */
  ShcHttpWaiting    waiting;
  gpointer          waiting_data;
};

/**
 * ShcAirtableAsk: one request.
 * @endpoint: Airtable's name of it
 * @path: behind the base URL, encoded
 * @body: (nullable): JSON
 * @records: how many are written or deleted
 * @never_twice: it must not be repeated once it may have been carried out
 */
typedef struct
{
  const char *method;
  const char *endpoint;
  const char *path;
  GBytes     *body;
  guint       records;
  gboolean    never_twice;
} ShcAirtableAsk;

/** shc_airtable_ask_async: @ask: copied. Sends it when its turn comes, again where that is safe and may do. Finish
 * returns: (transfer full): any JSON value. */
void      shc_airtable_ask_async  (ShcAirtable *self, const ShcIntent *intent, const ShcAirtableAsk *ask,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
JsonNode *shc_airtable_ask_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_path: Returns: (transfer full): each of the parts, up to %NULL, encoded, behind a slash of its own. */
char *shc_airtable_path (const char *part, ...) G_GNUC_NULL_TERMINATED;

/* What an answer that is no success means; a judge for requests that read, and one for those that write. */
void shc_airtable_judge_read  (guint status, GBytes *body, ShcHttpVerdict *verdict);
void shc_airtable_judge_write (guint status, GBytes *body, ShcHttpVerdict *verdict);
/** shc_airtable_protocol_error: the answer was of success, but is none that Airtable gives. */
GError *shc_airtable_protocol_error (void);

/** ShcAirtablePage: @records: (element-type ShcAirtableRecord): @offset: (nullable): where the next page begins. */
typedef struct
{
  GPtrArray *records;
  char      *offset;
} ShcAirtablePage;

void shc_airtable_page_free (ShcAirtablePage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAirtablePage, shc_airtable_page_free)

/* Answers, which may hold anything. Each returns: (transfer full): or %NULL with PROTOCOL. */

/** @columns: (nullable): %NULL for all fields, in `json`. */
ShcAirtableRecord *shc_airtable_read_record  (JsonNode *node, const ShcAirtableColumn *columns, guint n_columns,
                                              GError **error);
ShcAirtablePage   *shc_airtable_read_page    (JsonNode *node, const ShcAirtableColumn *columns, guint n_columns,
                                              GError **error);
/** shc_airtable_read_written: @sent: (element-type ShcAirtableRecord): what was written. @merge_field: (nullable): of an
 * upsert. Returns: (element-type ShcAirtableRecord): one for each of @sent, in their order. */
GPtrArray         *shc_airtable_read_written (JsonNode *node, const GPtrArray *sent, const char *merge_field,
                                              GError **error);
/** shc_airtable_read_deleted: whether it says so of each of @ids. */
gboolean           shc_airtable_read_deleted (JsonNode *node, const char *const *ids, GError **error);
char              *shc_airtable_read_whoami  (JsonNode *node, GError **error);
/** @offset: (out) (transfer full) (nullable): where the next page begins. */
GPtrArray         *shc_airtable_read_bases   (JsonNode *node, char **offset, GError **error);
GPtrArray         *shc_airtable_read_schema  (JsonNode *node, GError **error);
ShcAirtableTable  *shc_airtable_read_table   (JsonNode *node, GError **error);
ShcAirtableField  *shc_airtable_read_field   (JsonNode *node, GError **error);

/* Members that may be missing or of any type. Returns: (transfer none) (nullable): */
const char *shc_airtable_get_string (JsonNode *node, const char *name);
JsonNode   *shc_airtable_get_object (JsonNode *node, const char *name);
JsonArray  *shc_airtable_get_array  (JsonNode *node, const char *name);
/** shc_airtable_is_id: @prefix: such as "rec". */
gboolean    shc_airtable_is_id      (const char *text, const char *prefix);

G_END_DECLS
