/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast a base is asked, with a clock that jumps; and against a server that counts. */

#include "config.h"

#include "airtable-test.h"
#include "shc-airtable-pace.h"

#define SECOND G_USEC_PER_SEC
#define HOUR (3600 * (gint64) SECOND)

/* Airtable's: so many in any second, and after one more nothing for so long. */
#define PER_SECOND 5
#define PENALTY (30 * (gint64) SECOND)

typedef struct
{
  gint64   recent[PER_SECOND];   /* when the last ones were let in; the oldest is overwritten */
  guint    next;
  gint64   closed_until;
  gboolean extends;              /* whether whoever asks while it is closed makes that longer */
  guint    penalties;
  guint    asked;
} Service;

static gboolean
admit (Service *service,
       gint64   now)
{
  service->asked++;
  if (now < service->closed_until)
    {
      if (service->extends)
        service->closed_until = now + PENALTY;
      return FALSE;
    }
  if (service->recent[service->next] > now - SECOND)
    {
      service->closed_until = now + PENALTY;
      service->penalties++;
      return FALSE;
    }
  service->recent[service->next] = now;
  service->next = (service->next + 1) % PER_SECOND;
  return TRUE;
}

/* One program: what is under way comes to an end at these times. */
typedef struct
{
  ShcAirtablePace pace;
  guint           left;
  gint64          ends[2];       /* 0 for none */
  gboolean        well[2];
} Client;

static gint64
get_next_time (const Client *client,
               gint64        now)
{
  gint64 wait = shc_airtable_pace_get_wait_us (&client->pace, now);
  gint64 next = G_MAXINT64;

  for (guint i = 0; i < 2; i++)
    if (client->ends[i] > 0)
      next = MIN (next, client->ends[i]);
  if (wait >= 0 && client->left > client->pace.in_flight)
    next = MIN (next, now + wait);
  return next;
}

static void
finish (Client *client,
        guint   slot,
        gint64  now)
{
  client->ends[slot] = 0;
  if (client->well[slot])
    {
      shc_airtable_pace_succeed (&client->pace);
      client->left--;
    }
  else
    g_assert_cmpint (shc_airtable_pace_scold (&client->pace, now, -1), >=, PENALTY);
}

static void
begin (Client  *client,
       Service *service,
       gint64   now)
{
  guint slot = client->ends[0] > 0 ? 1 : 0;

  g_assert_cmpint (client->ends[slot], ==, 0);
  shc_airtable_pace_begin (&client->pace, now);
  client->well[slot] = admit (service, now);
  client->ends[slot] = now + g_random_int_range (40, 300) * 1000;
}

static void
step (Client  *client,
      Service *service,
      gint64   now)
{
  for (guint i = 0; i < 2; i++)
    if (client->ends[i] > 0 && client->ends[i] <= now)
      finish (client, i, now);
  if (client->left > client->pace.in_flight && shc_airtable_pace_get_wait_us (&client->pace, now) == 0)
    begin (client, service, now);
}

/* Returns: when all were done. */
static gint64
simulate (Service *service,
          guint    n_clients,
          guint    n_requests)
{
  g_autofree Client *clients = g_new0 (Client, n_clients);
  gint64 now = HOUR;

  g_random_set_seed (20260808);
  for (guint i = 0; i < n_clients; i++)
    {
      shc_airtable_pace_init (&clients[i].pace, &shc_airtable_limits);
      clients[i].left = n_requests;
    }
  while (TRUE)
    {
      gint64 next = G_MAXINT64;

      for (guint i = 0; i < n_clients; i++)
        {
          step (&clients[i], service, now);
          next = MIN (next, get_next_time (&clients[i], now));
        }
      if (next == G_MAXINT64)
        break;
      now = MAX (next, now + 1000);
      g_assert_cmpint (now, <, 100 * HOUR);
    }
  for (guint i = 0; i < n_clients; i++)
    g_assert_cmpuint (clients[i].left, ==, 0);
  g_test_message ("%u clients: %u s, %u requests, %u penalties", n_clients, (guint) ((now - HOUR) / SECOND),
                  service->asked, service->penalties);
  return now - HOUR;
}

