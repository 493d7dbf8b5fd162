/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in and out of a base at a server that does not behave. */

#include "config.h"

#include <string.h>

#include "airtable-test.h"
#include "shc-json.h"

static AirtableTest test;

static const ShcAirtableColumn columns[] = {
  { AIRTABLE_TEST_TEXT, SHC_CELL_TEXT },
  { AIRTABLE_TEST_DATE, SHC_CELL_DATE },
  { AIRTABLE_TEST_USER, SHC_CELL_LINKS },
  { AIRTABLE_TEST_KEY, SHC_CELL_TEXT },
};
#define N_COLUMNS G_N_ELEMENTS (columns)

/* What is asked for; several at once. */
#define WHOAMI 1
#define BASES 2
#define SCHEMA 4
#define FIELD 8
#define LIST 16
#define GET 32
#define MANY 64
#define CREATE 128
#define UPSERT 256
#define UPDATE 512
#define DELETE 1024
#define READS (WHOAMI | BASES | SCHEMA | LIST | GET | MANY)
#define ONCE (FIELD | CREATE)
#define WRITES (UPSERT | UPDATE | DELETE)
#define ALL (READS | ONCE | WRITES)

/* Error codes, and beside them: */
#define WELL -1
#define CODE(name) SHC_SERVICE_ERROR_##name

typedef struct
{
  const char *fault;
  int         calls;
  int         code;      /* or WELL */
  gboolean    refused;   /* whether it is certain that nothing was done */
  guint       tries;     /* requests that the server sees */
} Case;

