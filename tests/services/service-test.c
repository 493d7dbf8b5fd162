/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server on this computer that speaks as a service does. */

#include "config.h"

#include "service-test.h"

#include <stdlib.h>
#include <string.h>

#include "shc-json.h"

const ShcHttpLimits service_test_limits = {
  /* While leaks are looked for, or with much else to do, TLS alone takes seconds. */
  .connect_ms = 20 * 1000,
  .first_byte_ms = SERVICE_TEST_PATIENT_MS,
  .idle_ms = SERVICE_TEST_PATIENT_MS,
  .retries = 2,
  .backoff_ms = 20,
  .longest_wait_ms = 3000,
};

static void
sink_begin_async (ShcIntentSink       *sink,
                  const ShcIntent     *intent,
                  gint64               bytes_out,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  ServiceTestSink *self = SERVICE_TEST_SINK (sink);
  g_autoptr(GTask) task = g_task_new (sink, NULL, callback, user_data);
  ShcIntentOutcome open = { G_MAXUINT, 0, 0 };
  gint64 now_us = g_get_monotonic_time ();

  if (self->refuse)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "no room");
      return;
    }
  g_array_append_val (self->outcomes, open);
  g_array_append_val (self->begun_us, now_us);
  g_array_append_val (self->bytes_out, bytes_out);
  g_task_return_int (task, self->outcomes->len);
}

static gint64
sink_begin_finish (ShcIntentSink  *sink,
                   GAsyncResult   *result,
                   GError        **error)
{
  gssize entry = g_task_propagate_int (G_TASK (result), error);

  return MAX (entry, 0);
}

static void
sink_complete (ShcIntentSink          *sink,
               gint64                  entry,
               const ShcIntentOutcome *outcome)
{
  ServiceTestSink *self = SERVICE_TEST_SINK (sink);

  g_assert_cmpuint (g_array_index (self->outcomes, ShcIntentOutcome, entry - 1).status, ==, G_MAXUINT);
  g_array_index (self->outcomes, ShcIntentOutcome, entry - 1) = *outcome;
}

static void
sink_iface_init (ShcIntentSinkInterface *iface)
{
  iface->begin_async = sink_begin_async;
  iface->begin_finish = sink_begin_finish;
  iface->complete = sink_complete;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ServiceTestSink, service_test_sink, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_INTENT_SINK, sink_iface_init))

static void
service_test_sink_finalize (GObject *object)
{
  ServiceTestSink *self = SERVICE_TEST_SINK (object);

  g_array_unref (self->outcomes);
  g_array_unref (self->bytes_out);
  g_array_unref (self->begun_us);
  G_OBJECT_CLASS (service_test_sink_parent_class)->finalize (object);
}

static void
service_test_sink_class_init (ServiceTestSinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = service_test_sink_finalize;
}

static void
service_test_sink_init (ServiceTestSink *self)
{
  self->outcomes = g_array_new (FALSE, FALSE, sizeof (ShcIntentOutcome));
  self->bytes_out = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->begun_us = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
read_greeting (ServiceTest *self)
{
  g_autoptr(GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->server));
  g_autoptr(GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, &error);
  g_autoptr(JsonNode) root = NULL;
  JsonObject *greeting;

  g_assert_no_error (error);
  g_assert_nonnull (line);
  root = shc_json_parse (line, strlen (line), &error);
  g_assert_no_error (error);
  greeting = json_node_get_object (root);
  self->port = (guint) json_object_get_int_member (greeting, "port");
  if (json_object_get_null_member (greeting, "ca"))
    return;
  self->ca = g_strdup (json_object_get_string_member (greeting, "ca"));
  self->other_host_port = (guint) json_object_get_int_member (greeting, "other_host_port");
  self->expired_port = (guint) json_object_get_int_member (greeting, "expired_port");
}

void
service_test_begin (ServiceTest       *self,
                    const char        *program,
                    const char        *path,
                    const char        *key,
                    const char *const *arguments)
{
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "services", program, NULL);
  g_autoptr(GStrvBuilder) command = g_strv_builder_new ();
  g_auto(GStrv) argv = NULL;
  g_autoptr(GError) error = NULL;

  *self = (ServiceTest) { 0 };
  self->folder = g_dir_make_tmp ("shc-service-XXXXXX", &error);
  g_assert_no_error (error);
  g_strv_builder_add_many (command, "/usr/bin/python3", file, self->folder, NULL);
  if (arguments != NULL)
    g_strv_builder_addv (command, (const char **) arguments);
  argv = g_strv_builder_end (command);
  self->server = g_subprocess_newv ((const char *const *) argv,
                                    G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  read_greeting (self);
  self->base_url = g_strdup_printf ("%s://127.0.0.1:%u%s", self->ca != NULL ? "https" : "http", self->port, path);
  self->sink = g_object_new (SERVICE_TEST_TYPE_SINK, NULL);
  self->http = shc_http_new (SHC_INTENT_SINK (self->sink), self->ca, &service_test_limits, &error);
  g_assert_no_error (error);
  self->key = g_bytes_new (key, strlen (key));
}

void
service_test_set_patience (ServiceTest *self,
                           guint        ms)
{
  ShcHttpLimits limits = service_test_limits;
  g_autoptr(GError) error = NULL;

  limits.first_byte_ms = limits.idle_ms = ms;
  g_clear_object (&self->http);
  self->http = shc_http_new (SHC_INTENT_SINK (self->sink), self->ca, &limits, &error);
  g_assert_no_error (error);
}

void
service_test_start (ServiceTest *self,
                    const char  *argument)
{
  const char *arguments[] = { argument, NULL };

  service_test_begin (self, "openai_server.py", "/v1", "sk-test-key", arguments);
}

void
service_test_stop (ServiceTest *self)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", self->folder);

  g_clear_object (&self->http);
  g_clear_object (&self->sink);
  g_bytes_unref (self->key);
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->server), NULL, NULL);
  g_subprocess_wait (self->server, NULL, NULL);
  g_object_unref (self->server);
  g_assert_cmpint (system (command), ==, 0);
  g_free (self->folder);
  g_free (self->base_url);
  g_free (self->ca);
}

char *
service_test_dup_requests (ServiceTest *self)
{
  g_autofree char *path = g_build_filename (self->folder, "requests.jsonl", NULL);
  char *content = NULL;

  if (!g_file_get_contents (path, &content, NULL, NULL))
    return g_strdup ("");
  return content;
}

void
service_test_run (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}
