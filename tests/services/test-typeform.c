/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform as its client sees it: what is found, what is dropped, and every way in which a service can fail. */

#include "config.h"

#include <string.h>

#include "service-test.h"
#include "shc-typeform-errors.h"
#include "shc-typeform.h"

#define OWN "21085286190ffad1248d17c4135ee56f"
#define TWICE "5b3f1c0d9e8a7f6e5d4c3b2a19080706"
#define KEY "tfp_test-key"
/* The client counts whole milliseconds. */
#define LEAST_GAP_US ((SHC_TYPEFORM_GAP_MS - 5) * 1000)

static ServiceTest test;

typedef struct
{
  GObject      *source;
  GAsyncResult *result;
  gboolean      done;
} Wait;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
  wait->done = TRUE;
}

static ShcIntent *
make_intent (void)
{
  return shc_intent_new ("typeform", "", "intake", "test", 0);
}

/* @fault: (nullable): such as "500-once". */
static ShcTypeform *
make_client (const char *fault,
             const char *token)
{
  g_autofree char *url = fault != NULL ? g_strdup_printf ("%s/fault:%s", test.base_url, fault)
                                       : g_strdup (test.base_url);
  g_autoptr(GBytes) key = g_bytes_new (token, strlen (token));

  return shc_typeform_new (test.http, url, key, 0);
}

static ShcTypeformResponse *
get_response (ShcTypeform   *client,
              const char    *form,
              const char    *id,
              GError       **error)
{
  g_autoptr(ShcIntent) intent = make_intent ();
  Wait wait = { 0 };
  ShcTypeformResponse *response;

  shc_typeform_get_response_async (client, intent, form, id, NULL, done_cb, &wait);
  service_test_run (&wait.done);
  response = shc_typeform_get_response_finish (client, wait.result, error);
  g_object_unref (wait.result);
  return response;
}

static ShcTypeformForm *
get_form (ShcTypeform  *client,
          const char   *form,
          GError      **error)
{
  g_autoptr(ShcIntent) intent = make_intent ();
  Wait wait = { 0 };
  ShcTypeformForm *found;

  shc_typeform_get_form_async (client, intent, form, NULL, done_cb, &wait);
  service_test_run (&wait.done);
  found = shc_typeform_get_form_finish (client, wait.result, error);
  g_object_unref (wait.result);
  return found;
}

static GPtrArray *
find (ShcTypeform        *client,
      const char         *form,
      const char         *email,
      const char *const  *fields,
      GError            **error)
{
  g_autoptr(ShcIntent) intent = make_intent ();
  Wait wait = { 0 };
  GPtrArray *found;

  shc_typeform_find_async (client, intent, form, email, fields, NULL, done_cb, &wait);
  service_test_run (&wait.done);
  found = shc_typeform_find_finish (client, wait.result, error);
  g_object_unref (wait.result);
  return found;
}

static char *
try_token (ShcTypeform  *client,
           GError      **error)
{
  g_autoptr(ShcIntent) intent = make_intent ();
  Wait wait = { 0 };
  char *name;

  shc_typeform_test_async (client, intent, NULL, done_cb, &wait);
  service_test_run (&wait.done);
  name = shc_typeform_test_finish (client, wait.result, error);
  g_object_unref (wait.result);
  return name;
}

static void
test_form (void)
{
  static const char *const keys[] = { "healing_name", "email", "consent_storage", "goals", "fasting_experience",
                                      "journey_start", "adult", "4c1f" };
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTypeformForm) form = get_form (client, "u6nXL7", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (form->id, ==, "u6nXL7");
  g_assert_cmpstr (form->title, ==, "Healing intake");
  g_assert_cmpuint (form->questions->len, ==, G_N_ELEMENTS (keys));
  for (guint i = 0; i < form->questions->len; i++)
    g_assert_cmpstr (shc_typeform_question_get_key (g_ptr_array_index (form->questions, i)), ==, keys[i]);
}

