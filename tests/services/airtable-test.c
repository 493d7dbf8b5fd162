/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A base at a server on this computer, and its calls without callbacks. */

#include "config.h"

#include "airtable-test.h"

#include <libsoup/soup.h>
#include <string.h>

#include "shc-json.h"

#define TOKEN "patTest.0123456789"

/* Parts of lines of the server's record. */
#define METHOD "\"method\": "
#define CONTROL "\"path\": \"/control\""

const ShcAirtableLimits airtable_test_limits = {
  .gap_ms = 1,
  .slowest_gap_ms = 50,
  .in_flight = 2,
  .silence_ms = 30,
  .silence_jitter_ms = 5,
  .tries = 3,
  .backoff_ms = 10,
  .longest_wait_ms = 3000,
};

static void
waiting_cb (guint    ms,
            gpointer user_data)
{
  AirtableTest *self = user_data;

  self->waited++;
  self->longest_ms = MAX (self->longest_ms, ms);
}

static char *
make_url (AirtableTest *self,
          const char   *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->service.ca != NULL ? "https" : "http", self->service.port, path);
}

void
airtable_test_client (AirtableTest            *self,
                      const char              *fault,
                      const char              *base_id,
                      const ShcAirtableLimits *limits)
{
  g_autofree char *path = fault != NULL ? g_strdup_printf ("/fault:%s/v0", fault) : g_strdup ("/v0");
  g_autofree char *url = make_url (self, path);

  g_clear_object (&self->client);
  self->client = shc_airtable_new (self->service.http, url, base_id, self->service.key,
                                   limits != NULL ? limits : &airtable_test_limits);
  shc_airtable_set_waiting (self->client, waiting_cb, self);
  self->waited = 0;
  self->longest_ms = 0;
}

void
airtable_test_start (AirtableTest      *self,
                     const char *const *arguments)
{
  static const char *const unpaced[] = { "--unpaced", NULL };

  *self = (AirtableTest) { 0 };
  service_test_begin (&self->service, "airtable_server.py", "/v0", TOKEN, arguments != NULL ? arguments : unpaced);
  airtable_test_client (self, NULL, AIRTABLE_TEST_BASE, NULL);
}

void
airtable_test_stop (AirtableTest *self)
{
  g_clear_object (&self->client);
  service_test_stop (&self->service);
}

/* By another program, so that nothing of this is written down as sent. */
JsonObject *
airtable_test_control (AirtableTest *self,
                       const char   *json)
{
  g_autofree char *address = make_url (self, "/control");
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_PUT, address);
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));
  g_autoptr(GBytes) output = NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(GError) error = NULL;

  if (self->service.ca != NULL)
    {
      g_autoptr(GTlsDatabase) authorities = g_tls_file_database_new (self->service.ca, &error);

      g_assert_no_error (error);
      soup_session_set_tls_database (session, authorities);
    }
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  output = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  root = shc_json_parse (g_bytes_get_data (output, NULL), g_bytes_get_size (output), &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (root));
}

/* Whether the line is of a request to what stands in for Airtable. */
static gboolean
is_request (const char *line)
{
  return strstr (line, METHOD) != NULL && strstr (line, CONTROL) == NULL;
}

GPtrArray *
airtable_test_dup_requests (AirtableTest *self,
                            guint         after)
{
  g_autofree char *text = service_test_dup_requests (&self->service);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    if (is_request (lines[i]) && n++ >= after)
      {
        g_autoptr(JsonNode) line = shc_json_parse (lines[i], strlen (lines[i]), NULL);

        g_ptr_array_add (requests, json_object_ref (json_node_get_object (line)));
      }
  return requests;
}

static guint
count_of (const char *text,
          const char *part)
{
  guint n = 0;

  for (text = strstr (text, part); text != NULL; text = strstr (text + 1, part))
    n++;
  return n;
}

/* Only what has come since the last time is looked at: a record gets long. */
guint
airtable_test_count (AirtableTest *self)
{
  g_autofree char *text = service_test_dup_requests (&self->service);

  self->counted += count_of (text + self->counted_bytes, METHOD);
  self->counted -= count_of (text + self->counted_bytes, CONTROL);
  self->counted_bytes = strlen (text);
  return self->counted;
}

