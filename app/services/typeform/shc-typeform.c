/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform, read only: one request after the other, at its pace. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-typeform.h"

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"
#include "shc-http-whole.h"
#include "shc-typeform-errors.h"
#include "shc-typeform-private.h"
#include "shc-typeform-read.h"

/* A thousand responses with long answers. */
#define WHOLE_MAX (24u << 20)

const ShcHttpLimits shc_typeform_http_limits = {
  .connect_ms = 10 * 1000,
  .first_byte_ms = 60 * 1000,
  .idle_ms = 30 * 1000,
  .retries = 2,
  .backoff_ms = 2000,
  .longest_wait_ms = 60 * 1000,
};

struct _ShcTypeform
{
  GObject  parent_instance;
  ShcHttp *http;
  char    *base_url;
  GBytes  *token;
  guint    gap_ms;
  gint64   sent_us;     /* monotonic, of the last request; 0 for none */
};

G_DEFINE_FINAL_TYPE (ShcTypeform, shc_typeform, G_TYPE_OBJECT)

/* One request: its task ends in a #JsonNode. */
typedef struct
{
  ShcIntent *intent;
  char      *url;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  shc_intent_free (request->intent);
  g_free (request->url);
  g_free (request);
}

void
shc_typeform_return_unlike (GTask *task)
{
  g_task_return_new_error (task, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL, "%s",
                           _("What answered does not speak as Typeform does: perhaps the address in the settings is "
                             "another one, or the network here wants you to log in first. Nothing was changed."));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(GBytes) body = shc_http_answer_read_whole_finish (SHC_HTTP_ANSWER (source), result, &error);
  JsonNode *root;
  gsize length = 0;
  const char *text;

  shc_http_answer_close (SHC_HTTP_ANSWER (source));
  if (body == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  text = g_bytes_get_data (body, &length);
  root = length > 0 ? shc_json_parse (text, length, NULL) : NULL;
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    g_task_return_pointer (task, root, (GDestroyNotify) json_node_unref);
  else
    {
      g_clear_pointer (&root, json_node_unref);
      shc_typeform_return_unlike (task);
    }
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(ShcHttpAnswer) answer = shc_http_send_finish (SHC_HTTP (source), result, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  const char *type = answer != NULL ? shc_http_answer_get_media_type (answer) : NULL;

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (type == NULL || g_ascii_strcasecmp (type, "application/json") != 0)
    {
      shc_http_answer_close (answer);
      shc_typeform_return_unlike (task);
    }
  else
    shc_http_answer_read_whole_async (answer, WHOLE_MAX, cancellable, read_cb, g_steal_pointer (&task));
}

/* After the gap, or as soon as the caller cancels. */
static gboolean
send_cb (gpointer user_data)
{
  GTask *task = user_data;
  ShcTypeform *self = g_task_get_source_object (task);
  Request *request = g_task_get_task_data (task);
  ShcHttpRequest http = {
    .method = "GET", .url = request->url, .key = self->token, .accept = "application/json",
    .judge = shc_typeform_get_judge (self->base_url),
  };

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  self->sent_us = g_get_monotonic_time ();
  shc_http_send_async (self->http, request->intent, &http, g_task_get_cancellable (task), sent_cb,
                       g_object_ref (task));
  return G_SOURCE_REMOVE;
}

static guint
get_gap_left_ms (const ShcTypeform *self)
{
  gint64 passed_ms = (g_get_monotonic_time () - self->sent_us) / 1000;

  return self->sent_us == 0 || passed_ms >= self->gap_ms ? 0 : self->gap_ms - (guint) passed_ms;
}

void
shc_typeform_ask_async (ShcTypeform         *self,
                        const ShcIntent     *intent,
                        const char          *endpoint,
                        const char          *path,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr(GSource) source = g_timeout_source_new (get_gap_left_ms (self));
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, shc_typeform_ask_async);
  request->intent = shc_intent_new (intent->service, endpoint, intent->purpose, intent->action, 0);
  request->url = g_strconcat (self->base_url, path, NULL);
  g_task_set_task_data (task, request, request_free);
  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_set_callback (source, send_cb, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

JsonNode *
shc_typeform_ask_finish (ShcTypeform   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
tested_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) root = shc_typeform_ask_finish (SHC_TYPEFORM (source), result, &error);
  const char *name;

  if (root == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  name = shc_chat_get_string (json_node_get_object (root), "alias");
  if (name == NULL)
    name = shc_chat_get_string (json_node_get_object (root), "email");
  g_task_return_pointer (task, g_strdup (name != NULL ? name : ""), g_free);
}

void
shc_typeform_test_async (ShcTypeform         *self,
                         const ShcIntent     *intent,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_TYPEFORM (self) && intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_typeform_test_async);
  shc_typeform_ask_async (self, intent, "me", "/me", cancellable, tested_cb, task);
}

char *
shc_typeform_test_finish (ShcTypeform   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
form_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) root = shc_typeform_ask_finish (SHC_TYPEFORM (source), result, &error);
  ShcTypeformForm *form = root != NULL ? shc_typeform_read_form (json_node_get_object (root)) : NULL;

  if (root == NULL)
    g_task_return_error (task, error);
  else if (form == NULL)
    shc_typeform_return_unlike (task);
  else
    {
      g_free (form->id);
      form->id = g_strdup (g_task_get_task_data (task));
      g_task_return_pointer (task, form, (GDestroyNotify) shc_typeform_form_free);
    }
}

void
shc_typeform_get_form_async (ShcTypeform         *self,
                             const ShcIntent     *intent,
                             const char          *form_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autofree char *path = g_strconcat ("/forms/", form_id, NULL);
  GTask *task;

  g_return_if_fail (SHC_IS_TYPEFORM (self) && intent != NULL && form_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_typeform_get_form_async);
  g_task_set_task_data (task, g_strdup (form_id), g_free);
  shc_typeform_ask_async (self, intent, "form", path, cancellable, form_cb, task);
}

ShcTypeformForm *
shc_typeform_get_form_finish (ShcTypeform   *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Of items that are not asked for, nothing but the id is read. */
static void
response_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) root = shc_typeform_ask_finish (SHC_TYPEFORM (source), result, &error);
  JsonArray *items = root != NULL ? shc_chat_get_array (json_node_get_object (root), "items") : NULL;
  ShcTypeformResponse *found = NULL;

  if (root == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (items == NULL)
    {
      shc_typeform_return_unlike (task);
      return;
    }
  for (guint i = 0; i < json_array_get_length (items) && found == NULL; i++)
    if (g_strcmp0 (shc_typeform_get_response_id (shc_chat_get_element (items, i)), g_task_get_task_data (task)) == 0)
      found = shc_typeform_read_response (shc_chat_get_element (items, i));
  if (found != NULL && found->submitted_us == 0)
    g_clear_pointer (&found, shc_typeform_response_free);
  g_task_return_pointer (task, found, (GDestroyNotify) shc_typeform_response_free);
}

void
shc_typeform_get_response_async (ShcTypeform         *self,
                                 const ShcIntent     *intent,
                                 const char          *form_id,
                                 const char          *response_id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autofree char *escaped = g_uri_escape_string (response_id, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/forms/%s/responses?included_response_ids=%s", form_id, escaped);
  GTask *task;

  g_return_if_fail (SHC_IS_TYPEFORM (self) && intent != NULL && form_id != NULL && response_id != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_typeform_get_response_async);
  g_task_set_task_data (task, g_strdup (response_id), g_free);
  shc_typeform_ask_async (self, intent, "responses", path, cancellable, response_cb, task);
}

ShcTypeformResponse *
shc_typeform_get_response_finish (ShcTypeform   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
shc_typeform_finalize (GObject *object)
{
  ShcTypeform *self = SHC_TYPEFORM (object);

  g_object_unref (self->http);
  g_free (self->base_url);
  g_bytes_unref (self->token);

  G_OBJECT_CLASS (shc_typeform_parent_class)->finalize (object);
}

static void
shc_typeform_class_init (ShcTypeformClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = shc_typeform_finalize;
}

static void
shc_typeform_init (ShcTypeform *self)
{
}

ShcTypeform *
shc_typeform_new (ShcHttp    *http,
                  const char *base_url,
                  GBytes     *token,
                  guint       gap_ms)
{
  ShcTypeform *self;

  g_return_val_if_fail (SHC_IS_HTTP (http) && base_url != NULL && token != NULL, NULL);

  self = g_object_new (SHC_TYPE_TYPEFORM, NULL);
  self->http = g_object_ref (http);
  self->base_url = g_strdup (base_url);
  self->token = g_bytes_ref (token);
  self->gap_ms = gap_ms;
  return self;
}