static const ShcTypeformAnswer *
assert_answer (const ShcTypeformResponse *response,
               const char                *key,
               ShcTypeformKind            kind,
               const char                *text)
{
  const ShcTypeformAnswer *answer = shc_typeform_response_find (response, key);

  g_assert_nonnull (answer);
  g_assert_cmpint (answer->kind, ==, kind);
  g_assert_cmpstr (answer->text, ==, text);
  return answer;
}

static void
test_response (void)
{
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTypeformResponse) response = get_response (client, "u6nXL7", OWN, &error);
  const ShcTypeformAnswer *answer;

  g_assert_no_error (error);
  g_assert_cmpstr (response->id, ==, OWN);
  g_assert_cmpint (response->submitted_us, ==, G_GINT64_CONSTANT (1786747102000000));
  g_assert_cmpuint (response->answers->len, ==, 8);
  assert_answer (response, "healing_name", SHC_TYPEFORM_TEXT, "River");
  assert_answer (response, "F1name00aaaa", SHC_TYPEFORM_TEXT, "River");
  assert_answer (response, "journey_start", SHC_TYPEFORM_DATE, "2026-01-07");
  assert_answer (response, "4c1f", SHC_TYPEFORM_OTHER, NULL);
  g_assert_true (assert_answer (response, "consent_storage", SHC_TYPEFORM_BOOLEAN, NULL)->yes);
  answer = assert_answer (response, "fasting_experience", SHC_TYPEFORM_CHOICE, "A few times");
  g_assert_cmpstr (answer->choices[0], ==, "A few times");
  g_assert_cmpstr (answer->refs[0], ==, "some");
  g_assert_null (shc_typeform_response_find (response, "What nobody asked"));
}

/* Ids that are not there, of somebody else's form, or of what was never sent off. */
static void
test_no_response (void)
{
  static const char *const cases[][2] = {
    { "u6nXL7", "none" }, { "empty0", OWN }, { "u6nXL7", "ffffffffffffffffffffffffffffffff" },
    { "u6nXL7", "a&before=x" }, { "u6nXL7", "ä ö" },
  };
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (get_response (client, cases[i][0], cases[i][1], &error));
      g_assert_no_error (error);
    }
}

/* A service that sends everything is believed in nothing but what was asked for. */
static void
test_others_are_dropped (void)
{
  g_autoptr(ShcTypeform) client = make_client ("all-items", KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTypeformResponse) response = get_response (client, "u6nXL7", OWN, &error);

  g_assert_no_error (error);
  assert_answer (response, "healing_name", SHC_TYPEFORM_TEXT, "River");
  g_assert_null (get_response (client, "u6nXL7", "none", &error));
  g_assert_no_error (error);
}

static void
test_strange (void)
{
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcTypeformResponse) response = get_response (client, "odd000", OWN, &error);
  const ShcTypeformAnswer *answer;

  g_assert_no_error (error);
  assert_answer (response, "F1name00aaaa", SHC_TYPEFORM_TEXT, "River");
  /* The first of two to one question counts, even if it cannot be read. */
  assert_answer (response, "email", SHC_TYPEFORM_OTHER, NULL);
  assert_answer (response, "consent_storage", SHC_TYPEFORM_OTHER, NULL);
  assert_answer (response, "goals", SHC_TYPEFORM_OTHER, NULL);
  assert_answer (response, "journey_start", SHC_TYPEFORM_DATE, "tomorrow");
  assert_answer (response, "adult", SHC_TYPEFORM_NUMBER, "17.5");
  answer = assert_answer (response, "fasting_experience", SHC_TYPEFORM_CHOICE, "Never, Once at sea");
  g_assert_cmpuint (g_strv_length (answer->choices), ==, 2);
}

static guint
count_of (const char *text,
          const char *needle)
{
  guint n = 0;

  for (; (text = strstr (text, needle)) != NULL; text += strlen (needle))
    n++;
  return n;
}