static const Case cases[] = {
  { "429-once", ALL, WELL, FALSE, 2 },
  { "429-bare-once", ALL, WELL, FALSE, 2 },
  { "429-html-once", READS, WELL, FALSE, 2 },
  { "429:4", ALL, CODE (RATE_LIMITED), TRUE, 1 },
  { "month", ALL, CODE (MONTH_SPENT), TRUE, 1 },
  { "401", ALL, CODE (KEY), TRUE, 1 },
  { "403", ALL, CODE (FORBIDDEN), TRUE, 1 },
  { "403-field", ONCE | WRITES, CODE (FORBIDDEN), TRUE, 1 },
  { "404", ALL, CODE (GONE), TRUE, 1 },
  { "404-object", ALL, CODE (GONE), TRUE, 1 },
  { "413", ONCE | WRITES, CODE (TOO_LARGE), TRUE, 1 },
  { "422:INVALID_MULTIPLE_CHOICE_OPTIONS", ONCE | WRITES, CODE (CHOICE), TRUE, 1 },
  { "422:UNKNOWN_FIELD_NAME", LIST | CREATE | WRITES, CODE (FIELD), TRUE, 1 },
  { "422:INVALID_VALUE_FOR_COLUMN", CREATE | WRITES, CODE (BAD_RECORD), TRUE, 1 },
  { "422:INVALID_RECORDS", CREATE | WRITES, CODE (BAD_RECORD), TRUE, 1 },
  { "422:ROW_DOES_NOT_EXIST", CREATE | WRITES, CODE (GONE), TRUE, 1 },
  { "422", ONCE | WRITES, CODE (BAD_RECORD), TRUE, 1 },
  { "422", READS, CODE (REQUEST), TRUE, 1 },
  { "422:INVALID_FILTER_BY_FORMULA", LIST | MANY, CODE (REQUEST), TRUE, 1 },
  { "422:SOMETHING_NEW", ALL & ~(READS), CODE (BAD_RECORD), TRUE, 1 },
  { "status:400", ALL, CODE (REQUEST), TRUE, 1 },
  { "status:405", ALL, CODE (REQUEST), TRUE, 1 },
  { "status:410", GET, CODE (GONE), TRUE, 1 },
  { "iterator", LIST | MANY, CODE (EXPIRED), TRUE, 3 },
  { "iterator-once", LIST | MANY, WELL, FALSE, 2 },
  { "status:500", READS | WRITES, CODE (FAULT), FALSE, 3 },
  { "status:500", ONCE, CODE (FAULT), FALSE, 1 },
  { "502-html", READS | WRITES, CODE (FAULT), FALSE, 3 },
  { "502-html", ONCE, CODE (FAULT), FALSE, 1 },
  { "503", READS | WRITES, CODE (FAULT), FALSE, 3 },
  { "503:4", UPSERT, CODE (FAULT), FALSE, 1 },
  { "503-once", READS | WRITES, WELL, FALSE, 2 },
  { "status:418", GET, CODE (REQUEST), TRUE, 1 },
  { "redirect", ALL, CODE (REDIRECT), TRUE, 1 },
  { "reset", READS | WRITES, CODE (OFFLINE), FALSE, 3 },
  { "reset", ONCE, CODE (OFFLINE), FALSE, 1 },
  { "reset-once", READS | WRITES, WELL, FALSE, 2 },
  { "close", READS | WRITES, CODE (OFFLINE), FALSE, 3 },
  { "close", ONCE, CODE (OFFLINE), FALSE, 1 },
  { "lost-once", READS | UPSERT | UPDATE, WELL, FALSE, 2 },
  { "lost-once", DELETE, CODE (GONE), FALSE, 2 },
  { "lost", ONCE, CODE (OFFLINE), FALSE, 1 },
  { "lost-status-once", UPSERT | UPDATE, WELL, FALSE, 2 },
  { "lost-status-once", DELETE, CODE (GONE), FALSE, 2 },
  { "cut-once", READS | UPSERT | UPDATE, WELL, FALSE, 2 },
  { "cut", LIST | UPSERT, CODE (OFFLINE), FALSE, 3 },
  { "cut", ONCE, CODE (OFFLINE), FALSE, 1 },
  { "cut-close-once", READS | UPSERT | UPDATE, WELL, FALSE, 2 },
  { "cut-close", CREATE, CODE (OFFLINE), FALSE, 1 },
  { "cut-chunked-once", READS | UPSERT | UPDATE, WELL, FALSE, 2 },
  { "cut-chunked", CREATE, CODE (OFFLINE), FALSE, 1 },
  { "html-200", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "empty-200-once", READS | UPSERT | UPDATE, WELL, FALSE, 2 },
  { "empty-200", ONCE, CODE (OFFLINE), FALSE, 1 },
  { "broken-json", LIST, CODE (OFFLINE), FALSE, 3 },
  { "not-utf8", WHOAMI | GET, CODE (OFFLINE), FALSE, 3 },
  { "said:{}", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "said:[]", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "said:null", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "said:7", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "said:{\"records\";{},\"bases\";7,\"tables\";null,\"id\";[]}", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "said:{\"records\";[null],\"bases\";[[]],\"tables\";[{}],\"id\";\"\"}", ALL, CODE (PROTOCOL), FALSE, 1 },
  { "reversed", LIST | MANY | UPSERT | UPDATE | DELETE, WELL, FALSE, 1 },
  { "one-missing", LIST | MANY, WELL, FALSE, 1 },
  { "one-missing", CREATE | WRITES, CODE (PROTOCOL), FALSE, 1 },
  { "one-more", LIST | MANY, WELL, FALSE, 1 },
  { "one-more", CREATE | UPSERT | UPDATE, CODE (PROTOCOL), FALSE, 1 },
  { "foreign", MANY, WELL, FALSE, 1 },
  { "foreign", UPDATE | DELETE, CODE (PROTOCOL), FALSE, 1 },
  { "no-ids", LIST | MANY | CREATE | WRITES, CODE (PROTOCOL), FALSE, 1 },
  { "odd-ids", LIST | MANY | CREATE | WRITES, CODE (PROTOCOL), FALSE, 1 },
  { "no-end", LIST | MANY, CODE (PROTOCOL), FALSE, 2 },
  { "huge:50000000", WHOAMI | LIST | UPSERT, WELL, FALSE, 1 },
  { "huge:70000000", LIST | UPSERT, CODE (PROTOCOL), FALSE, 1 },
  { "more-keys", LIST | MANY | CREATE | WRITES, WELL, FALSE, 1 },
};

