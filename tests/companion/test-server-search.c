/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking for a server on this computer: what counts as one, what is written down, and when nothing is asked. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "journal-test.h"
#include "shc-activity.h"
#include "shc-companion-error.h"
#include "shc-profile.h"
#include "shc-secure.h"
#include "shc-server-search.h"
#include "shc-settings.h"
#include "shc-vault.h"

#define PASSPHRASE "heron lantern quarry violet"
#define LIST "{\"object\":\"list\",\"data\":[{\"id\":\"b\"},{\"id\":\"a\"}]}"

/* Somebody at a port of this computer. Each connection is a thread of its own. */
typedef struct
{
  GSocketService *service;
  const char     *answer;   /* (nullable): all of it; %NULL for silence */
  guint16         port;
  char           *heard;    /* (nullable): the head of the last request */
  GMutex          lock;
} Place;

typedef struct
{
  char     *folder;
  ShcVault *vault;
} Fixture;

/* Until the client has gone. */
static void
wait_for_end (GInputStream *in)
{
  char rest[64];

  while (g_input_stream_read (in, rest, sizeof rest, NULL, NULL) > 0)
    ;
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection      *connection,
        GObject                *source,
        Place                  *place)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr(GString) head = g_string_new (NULL);
  char letter;

  while (strstr (head->str, "\r\n\r\n") == NULL && g_input_stream_read (in, &letter, 1, NULL, NULL) == 1)
    g_string_append_c (head, letter);
  g_mutex_lock (&place->lock);
  g_free (place->heard);
  place->heard = g_strdup (head->str);
  g_mutex_unlock (&place->lock);
  if (place->answer == NULL)
    wait_for_end (in);
  else
    g_output_stream_write_all (out, place->answer, strlen (place->answer), NULL, NULL, NULL);
  return TRUE;
}

static void
place_start (Place      *place,
             const char *answer)
{
  g_autoptr(GError) error = NULL;

  *place = (Place) { .answer = answer };
  g_mutex_init (&place->lock);
  place->service = g_threaded_socket_service_new (10);
  place->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (place->service), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (place->service, "run", G_CALLBACK (run_cb), place);
}

static char *
place_dup_heard (Place *place)
{
  char *heard;

  g_mutex_lock (&place->lock);
  heard = g_strdup (place->heard);
  g_mutex_unlock (&place->lock);
  return heard;
}

static void
place_stop (Place *place)
{
  g_socket_service_stop (place->service);
  g_socket_listener_close (G_SOCKET_LISTENER (place->service));
  g_clear_object (&place->service);
  g_free (place->heard);
  g_mutex_clear (&place->lock);
}

/* @adult: (type ShcAdult). */
static gpointer
introduce_in_thread (ShcDb     *db,
                     gpointer   adult,
                     GError   **error)
{
  g_autoptr(ShcProfile) profile = shc_profile_new ();

  profile->healing_name = g_strdup ("River");
  profile->adult = GPOINTER_TO_INT (adult);
  return shc_profile_save (db, profile, g_get_real_time (), error) ? db : NULL;
}

static void
introduce (Fixture  *fixture,
           ShcAdult  adult)
{
  g_autoptr(GError) error = NULL;

  shc_vault_run (fixture->vault, SHC_DB_WRITER, introduce_in_thread, GINT_TO_POINTER (adult), &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GBytes) passphrase = shc_secure_bytes_copy (PASSPHRASE, strlen (PASSPHRASE));
  g_autoptr(GBytes) code = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *dir = NULL;
  ShcSlots slots;

  fixture->folder = g_dir_make_tmp ("shc-search-XXXXXX", &error);
  g_assert_no_error (error);
  dir = g_build_filename (fixture->folder, "vault", NULL);
  fixture->vault = shc_vault_new (dir, shc_journal_schema ());
  shc_vault_create (fixture->vault, passphrase, FALSE, TRUE, &code, &slots, &error);
  g_assert_no_error (error);
  introduce (fixture, SHC_ADULT_UNSAID);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", fixture->folder);

  shc_vault_close (fixture->vault);
  settle ();
  g_assert_finalize_object (fixture->vault);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (fixture->folder);
}

static void
take_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GPtrArray *
search (Fixture               *fixture,
        const ShcServerPlace  *places,
        guint                  n_places,
        GCancellable          *cancellable,
        GError               **error)
{
  g_autoptr(ShcIntent) intent = shc_server_search_create_intent ("test");
  g_autoptr(GAsyncResult) result = NULL;

  shc_server_search_async (fixture->vault, intent, places, n_places, cancellable, take_result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return shc_server_search_finish (fixture->vault, result, error);
}

static gpointer
list_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  return shc_activity_find (db, NULL, 0, error);
}

