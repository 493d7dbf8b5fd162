/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one way out of this computer: a request is written down, sent, tried again where that is safe, and how it
 * ended is written down. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-http-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-base-url.h"

/* Of an answer that is no success so much is read to tell what it means. */
#define ERROR_BODY_MAX 65536

#define LONGEST_BACKOFF_MS 8000

const ShcHttpLimits shc_http_limits = {
  .connect_ms = 10 * 1000,
  .first_byte_ms = 180 * 1000,
  .idle_ms = 60 * 1000,
  .retries = 2,
  .backoff_ms = 500,
  .longest_wait_ms = 60 * 1000,
};

struct _ShcHttp
{
  GObject        parent_instance;
  ShcIntentSink *sink;
  SoupSession   *session;
  SoupSession   *local;    /* (nullable): for what is on this computer, once something there was asked */
  GTlsDatabase  *extra;    /* (nullable): certificates believed beside the system's */
  ShcHttpLimits  limits;
};

G_DEFINE_FINAL_TYPE (ShcHttp, shc_http, G_TYPE_OBJECT)

/* One request with all its tries. */
typedef struct
{
  ShcIntent      *intent;
  char           *method;
  char           *url;
  GBytes         *body;
  GBytes         *key;
  gboolean        basic;
  char           *accept;
  ShcHttpJudge    judge;
  ShcHttpWaiting  waiting;
  gpointer        waiting_data;
  gboolean        once;
  gboolean        alone;
  gboolean        twice;
  guint           first_byte_ms;
  guint           tries;
  gboolean        unknown;    /* whether one of the tries may have been carried out */
  /* Of the current try: */
  ShcHttpEntry    entry;
  SoupMessage    *message;
  GCancellable   *attempt;
  ShcHttpTimer    timer;
  GInputStream   *stream;
  char           *error_body;
  gboolean        started;    /* whether anything of it may have left */
} Sending;

static void
end_attempt (Sending *sending,
             guint    status)
{
  shc_http_timer_clear (&sending->timer);
  shc_http_entry_complete (&sending->entry, status);
  g_clear_object (&sending->message);
  g_clear_object (&sending->attempt);
  g_clear_object (&sending->stream);
  g_clear_pointer (&sending->error_body, g_free);
}

static void
sending_free (gpointer data)
{
  Sending *sending = data;

  end_attempt (sending, 0);
  shc_intent_free (sending->intent);
  g_free (sending->method);
  g_free (sending->url);
  g_clear_pointer (&sending->body, g_bytes_unref);
  g_clear_pointer (&sending->key, g_bytes_unref);
  g_free (sending->accept);
  g_free (sending);
}

/* Certificates of the extra file count as the system's do: for the right host, and in their time. */
static gboolean
accept_certificate_cb (SoupMessage          *message,
                       GTlsCertificate      *certificate,
                       GTlsCertificateFlags  errors,
                       gpointer              user_data)
{
  GTlsDatabase *extra = user_data;
  g_autoptr(GSocketConnectable) address = NULL;
  GUri *uri = shc_soup.message_get_uri (message);

  address = g_network_address_new (g_uri_get_host (uri), (guint16) MAX (g_uri_get_port (uri), 0));
  return g_tls_database_verify_chain (extra, certificate, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER, address, NULL,
                                      G_TLS_DATABASE_VERIFY_NONE, NULL, NULL) == 0;
}

static void begin_attempt (GTask *task);

/* After the wait, or as soon as the caller cancels. */
static gboolean
wait_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    begin_attempt (task);
  return G_SOURCE_REMOVE;
}

