/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Airtable, one base of it: rows in and out, and how the base is made. Wire formats end here. */

#pragma once

#include "shc-airtable-types.h"
#include "shc-http.h"

G_BEGIN_DECLS

/** Most rows in one write, and most ids in one deletion. */
#define SHC_AIRTABLE_BATCH 10

/** So many rows come in one answer, and so many ids are asked for at once: n rows take ⌈n/100⌉ requests. The
 * formula is then 3,203 characters long. */
#define SHC_AIRTABLE_PAGE 100

/**
 * ShcAirtableLimits: in milliseconds.
 * @gap_ms: between two requests at full pace
 * @slowest_gap_ms: the gap doubles each time the service says "too fast", up to this, and shrinks with each success
 * @in_flight: requests at the same time
 * @silence_ms: how long nothing is sent after "too fast"
 * @silence_jitter_ms: up to so much longer, by chance; doubled each time it is said again without a success between
 * @tries: how often one request goes out, "too fast" not counted
 * @backoff_ms: before the second try; doubled for each further one
 * @longest_wait_ms: a service that asks for more is not asked again by itself
 */
typedef struct
{
  guint gap_ms;
  guint slowest_gap_ms;
  guint in_flight;
  guint silence_ms;
  guint silence_jitter_ms;
  guint tries;
  guint backoff_ms;
  guint longest_wait_ms;
} ShcAirtableLimits;

/** shc_airtable_limits: what holds unless a test says otherwise. */
extern const ShcAirtableLimits shc_airtable_limits;

#define SHC_TYPE_AIRTABLE (shc_airtable_get_type ())
/**
 * ShcAirtable:
 *
 * All requests to one base go through one of these, in order and paced: whoever made it makes no second one while it
 * is in use. Used from the thread that made it, where callbacks run.
 *
 * Every call takes an intent of which service, purpose and action count; the endpoint, and how many records are written
 * or deleted, are filled in for each request. Every call can be cancelled at any time, also while it waits. A request that is safe to repeat
 * (all but shc_airtable_create_async(), ..._create_table_async() and ..._create_field_async()) is repeated with the
 * same bytes. Nothing is ever sent with `typecast`, and nothing by PUT.
 *
 * Errors of all: %SHC_SERVICE_ERROR, %G_IO_ERROR_CANCELLED, or what kept a request from being written down.
 * KEY: the token was refused; FORBIDDEN: no right to it, or no such base; GONE: the row or table is not there;
 * FIELD: a column is not there (renamed); CHOICE: it is not in the list of choices; BAD_RECORD: a row was refused;
 * TOO_LARGE: send fewer at once; MONTH_SPENT: trying again will not do before the month ends; FAULT, OFFLINE, TIMEOUT:
 * three tries did not do, or it asks for a longer wait than @longest_wait_ms; RATE_LIMITED: "too fast", for very long;
 * EXPIRED: see shc_airtable_list_async(); REQUEST: anything else that was refused; PROTOCOL: what came is not what
 * Airtable speaks.
 *
 * Airtable says FORBIDDEN also of rows and tables that are not there, if it will not say which of the two it is.
 */
G_DECLARE_FINAL_TYPE (ShcAirtable, shc_airtable, SHC, AIRTABLE, GObject)

/**
 * shc_airtable_new:
 * @base_url: such as "https://api.airtable.com/v0", without a slash at its end
 * @base_id: (nullable): "app…"; without it only shc_airtable_test_async() and ..._list_bases_async() can be used
 * @token: goes into the header and nowhere else
 * @limits: (nullable): for tests
 */
ShcAirtable *shc_airtable_new (ShcHttp *http, const char *base_url, const char *base_id, GBytes *token,
                               const ShcAirtableLimits *limits);

/** shc_airtable_keep_turns: from now on it keeps the pace of its base together with whichever other programs of this person do so. @folder:
 * as of shc_airtable_turns_dup_folder(), or a test's own. */
void         shc_airtable_keep_turns  (ShcAirtable *self, const char *folder);

/** shc_airtable_set_waiting: @waiting: (nullable): told of each wait longer than the pace: a silence, a back-off. It
 * is not called any more once @self is gone or another one is set. */
void shc_airtable_set_waiting (ShcAirtable *self, ShcHttpWaiting waiting, gpointer user_data);

/** shc_airtable_get_next_us: Returns: before when, by g_get_monotonic_time(), no further request may go. */
gint64 shc_airtable_get_next_us (ShcAirtable *self);
/** shc_airtable_set_next_us: lets nothing go before @next_us: for a base that another client has been asking until now. */
void   shc_airtable_set_next_us (ShcAirtable *self, gint64 next_us);

/** shc_airtable_is_refused: whether after @error it is certain that the request changed nothing at the service: it was
 * refused, or never left. After any other error, a cancelled one too, it may have been carried out. */
gboolean shc_airtable_is_refused (const GError *error);

/** shc_airtable_measure_record: @by_id: it is told by its id, as for an update. Returns: how many bytes it takes in the body of
 * a request. */
gsize shc_airtable_measure_record (const ShcAirtableRecord *record, gboolean by_id);