/* Those in which time has to pass: a test of its own, that others need not wait for. */
/* Longer than whatever is only slow, on a busy machine as well. */
#define WAITS_MS 4000

static const Case waits[] = {
  { "429-once:1", UPSERT, WELL, FALSE, 2 },
  { "stall", GET, CODE (TIMEOUT), FALSE, 3 },
  { "stall", CREATE, CODE (TIMEOUT), FALSE, 1 },
  { "lost-silence-once", UPSERT, WELL, FALSE, 2 },
  { "lost-silence", CREATE, CODE (TIMEOUT), FALSE, 1 },
  { "slow:1", LIST | UPSERT, WELL, FALSE, 1 },
  { "late:0.5", CREATE, WELL, FALSE, 1 },
};

static guint next_row = 1;

/* Rows that are there: the ids are the caller's. */
static GPtrArray *
make_rows (guint n)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row, n);
  GPtrArray *made;

  next_row += n;
  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
  made = airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error);
  g_assert_no_error (error);
  return made;
}

static const char *
get_id (const GPtrArray *rows,
        guint            index)
{
  return ((ShcAirtableRecord *) g_ptr_array_index (rows, index))->id;
}

static void
forget (gpointer data)
{
  if (data != NULL)
    g_ptr_array_unref (data);
}

/* Returns: whether it went well. */
static gboolean
run_read (int              call,
          const GPtrArray *rows,
          GError         **error)
{
  const char *ids[] = { get_id (rows, 0), get_id (rows, 1), NULL };
  const ShcAirtableRecord *first = g_ptr_array_index (rows, 0);
  g_autofree char *formula =
    shc_airtable_formula_is ("Local ID", shc_cells_get_text (first->cells, AIRTABLE_TEST_KEY));
  g_autofree char *id = NULL;
  g_autoptr(ShcAirtableRecord) record = NULL;
  GPtrArray *array = NULL;

  if (call == WHOAMI)
    id = airtable_test_whoami (&test, error);
  else if (call == BASES)
    array = airtable_test_bases (&test, error);
  else if (call == SCHEMA)
    array = airtable_test_schema (&test, error);
  else if (call == LIST)
    array = airtable_test_list (&test, AIRTABLE_TEST_REFLECTIONS, columns, N_COLUMNS, formula, error);
  else if (call == GET)
    record = airtable_test_get (&test, AIRTABLE_TEST_REFLECTIONS, ids[0], columns, N_COLUMNS, error);
  else
    array = airtable_test_get_many (&test, AIRTABLE_TEST_REFLECTIONS, ids, columns, N_COLUMNS, error);
  forget (array);
  return id != NULL || record != NULL || array != NULL;
}

static gboolean
run_write (int              call,
           const GPtrArray *rows,
           GError         **error)
{
  const char *ids[] = { get_id (rows, 0), get_id (rows, 1), NULL };
  g_autofree char *name = g_strdup_printf ("Column %u", next_row);
  ShcAirtableNewField field = { name, "singleLineText" };
  g_autoptr(GPtrArray) records = airtable_test_reflections (next_row, 2);
  g_autoptr(ShcAirtableField) made = NULL;
  GPtrArray *array = NULL;

  next_row += 2;
  for (guint i = 0; call == UPDATE && i < 2; i++)
    ((ShcAirtableRecord *) g_ptr_array_index (records, i))->id = g_strdup (ids[i]);
  if (call == DELETE)
    return airtable_test_delete (&test, AIRTABLE_TEST_REFLECTIONS, ids, error);
  if (call == FIELD)
    made = airtable_test_create_field (&test, AIRTABLE_TEST_REFLECTIONS, &field, error);
  else if (call == CREATE)
    array = airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, records, error);
  else if (call == UPSERT)
    array = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, records, error);
  else
    array = airtable_test_update (&test, AIRTABLE_TEST_REFLECTIONS, records, error);
  for (guint i = 0; array != NULL && i < array->len; i++)
    g_assert_true (shc_cells_equal (((ShcAirtableRecord *) g_ptr_array_index (array, i))->cells,
                                    ((ShcAirtableRecord *) g_ptr_array_index (records, i))->cells));
  forget (array);
  return made != NULL || array != NULL;
}