static void
result_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/* @NAME of the call, what Finish is called, and the arguments of the call between intent and cancellable. */
#define WAIT_FOR(NAME, FINISH, ...)                                                                       \
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "", "share", "test", 0);                      \
  g_autoptr(GAsyncResult) result = NULL;                                                                  \
  shc_airtable_##NAME##_async (self->client, intent, ##__VA_ARGS__, NULL, result_cb, &result);            \
  return shc_airtable_##FINISH##_finish (self->client, wait_for (&result), error)

char *
airtable_test_whoami (AirtableTest  *self,
                      GError       **error)
{
  WAIT_FOR (test, test);
}

GPtrArray *
airtable_test_bases (AirtableTest  *self,
                     GError       **error)
{
  WAIT_FOR (list_bases, list_bases);
}

GPtrArray *
airtable_test_schema (AirtableTest  *self,
                      GError       **error)
{
  WAIT_FOR (get_schema, get_schema);
}

ShcAirtableTable *
airtable_test_create_table (AirtableTest               *self,
                            const char                 *name,
                            const ShcAirtableNewField  *fields,
                            guint                       n_fields,
                            GError                    **error)
{
  WAIT_FOR (create_table, create_table, name, fields, n_fields);
}

ShcAirtableField *
airtable_test_create_field (AirtableTest               *self,
                            const char                 *table,
                            const ShcAirtableNewField  *field,
                            GError                    **error)
{
  WAIT_FOR (create_field, create_field, table, field);
}

GPtrArray *
airtable_test_list (AirtableTest             *self,
                    const char               *table,
                    const ShcAirtableColumn  *columns,
                    guint                     n_columns,
                    const char               *formula,
                    GError                  **error)
{
  WAIT_FOR (list, list, table, columns, n_columns, formula);
}

ShcAirtableRecord *
airtable_test_get (AirtableTest             *self,
                   const char               *table,
                   const char               *id,
                   const ShcAirtableColumn  *columns,
                   guint                     n_columns,
                   GError                  **error)
{
  WAIT_FOR (get, get, table, id, columns, n_columns);
}

GPtrArray *
airtable_test_get_many (AirtableTest             *self,
                        const char               *table,
                        const char *const        *ids,
                        const ShcAirtableColumn  *columns,
                        guint                     n_columns,
                        GError                  **error)
{
  WAIT_FOR (get_many, get_many, table, ids, columns, n_columns, NULL);
}

GPtrArray *
airtable_test_create (AirtableTest     *self,
                      const char       *table,
                      const GPtrArray  *records,
                      GError          **error)
{
  WAIT_FOR (create, write, table, records);
}

GPtrArray *
airtable_test_upsert (AirtableTest     *self,
                      const char       *table,
                      const char       *field,
                      const GPtrArray  *records,
                      GError          **error)
{
  WAIT_FOR (upsert, write, table, field, records);
}

GPtrArray *
airtable_test_update (AirtableTest     *self,
                      const char       *table,
                      const GPtrArray  *records,
                      GError          **error)
{
  WAIT_FOR (update, write, table, records);
}

gboolean
airtable_test_delete (AirtableTest       *self,
                      const char         *table,
                      const char *const  *ids,
                      GError            **error)
{
  WAIT_FOR (delete, delete, table, ids);
}

GPtrArray *
airtable_test_reflections (guint first,
                           guint n)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);

  for (guint i = first; i < first + n; i++)
    {
      ShcCells *cells = shc_cells_new ();
      g_autofree char *text = g_strdup_printf ("Clear head, \"day %u\" 🌿", i);
      g_autofree char *key = g_strdup_printf ("local-%u", i);

      shc_cells_set_text (cells, AIRTABLE_TEST_TEXT, text);
      shc_cells_set_date (cells, AIRTABLE_TEST_DATE, "2026-08-08");
      shc_cells_set_text (cells, AIRTABLE_TEST_KEY, key);
      g_ptr_array_add (records, shc_airtable_record_new (NULL, cells));
    }
  return records;
}
