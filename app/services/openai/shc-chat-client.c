/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a person talks to. */

#define G_LOG_DOMAIN "shc-chat-client"

#include "config.h"

#include "shc-chat-client.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"
#include "shc-http-whole.h"
#include "shc-openai-errors.h"

#define OFFICIAL_HOST "api.openai.com"
#define WHOLE_MAX (8u << 20)

typedef struct
{
  ShcChatReader *reader;
  ShcHttpAnswer *answer;
} Exchange;

static void
exchange_free (gpointer data)
{
  Exchange *exchange = data;

  shc_chat_reader_free (exchange->reader);
  g_clear_object (&exchange->answer);
  g_free (exchange);
}

gboolean
shc_chat_is_official (const char *base_url)
{
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL &&
         g_ascii_strcasecmp (g_uri_get_host (uri), OFFICIAL_HOST) == 0;
}

static void
return_reply (GTask        *task,
              const GError *error)
{
  Exchange *exchange = g_task_get_task_data (task);

  ShcChatReply *reply = shc_chat_reader_end (exchange->reader, error);

  if (exchange->answer != NULL)
    shc_http_answer_close (exchange->answer);
  shc_openai_explain_wait (reply->problem);
  g_task_return_pointer (task, reply, (GDestroyNotify) shc_chat_reply_free);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = shc_http_answer_read_finish (SHC_HTTP_ANSWER (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *data;
  gsize length = 0;

  if (bytes == NULL)
    {
      return_reply (task, error);
      return;
    }
  data = g_bytes_get_data (bytes, &length);
  if (length == 0 || !shc_chat_reader_push (exchange->reader, data, length))
    return_reply (task, NULL);
  else
    shc_http_answer_read_async (exchange->answer, cancellable, read_cb, g_steal_pointer (&task));
}

static void
whole_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = shc_http_answer_read_whole_finish (SHC_HTTP_ANSWER (source), result, &error);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    shc_chat_reader_push_whole (exchange->reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return_reply (task, error);
}

/* A network that asks for a log-in first answers everything with a page of its own. */
static void
page_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) bytes = shc_http_answer_read_finish (SHC_HTTP_ANSWER (source), result, &error);

  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    error = g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                                 _("What answered is not the service but a web page: perhaps the network here wants you to "
                                   "log in first."));
  return_reply (task, error);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *type;

  exchange->answer = shc_http_send_finish (SHC_HTTP (source), result, &error);
  if (exchange->answer == NULL)
    {
      return_reply (task, error);
      return;
    }
  type = shc_http_answer_get_media_type (exchange->answer);
  if (type != NULL && g_ascii_strcasecmp (type, "application/json") == 0)
    shc_http_answer_read_whole_async (exchange->answer, WHOLE_MAX, cancellable, whole_cb,
                                      g_steal_pointer (&task));
  else if (type != NULL && g_ascii_strcasecmp (type, "text/event-stream") != 0)
    shc_http_answer_read_async (exchange->answer, cancellable, page_cb, g_steal_pointer (&task));
  else
    shc_http_answer_read_async (exchange->answer, cancellable, read_cb, g_steal_pointer (&task));
}

void
shc_chat_send_async (ShcHttp             *http,
                     const ShcIntent     *intent,
                     const ShcChatServer *server,
                     GBytes              *body,
                     ShcChatTextFunc      func,
                     ShcHttpWaiting       waiting,
                     gpointer             func_data,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (http, cancellable, callback, user_data);
  g_autofree char *url = g_strconcat (server->base_url, shc_chat_protocol_get_path (server->protocol), NULL);
  Exchange *exchange = g_new0 (Exchange, 1);
  ShcHttpRequest request = {
    .method = "POST", .url = url, .body = body, .key = server->key, .accept = "text/event-stream",
    .judge = shc_openai_judge, .waiting = waiting, .waiting_data = func_data,
  };

  g_task_set_source_tag (task, shc_chat_send_async);
  /* What has come is told with the reply, whatever ended it. */
  g_task_set_check_cancellable (task, FALSE);
  exchange->reader = shc_chat_reader_new (server->protocol, server->official, func, func_data);
  g_task_set_task_data (task, exchange, exchange_free);
  shc_http_send_async (http, intent, &request, cancellable, sent_cb, g_steal_pointer (&task));
}

ShcChatReply *
shc_chat_send_finish (ShcHttp      *http,
                      GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A name goes to a terminal and into a setting. */
static gboolean
is_plain (const char *name)
{
  for (; *name != '\0'; name = g_utf8_next_char (name))
    if (g_unichar_iscntrl (g_utf8_get_char (name)))
      return FALSE;
  return TRUE;
}

static char **
read_models (GBytes  *body,
             GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = text != NULL ? shc_json_parse (text, length, NULL) : NULL;
  JsonArray *data =
    root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? shc_chat_get_array (json_node_get_object (root), "data") : NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  if (data == NULL)
    {
      g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                           _("What the server sent is no list of models."));
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      const char *name = shc_chat_get_string (shc_chat_get_element (data, i), "id");

      if (name != NULL && *name != '\0' && is_plain (name))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
models_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GBytes) body = shc_http_answer_read_whole_finish (SHC_HTTP_ANSWER (source), result, &error);
  char **models = body != NULL ? read_models (body, &error) : NULL;

  shc_http_answer_close (SHC_HTTP_ANSWER (source));
  if (models == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, models, (GDestroyNotify) g_strfreev);
}

static void
models_sent_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(ShcHttpAnswer) answer = shc_http_send_finish (SHC_HTTP (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (answer == NULL)
    {
      shc_openai_explain_wait (error);
      g_task_return_error (task, error);
    }
  else
    shc_http_answer_read_whole_async (answer, WHOLE_MAX, cancellable, models_read_cb,
                                      g_steal_pointer (&task));
}

void
shc_chat_list_models_async (ShcHttp             *http,
                            const ShcIntent     *intent,
                            const ShcChatServer *server,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (http, cancellable, callback, user_data);
  g_autofree char *url = g_strconcat (server->base_url, "/models", NULL);
  ShcHttpRequest request = {
    .method = "GET", .url = url, .key = server->key, .accept = "application/json", .judge = shc_openai_judge,
  };

  g_task_set_source_tag (task, shc_chat_list_models_async);
  shc_http_send_async (http, intent, &request, cancellable, models_sent_cb, task);
}

char **
shc_chat_list_models_finish (ShcHttp       *http,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, http), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