static void
test_find (void)
{
  static const char *const fields[] = { "F2mail00bbbb", NULL };
  static const struct { const char *form; const char *email; guint n; } cases[] = {
    { "u6nXL7", "river@example.org", 1 }, { "u6nXL7", " RIVER@example.ORG ", 1 }, { "u6nXL7", "iver@example.org", 0 },
    { "u6nXL7", "", 0 }, { "empty0", "river@example.org", 0 }, { "twice0", "river@example.org", 2 },
    { "many00", "river@example.org", 1 },
  };
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autofree char *requests = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases) * 2; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GPtrArray) found = find (client, cases[i / 2].form, cases[i / 2].email, i % 2 ? fields : NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, cases[i / 2].n);
      for (guint j = 0; j < found->len; j++)
        {
          const ShcTypeformResponse *response = g_ptr_array_index (found, j);

          g_assert_cmpuint (response->answers->len, ==, 0);
          g_assert_cmpstr (response->id, ==, found->len == 2 && j == 0 ? TWICE : OWN);
        }
    }
  requests = service_test_dup_requests (&test);
  g_assert_null (strstr (requests, "example.org"));
  g_assert_null (strstr (requests, "example.ORG"));
  g_assert_nonnull (strstr (requests, "fields=F2mail00bbbb"));
}

/* Two thousand five hundred responses are three pages, the pages overlap, and a service that gives the same one again ends
 * the search. */