/* What a service says of a row may hold what is in it; and nothing ever holds the token. */
static void
check_error (const Case   *one,
             const GError *error)
{
  g_test_message ("%s", error->message);
  g_assert_error (error, SHC_SERVICE_ERROR, one->code);
  g_assert_cmpint (shc_airtable_is_refused (error), ==, one->refused);
  g_assert_null (strstr (error->message, "patTest"));
  if (one->code != SHC_SERVICE_ERROR_FIELD)
    g_assert_null (strstr (error->message, "Never show this"));
}

static void
check_case (const Case *one,
            int         call)
{
  g_autoptr(GPtrArray) rows = make_rows (2);
  g_autoptr(GError) error = NULL;
  g_autofree char *fault = g_uri_escape_string (one->fault, ":", FALSE);
  guint seen = airtable_test_count (&test);
  guint recorded = test.service.sink->outcomes->len;
  gboolean well;

  g_test_message ("%s, call %d", one->fault, call);
  airtable_test_client (&test, fault, AIRTABLE_TEST_BASE, NULL);
  well = (call & READS) != 0 ? run_read (call, rows, &error) : run_write (call, rows, &error);
  if (one->code == WELL)
    g_assert_no_error (error);
  else
    check_error (one, error);
  g_assert_cmpint (well, ==, one->code == WELL);
  g_assert_cmpuint (airtable_test_count (&test) - seen, ==, one->tries);
  g_assert_cmpuint (test.service.sink->outcomes->len - recorded, ==, one->tries);
  for (guint i = recorded; i < test.service.sink->outcomes->len; i++)
    g_assert_cmpuint (g_array_index (test.service.sink->outcomes, ShcIntentOutcome, i).status, !=, G_MAXUINT);
}

static void
check_all (const Case *all,
           gsize       n)
{
  for (gsize i = 0; i < n; i++)
    for (int call = WHOAMI; call <= DELETE; call *= 2)
      if ((all[i].calls & call) != 0)
        check_case (&all[i], call);
}

static void
test_cases (void)
{
  check_all (cases, G_N_ELEMENTS (cases));
}

static void
test_waits (void)
{
  service_test_set_patience (&test.service, WAITS_MS);
  check_all (waits, G_N_ELEMENTS (waits));
  service_test_set_patience (&test.service, SERVICE_TEST_PATIENT_MS);
}

/* What was done is done once, however often its answer was lost. */
static void
test_no_doubles (void)
{
  static const char *const faults[] = { "lost-once", "lost-status-once", "cut-once", "cut-chunked-once" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    for (int call = CREATE; call <= UPSERT; call *= 2)
      {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row, 1);
        g_autoptr(GPtrArray) found = NULL;
        const ShcAirtableRecord *row = g_ptr_array_index (rows, 0);
        g_autofree char *formula =
          shc_airtable_formula_is ("Local ID", shc_cells_get_text (row->cells, AIRTABLE_TEST_KEY));

        next_row++;
        airtable_test_client (&test, faults[i], AIRTABLE_TEST_BASE, NULL);
        if (call == CREATE)
          forget (airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error));
        else
          forget (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
        g_assert_cmpint (error != NULL, ==, call == CREATE);
        airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
        g_clear_error (&error);
        found = airtable_test_list (&test, AIRTABLE_TEST_REFLECTIONS, columns, N_COLUMNS, formula, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (found->len, ==, 1);
      }
}

/* A merge field that reads the same in two rows of the table is nobody's to choose. */
static void
test_two_matches (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row++, 1);
  guint before;

  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
  forget (airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error));
  forget (airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error));
  g_assert_no_error (error);
  before = airtable_test_count (&test);
  g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_BAD_RECORD);
  g_assert_true (shc_airtable_is_refused (error));
  g_assert_cmpuint (airtable_test_count (&test) - before, ==, 1);
}

