/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls to one audience of Mailchimp: each goes once, and again only where that is safe. */

#define G_LOG_DOMAIN "shc-mailchimp"

#include "config.h"

#include "shc-mailchimp-private.h"

#include <string.h>

#include "shc-http-whole.h"

/* A thousand events, with room. */
#define ANSWER_MAX (4u << 20)

/* Mailchimp itself gives up after two minutes. */
#define FIRST_BYTE_MS (130 * 1000)

const ShcMailchimpLimits shc_mailchimp_limits = { { 2 * 1000, 10 * 1000, 60 * 1000 } };

struct _ShcMailchimp
{
  GObject             parent_instance;
  ShcHttp            *http;
  char               *base_url;
  char               *list;
  GBytes             *key;
  ShcMailchimpLimits  limits;
  ShcHttpWaiting      waiting;
  gpointer            waiting_data;
};

G_DEFINE_FINAL_TYPE (ShcMailchimp, shc_mailchimp, G_TYPE_OBJECT)

/**
 * Kind: of a call
 * @path: behind the list's, or the person's if @person
 * @repeats: whether it does no harm twice
 * @absent: whether it is success that there is nobody to do it to
 */
typedef struct
{
  const char *method;
  const char *endpoint;
  const char *path;
  gboolean    person;
  gboolean    repeats;
  gboolean    absent;
  guint       records;
} Kind;

static const Kind kinds[] = {
  [SHC_MAILCHIMP_PING] = { "GET", "ping", NULL, FALSE, TRUE, FALSE, 0 },
  [SHC_MAILCHIMP_LISTS] = { "GET", "lists", NULL, FALSE, TRUE, FALSE, 0 },
  [SHC_MAILCHIMP_COLUMNS] = { "GET", "merge-fields",
                              "/merge-fields?fields=merge_fields.tag,merge_fields.required&count=100", FALSE, TRUE,
                              FALSE, 0 },
  [SHC_MAILCHIMP_READ] = { "GET", "members", "?fields=status,merge_fields,tags,tags_count", TRUE, TRUE, TRUE, 0 },
  [SHC_MAILCHIMP_ALL_TAGS] = { "GET", "members/tags", "/tags?fields=tags.name&count=1000", TRUE, TRUE, FALSE, 0 },
  [SHC_MAILCHIMP_JOIN] = { "PUT", "members", "", TRUE, FALSE, FALSE, 1 },
  [SHC_MAILCHIMP_CHANGE] = { "PATCH", "members", "", TRUE, TRUE, FALSE, 1 },
  [SHC_MAILCHIMP_TAGS] = { "POST", "members/tags", "/tags", TRUE, TRUE, FALSE, 1 },
  [SHC_MAILCHIMP_EVENT] = { "POST", "members/events", "/events", TRUE, FALSE, FALSE, 1 },
  [SHC_MAILCHIMP_EVENTS] = { "GET", "members/events", "/events?count=1000", TRUE, TRUE, FALSE, 0 },
  [SHC_MAILCHIMP_ARCHIVE] = { "DELETE", "members", "", TRUE, TRUE, TRUE, 1 },
  [SHC_MAILCHIMP_ERASE] = { "POST", "members/delete-permanent", "/actions/delete-permanent", TRUE, TRUE, TRUE, 1 },
};

typedef struct
{
  const Kind       *kind;
  ShcMailchimpCall  call;
  ShcIntent        *intent;
  char             *url;
  GBytes           *body;
  guint             tries;
  gboolean          unknown;   /* whether one of the tries may have been carried out */
} Calling;

static void
calling_free (gpointer data)
{
  Calling *calling = data;

  shc_intent_free (calling->intent);
  g_free (calling->url);
  g_clear_pointer (&calling->body, g_bytes_unref);
  g_free (calling);
}

static void
shc_mailchimp_dispose (GObject *object)
{
  ShcMailchimp *self = SHC_MAILCHIMP (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->key, g_bytes_unref);

  G_OBJECT_CLASS (shc_mailchimp_parent_class)->dispose (object);
}

static void
shc_mailchimp_finalize (GObject *object)
{
  ShcMailchimp *self = SHC_MAILCHIMP (object);

  g_free (self->base_url);
  g_free (self->list);

  G_OBJECT_CLASS (shc_mailchimp_parent_class)->finalize (object);
}

static void
shc_mailchimp_class_init (ShcMailchimpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = shc_mailchimp_dispose;
  object_class->finalize = shc_mailchimp_finalize;
}

static void
shc_mailchimp_init (ShcMailchimp *self)
{
}

ShcMailchimp *
shc_mailchimp_new (ShcHttp                  *http,
                   const char               *base_url,
                   const char               *list,
                   GBytes                   *key,
                   const ShcMailchimpLimits *limits)
{
  ShcMailchimp *self;

  g_return_val_if_fail (SHC_IS_HTTP (http), NULL);
  g_return_val_if_fail (base_url != NULL && list != NULL && key != NULL, NULL);

  self = g_object_new (SHC_TYPE_MAILCHIMP, NULL);
  self->http = g_object_ref (http);
  self->base_url = g_strdup (base_url);
  self->list = g_uri_escape_string (list, NULL, FALSE);
  self->key = g_bytes_ref (key);
  self->limits = limits != NULL ? *limits : shc_mailchimp_limits;
  return self;
}

