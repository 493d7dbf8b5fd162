/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A conversation with a server that behaves, and with one that does not. */

#include "config.h"

#include <string.h>

#include "service-test.h"
#include "shc-json.h"

static ServiceTest test;

typedef struct
{
  GString      *told;        /* as a person has seen it */
  guint         stop_after;  /* told so often, stop; 0 for never */
  guint         n_told;
  guint         n_waits;
  GCancellable *cancellable;
  ShcChatReply *reply;
  gboolean      done;
} Talk;

static void
text_cb (const char *text,
         gsize       length,
         gsize       kept,
         gpointer    user_data)
{
  Talk *talk = user_data;

  g_assert_cmpuint (kept, <=, talk->told->len);
  g_string_truncate (talk->told, kept);
  g_string_append_len (talk->told, text + kept, (gssize) (length - kept));
  /* Of a very long reply, looking at all of it each time would take all of the test's. */
  if (length < 10000)
    g_assert_cmpmem (talk->told->str, talk->told->len, text, length);
  g_assert_true (g_utf8_validate (text + kept, (gssize) (length - kept), NULL));
  if (++talk->n_told == talk->stop_after)
    g_cancellable_cancel (talk->cancellable);
}

static void
waiting_cb (guint    ms,
            gpointer user_data)
{
  ((Talk *) user_data)->n_waits++;
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Talk *talk = user_data;

  talk->reply = shc_chat_send_finish (SHC_HTTP (source), result);
  talk->done = TRUE;
}

static GBytes *
make_body (ShcChatProtocol  protocol,
           gboolean         official,
           const char      *model,
           const char      *message)
{
  g_autoptr(ShcChatRequest) request = shc_chat_request_new (protocol);

  request->official = official;
  request->model = g_strdup (model);
  request->instructions = g_strdup ("Be kind.");
  request->max_output_tokens = 800;
  g_ptr_array_add (request->turns, shc_chat_turn_new (SHC_CHAT_USER, "Hello"));
  g_ptr_array_add (request->turns, shc_chat_turn_new (SHC_CHAT_ASSISTANT, "Hello to you"));
  g_ptr_array_add (request->turns, shc_chat_turn_new (SHC_CHAT_USER, message));
  return shc_chat_request_build (request);
}

static void
talk_to (Talk            *talk,
         const char      *base_url,
         ShcChatProtocol  protocol,
         gboolean         official,
         const char      *model,
         const char      *message)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", shc_chat_protocol_get_path (protocol) + 1, "chat", "test", 1);
  g_autoptr(GBytes) body = make_body (protocol, official, model, message);
  ShcChatServer server = { base_url, test.key, protocol, official };

  talk->told = g_string_new (NULL);
  if (talk->cancellable == NULL)
    talk->cancellable = g_cancellable_new ();
  shc_chat_send_async (test.http, intent, &server, body, text_cb, waiting_cb, talk, talk->cancellable, sent_cb, talk);
  service_test_run (&talk->done);
}

static void
talk_clear (Talk *talk)
{
  shc_chat_reply_free (talk->reply);
  g_string_free (talk->told, TRUE);
  g_object_unref (talk->cancellable);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Talk, talk_clear)

/* What openai_replies.py lets a model think. */
#define THOUGHTS "Never show this: the person sounds tired."
#define BOTH -1
#define R SHC_CHAT_RESPONSES
#define C SHC_CHAT_COMPLETIONS
#define ANY -1

typedef struct
{
  const char   *fault;
  int           protocol;   /* or BOTH */
  ShcChatState  state;
  int           code;       /* of the problem, or ANY for none */
  const char   *text;       /* what the text begins with; NULL for any, "" for none */
  int           tries;      /* requests that the server sees */
} Case;