/* Cells that are not what they should be are nothing that could be taken for it. */
static void
test_odd_cells (void)
{
  g_autoptr(GPtrArray) rows = make_rows (2);
  g_autoptr(GError) error = NULL;
  const char *ids[] = { get_id (rows, 0), NULL };
  g_autoptr(GPtrArray) found = NULL;
  const ShcAirtableRecord *record;

  airtable_test_client (&test, "odd-cells", AIRTABLE_TEST_BASE, NULL);
  found = airtable_test_get_many (&test, AIRTABLE_TEST_REFLECTIONS, ids, columns, N_COLUMNS, &error);
  g_assert_no_error (error);
  record = g_ptr_array_index (found, 0);
  g_assert_cmpint (shc_cells_find (record->cells, AIRTABLE_TEST_TEXT)->kind, ==, SHC_CELL_OTHER);
  g_assert_cmpint (shc_cells_find (record->cells, AIRTABLE_TEST_DATE)->kind, ==, SHC_CELL_OTHER);
  g_assert_cmpint (shc_cells_find (record->cells, AIRTABLE_TEST_USER)->kind, ==, SHC_CELL_EMPTY);
}

static void
control (const char *json)
{
  json_object_unref (airtable_test_control (&test, json));
}

/* What was lost first and refused then may have been done all the same. */
static void
test_refused_after_loss (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row++, 1);

  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
  control ("{\"faults\": [{\"name\": \"lost-status\", \"times\": 1}, {\"name\": \"month\"}]}");
  g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
  control ("{\"faults\": []}");
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_MONTH_SPENT);
  g_assert_false (shc_airtable_is_refused (error));
}

static void
refuse_cb (guint    ms,
           gpointer user_data)
{
  test.service.sink->refuse = TRUE;
}

/* The same, if what keeps it from going again is on this computer; and if it never went, that is certain. */
static void
test_unrecorded (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row++, 1);
  guint before;

  airtable_test_client (&test, "lost-status", AIRTABLE_TEST_BASE, NULL);
  shc_airtable_set_waiting (test.client, refuse_cb, NULL);
  g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_FAULT);
  g_assert_false (shc_airtable_is_refused (error));
  g_clear_error (&error);
  before = airtable_test_count (&test);
  g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
  test.service.sink->refuse = FALSE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_true (shc_airtable_is_refused (error));
  g_assert_cmpuint (airtable_test_count (&test), ==, before);
}

/* Where nobody listens, nothing was done. */
static void
test_nobody_there (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row++, 1);

  g_object_unref (test.client);
  test.client = shc_airtable_new (test.service.http, "https://127.0.0.1:1/v0", AIRTABLE_TEST_BASE, test.service.key,
                                  &airtable_test_limits);
  g_assert_null (airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, rows, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE);
  g_assert_true (shc_airtable_is_refused (error));
}

static void
test_certificates (void)
{
  static const char *const unpaced[] = { "--unpaced", NULL };
  guint ports[2];

  airtable_test_stop (&test);
  airtable_test_start (&test, unpaced);
  ports[0] = test.service.other_host_port;
  ports[1] = test.service.expired_port;
  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/v0", ports[i]);
      guint before = airtable_test_count (&test);

      g_object_unref (test.client);
      test.client =
        shc_airtable_new (test.service.http, url, AIRTABLE_TEST_BASE, test.service.key, &airtable_test_limits);
      g_assert_null (airtable_test_whoami (&test, &error));
      g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TLS);
      g_assert_true (shc_airtable_is_refused (error));
      g_assert_cmpuint (airtable_test_count (&test), ==, before);
    }
}