void
shc_mailchimp_set_waiting (ShcMailchimp   *self,
                           ShcHttpWaiting  waiting,
                           gpointer        user_data)
{
  g_return_if_fail (SHC_IS_MAILCHIMP (self));

  self->waiting = waiting;
  self->waiting_data = user_data;
}

static void send_now (GTask *task);

static gboolean
wait_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  if (!g_task_return_error_if_cancelled (task))
    send_now (g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* Takes @task. */
static void
wait_and_repeat (GTask *task,
                 guint  ms)
{
  ShcMailchimp *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GSource) source = g_timeout_source_new (ms);

  if (self->waiting != NULL)
    self->waiting (ms, self->waiting_data);
  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  g_source_set_callback (source, wait_over_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

/* Takes @task and @error. What may have been carried out before it was refused must not look as if nothing had
 * happened. */
static void
fail_or_repeat (GTask  *task,
                GError *error)
{
  ShcMailchimp *self = g_task_get_source_object (task);
  Calling *calling = g_task_get_task_data (task);
  ShcServiceAdvice *advice = error->domain == SHC_SERVICE_ERROR ? shc_service_error_get_advice (error) : NULL;

  if (calling->kind->absent && (!calling->unknown || calling->kind->repeats) &&
      g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE))
    {
      g_task_return_pointer (task, g_new0 (ShcMailchimpAnswer, 1), (GDestroyNotify) shc_mailchimp_answer_free);
      g_error_free (error);
      g_object_unref (task);
      return;
    }
  if (advice != NULL && advice->retry && (advice->undone || calling->kind->repeats) &&
      calling->tries < G_N_ELEMENTS (self->limits.wait_ms))
    {
      calling->unknown |= !advice->undone;
      g_error_free (error);
      wait_and_repeat (task, self->limits.wait_ms[calling->tries++]);
      return;
    }
  if (advice != NULL && calling->unknown)
    advice->undone = FALSE;
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
whole_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Calling *calling = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) body = shc_http_answer_read_whole_finish (SHC_HTTP_ANSWER (source), result, &error);
  g_autoptr(ShcMailchimpAnswer) answer = NULL;

  shc_http_answer_close (SHC_HTTP_ANSWER (source));
  if (body != NULL)
    answer = shc_mailchimp_read (calling->call, body, &error);
  else if (error->domain == SHC_SERVICE_ERROR)
    shc_service_error_get_advice (error)->retry = error->code != SHC_SERVICE_ERROR_PROTOCOL;
  if (answer == NULL)
    fail_or_repeat (g_steal_pointer (&task), error);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) shc_mailchimp_answer_free);
}

static void
sent_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr(ShcHttpAnswer) answer = shc_http_send_finish (SHC_HTTP (source), result, &error);

  if (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TIMEOUT))
    shc_service_error_get_advice (error)->retry = TRUE;
  if (answer == NULL)
    fail_or_repeat (g_steal_pointer (&task), error);
  else
    shc_http_answer_read_whole_async (answer, ANSWER_MAX, cancellable, whole_cb, g_steal_pointer (&task));
}

/* Takes @task. What must not go twice goes over a connection of its own: one that was kept open may be dead. */
static void
send_now (GTask *task)
{
  ShcMailchimp *self = g_task_get_source_object (task);
  Calling *calling = g_task_get_task_data (task);
  ShcHttpRequest request = {
    .method = calling->kind->method,
    .url = calling->url,
    .body = calling->body,
    .key = self->key,
    .basic = TRUE,
    .accept = "application/json",
    .judge = shc_mailchimp_judge,
    .once = TRUE,
    .alone = !calling->kind->repeats,
    .first_byte_ms = FIRST_BYTE_MS,
  };

  shc_http_send_async (self->http, calling->intent, &request, g_task_get_cancellable (task), sent_cb, task);
}

static char *
dup_url (ShcMailchimp *self,
         const Kind   *kind,
         const char   *hash)
{
  if (kind == &kinds[SHC_MAILCHIMP_LISTS])
    return g_strconcat (self->base_url, "/lists?fields=lists.id,lists.name&count=1000", NULL);
  if (kind->path == NULL)
    return g_strconcat (self->base_url, "/", kind->endpoint, NULL);
  if (kind->person)
    return g_strconcat (self->base_url, "/lists/", self->list, "/members/", hash, kind->path, NULL);
  return g_strconcat (self->base_url, "/lists/", self->list, kind->path, NULL);
}

void
shc_mailchimp_call_async (ShcMailchimp        *self,
                          const ShcIntent     *intent,
                          ShcMailchimpCall     call,
                          const char          *hash,
                          const char          *body,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  const Kind *kind = &kinds[call];
  GTask *task;
  Calling *calling;

  g_return_if_fail (SHC_IS_MAILCHIMP (self));
  g_return_if_fail (!kind->person || hash != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  calling = g_new0 (Calling, 1);
  g_task_set_source_tag (task, shc_mailchimp_call_async);
  calling->kind = kind;
  calling->call = call;
  calling->intent = shc_intent_new (intent->service, kind->endpoint, intent->purpose, intent->action, kind->records);
  calling->url = dup_url (self, kind, hash);
  calling->body = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_task_set_task_data (task, calling, calling_free);
  send_now (task);
}

ShcMailchimpAnswer *
shc_mailchimp_call_finish (ShcMailchimp  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