static void
test_pages (void)
{
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autoptr(ShcTypeform) looping = make_client ("same-page", KEY);
  g_autofree char *before = service_test_dup_requests (&test);
  g_autofree char *between = NULL;
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = find (client, "many00", "other2499@example.org", NULL, &error);
  g_autoptr(GPtrArray) none = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  between = service_test_dup_requests (&test);
  g_assert_cmpuint (count_of (between, "\"method\"") - count_of (before, "\"method\""), ==, 3);
  none = find (looping, "many00", "other2499@example.org", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
  after = service_test_dup_requests (&test);
  g_assert_cmpuint (count_of (after, "\"method\"") - count_of (between, "\"method\""), ==, 2);
}

static void
test_tokens (void)
{
  g_autoptr(ShcTypeform) good = make_client (NULL, KEY);
  g_autoptr(ShcTypeform) bad = make_client (NULL, "tfp_wrong-key");
  g_autoptr(ShcTypeform) no_me = make_client (NULL, "tfp_no-me");
  g_autoptr(ShcTypeform) no_forms = make_client (NULL, "tfp_no-forms");
  g_autoptr(GError) error = NULL;
  g_autofree char *name = try_token (good, &error);
  g_autoptr(ShcTypeformResponse) response = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "Willow House");
  g_assert_null (try_token (bad, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY);
  g_assert_null (strstr (error->message, "tfp_"));
  g_clear_error (&error);
  g_assert_null (try_token (no_me, &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY);
  g_clear_error (&error);
  g_assert_null (get_form (no_forms, "u6nXL7", &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY);
  g_clear_error (&error);
  response = get_response (no_forms, "u6nXL7", OWN, &error);
  g_assert_no_error (error);
  g_assert_null (get_form (good, "unknown", &error));
  g_assert_error (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE);
}

#define FINE (-1)

static void
test_faults (void)
{
  static const struct { const char *fault; int code; guint tries; } cases[] = {
    { "400", SHC_SERVICE_ERROR_REQUEST, 1 },
    { "401", SHC_SERVICE_ERROR_KEY, 1 },
    { "403", SHC_SERVICE_ERROR_KEY, 1 },
    { "404", SHC_SERVICE_ERROR_GONE, 1 },
    { "bare-404", SHC_SERVICE_ERROR_GONE, 1 },
    { "418", SHC_SERVICE_ERROR_REQUEST, 1 },
    { "429", SHC_SERVICE_ERROR_RATE_LIMITED, 3 },
    { "429:0", SHC_SERVICE_ERROR_RATE_LIMITED, 3 },
    { "429:600", SHC_SERVICE_ERROR_RATE_LIMITED, 1 },
    { "429-once", FINE, 2 },
    { "500", SHC_SERVICE_ERROR_FAULT, 3 },
    { "502-once", FINE, 2 },
    { "bare-503", SHC_SERVICE_ERROR_FAULT, 3 },
    { "page", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "not-json", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "cut-json", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "list", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "no-items", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "huge", SHC_SERVICE_ERROR_PROTOCOL, 1 },
    { "cut", SHC_SERVICE_ERROR_OFFLINE, 1 },
    { "reset", SHC_SERVICE_ERROR_OFFLINE, 1 },
    { "slow", SHC_SERVICE_ERROR_TIMEOUT, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_slow = cases[i].code == SHC_SERVICE_ERROR_TIMEOUT;
      g_autoptr(ShcTypeform) client = NULL;
      guint recorded = test.sink->outcomes->len;
      g_autoptr(GError) error = NULL;
      g_autoptr(ShcTypeformResponse) response = NULL;

      g_test_message ("%s", cases[i].fault);
      service_test_set_patience (&test, is_slow ? SERVICE_TEST_IMPATIENT_MS : SERVICE_TEST_PATIENT_MS);
      client = make_client (cases[i].fault, KEY);
      response = get_response (client, "u6nXL7", OWN, &error);
      if (cases[i].code == FINE)
        g_assert_no_error (error);
      else
        g_assert_error (error, SHC_SERVICE_ERROR, cases[i].code);
      g_assert_cmpint (response != NULL, ==, cases[i].code == FINE);
      g_assert_cmpuint (test.sink->outcomes->len - recorded, ==, cases[i].tries);
      for (guint j = recorded; j < test.sink->outcomes->len; j++)
        g_assert_cmpuint (g_array_index (test.sink->outcomes, ShcIntentOutcome, j).status, !=, G_MAXUINT);
    }
  service_test_set_patience (&test, SERVICE_TEST_PATIENT_MS);
}

static char *
judge (const char *base_url,
       guint       status)
{
  ShcHttpVerdict verdict = { 0 };

  shc_typeform_get_judge (base_url) (status, NULL, &verdict);
  return verdict.message;
}

/* Where an account may be in another data centre, its address is named; where it cannot be the cause, none is. */
static void
test_data_centres (void)
{
  static const guint about[] = { 401, 404 };
  static const guint other[] = { 400, 403, 408, 429, 500 };
  const char *const *addresses = shc_typeform_get_addresses ();

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (about); k++)
        {
          g_autofree char *message = judge (addresses[i], about[k]);

          g_test_message ("%s", message);
          g_assert_nonnull (strstr (message, "address"));
          for (guint j = 0; addresses[j] != NULL; j++)
            g_assert_true ((strstr (message, addresses[j]) != NULL) == (i != j));
        }
      for (guint k = 0; k < G_N_ELEMENTS (other); k++)
        {
          g_autofree char *message = judge (addresses[i], other[k]);

          g_assert_null (strstr (message, "https://"));
        }
    }
  for (guint k = 0; k < G_N_ELEMENTS (about); k++)
    {
      g_autofree char *message = judge ("https://forms.example.org", about[k]);

      g_assert_null (strstr (message, "https://"));
    }
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* Also while it waits for its turn. */
static void
test_cancel (void)
{
  g_autoptr(ShcIntent) intent = make_intent ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(ShcTypeform) client = shc_typeform_new (test.http, test.base_url, test.key, 60 * 1000);
  g_autoptr(GError) error = NULL;
  g_autofree char *name G_GNUC_UNUSED = try_token (client, &error);
  guint recorded = test.sink->outcomes->len;
  Wait wait = { 0 };

  g_assert_no_error (error);
  g_timeout_add (20, cancel_cb, cancellable);
  shc_typeform_find_async (client, intent, "many00", "river@example.org", NULL, cancellable, done_cb, &wait);
  service_test_run (&wait.done);
  g_assert_null (shc_typeform_find_finish (client, wait.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (wait.result);
  g_assert_cmpuint (test.sink->outcomes->len, ==, recorded);
}

static void
test_nothing_goes_unrecorded (void)
{
  g_autoptr(ShcTypeform) client = make_client (NULL, KEY);
  g_autofree char *before = service_test_dup_requests (&test);
  g_autofree char *after = NULL;
  g_autoptr(GError) error = NULL;

  test.sink->refuse = TRUE;
  g_assert_null (get_response (client, "u6nXL7", OWN, &error));
  test.sink->refuse = FALSE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  after = service_test_dup_requests (&test);
  g_assert_cmpstr (after, ==, before);
}

/* Its real pace, by when each is let go: where a machine is busy they may arrive in a bunch all the same, and then the server
 * says so and is asked again. */
static void
test_pace (void)
{
  static const char *const paced_server[] = { "--paced", NULL };
  ServiceTest paced;
  g_autoptr(ShcTypeform) client = NULL;
  g_autoptr(GError) error = NULL;
  gint64 last_us = 0;

  service_test_begin (&paced, "typeform_server.py", "", KEY, paced_server);
  client = shc_typeform_new (paced.http, paced.base_url, paced.key, SHC_TYPEFORM_GAP_MS);
  for (int i = 0; i < 4; i++)
    {
      guint n = paced.sink->begun_us->len;
      g_autofree char *name G_GNUC_UNUSED = try_token (client, &error);
      gint64 begun_us = g_array_index (paced.sink->begun_us, gint64, n);

      g_assert_no_error (error);
      if (i > 0)
        g_assert_cmpint (begun_us - last_us, >=, LEAST_GAP_US);
      last_us = begun_us;
    }
  g_clear_object (&client);
  service_test_stop (&paced);
}

static void
test_form_ids (void)
{
  static const char *const cases[][2] = {
    { "u6nXL7", "u6nXL7" }, { " u6nXL7\n", "u6nXL7" }, { "https://example.typeform.com/to/u6nXL7", "u6nXL7" },
    { "https://example.typeform.com/to/u6nXL7?typeform-source=x", "u6nXL7" }, { "example.typeform.com/to/a_B-9#id=1", "a_B-9" },
    { "https://example.typeform.com/to/u6nXL7/", "u6nXL7" }, { "", NULL }, { "https://example.typeform.com/", NULL },
    { "u6nXL7/responses", NULL }, { "../me", NULL }, { "https://example.typeform.com/to/", NULL }, { "a b", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = shc_typeform_dup_form_id (cases[i][0]);

      g_assert_cmpstr (id, ==, cases[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  service_test_begin (&test, "typeform_server.py", "", KEY, NULL);

  g_test_add_func ("/services/typeform/form", test_form);
  g_test_add_func ("/services/typeform/response", test_response);
  g_test_add_func ("/services/typeform/no-response", test_no_response);
  g_test_add_func ("/services/typeform/others-are-dropped", test_others_are_dropped);
  g_test_add_func ("/services/typeform/strange", test_strange);
  g_test_add_func ("/services/typeform/find", test_find);
  g_test_add_func ("/services/typeform/pages", test_pages);
  g_test_add_func ("/services/typeform/tokens", test_tokens);
  g_test_add_func ("/services/typeform/faults", test_faults);
  g_test_add_func ("/services/typeform/data-centres", test_data_centres);
  g_test_add_func ("/services/typeform/cancel", test_cancel);
  g_test_add_func ("/services/typeform/nothing-goes-unrecorded", test_nothing_goes_unrecorded);
  g_test_add_func ("/services/typeform/pace", test_pace);
  g_test_add_func ("/services/typeform/form-ids", test_form_ids);

  status = g_test_run ();
  service_test_stop (&test);
  return status;
}