/** shc_airtable_measure_frame: @merge_field: (nullable): see shc_airtable_upsert_async(). Returns: how many bytes the body has
 * around its records, which are separated by one each. */
gsize shc_airtable_measure_frame (const char *merge_field);

/** shc_airtable_test_async: whether the token is one. Finish returns: (transfer full): the id of whose it is. */
void  shc_airtable_test_async  (ShcAirtable *self, const ShcIntent *intent, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
char *shc_airtable_test_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_list_bases_async: Finish returns: (transfer full) (element-type ShcAirtableBase): */
void       shc_airtable_list_bases_async  (ShcAirtable *self, const ShcIntent *intent, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_airtable_list_bases_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_get_schema_async: Finish returns: (transfer full) (element-type ShcAirtableTable): */
void       shc_airtable_get_schema_async  (ShcAirtable *self, const ShcIntent *intent, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_airtable_get_schema_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_create_table_async: @fields: the first becomes the table's primary one, and must be a text.
 * Never repeated by itself. Finish returns: (transfer full): */
void              shc_airtable_create_table_async  (ShcAirtable *self, const ShcIntent *intent, const char *name,
                                                    const ShcAirtableNewField *fields, guint n_fields,
                                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                                    gpointer user_data);
ShcAirtableTable *shc_airtable_create_table_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_create_field_async: Never repeated by itself. Finish returns: (transfer full): */
void              shc_airtable_create_field_async  (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                                    const ShcAirtableNewField *field, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback, gpointer user_data);
ShcAirtableField *shc_airtable_create_field_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/**
 * shc_airtable_list_async:
 * @columns: (array length=n_columns) (nullable): %NULL for all, as the service has them: in `json`, without cells
 * @formula: (nullable): only the rows for which it holds; see shc_airtable_formula_is()
 *
 * All pages. If the service forgets where it was, it begins anew, twice at most, and is EXPIRED then. Finish returns:
 * (transfer full) (element-type ShcAirtableRecord): in no order, no two with one id.
 */
void       shc_airtable_list_async  (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                     const ShcAirtableColumn *columns, guint n_columns, const char *formula,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_airtable_list_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_get_async: one row by its id. Finish returns: (transfer full): GONE if it is not there. */
void               shc_airtable_get_async  (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                            const char *record_id, const ShcAirtableColumn *columns, guint n_columns,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
ShcAirtableRecord *shc_airtable_get_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** ShcAirtableSift: looks at a row as soon as it has come, perhaps more than once. Returns: whether it is to be kept. */
typedef gboolean (*ShcAirtableSift) (const ShcAirtableRecord *record, gpointer user_data);

/**
 * shc_airtable_get_many_async:
 * @ids: (array zero-terminated=1): any number, no double
 * @sift: (nullable): called with @user_data
 *
 * Asks in blocks of %SHC_AIRTABLE_PAGE by RECORD_ID(). Finish returns: (transfer full) (element-type
 * ShcAirtableRecord): those of @ids that are there, in no order; a row that was not asked for is dropped unread.
 */
void       shc_airtable_get_many_async  (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                         const char *const *ids, const ShcAirtableColumn *columns, guint n_columns,
                                         ShcAirtableSift sift, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
GPtrArray *shc_airtable_get_many_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/**
 * shc_airtable_create_async:
 * @records: (element-type ShcAirtableRecord): 1 to %SHC_AIRTABLE_BATCH; their cells count; copied
 *
 * A batch is written whole or not at all. This one is never repeated by itself, except after "too fast", which
 * wrote nothing. Finish (shc_airtable_write_finish()) returns: (transfer full) (element-type ShcAirtableRecord): one
 * for each of @records and in their order, with the service's id and the cells as it now holds them.
 */
void       shc_airtable_create_async (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                      const GPtrArray *records, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);

/**
 * shc_airtable_upsert_async:
 * @merge_field: id of a text column whose cell is filled in each of @records, no two alike
 *
 * Rows in which it reads the same are changed, the others created. BAD_RECORD: two rows of the table have it.
 * Finish: shc_airtable_write_finish(). `is_new` then says what this answer said: of a request that was repeated it
 * need not be true.
 */
void       shc_airtable_upsert_async (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                      const char *merge_field, const GPtrArray *records, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);

/** shc_airtable_update_async: as shc_airtable_create_async(), for rows with ids; cells that are not named stay. GONE
 * if one of them is not there: then none was changed. */
void       shc_airtable_update_async (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                      const GPtrArray *records, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);

GPtrArray *shc_airtable_write_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_delete_async: @ids: (array zero-terminated=1): 1 to %SHC_AIRTABLE_BATCH. GONE if one of them is not
 * there (also after a repetition): of one id alone that is as good as success, several have to be tried one by
 * one. */
void       shc_airtable_delete_async  (ShcAirtable *self, const ShcIntent *intent, const char *table_id,
                                       const char *const *ids, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
gboolean   shc_airtable_delete_finish (ShcAirtable *self, GAsyncResult *result, GError **error);

/** shc_airtable_formula_is: Returns: (transfer full): the formula of the rows whose cell in @field_name is @text.
 * @field_name: its name as the schema has it; that ids do as well is promised nowhere. */
char      *shc_airtable_formula_is (const char *field_name, const char *text);

G_END_DECLS