static void
wait_and_retry (GTask *task,
                guint  ms)
{
  Sending *sending = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GSource) source = g_timeout_source_new (ms);

  sending->tries++;
  if (sending->waiting != NULL)
    sending->waiting (ms, sending->waiting_data);
  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_set_callback (source, wait_over_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static guint
get_backoff_ms (const ShcHttp *self,
                const Sending *sending)
{
  guint64 wait = MIN ((guint64) self->limits.backoff_ms << sending->tries, LONGEST_BACKOFF_MS);

  return (guint) (wait - wait * (guint64) g_random_int_range (0, 25) / 100);
}

/* Takes @error. */
static void
fail_or_retry (GTask            *task,
               GError           *error,
               ShcServiceAdvice  advice)
{
  ShcHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  gint64 wait_ms = advice.wait_ms;

  sending->unknown |= !advice.undone;
  advice.undone = !sending->unknown;
  if (!advice.retry || sending->once || sending->tries >= self->limits.retries ||
      wait_ms > (gint64) self->limits.longest_wait_ms)
    {
      *shc_service_error_get_advice (error) = advice;
      g_task_return_error (task, error);
      return;
    }
  g_error_free (error);
  wait_and_retry (task, wait_ms >= 0 ? (guint) wait_ms : get_backoff_ms (self, sending));
}

static void
judge_answer (GTask *task,
              gsize  length)
{
  Sending *sending = g_task_get_task_data (task);
  SoupMessageHeaders *headers = shc_soup.message_get_response_headers (sending->message);
  const char *advice = shc_soup.message_headers_get_one (headers, "x-should-retry");
  gint64 wait_ms = shc_http_get_wait_ms (headers);
  guint status = shc_soup.message_get_status (sending->message);
  /* What is refused is not carried out; a server that broke, or gave up waiting, may have done so before. */
  gboolean undone = SOUP_STATUS_IS_CLIENT_ERROR (status) && status != SOUP_STATUS_REQUEST_TIMEOUT;
  g_autoptr(GBytes) body = g_bytes_new (sending->error_body, length);
  ShcHttpVerdict verdict = { .code = SHC_SERVICE_ERROR_FAULT };
  g_autofree char *message = NULL;
  GError *error;

  sending->judge (status, body, &verdict);
  if (g_strcmp0 (advice, "true") == 0 || g_strcmp0 (advice, "false") == 0)
    verdict.retry = g_str_equal (advice, "true");
  message = shc_http_compose (&verdict, sending->key, sending->body);
  error = g_error_new_literal (SHC_SERVICE_ERROR, (int) verdict.code, message);
  g_free (verdict.message);
  g_free (verdict.said);
  end_attempt (sending, status);
  fail_or_retry (task, error, (ShcServiceAdvice) { verdict.retry, wait_ms, undone });
}

static void
error_body_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  gsize length = 0;

  /* What of it has come has to do. */
  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  sending->entry.bytes_in = (gint64) length;
  if (g_task_return_error_if_cancelled (task))
    return;
  judge_answer (task, length);
}

static void
return_answer (GTask *task)
{
  ShcHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  ShcHttpEntry entry = sending->entry;

  sending->entry = (ShcHttpEntry) { 0 };
  g_task_return_pointer (task,
                         shc_http_answer_new (sending->message, sending->stream, sending->attempt, entry,
                                              self->limits.idle_ms),
                         g_object_unref);
  end_attempt (sending, 0);
}

static void
fail_sending (GTask  *task,
              GError *error)
{
  Sending *sending = g_task_get_task_data (task);
  gboolean timed_out = sending->timer.timed_out;
  gboolean undone = !sending->started;
  gboolean retry = FALSE;
  GError *explained;

  end_attempt (sending, 0);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (timed_out)
    explained = g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TIMEOUT,
                                     _("The server did not answer in time. Please try again."));
  else
    explained = shc_http_explain (error, &retry);
  fail_or_retry (task, explained, (ShcServiceAdvice) { retry, -1, undone });
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  guint status;

  sending->stream = shc_soup.session_send_finish ((SoupSession *) source, result, &error);
  if (sending->stream == NULL)
    {
      fail_sending (task, error);
      return;
    }
  status = shc_soup.message_get_status (sending->message);
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      return_answer (task);
      return;
    }
  if (SOUP_STATUS_IS_REDIRECTION (status))
    {
      end_attempt (sending, status);
      fail_or_retry (task,
                     g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_REDIRECT,
                                          _("The server sent us to another address. That is not followed: your words "
                                            "and your key go only where you said.")),
                     (ShcServiceAdvice) { FALSE, -1, TRUE });
      return;
    }
  shc_http_timer_start (&sending->timer, MIN (self->limits.idle_ms, self->limits.connect_ms));
  sending->error_body = g_malloc (ERROR_BODY_MAX);
  g_input_stream_read_all_async (sending->stream, sending->error_body, ERROR_BODY_MAX, G_PRIORITY_DEFAULT,
                                 sending->attempt, error_body_cb, g_steal_pointer (&task));
}

