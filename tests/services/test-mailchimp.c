/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailchimp's client, with a server that behaves and one that does not. */

#include "config.h"

#include <string.h>

#include "service-test.h"
#include "shc-json.h"
#include "shc-mailchimp.h"

#define KEY "0123456789abcdef0123456789abcdef-us19"
#define LIST "9e67587f52"
#define EMAIL "Urist.McVankab@freddiesjokes.com"
#define HASH "62eeb292278cc15f5817cb78f7790b08"

static const ShcMailchimpLimits limits = { { 20, 20, 20 } };

static ServiceTest test;

typedef struct
{
  ShcMailchimpAnswer *answer;
  GError             *error;
  guint               n_waits;
  gboolean            done;
} Call;

static void
call_clear (Call *call)
{
  shc_mailchimp_answer_free (call->answer);
  g_clear_error (&call->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Call, call_clear)

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Call *call = user_data;

  call->answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &call->error);
  g_assert_true ((call->answer != NULL) == (call->error == NULL));
  call->done = TRUE;
}

static void
waiting_cb (guint    ms,
            gpointer user_data)
{
  ((Call *) user_data)->n_waits++;
}

static void
ask (Call             *call,
     ShcMailchimpCall  what,
     const char       *body,
     const char       *list,
     const char       *key)
{
  g_autoptr(GBytes) bytes = g_bytes_new (key, strlen (key));
  g_autoptr(ShcMailchimp) mailchimp = shc_mailchimp_new (test.http, test.base_url, list, bytes, &limits);
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "", "mailing", "test", 0);

  shc_mailchimp_set_waiting (mailchimp, waiting_cb, call);
  shc_mailchimp_call_async (mailchimp, intent, what, HASH, body, NULL, called_cb, call);
  service_test_run (&call->done);
}

/* A request that must go well. */
static ShcMailchimpAnswer *
ok (ShcMailchimpCall  what,
    const char       *body)
{
  g_auto(Call) call = { NULL };

  ask (&call, what, body, LIST, KEY);
  g_assert_no_error (call.error);
  return g_steal_pointer (&call.answer);
}

static void
drop (ShcMailchimpAnswer *answer)
{
  shc_mailchimp_answer_free (answer);
}