static GPtrArray *
list_activity (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  GPtrArray *found = shc_vault_run (fixture->vault, SHC_DB_WRITER, list_in_thread, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static void
test_places (void)
{
  guint n;
  const ShcServerPlace *places = shc_server_search_get_places (&n);

  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpstr (places[0].name, ==, "Ollama");
  g_assert_cmpuint (places[0].port, ==, 11434);
  g_assert_cmpstr (places[1].name, ==, "llama.cpp");
  g_assert_cmpuint (places[1].port, ==, 8080);
  g_assert_cmpstr (places[2].name, ==, "LM Studio");
  g_assert_cmpuint (places[2].port, ==, 1234);
}

static void
assert_found (const GPtrArray *found,
              guint            i,
              const char      *name,
              guint16          port,
              const char      *words)
{
  const ShcFoundServer *server = g_ptr_array_index (found, i);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_autofree char *said = shc_found_server_dup_words (server);

  g_assert_cmpstr (server->name, ==, name);
  g_assert_cmpstr (server->base_url, ==, base_url);
  g_assert_cmpstr (said, ==, words);
}

static void
test_what_counts (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const answers[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" LIST,
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>A printer</html>",
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "SSH-2.0-OpenSSH_9.2\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"object\":\"list\",\"data\":[]}",
    NULL,
  };
  Place places[G_N_ELEMENTS (answers)];
  Place moved;
  ShcServerPlace asked[G_N_ELEMENTS (answers) + 1];
  g_autofree char *redirect = NULL;
  g_autofree char *heard = NULL;
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) activity = NULL;
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();

  g_test_summary ("Only a list of models makes a server; others are nothing, and one that is silent is not waited for.");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      place_start (&places[i], answers[i]);
      asked[i] = (ShcServerPlace) { "One", places[i].port };
    }
  redirect = g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%u/v1/models\r\nContent-Length: 0\r\n"
                              "Connection: close\r\n\r\n", places[0].port);
  place_start (&moved, redirect);
  asked[G_N_ELEMENTS (answers)] = (ShcServerPlace) { "Moved", moved.port };
  asked[4].name = "Empty";
  found = search (fixture, asked, G_N_ELEMENTS (asked), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 2);
  assert_found (found, 0, "One", places[0].port, "2 models");
  assert_found (found, 1, "Empty", places[4].port, "No model yet");
  g_assert_cmpstr (((const ShcFoundServer *) g_ptr_array_index (found, 0))->models[0], ==, "a");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_USEC_PER_SEC);

  heard = place_dup_heard (&places[0]);
  g_assert_true (g_str_has_prefix (heard, "GET /v1/models HTTP/1.1\r\n"));
  g_assert_null (strcasestr (heard, "authorization"));
  settle ();
  activity = list_activity (fixture);
  g_assert_cmpuint (activity->len, ==, G_N_ELEMENTS (asked));
  for (guint i = 0; i < activity->len; i++)
    {
      const ShcActivity *one = g_ptr_array_index (activity, i);

      g_assert_cmpstr (one->service, ==, "this-computer");
      g_assert_cmpstr (one->purpose, ==, "find-server");
      g_assert_cmpint (one->bytes_out, ==, 0);
      g_assert_true (one->finished);
    }
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    place_stop (&places[i]);
  place_stop (&moved);
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  const ShcServerPlace nobody[] = { { "Nobody", 1 } };
  g_autoptr(GPtrArray) found = NULL;
  g_autoptr(GPtrArray) activity = NULL;
  g_autoptr(GError) error = NULL;

  found = search (fixture, nobody, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 0);
  activity = list_activity (fixture);
  g_assert_cmpuint (activity->len, ==, 1);
}

static gpointer
switch_off_in_thread (ShcDb    *db,
                      gpointer  data,
                      GError  **error)
{
  g_assert_true (shc_settings_set (db, SHC_SETTING_NETWORK_ENABLED, "false", error));
  return db;
}

static void
test_network_off (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) activity = NULL;
  g_autofree char *heard = NULL;
  g_autoptr(GError) error = NULL;
  ShcServerPlace asked;
  Place place;

  g_test_summary ("With the network switched off not even this computer is asked.");
  place_start (&place, NULL);
  asked = (ShcServerPlace) { "One", place.port };
  shc_vault_run (fixture->vault, SHC_DB_WRITER, switch_off_in_thread, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (search (fixture, &asked, 1, NULL, &error));
  g_assert_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_NETWORK_OFF);
  heard = place_dup_heard (&place);
  g_assert_null (heard);
  activity = list_activity (fixture);
  g_assert_cmpuint (activity->len, ==, 0);
  place_stop (&place);
}

static void
test_too_young (Fixture       *fixture,
                gconstpointer  data)
{
  const ShcServerPlace nobody[] = { { "Nobody", 1 } };
  g_autoptr(GPtrArray) activity = NULL;
  g_autoptr(GError) error = NULL;

  g_test_summary ("Where there is no companion, nobody is asked for one.");
  introduce (fixture, SHC_ADULT_NO);
  g_assert_null (search (fixture, nobody, 1, NULL, &error));
  g_assert_error (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_ADULT_ONLY);
  activity = list_activity (fixture);
  g_assert_cmpuint (activity->len, ==, 0);
}

static gboolean
cancel_cb (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  ShcServerPlace asked;
  Place place;

  place_start (&place, NULL);
  asked = (ShcServerPlace) { "One", place.port };
  g_timeout_add (200, cancel_cb, cancellable);
  g_assert_null (search (fixture, &asked, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
  place_stop (&place);
}

static void
test_unrecorded (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *heard = NULL;
  g_autoptr(GError) error = NULL;
  ShcServerPlace asked;
  Place place;

  g_test_summary ("Where it cannot be written down, nobody is asked.");
  place_start (&place, NULL);
  asked = (ShcServerPlace) { "One", place.port };
  shc_vault_close (fixture->vault);
  g_assert_null (search (fixture, &asked, 1, NULL, &error));
  g_assert_nonnull (error);
  heard = place_dup_heard (&place);
  g_assert_null (heard);
  place_stop (&place);
}

#define ADD(name, func) g_test_add ("/companion/server-search/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  journal_test_init (&argc, &argv);
  g_test_add_func ("/companion/server-search/places", test_places);
  ADD ("what-counts", test_what_counts);
  ADD ("nobody", test_nobody);
  ADD ("network-off", test_network_off);
  ADD ("too-young", test_too_young);
  ADD ("stopped", test_stopped);
  ADD ("unrecorded", test_unrecorded);
  return g_test_run ();
}