/* A connection is there; from now on it is the service that takes its time. Only the choice of the connection was
 * libsoup's: should it be dead, what goes again is begun anew, and written down. */
static void
starting_cb (SoupMessage *message,
             gpointer     user_data)
{
  GTask *task = user_data;
  Sending *sending = g_task_get_task_data (task);

  if (sending->message != message)
    return;
  sending->started = TRUE;
  shc_soup.message_remove_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  shc_http_timer_start (&sending->timer, sending->first_byte_ms);
}

/* On a connection that was kept open and turns out to be dead, libsoup would send these again without a word; but what
 * goes is written down before. */
static gboolean
is_repeated_by_libsoup (const char *method)
{
  static const char *const methods[] = { "GET", "HEAD", "OPTIONS", "PUT", "DELETE", NULL };

  return g_strv_contains (methods, method);
}

static char *
create_authorization (const Sending *sending)
{
  int length = (int) g_bytes_get_size (sending->key);
  const char *key = g_bytes_get_data (sending->key, NULL);
  g_autofree char *both = NULL;
  g_autofree char *encoded = NULL;
  char *header;

  if (!sending->basic)
    return g_strdup_printf ("Bearer %.*s", length, key);
  both = g_strdup_printf ("key:%.*s", length, key);
  encoded = g_base64_encode ((const guchar *) both, strlen (both));
  header = g_strconcat ("Basic ", encoded, NULL);
  explicit_bzero (both, strlen (both));
  explicit_bzero (encoded, strlen (encoded));
  return header;
}

static SoupMessage *
make_message (ShcHttp       *self,
              const Sending *sending)
{
  SoupMessage *message = shc_soup.message_new (sending->method, sending->url);
  SoupMessageHeaders *headers = shc_soup.message_get_request_headers (message);

  shc_soup.message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (sending->alone || is_repeated_by_libsoup (sending->method))
    shc_soup.message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  else if (sending->twice)
    shc_soup.message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  if (self->extra != NULL)
    g_signal_connect_object (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self->extra, 0);
  if (sending->accept != NULL)
    shc_soup.message_headers_replace (headers, "Accept", sending->accept);
  if (sending->body != NULL)
    shc_soup.message_set_request_body_from_bytes (message, "application/json", sending->body);
  if (sending->key != NULL)
    {
      g_autofree char *header = create_authorization (sending);

      shc_soup.message_headers_replace (headers, "Authorization", header);
      memset (header, 0, strlen (header));
    }
  return message;
}

