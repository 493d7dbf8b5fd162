/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A base at a server on this computer, and its calls without callbacks. */

#pragma once

#include "service-test.h"
#include "shc-airtable.h"

G_BEGIN_DECLS

#define AIRTABLE_TEST_BASE "appHealing0000001"
#define AIRTABLE_TEST_USERS "tblUsers000000001"
#define AIRTABLE_TEST_REFLECTIONS "tblReflections001"
/* Columns of the reflections. */
#define AIRTABLE_TEST_TEXT "fldRText000000001"
#define AIRTABLE_TEST_DATE "fldRDate000000001"
#define AIRTABLE_TEST_USER "fldRUser000000001"
#define AIRTABLE_TEST_MILESTONE "fldRMilestone0001"
#define AIRTABLE_TEST_KEY "fldRLocalId000001"

/** AirtableTest: @waited: how many waits longer than the pace were told of, and @longest_ms the longest. */
typedef struct
{
  ServiceTest  service;
  ShcAirtable *client;
  guint        waited;
  guint        longest_ms;
  guint        counted;
  gsize        counted_bytes;
} AirtableTest;

/** airtable_test_limits: waits that a test can bear. */
extern const ShcAirtableLimits airtable_test_limits;

/** airtable_test_start: @arguments: (nullable): more of the server's. If there are none, it lets everything through at
 * any speed. */
void airtable_test_start (AirtableTest *self, const char *const *arguments);
void airtable_test_stop  (AirtableTest *self);
/** airtable_test_client: the client is another one from now on. @fault: (nullable): as the server has it. @base_id:
 * (nullable): @limits: (nullable): the quick ones. */
void airtable_test_client (AirtableTest *self, const char *fault, const char *base_id,
                           const ShcAirtableLimits *limits);
/** airtable_test_control: tells the server, by a client that has nothing to do with ours. Returns: (transfer full):
 * what it reports. */
JsonObject *airtable_test_control (AirtableTest *self, const char *json);
/** airtable_test_dup_requests: Returns: (transfer full) (element-type JsonObject): what has come since the first
 * @after, without what was told by control. */
GPtrArray *airtable_test_dup_requests (AirtableTest *self, guint after);
guint      airtable_test_count        (AirtableTest *self);

/* Each call, waited for. */

char              *airtable_test_whoami       (AirtableTest *self, GError **error);
GPtrArray         *airtable_test_bases        (AirtableTest *self, GError **error);
GPtrArray         *airtable_test_schema       (AirtableTest *self, GError **error);
ShcAirtableTable  *airtable_test_create_table (AirtableTest *self, const char *name, const ShcAirtableNewField *fields,
                                               guint n_fields, GError **error);
ShcAirtableField  *airtable_test_create_field (AirtableTest *self, const char *table,
                                               const ShcAirtableNewField *field, GError **error);
GPtrArray         *airtable_test_list         (AirtableTest *self, const char *table, const ShcAirtableColumn *columns,
                                               guint n_columns, const char *formula, GError **error);
ShcAirtableRecord *airtable_test_get          (AirtableTest *self, const char *table, const char *id,
                                               const ShcAirtableColumn *columns, guint n_columns, GError **error);
GPtrArray         *airtable_test_get_many     (AirtableTest *self, const char *table, const char *const *ids,
                                               const ShcAirtableColumn *columns, guint n_columns, GError **error);
GPtrArray         *airtable_test_create       (AirtableTest *self, const char *table, const GPtrArray *records,
                                               GError **error);
GPtrArray         *airtable_test_upsert       (AirtableTest *self, const char *table, const char *field,
                                               const GPtrArray *records, GError **error);
GPtrArray         *airtable_test_update       (AirtableTest *self, const char *table, const GPtrArray *records,
                                               GError **error);
gboolean           airtable_test_delete       (AirtableTest *self, const char *table, const char *const *ids,
                                               GError **error);

/** airtable_test_reflections: Returns: (transfer full): @n rows to be created, with texts and local ids from @first
 * on. */
GPtrArray *airtable_test_reflections (guint first, guint n);

G_END_DECLS