/* Whoever is alone is never too fast, and near to as fast as may be. */
static void
test_alone (void)
{
  Service service = { 0 };
  gint64 took = simulate (&service, 1, 1000);

  g_assert_cmpuint (service.asked, ==, 1000);
  g_assert_cmpuint (service.penalties, ==, 0);
  g_assert_cmpint (took, <, 250 * (gint64) SECOND);
}

/* A hundred that share one base, and know nothing of each other. */
static void
test_hundred (void)
{
  Service service = { 0 };

  g_assert_cmpint (simulate (&service, 100, 10), <, 2 * HOUR);
  g_assert_cmpuint (service.asked, <, 100 * 10 * 4);
}

/* Even if everybody who asks too soon makes it longer for all. */
static void
test_hundred_extending (void)
{
  Service service = { .extends = TRUE };

  g_assert_cmpint (simulate (&service, 100, 10), <, 3 * HOUR);
}

static void
test_few (void)
{
  Service service = { 0 };

  g_assert_cmpint (simulate (&service, 3, 100), <, HOUR / 4);
}

static void
test_rules (void)
{
  ShcAirtablePace pace;
  gint64 now = HOUR;
  gint64 slow;

  shc_airtable_pace_init (&pace, &shc_airtable_limits);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), ==, 0);
  shc_airtable_pace_begin (&pace, now);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), >=, SECOND / 5);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), <=, SECOND * 10 / 45);
  now += SECOND;
  shc_airtable_pace_begin (&pace, now);
  now += SECOND;
  /* Two are under way. */
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), ==, -1);
  g_assert_cmpint (shc_airtable_pace_scold (&pace, now, -1), >=, PENALTY);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), >=, PENALTY);
  /* What is under way still may end well; the silence stays. */
  shc_airtable_pace_succeed (&pace);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), >=, PENALTY);
  now += PENALTY * 2;
  slow = pace.gap_us;
  g_assert_cmpint (slow, >, SECOND / 4);
  for (guint i = 0; i < 100; i++)
    {
      shc_airtable_pace_begin (&pace, now);
      shc_airtable_pace_succeed (&pace);
    }
  g_assert_cmpint (pace.gap_us, <, SECOND / 4);
  /* A service that asks for longer gets it. */
  shc_airtable_pace_begin (&pace, now);
  g_assert_cmpint (shc_airtable_pace_scold (&pace, now, 90 * SECOND), >=, 90 * SECOND);
  now += 200 * SECOND;
  shc_airtable_pace_begin (&pace, now);
  shc_airtable_pace_fail (&pace, now, 7 * SECOND);
  g_assert_cmpint (shc_airtable_pace_get_wait_us (&pace, now), ==, 7 * SECOND);
}

/* Calls that are all under way at once. */
typedef struct
{
  guint left;
  guint cancelled;
} Calls;

static void
whose_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Calls *calls = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records G_GNUC_UNUSED =
    shc_airtable_list_finish (SHC_AIRTABLE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    calls->cancelled++;
  else
    g_assert_no_error (error);
  calls->left--;
}

static void
call (ShcAirtable  *client,
      Calls        *calls,
      guint         n,
      GCancellable *cancellable)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "", "share", "test", 0);

  calls->left += n;
  for (guint i = 0; i < n; i++)
    shc_airtable_list_async (client, intent, AIRTABLE_TEST_USERS, NULL, 0, NULL, cancellable, whose_cb, calls);
}