static SoupSession *
get_session (ShcHttp    *self,
             const char *url)
{
  if (!shc_http_is_on_this_computer (url))
    return self->session;
  if (self->local == NULL)
    self->local = shc_http_session_new (TRUE);
  return self->local;
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 entry = shc_intent_sink_begin_finish (SHC_INTENT_SINK (source), result, &error);

  if (entry == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  sending->entry =
    (ShcHttpEntry) { SHC_INTENT_SINK (g_object_ref (source)), entry, g_get_monotonic_time (), 0 };
  if (g_task_return_error_if_cancelled (task))
    return;
  sending->started = FALSE;
  sending->message = make_message (self, sending);
  sending->attempt = g_cancellable_new ();
  shc_http_timer_init (&sending->timer, sending->attempt, g_task_get_cancellable (task));
  shc_http_timer_start (&sending->timer, self->limits.connect_ms);
  g_signal_connect_object (sending->message, "starting", G_CALLBACK (starting_cb), task, 0);
  shc_soup.session_send_async (get_session (self, sending->url), sending->message, G_PRIORITY_DEFAULT, sending->attempt,
                           sent_cb, g_steal_pointer (&task));
}

static void
begin_attempt (GTask *task)
{
  ShcHttp *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  gint64 bytes = sending->body != NULL ? (gint64) g_bytes_get_size (sending->body) : 0;

  shc_intent_sink_begin_async (self->sink, sending->intent, bytes, g_task_get_cancellable (task), begun_cb,
                               g_object_ref (task));
}

static gboolean
check_address (const char  *url,
               GError     **error)
{
  g_autofree char *path = g_strndup (url, strcspn (url, "?"));
  g_autofree char *clean = shc_base_url_clean (path);

  if (clean != NULL)
    return TRUE;
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_INSECURE,
                       _("Only addresses that begin with https:// are called, and http:// on this computer itself. "
                         "Nothing was sent."));
  if (error != NULL)
    shc_service_error_get_advice (*error)->undone = TRUE;
  return FALSE;
}

void
shc_http_send_async (ShcHttp              *self,
                     const ShcIntent      *intent,
                     const ShcHttpRequest *request,
                     GCancellable         *cancellable,
                     GAsyncReadyCallback   callback,
                     gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  Sending *sending;
  GError *error = NULL;

  g_return_if_fail (SHC_IS_HTTP (self));
  g_return_if_fail (intent != NULL && request != NULL && request->judge != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_http_send_async);
  if (!check_address (request->url, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sending = g_new0 (Sending, 1);
  sending->intent = shc_intent_copy (intent);
  sending->method = g_strdup (request->method);
  sending->url = g_strdup (request->url);
  sending->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  sending->key = request->key != NULL ? g_bytes_ref (request->key) : NULL;
  sending->basic = request->basic;
  sending->accept = g_strdup (request->accept);
  sending->judge = request->judge;
  sending->waiting = request->waiting;
  sending->waiting_data = request->waiting_data;
  sending->once = request->once;
  sending->alone = request->alone;
  sending->twice = request->twice;
  sending->first_byte_ms = self->limits.first_byte_ms;
  if (request->first_byte_ms > 0)
    sending->first_byte_ms = MIN (sending->first_byte_ms, request->first_byte_ms);
  g_task_set_task_data (task, sending, sending_free);
  begin_attempt (task);
}

ShcHttpAnswer *
shc_http_send_finish (ShcHttp       *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
shc_http_dispose (GObject *object)
{
  ShcHttp *self = SHC_HTTP (object);

  if (self->session != NULL)
    shc_soup.session_abort (self->session);
  if (self->local != NULL)
    shc_soup.session_abort (self->local);
  g_clear_object (&self->session);
  g_clear_object (&self->local);
  g_clear_object (&self->sink);
  g_clear_object (&self->extra);

  G_OBJECT_CLASS (shc_http_parent_class)->dispose (object);
}

static void
shc_http_class_init (ShcHttpClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = shc_http_dispose;
}

static void
shc_http_init (ShcHttp *self)
{
}

ShcHttp *
shc_http_new (ShcIntentSink        *sink,
              const char           *extra_ca_file,
              const ShcHttpLimits  *limits,
              GError              **error)
{
  g_autoptr(ShcHttp) self = g_object_new (SHC_TYPE_HTTP, NULL);

  g_return_val_if_fail (SHC_IS_INTENT_SINK (sink), NULL);

  if (!shc_soup_load (error))
    return NULL;
  if (extra_ca_file != NULL && *extra_ca_file != '\0')
    {
      self->extra = g_tls_file_database_new (extra_ca_file, error);
      if (self->extra == NULL)
        return NULL;
    }
  self->sink = g_object_ref (sink);
  self->limits = limits != NULL ? *limits : shc_http_limits;
  self->session = shc_http_session_new (FALSE);
  return g_steal_pointer (&self);
}