/* A token without the right to it; a row that is gone, said in each of the three ways. */
static void
test_rights (void)
{
  static const struct
  {
    const char *how;
    int         code;
  } ways[] = { { "403", CODE (FORBIDDEN) }, { "422", CODE (GONE) }, { "404", CODE (GONE) } };
  g_autoptr(GError) error = NULL;

  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
  control ("{\"scopes\": [\"data.records:read\"]}");
  g_assert_null (airtable_test_schema (&test, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_FORBIDDEN);
  control ("{\"scopes\": [\"data.records:read\", \"data.records:write\", \"schema.bases:read\", "
           "\"schema.bases:write\"]}");
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"gone\": \"%s\"}", ways[i].how);
      const char *ids[] = { "recNotThere000001", NULL };

      control (json);
      g_clear_error (&error);
      g_assert_false (airtable_test_delete (&test, AIRTABLE_TEST_REFLECTIONS, ids, &error));
      g_assert_error (error, SHC_SERVICE_ERROR, ways[i].code);
    }
}

/* All that went before it is in the record of the server: nothing by PUT, nothing with `typecast`, and what was
 * repeated was the same. */
static void
test_what_went (void)
{
  g_autoptr(GPtrArray) requests = airtable_test_dup_requests (&test, 0);

  g_assert_cmpuint (requests->len, >, 0);
  for (guint i = 0; i < requests->len; i++)
    {
      JsonObject *request = g_ptr_array_index (requests, i);

      g_assert_cmpstr (json_object_get_string_member (request, "method"), !=, "PUT");
      g_assert_null (strstr (json_object_get_string_member (request, "body"), "typecast"));
      g_assert_null (strstr (json_object_get_string_member (request, "path"), "local-"));
    }
}

static void
test_same_bytes (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row++, 1);
  guint before = airtable_test_count (&test);
  g_autoptr(GPtrArray) requests = NULL;

  airtable_test_client (&test, "lost", AIRTABLE_TEST_BASE, NULL);
  g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
  requests = airtable_test_dup_requests (&test, before);
  g_assert_cmpuint (requests->len, ==, 3);
  for (guint i = 1; i < 3; i++)
    g_assert_cmpstr (json_object_get_string_member (g_ptr_array_index (requests, i), "body"), ==,
                     json_object_get_string_member (g_ptr_array_index (requests, 0), "body"));
}

static gint64
get_connection (const GPtrArray *requests,
                guint            index)
{
  return json_object_get_int_member (g_ptr_array_index (requests, index), "connection");
}

/* Reads go over the connection that is there. Where it turns out to be dead, nothing goes again that was not written
 * down once more. */
static void
test_kept_connection (void)
{
  static const char *const faults[] = { "reset", "close" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;
      guint before = airtable_test_count (&test);
      guint noted = test.service.sink->outcomes->len;
      g_autoptr(GPtrArray) requests = NULL;

      airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
      g_ptr_array_unref (airtable_test_schema (&test, &error));
      for (guint j = 0; j < 2; j++)
        g_ptr_array_unref (airtable_test_list (&test, AIRTABLE_TEST_USERS, columns, 0, NULL, &error));
      airtable_test_client (&test, faults[i], AIRTABLE_TEST_BASE, NULL);
      g_assert_null (airtable_test_list (&test, AIRTABLE_TEST_USERS, columns, 0, NULL, &error));
      g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE);
      requests = airtable_test_dup_requests (&test, before);
      g_assert_cmpuint (requests->len, ==, 6);
      for (guint j = 1; j < 4; j++)
        g_assert_cmpint (get_connection (requests, j), ==, get_connection (requests, 0));
      for (guint j = 4; j < 6; j++)
        g_assert_cmpint (get_connection (requests, j), !=, get_connection (requests, j - 1));
      g_assert_cmpuint (test.service.sink->outcomes->len - noted, ==, requests->len);
    }
}