static void
wait_for (const Calls *calls)
{
  while (calls->left > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A second of the server's is a twentieth of one. */
static const char *const paced[] = { "--plain", "--speed=20", NULL };
static const ShcAirtableLimits paced_limits = {
  .gap_ms = 12,
  .slowest_gap_ms = 3000,
  .in_flight = 2,
  .silence_ms = 1500,
  .silence_jitter_ms = 500,
  .tries = 3,
  .backoff_ms = 50,
  .longest_wait_ms = 6000,
};

static void
test_server (void)
{
  AirtableTest test;
  Calls calls = { 0 };
  g_autoptr(JsonObject) report = NULL;

  airtable_test_start (&test, paced);
  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, &paced_limits);
  call (test.client, &calls, 60, NULL);
  wait_for (&calls);
  g_assert_cmpuint (airtable_test_count (&test), ==, 60 + test.waited);
  report = airtable_test_control (&test, "{}");
  /* On a busy machine requests may be held up on the way and then come all at once. */
  g_assert_cmpint (json_object_get_int_member (report, "penalties"), <=, 2);
  g_assert_cmpint (json_object_get_int_member (report, "busiest"), <=, PER_SECOND);
  airtable_test_stop (&test);
}

/* Two that share the base are too fast together, are silent, and get through. */
static void
test_shared_server (void)
{
  AirtableTest test;
  Calls calls = { 0 };
  g_autoptr(ShcAirtable) other = NULL;
  g_autoptr(JsonObject) report = NULL;

  airtable_test_start (&test, paced);
  airtable_test_client (&test, NULL, AIRTABLE_TEST_BASE, &paced_limits);
  other = shc_airtable_new (test.service.http, test.service.base_url, AIRTABLE_TEST_BASE, test.service.key,
                            &paced_limits);
  call (test.client, &calls, 10, NULL);
  call (other, &calls, 10, NULL);
  wait_for (&calls);
  report = airtable_test_control (&test, "{}");
  g_assert_cmpint (json_object_get_int_member (report, "penalties"), >, 0);
  g_assert_cmpuint (test.longest_ms, >=, paced_limits.silence_ms);
  airtable_test_stop (&test);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* While it waits for its turn, in a silence, and on the way: it ends at once, and the others go on. */
static void
test_cancel (void)
{
  static const char *const plain[] = { "--plain", "--unpaced", NULL };
  static const char *const faults[] = { "429", "503", "late:4", "stall" };
  ShcAirtableLimits limits = airtable_test_limits;
  AirtableTest test;

  limits.silence_ms = 4000;
  limits.backoff_ms = 4000;
  airtable_test_start (&test, plain);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      Calls calls = { 0 };
      gint64 begun = g_get_monotonic_time ();

      airtable_test_client (&test, faults[i], AIRTABLE_TEST_BASE, &limits);
      call (test.client, &calls, 5, cancellable);
      g_timeout_add (100, cancel_cb, cancellable);
      wait_for (&calls);
      g_assert_cmpuint (calls.cancelled, ==, 5);
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 3500 * (SECOND / 1000));
      /* Nothing of them is left to wait for. */
      call (test.client, &calls, 1, cancellable);
      wait_for (&calls);
      g_assert_cmpuint (calls.cancelled, ==, 6);
    }
  airtable_test_stop (&test);
}

static void
test_cancel_one (void)
{
  static const char *const plain[] = { "--plain", "--unpaced", NULL };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  AirtableTest test;
  Calls calls = { 0 };

  airtable_test_start (&test, plain);
  call (test.client, &calls, 3, NULL);
  call (test.client, &calls, 3, cancellable);
  call (test.client, &calls, 3, NULL);
  g_cancellable_cancel (cancellable);
  wait_for (&calls);
  g_assert_cmpuint (calls.cancelled, ==, 3);
  g_assert_cmpuint (airtable_test_count (&test), ==, 6);
  airtable_test_stop (&test);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/services/airtable-pace/rules", test_rules);
  g_test_add_func ("/services/airtable-pace/alone", test_alone);
  g_test_add_func ("/services/airtable-pace/few", test_few);
  g_test_add_func ("/services/airtable-pace/hundred", test_hundred);
  g_test_add_func ("/services/airtable-pace/hundred-extending", test_hundred_extending);
  g_test_add_func ("/services/airtable-pace/server", test_server);
  g_test_add_func ("/services/airtable-pace/shared-server", test_shared_server);
  g_test_add_func ("/services/airtable-pace/cancel", test_cancel);
  g_test_add_func ("/services/airtable-pace/cancel-one", test_cancel_one);
  return g_test_run ();
}