static void
control_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcHttpAnswer) answer G_GNUC_UNUSED = shc_http_send_finish (SHC_HTTP (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
judge_never (guint           status,
             GBytes         *body,
             ShcHttpVerdict *verdict)
{
  g_assert_not_reached ();
}

/* Tells the server how to be, and forgets what it has recorded. */
static void
control (const char *wanted)
{
  g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/control", test.port);
  g_autoptr(GBytes) body = g_bytes_new (wanted, strlen (wanted));
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "control", "mailing", "test", 0);
  ShcHttpRequest request = { .method = "PUT", .url = url, .body = body, .judge = judge_never };
  gboolean done = FALSE;

  shc_http_send_async (test.http, intent, &request, NULL, control_cb, &done);
  service_test_run (&done);
}

static guint
count_requests (const char *text)
{
  g_autofree char *requests = service_test_dup_requests (&test);
  guint n = 0;

  for (const char *found = strstr (requests, text); found != NULL; found = strstr (found + 1, text))
    n++;
  return n;
}

/* ---- without a server */

static void
test_key (void)
{
  static const struct { const char *key; const char *url; } cases[] = {
    { KEY, "https://us19.api.mailchimp.com/3.0" },
    { "with-dashes-eu2", "https://eu2.api.mailchimp.com/3.0" },
    { "0123456789abcdef0123456789abcdef", NULL },
    { "0123456789abcdef-", NULL },
    { "0123456789abcdef-us", NULL },
    { "0123456789abcdef-19", NULL },
    { "0123456789abcdef-us19.evil.example/", NULL },
    { "0123456789abcdef-US19", NULL },
    { "0123456789abcdef-us19x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GBytes) key = g_bytes_new (cases[i].key, strlen (cases[i].key));
      g_autoptr(GError) error = NULL;
      g_autofree char *url = shc_mailchimp_find_base_url (key, "", &error);
      g_autofree char *set = shc_mailchimp_find_base_url (key, "https://127.0.0.1:1/3.0", NULL);

      g_assert_cmpstr (url, ==, cases[i].url);
      g_assert_cmpstr (set, ==, "https://127.0.0.1:1/3.0");
      if (url != NULL)
        continue;
      g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY);
      g_assert_null (strstr (error->message, "0123456789abcdef"));
    }
}

static void
test_bodies (void)
{
  const char *set[] = { "Day 7", "Day 14", NULL };
  const char *unset[] = { "Day 21", NULL };
  g_autofree char *hash = shc_mailchimp_hash ("  " EMAIL " ");
  g_autofree char *new = shc_mailchimp_write_join ("a@b.example", "pending", NULL, NULL);
  g_autofree char *again = shc_mailchimp_write_join ("a@b.example", "pending", "pending", "River");
  g_autofree char *name = shc_mailchimp_write_change (NULL, "River \"R\"");
  g_autofree char *leave = shc_mailchimp_write_change ("unsubscribed", NULL);
  g_autofree char *tags = shc_mailchimp_write_tags (set, unset);
  g_autofree char *event = shc_mailchimp_write_event ("finished_day_7", "an-id", "Day 7");

  g_assert_cmpstr (hash, ==, HASH);
  g_assert_cmpstr (new, ==, "{\"email_address\":\"a@b.example\",\"status_if_new\":\"pending\"}");
  g_assert_cmpstr (again, ==, "{\"email_address\":\"a@b.example\",\"status_if_new\":\"pending\",\"status\":\"pending\","
                              "\"merge_fields\":{\"FNAME\":\"River\"}}");
  g_assert_cmpstr (name, ==, "{\"merge_fields\":{\"FNAME\":\"River \\\"R\\\"\"}}");
  g_assert_cmpstr (leave, ==, "{\"status\":\"unsubscribed\"}");
  g_assert_cmpstr (tags, ==, "{\"tags\":[{\"name\":\"Day 7\",\"status\":\"active\"},{\"name\":\"Day 14\","
                             "\"status\":\"active\"},{\"name\":\"Day 21\",\"status\":\"inactive\"}],\"is_syncing\":false}");
  g_assert_cmpstr (event, ==, "{\"name\":\"finished_day_7\",\"properties\":{\"event_id\":\"an-id\",\"milestone\":\"Day 7\"},"
                              "\"is_syncing\":false}");
}

/* ---- with one */

/* From nobody there to nobody there for good. */
static void
test_way (void)
{
  const char *set[] = { "Day 7", "Day 14", NULL };
  const char *unset[] = { "Day 14", NULL };
  g_autofree char *join = shc_mailchimp_write_join (EMAIL, "pending", NULL, "River");
  g_autofree char *name = shc_mailchimp_write_change (NULL, "Brook");
  g_autofree char *add = shc_mailchimp_write_tags (set, NULL);
  g_autofree char *remove = shc_mailchimp_write_tags (NULL, unset);
  g_autofree char *event = shc_mailchimp_write_event ("finished_day_7", "an-id", "Day 7");
  g_autoptr(ShcMailchimpAnswer) columns = NULL;
  g_autoptr(ShcMailchimpAnswer) member = NULL;
  g_autoptr(ShcMailchimpAnswer) events = NULL;
  g_autoptr(ShcMailchimpAnswer) archived = NULL;
  g_auto(Call) again = { NULL };

  drop (ok (SHC_MAILCHIMP_PING, NULL));
  control ("{\"columns\":{\"FNAME\":false,\"TOWN\":true}}");
  columns = ok (SHC_MAILCHIMP_COLUMNS, NULL);
  g_assert_cmpstr (columns->columns[0], ==, "FNAME");
  g_assert_cmpuint (g_strv_length (columns->required), ==, 1);
  g_assert_cmpstr (columns->required[0], ==, "TOWN");
  control ("{\"columns\":{\"FNAME\":false}}");

  member = ok (SHC_MAILCHIMP_READ, NULL);
  g_assert_null (member->status);
  g_clear_pointer (&member, shc_mailchimp_answer_free);
  member = ok (SHC_MAILCHIMP_JOIN, join);
  g_assert_cmpstr (member->status, ==, "pending");
  g_assert_cmpstr (member->name, ==, "River");
  drop (ok (SHC_MAILCHIMP_CHANGE, name));
  drop (ok (SHC_MAILCHIMP_TAGS, add));
  drop (ok (SHC_MAILCHIMP_TAGS, remove));
  drop (ok (SHC_MAILCHIMP_EVENT, event));
  g_clear_pointer (&member, shc_mailchimp_answer_free);
  member = ok (SHC_MAILCHIMP_READ, NULL);
  g_assert_cmpstr (member->name, ==, "Brook");
  g_assert_cmpuint (g_strv_length (member->tags), ==, 1);
  g_assert_cmpstr (member->tags[0], ==, "Day 7");
  events = ok (SHC_MAILCHIMP_EVENTS, NULL);
  g_assert_cmpuint (g_strv_length (events->events), ==, 1);
  g_assert_cmpstr (events->events[0], ==, "an-id");

  drop (ok (SHC_MAILCHIMP_ARCHIVE, NULL));
  drop (ok (SHC_MAILCHIMP_ARCHIVE, NULL));
  archived = ok (SHC_MAILCHIMP_READ, NULL);
  g_assert_cmpstr (archived->status, ==, "archived");
  drop (ok (SHC_MAILCHIMP_ERASE, NULL));
  drop (ok (SHC_MAILCHIMP_ERASE, NULL));
  ask (&again, SHC_MAILCHIMP_JOIN, join, LIST, KEY);
  g_assert_error (again.error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_ERASED);
  g_assert_null (strstr (again.error->message, "@"));
}

static void
test_wrong (void)
{
  g_auto(Call) key = { NULL };
  g_auto(Call) list = { NULL };
  g_auto(Call) nobody = { NULL };
  g_autofree char *change = shc_mailchimp_write_change ("unsubscribed", NULL);

  ask (&key, SHC_MAILCHIMP_PING, NULL, "", "0123456789abcdef0123456789abcdef-us20");
  g_assert_error (key.error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY);
  g_assert_true (shc_service_error_get_advice (key.error)->undone);
  ask (&list, SHC_MAILCHIMP_COLUMNS, NULL, "other/list?", KEY);
  g_assert_error (list.error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE);
  g_assert_cmpuint (count_requests ("/3.0/lists/other%2Flist%3F/merge-fields?fields="), ==, 1);
  ask (&nobody, SHC_MAILCHIMP_CHANGE, change, LIST, KEY);
  g_assert_error (nobody.error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE);
}

#define NONE -1

/* What becomes of a request that is safe to repeat, and of one that is not. @times: how often the fault happens. */
static const struct
{
  const char *fault;
  guint       times;
  int         safe;         /* the error of reading, or NONE */
  guint       safe_tries;
  int         once;         /* the error of an event, or NONE */
  guint       once_tries;
  gboolean    undone;       /* whether it is certain that the event was not told */
} faults[] = {
  { "throttle", 1, NONE, 2, NONE, 2, FALSE },
  { "throttle", 9, SHC_SERVICE_ERROR_RATE_LIMITED, 4, SHC_SERVICE_ERROR_RATE_LIMITED, 4, TRUE },
  { "throttle-silent", 2, NONE, 3, NONE, 3, FALSE },
  { "empty-429", 1, NONE, 2, NONE, 2, FALSE },
  { "account", 9, SHC_SERVICE_ERROR_FORBIDDEN, 1, SHC_SERVICE_ERROR_FORBIDDEN, 1, TRUE },
  { "broken", 1, NONE, 2, SHC_SERVICE_ERROR_FAULT, 1, FALSE },
  { "broken", 9, SHC_SERVICE_ERROR_FAULT, 4, SHC_SERVICE_ERROR_FAULT, 1, FALSE },
  { "broken-after", 1, NONE, 2, SHC_SERVICE_ERROR_FAULT, 1, FALSE },
  { "lost", 1, NONE, 2, SHC_SERVICE_ERROR_OFFLINE, 1, FALSE },
  { "refused-connection", 1, NONE, 2, SHC_SERVICE_ERROR_OFFLINE, 1, FALSE },
  { "slow", 1, NONE, 2, SHC_SERVICE_ERROR_TIMEOUT, 1, FALSE },
  { "cut", 1, NONE, 2, SHC_SERVICE_ERROR_OFFLINE, 1, FALSE },
  { "page", 1, SHC_SERVICE_ERROR_PROTOCOL, 1, NONE, 1, FALSE },
  { "shape", 1, SHC_SERVICE_ERROR_PROTOCOL, 1, NONE, 1, FALSE },
  { "huge", 1, SHC_SERVICE_ERROR_PROTOCOL, 1, SHC_SERVICE_ERROR_PROTOCOL, 1, FALSE },
  { "redirect", 1, SHC_SERVICE_ERROR_REDIRECT, 1, SHC_SERVICE_ERROR_REDIRECT, 1, TRUE },
  { "left-earlier", 1, SHC_SERVICE_ERROR_COMPLIANCE, 1, SHC_SERVICE_ERROR_COMPLIANCE, 1, TRUE },
  { "erased", 1, SHC_SERVICE_ERROR_ERASED, 1, SHC_SERVICE_ERROR_ERASED, 1, TRUE },
  { "fake", 1, SHC_SERVICE_ERROR_REQUEST, 1, SHC_SERVICE_ERROR_REQUEST, 1, TRUE },
  { "signed-up", 1, SHC_SERVICE_ERROR_LATER, 1, SHC_SERVICE_ERROR_LATER, 1, TRUE },
};

/* The server keeps silent for three seconds. */
#define SLOW_MS 2500

static void
check (const char       *fault,
       guint             times,
       ShcMailchimpCall  what,
       const char       *body,
       int               code,
       guint             tries,
       const gboolean   *undone)
{
  g_autofree char *wanted = g_strdup_printf ("{\"faults\":[{\"name\":\"%s\",\"times\":%u}]}", fault, times);
  g_auto(Call) call = { NULL };
  guint before;

  control (wanted);
  before = count_requests ("/members/" HASH);
  if (g_str_equal (fault, "slow"))
    service_test_set_patience (&test, SLOW_MS);
  ask (&call, what, body, LIST, KEY);
  if (g_str_equal (fault, "slow"))
    service_test_set_patience (&test, SERVICE_TEST_PATIENT_MS);
  g_test_message ("%s %u: %s", fault, (guint) what, call.error != NULL ? call.error->message : "well");
  g_assert_cmpuint (count_requests ("/members/" HASH) - before, ==, tries);
  g_assert_cmpuint (call.n_waits, ==, tries - 1);
  if (code == NONE)
    {
      g_assert_no_error (call.error);
      return;
    }
  g_assert_error (call.error, SHC_SERVICE_ERROR, code);
  g_assert_null (strstr (call.error->message, "@"));
  if (undone != NULL)
    g_assert_cmpint (shc_service_error_get_advice (call.error)->undone, ==, *undone);
}

static void
test_faults (void)
{
  g_autofree char *event = shc_mailchimp_write_event ("finished_day_7", "an-id", "Day 7");

  control ("{\"members\":{\"" EMAIL "\":{\"status\":\"subscribed\"}}}");
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      check (faults[i].fault, faults[i].times, SHC_MAILCHIMP_READ, NULL, faults[i].safe, faults[i].safe_tries, NULL);
      check (faults[i].fault, faults[i].times, SHC_MAILCHIMP_EVENT, event, faults[i].once, faults[i].once_tries,
             &faults[i].undone);
    }
  control ("{\"faults\":[]}");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* It can be stopped while it waits for another try. */
static void
test_cancel (void)
{
  static const ShcMailchimpLimits patient = { { 60 * 1000, 60 * 1000, 60 * 1000 } };
  g_autoptr(ShcMailchimp) mailchimp = shc_mailchimp_new (test.http, test.base_url, LIST, test.key, &patient);
  g_autoptr(ShcIntent) intent = shc_intent_new ("mailchimp", "", "mailing", "test", 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_auto(Call) call = { NULL };

  control ("{\"faults\":[{\"name\":\"throttle\"}]}");
  g_timeout_add (200, cancel_cb, cancellable);
  shc_mailchimp_call_async (mailchimp, intent, SHC_MAILCHIMP_READ, HASH, NULL, cancellable, called_cb, &call);
  service_test_run (&call.done);
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  control ("{\"faults\":[]}");
}

/* The key is in one header, and an address in no path; what has no entry in the record does not go. */
static void
test_private (void)
{
  g_autofree char *requests = NULL;
  g_auto(Call) call = { NULL };
  guint before;

  g_assert_cmpuint (count_requests ("freddiesjokes.com/"), ==, 0);
  g_assert_cmpuint (count_requests ("Bearer"), ==, 0);
  requests = service_test_dup_requests (&test);
  g_assert_null (strstr (requests, KEY));
  before = count_requests ("\"method\"");
  test.sink->refuse = TRUE;
  ask (&call, SHC_MAILCHIMP_READ, NULL, LIST, KEY);
  test.sink->refuse = FALSE;
  g_assert_error (call.error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (count_requests ("\"method\""), ==, before);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service_test_begin (&test, "mailchimp_server.py", "/3.0", KEY, NULL);
  g_test_add_func ("/services/mailchimp/key", test_key);
  g_test_add_func ("/services/mailchimp/bodies", test_bodies);
  g_test_add_func ("/services/mailchimp/way", test_way);
  g_test_add_func ("/services/mailchimp/wrong", test_wrong);
  g_test_add_func ("/services/mailchimp/faults", test_faults);
  g_test_add_func ("/services/mailchimp/cancel", test_cancel);
  g_test_add_func ("/services/mailchimp/private", test_private);
  status = g_test_run ();
  service_test_stop (&test);
  return status;
}