/* Rows are written over the connection that is there, as long as writing them twice does no harm; what must not be done twice
 * gets one of its own. One that turns out to be dead is not asked again without a word. */
static void
test_kept_connection_of_writes (void)
{
  static const char *const faults[] = { "reset", "close" };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) rows = airtable_test_reflections (next_row, 2);
      g_autoptr(GPtrArray) changed = airtable_test_reflections (next_row, 2);
      g_autoptr(GPtrArray) more = airtable_test_reflections (next_row + 2, 2);
      g_autoptr(GPtrArray) written = NULL;
      g_autoptr(GPtrArray) requests = NULL;
      guint before = airtable_test_count (&test);
      guint noted = test.service.sink->outcomes->len;

      next_row += 4;
      airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, NULL);
      for (guint j = 0; j < 3; j++)
        {
          g_clear_pointer (&written, g_ptr_array_unref);
          written = airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error);
          g_assert_no_error (error);
        }
      for (guint j = 0; j < 2; j++)
        ((ShcAirtableRecord *) g_ptr_array_index (changed, j))->id = g_strdup (get_id (written, j));
      forget (airtable_test_update (&test, AIRTABLE_TEST_REFLECTIONS, changed, &error));
      g_assert_no_error (error);
      forget (airtable_test_create (&test, AIRTABLE_TEST_REFLECTIONS, more, &error));
      g_assert_no_error (error);
      airtable_test_client (&test, faults[i], AIRTABLE_TEST_BASE, NULL);
      g_assert_null (airtable_test_upsert (&test, AIRTABLE_TEST_REFLECTIONS, AIRTABLE_TEST_KEY, rows, &error));
      g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE);
      requests = airtable_test_dup_requests (&test, before);
      g_assert_cmpuint (requests->len, ==, 4 + 1 + 3);
      for (guint j = 1; j < 4; j++)
        g_assert_cmpint (get_connection (requests, j), ==, get_connection (requests, 0));
      g_assert_cmpint (get_connection (requests, 4), !=, get_connection (requests, 0));
      for (guint j = 6; j < 8; j++)
        g_assert_cmpint (get_connection (requests, j), !=, get_connection (requests, j - 1));
      g_assert_cmpuint (test.service.sink->outcomes->len - noted, ==, requests->len);
    }
}

int
main (int    argc,
      char **argv)
{
  static const char *const plain[] = { "--unpaced", "--plain", NULL };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  airtable_test_start (&test, plain);
  g_test_add_func ("/services/airtable-faults/cases", test_cases);
  g_test_add_func ("/services/airtable-faults/waits", test_waits);
  g_test_add_func ("/services/airtable-faults/no-doubles", test_no_doubles);
  g_test_add_func ("/services/airtable-faults/two-matches", test_two_matches);
  g_test_add_func ("/services/airtable-faults/odd-cells", test_odd_cells);
  g_test_add_func ("/services/airtable-faults/refused-after-loss", test_refused_after_loss);
  g_test_add_func ("/services/airtable-faults/unrecorded", test_unrecorded);
  g_test_add_func ("/services/airtable-faults/nobody-there", test_nobody_there);
  g_test_add_func ("/services/airtable-faults/rights", test_rights);
  g_test_add_func ("/services/airtable-faults/same-bytes", test_same_bytes);
  g_test_add_func ("/services/airtable-faults/kept-connection", test_kept_connection);
  g_test_add_func ("/services/airtable-faults/kept-connection-of-writes", test_kept_connection_of_writes);
  g_test_add_func ("/services/airtable-faults/what-went", test_what_went);
  g_test_add_func ("/services/airtable-faults/certificates", test_certificates);
  status = g_test_run ();
  airtable_test_stop (&test);
  return status;
}