static const Case cases[] = {
  { "gpt-test", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:401", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_KEY, "", 1 },
  { "fault:403", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FORBIDDEN, "", 1 },
  { "fault:404-model", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_MODEL, "", 1 },
  { "fault:404-ollama", C, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_MODEL, "", 1 },
  { "fault:404-path", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:404-bare", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:status:402", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_QUOTA, "", 1 },
  { "fault:error-text", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FAULT, "", 1 },
  { "fault:error-text:400", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_REQUEST, "", 1 },
  { "fault:400-context", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_TOO_LONG, "", 1 },
  { "fault:400-context-llama", C, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_TOO_LONG, "", 1 },
  { "fault:429-seconds:0", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_RATE_LIMITED, "", 3 },
  { "fault:429-ms:30", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_RATE_LIMITED, "", 3 },
  { "fault:429-ms-once:30", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One", 2 },
  { "fault:429-date-once:1", R, SHC_CHAT_COMPLETE, ANY, "You said: One", 2 },
  { "fault:429-long", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_RATE_LIMITED, "", 1 },
  { "fault:429-bare", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_RATE_LIMITED, "", 3 },
  { "fault:429-quota", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_QUOTA, "", 1 },
  { "fault:500", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FAULT, "", 3 },
  { "fault:500-once", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One", 2 },
  { "fault:502-html", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FAULT, "", 3 },
  { "fault:503-wait", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FAULT, "", 1 },
  { "fault:503-overloaded-once", R, SHC_CHAT_COMPLETE, ANY, "You said: One", 2 },
  { "fault:retry-forbidden", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_FAULT, "", 1 },
  { "fault:retry-demanded", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_REQUEST, "", 3 },
  { "fault:reset", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_OFFLINE, "", 3 },
  { "fault:reset-once", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One", 2 },
  { "fault:close-before-headers", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_OFFLINE, "", 3 },
  { "fault:stall-header", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_TIMEOUT, "", 1 },
  { "fault:slow-first:4", R, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_TIMEOUT, "", 1 },
  { "fault:silence:4", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_TIMEOUT, "You", 1 },
  { "fault:comments:2.5", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One", 1 },
  { "fault:html-200", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:json-200", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:204", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:204:application/json", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:empty", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:empty:stream", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:json-endless", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:json-other", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:redirect-other", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_REDIRECT, "", 1 },
  { "fault:redirect-same", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_REDIRECT, "", 1 },
  { "fault:cut-mid-event", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You", 1 },
  { "fault:cut-mid-character", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You", 1 },
  { "fault:cut-between-events", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You", 1 },
  { "fault:clean-end", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You said", 1 },
  { "fault:done-only", C, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You said", 1 },
  { "fault:ollama-lost-error", C, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_OFFLINE, "You", 1 },
  { "fault:no-done", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:bad-end", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:bad-end:error", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:after-done", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:crlf", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:cr-only", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:comments", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:bom", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:multi-data", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:empty-data", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:bytewise", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:unknown-events", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:error-in-stream-flat", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_FAULT, "You", 1 },
  { "fault:error-in-stream-nested", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_FAULT, "You", 1 },
  { "fault:response-failed", R, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_FAULT, "You", 1 },
  { "fault:response-failed:nested", R, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_FAULT, "You", 1 },
  { "fault:quota-in-stream", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_QUOTA, "You", 1 },
  { "fault:error-field", C, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_FAULT, "You", 1 },
  { "fault:empty-choices", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:null-content", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:finish-on-last", C, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:content-filter", BOTH, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_FORBIDDEN, "You said", 1 },
  { "fault:thinks-aloud", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:thinks-aloud:alone", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:thinks-aloud:cut", BOTH, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG, "", 1 },
  { "fault:length", BOTH, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG, "You said", 1 },
  { "fault:incomplete-unknown-reason", R, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG, "You said", 1 },
  { "fault:refusal", BOTH, SHC_CHAT_REFUSED, ANY, NULL, 1 },
  { "fault:long-line", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL, "You", 1 },
  { "fault:bad-json", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL, NULL, 1 },
  { "fault:invalid-utf8", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL, NULL, 1 },
  { "fault:nul", R, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:nul", C, SHC_CHAT_COMPLETE, ANY, "You \xef\xbf\xbd said: One two three", 1 },
  { "fault:lone-surrogate", C, SHC_CHAT_COMPLETE, ANY, "You \xef\xbf\xbd said: One two three", 1 },
  { "fault:huge:50000000", BOTH, SHC_CHAT_INTERRUPTED, SHC_SERVICE_ERROR_PROTOCOL, NULL, 1 },
  { "fault:done-overrules", R, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:end-without-status", R, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:end-without-status:1", R, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:no-words", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "", 1 },
  { "fault:no-words:1", BOTH, SHC_CHAT_INCOMPLETE, SHC_SERVICE_ERROR_TOO_LONG, "", 1 },
  { "fault:huge-usage", BOTH, SHC_CHAT_COMPLETE, ANY, "You said: One two three", 1 },
  { "fault:store-true", BOTH, SHC_CHAT_ERROR, SHC_SERVICE_ERROR_STORED, "", 1 },
  { "fault:store-missing", R, SHC_CHAT_COMPLETE, ANY, "You said: One", 1 },
};

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

static guint
count_requests (void)
{
  g_autofree char *requests = service_test_dup_requests (&test);
  g_auto(GStrv) lines = g_strsplit (requests, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += strstr (lines[i], "\"method\"") != NULL;
  return n;
}

static void
check_record (guint before,
              guint tries)
{
  g_assert_cmpuint (test.sink->outcomes->len, ==, before + tries);
  for (guint i = before; i < test.sink->outcomes->len; i++)
    {
      g_assert_cmpuint (g_array_index (test.sink->outcomes, ShcIntentOutcome, i).status, !=, G_MAXUINT);
      g_assert_cmpint (g_array_index (test.sink->bytes_out, gint64, i), >, 0);
    }
}

/* Comments have to come before the end of a short patience, to show that they renew it. */
static gboolean
is_about_silence (const Case *one)
{
  return one->code == SHC_SERVICE_ERROR_TIMEOUT || g_str_has_prefix (one->fault, "fault:comments:");
}

static void
check_case (const Case      *one,
            ShcChatProtocol  protocol)
{
  g_auto(Talk) talk = { 0 };
  guint seen = count_requests ();
  guint recorded = test.sink->outcomes->len;
  const GError *problem;

  g_test_message ("%s, %s", one->fault, shc_chat_protocol_get_path (protocol));
  if (is_about_silence (one))
    service_test_set_patience (&test, SERVICE_TEST_IMPATIENT_MS);
  talk_to (&talk, test.base_url, protocol, FALSE, one->fault, "One two three 🌿");
  if (is_about_silence (one))
    service_test_set_patience (&test, SERVICE_TEST_PATIENT_MS);
  problem = talk.reply->problem;
  if (problem != NULL)
    g_test_message ("%s", problem->message);
  g_assert_cmpstr (shc_chat_state_get_name (talk.reply->state), ==, shc_chat_state_get_name (one->state));
  if (one->code == ANY)
    g_assert_no_error (problem);
  else
    g_assert_error (problem, SHC_SERVICE_ERROR, one->code);
  if (one->text != NULL && *one->text == '\0')
    g_assert_cmpstr (talk.reply->text, ==, "");
  else if (one->text != NULL)
    g_assert_true (g_str_has_prefix (talk.reply->text, one->text));
  g_assert_cmpstr (talk.told->str, ==, talk.reply->text);
  g_assert_null (strstr (talk.reply->text, "ever show"));
  g_assert_cmpuint (count_requests () - seen, ==, one->tries);
  g_assert_cmpuint (talk.n_waits, ==, one->tries - 1);
  check_record (recorded, one->tries);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (int protocol = R; protocol <= C; protocol++)
      if (cases[i].protocol == BOTH || cases[i].protocol == protocol)
        check_case (&cases[i], protocol);
}

/* Where the server's words add something they are told, whatever shape they come in. */
static void
test_words (void)
{
  static const char *const faults[][2] = {
    { "fault:error-text", "Unexpected endpoint" },
    { "fault:error-text:400", "Unexpected endpoint" },
    { "fault:404-path", "openai.base-url" },
    { "fault:204", "was empty" },
    { "fault:empty", "was empty" },
    { "fault:empty:stream", "was empty" },
    { "fault:429-long", "once. The service asks to wait 60 minutes before the next try." },
    { "fault:503-wait", "asks to wait 24 hours" },
    { "fault:503-wait:61", "asks to wait 2 minutes" },
    { "fault:escapes", "\xe2\x80\x9c[31mRed  1m\xe2\x80\x9d" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto(Talk) talk = { 0 };

      talk_to (&talk, test.base_url, C, FALSE, faults[i][0], "One");
      g_assert_nonnull (strstr (talk.reply->problem->message, faults[i][1]));
    }
}

static void
test_items (void)
{
  g_auto(Talk) items = { 0 };
  g_auto(Talk) reasoning = { 0 };

  talk_to (&items, test.base_url, R, FALSE, "fault:two-items", "One");
  g_assert_cmpint (items.reply->state, ==, SHC_CHAT_COMPLETE);
  g_assert_true (g_str_has_prefix (items.reply->text, "You said: One"));
  g_assert_cmpstr (items.told->str, ==, items.reply->text);

  g_assert_cmpstr (items.reply->phase, ==, "final_answer");
  talk_to (&reasoning, test.base_url, R, FALSE, "fault:reasoning", "One");
  g_assert_null (reasoning.reply->phase);
  g_assert_cmpstr (reasoning.reply->text, ==, "You said: One");
}

static void
test_counts (void)
{
  for (int protocol = R; protocol <= C; protocol++)
    {
      g_auto(Talk) counted = { 0 };
      g_auto(Talk) uncounted = { 0 };
      g_auto(Talk) beyond = { 0 };
      g_auto(Talk) thinking = { 0 };
      g_auto(Talk) aloud = { 0 };

      talk_to (&counted, test.base_url, protocol, FALSE, "gpt-test", "One");
      g_assert_cmpint (counted.reply->input_tokens, >, 0);
      g_assert_cmpint (counted.reply->output_tokens, >, 0);
      g_assert_cmpstr (counted.reply->model, ==, "gpt-test");
      talk_to (&uncounted, test.base_url, protocol, FALSE, "fault:no-usage", "One");
      g_assert_cmpint (uncounted.reply->state, ==, SHC_CHAT_COMPLETE);
      g_assert_cmpint (uncounted.reply->output_tokens, ==, -1);
      g_assert_cmpuint (uncounted.reply->bytes, ==, strlen (uncounted.reply->text));
      /* Thoughts are paid for, whether the server tells them apart or not. */
      talk_to (&thinking, test.base_url, protocol, FALSE, "fault:reasoning", "One");
      g_assert_cmpuint (thinking.reply->bytes, ==, strlen (thinking.reply->text) + strlen (THOUGHTS));
      talk_to (&aloud, test.base_url, protocol, FALSE, "fault:thinks-aloud", "One");
      g_assert_cmpuint (aloud.reply->bytes, >, strlen (aloud.reply->text) + strlen (THOUGHTS));
      talk_to (&beyond, test.base_url, protocol, FALSE, "fault:huge-usage", "One");
      g_assert_cmpint (beyond.reply->input_tokens, ==, -1);
      g_assert_cmpint (beyond.reply->output_tokens, ==, -1);
    }
}

/* Of OpenAI itself it is expected that it confirms. */
static void
test_must_echo (void)
{
  g_auto(Talk) silent = { 0 };
  g_auto(Talk) good = { 0 };

  talk_to (&silent, test.base_url, R, TRUE, "fault:store-missing", "One");
  g_assert_error (silent.reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_STORED);
  g_assert_cmpstr (silent.reply->text, ==, "");
  talk_to (&good, test.base_url, R, TRUE, "gpt-test", "One");
  g_assert_cmpint (good.reply->state, ==, SHC_CHAT_COMPLETE);
}

/* Stopping keeps what has come, and the server sees that nobody listens any more. */
static void
test_stop (void)
{
  for (int protocol = R; protocol <= C; protocol++)
    {
      g_auto(Talk) talk = { .stop_after = 2 };
      gint64 begun = g_get_monotonic_time ();
      gboolean closed = FALSE;

      talk_to (&talk, test.base_url, protocol, FALSE, "fault:paced:100000:200", "One");
      g_assert_cmpint (talk.reply->state, ==, SHC_CHAT_STOPPED);
      g_assert_no_error (talk.reply->problem);
      /* What had come together with the word at which it was stopped is told still. */
      g_assert_cmpuint (talk.n_told, <, 200);
      g_assert_cmpstr (talk.told->str, ==, talk.reply->text);
      while (!closed && g_get_monotonic_time () - begun < 10 * G_USEC_PER_SEC)
        {
          g_autofree char *requests = service_test_dup_requests (&test);
          const char *last = strrchr (g_strchomp (requests), '\n');

          closed = last != NULL && strstr (last, "closed_early") != NULL;
          g_main_context_iteration (NULL, FALSE);
          g_usleep (5000);
        }
      g_assert_true (closed);
    }
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Also where nothing comes at all, and while it is waited for another try. */
static void
test_stop_in_silence (void)
{
  static const char *const models[] = { "fault:stall-header", "fault:silence:5", "fault:slow-first:5", "fault:429-seconds:2" };

  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      g_auto(Talk) talk = { .cancellable = g_cancellable_new () };
      gint64 begun = g_get_monotonic_time ();

      g_timeout_add (300, cancel_cb, talk.cancellable);
      talk_to (&talk, test.base_url, R, FALSE, models[i], "One");
      g_assert_cmpint (talk.reply->state, ==, SHC_CHAT_STOPPED);
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 4 * G_USEC_PER_SEC);
    }
}

static void
test_certificates (void)
{
  guint ports[] = { test.other_host_port, test.expired_port };
  g_autofree char *requests = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/v1", ports[i]);
      g_auto(Talk) talk = { 0 };

      talk_to (&talk, url, R, FALSE, "gpt-test", "One");
      g_assert_error (talk.reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TLS);
      g_assert_cmpuint (talk.n_waits, ==, 0);
    }
  requests = service_test_dup_requests (&test);
  g_assert_null (strstr (requests, "\"other_host\""));
  g_assert_null (strstr (requests, "\"expired\""));
}

static void
test_unknown_authority (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcHttp) kept = g_steal_pointer (&test.http);
  g_auto(Talk) talk = { 0 };

  test.http = shc_http_new (SHC_INTENT_SINK (test.sink), NULL, &service_test_limits, &error);
  g_assert_no_error (error);
  talk_to (&talk, test.base_url, R, FALSE, "gpt-test", "One");
  g_assert_error (talk.reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TLS);
  g_object_unref (test.http);
  test.http = g_steal_pointer (&kept);
  g_assert_null (shc_http_new (SHC_INTENT_SINK (test.sink), "/nonexistent", NULL, &error));
  g_assert_nonnull (error);
}

static void
test_nobody_there (void)
{
  static const char *const urls[] = { "https://127.0.0.1:1/v1", "https://name.invalid/v1" };
  static const char *const insecure[] = { "http://192.0.2.1/v1", "http://example.org/v1", "ftp://127.0.0.1/v1", "v1" };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_auto(Talk) talk = { 0 };

      talk_to (&talk, urls[i], R, FALSE, "gpt-test", "One");
      g_assert_error (talk.reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE);
      g_assert_nonnull (strstr (talk.reply->problem->message, i == 0 ? "running" : "online"));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (insecure); i++)
    {
      guint recorded = test.sink->outcomes->len;
      g_auto(Talk) talk = { 0 };

      talk_to (&talk, insecure[i], R, FALSE, "gpt-test", "One");
      g_assert_error (talk.reply->problem, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_INSECURE);
      g_assert_cmpuint (test.sink->outcomes->len, ==, recorded);
    }
}

/* What cannot be written down does not go. */
static void
test_unrecorded (void)
{
  guint seen = count_requests ();
  g_auto(Talk) talk = { 0 };

  test.sink->refuse = TRUE;
  talk_to (&talk, test.base_url, R, FALSE, "gpt-test", "One");
  test.sink->refuse = FALSE;
  g_assert_error (talk.reply->problem, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpuint (count_requests (), ==, seen);
}

/* A retry sends the same bytes. */
static void
test_same_bytes (void)
{
  g_auto(Talk) talk = { 0 };
  g_autofree char *before = service_test_dup_requests (&test);
  g_autofree char *after = NULL;
  g_auto(GStrv) lines = NULL;
  guint first = count_lines (before);
  char *bodies[2];

  talk_to (&talk, test.base_url, R, FALSE, "fault:500-once:same", "One");
  after = service_test_dup_requests (&test);
  lines = g_strsplit (after, "\n", -1);
  for (guint i = 0; i < 2; i++)
    {
      bodies[i] = strstr (lines[first + i], "\"body\"");
      *strstr (bodies[i], "\"connection\"") = '\0';
    }
  g_assert_cmpstr (bodies[0], ==, bodies[1]);
  g_assert_nonnull (strstr (bodies[0], "One"));
}

static void
models_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  char ***models = user_data;
  g_autoptr(GError) error = NULL;

  *models = shc_chat_list_models_finish (SHC_HTTP (source), result, &error);
  if (*models == NULL)
    {
      static char *none[] = { NULL };

      g_assert_nonnull (error);
      *models = none;
    }
}

static char **
list_models (const char *base_url)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", "models", "models", "test", 0);
  ShcChatServer server = { base_url, test.key, R, FALSE };
  char **models = NULL;

  shc_chat_list_models_async (test.http, intent, &server, NULL, models_cb, &models);
  while (models == NULL)
    g_main_context_iteration (NULL, TRUE);
  return models;
}

static void
test_models (void)
{
  g_auto(GStrv) models = list_models (test.base_url);
  static const char *const faults[] = { "401", "html-200", "bad-json", "500", "reset" };

  g_assert_cmpuint (g_strv_length (models), >=, 2);
  for (guint i = 1; models[i] != NULL; i++)
    g_assert_cmpstr (models[i - 1], <, models[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/fault:%s/v1", test.port, faults[i]);

      if (!g_str_equal (faults[i], "bad-json"))
        g_assert_null (list_models (url)[0]);
    }
}

static void
test_bodies (void)
{
  g_autoptr(GBytes) response = make_body (R, TRUE, "m", "a \"b\"\n\xf0\x9f\x8c\xbf");
  g_autoptr(GBytes) completion = make_body (C, FALSE, "m", "a");
  g_autoptr(GBytes) official = make_body (C, TRUE, "m", "a");

  g_assert_cmpmem (g_bytes_get_data (response, NULL), g_bytes_get_size (response),
                   "{\"model\":\"m\",\"store\":false,\"stream\":true,\"instructions\":\"Be kind.\",\"input\":["
                   "{\"role\":\"user\",\"content\":\"Hello\"},{\"role\":\"assistant\",\"content\":\"Hello to you\"},"
                   "{\"role\":\"user\",\"content\":\"a \\\"b\\\"\\n\xf0\x9f\x8c\xbf\"}],\"max_output_tokens\":800}",
                   g_bytes_get_size (response));
  g_assert_nonnull (strstr (g_bytes_get_data (completion, NULL), "\"max_tokens\":800"));
  g_assert_nonnull (strstr (g_bytes_get_data (completion, NULL), "\"store\":false"));
  g_assert_nonnull (strstr (g_bytes_get_data (official, NULL), "\"max_completion_tokens\":800"));
  g_assert_nonnull (strstr (g_bytes_get_data (official, NULL), "\"store\":false"));
}

static void
test_plain_server (void)
{
  ServiceTest kept = test;
  g_auto(Talk) talk = { 0 };

  service_test_start (&test, "--plain");
  talk_to (&talk, test.base_url, C, FALSE, "gpt-test", "One");
  g_assert_cmpstr (talk.reply->text, ==, "You said: One");
  service_test_stop (&test);
  test = kept;
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  service_test_start (&test, NULL);
  g_test_add_func ("/services/chat/bodies", test_bodies);
  g_test_add_func ("/services/chat/cases", test_cases);
  g_test_add_func ("/services/chat/words", test_words);
  g_test_add_func ("/services/chat/items", test_items);
  g_test_add_func ("/services/chat/counts", test_counts);
  g_test_add_func ("/services/chat/must-echo", test_must_echo);
  g_test_add_func ("/services/chat/stop", test_stop);
  g_test_add_func ("/services/chat/stop-in-silence", test_stop_in_silence);
  g_test_add_func ("/services/chat/certificates", test_certificates);
  g_test_add_func ("/services/chat/unknown-authority", test_unknown_authority);
  g_test_add_func ("/services/chat/nobody-there", test_nobody_there);
  g_test_add_func ("/services/chat/unrecorded", test_unrecorded);
  g_test_add_func ("/services/chat/same-bytes", test_same_bytes);
  g_test_add_func ("/services/chat/models", test_models);
  g_test_add_func ("/services/chat/plain-server", test_plain_server);
  status = g_test_run ();
  service_test_stop (&test);
  return status;
}
