/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request to a base: it waits for its turn, goes, and goes again where that is safe. */

#define G_LOG_DOMAIN "shc-airtable-ask"

#include "config.h"

#include "shc-airtable-private.h"

#include <glib/gi18n-lib.h>

#include "shc-http-whole.h"
#include "shc-json.h"

/* A hundred rows of several long texts. */
#define ANSWER_MAX (64 << 20)

/* "Too fast" is no fault of a request, but it must end some time: after hours. */
#define MAX_SCOLDED 24

#define MAX_DOUBLED 6

#define TOLD_FROM_US (1000 * 1000)

/* While other programs have all places, one looks so often whether one is free; longer than any request of theirs takes,
 * one does not wait: who has been stopped in the middle of one keeps nobody from theirs. */
#define PLACE_WAIT_US (20 * 1000)
#define PLACE_LONGEST_US (180 * G_USEC_PER_SEC)

/* Airtable itself gives up on a request sooner. */
#define FIRST_BYTE_MS (60 * 1000)

typedef struct
{
  ShcIntent *intent;
  char      *method;
  char      *url;
  GBytes    *body;
  gboolean   never_twice;
  guint      tries;
  guint      scolded;
  int        place;       /* among the requests of all programs that are under way; negative for none */
  GError    *unknown;     /* (nullable): how a try ended of which it is not known what it did */
  GSource   *cancelled;   /* (nullable): while it waits for its turn */
} Asking;

static void pump (ShcAirtable *self);

static void
stop_watching (Asking *asking)
{
  if (asking->cancelled != NULL)
    g_source_destroy (asking->cancelled);
  g_clear_pointer (&asking->cancelled, g_source_unref);
}

static void
leave (Asking *asking)
{
  shc_airtable_turns_leave (asking->place);
  asking->place = SHC_AIRTABLE_TURNS_NO_PLACE;
}

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  stop_watching (asking);
  leave (asking);
  shc_intent_free (asking->intent);
  g_free (asking->method);
  g_free (asking->url);
  g_clear_pointer (&asking->body, g_bytes_unref);
  g_clear_error (&asking->unknown);
  g_free (asking);
}

static gboolean
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtable *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);

  stop_watching (asking);
  g_queue_remove (&self->queue, task);
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/* Takes @task. @first: before those that have not been sent yet. */
static void
enqueue (GTask    *task,
         gboolean  first)
{
  ShcAirtable *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (first)
    g_queue_push_head (&self->queue, task);
  else
    g_queue_push_tail (&self->queue, task);
  if (cancellable != NULL)
    {
      asking->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (asking->cancelled, G_SOURCE_FUNC (cancelled_cb), task, NULL);
      g_source_attach (asking->cancelled, g_task_get_context (task));
    }
  pump (self);
}

static void
tell_waiting (ShcAirtable *self,
              gint64       wait_us)
{
  if (self->waiting != NULL && wait_us > 0)
    self->waiting ((guint) MIN (wait_us / 1000, G_MAXUINT), self->waiting_data);
}

static gint64
get_backoff_us (const ShcAirtable *self,
                const Asking      *asking,
                gint64             asked_us)
{
  gint64 wait_us = (gint64) self->pace.limits.backoff_ms * 1000 << MIN (asking->tries - 1, MAX_DOUBLED);

  wait_us -= (gint64) (g_random_double () * 0.25 * (double) wait_us);
  return MAX (wait_us, asked_us);
}

/* After a try that may have been carried out, a later one that was refused, or could not even be written down, must
 * not look as if nothing had happened. Takes @error. */
static void
fail (GTask  *task,
      GError *error)
{
  Asking *asking = g_task_get_task_data (task);

  if (asking->unknown != NULL && error->domain == SHC_SERVICE_ERROR)
    shc_service_error_get_advice (error)->undone = FALSE;
  else if (asking->unknown != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      error = g_steal_pointer (&asking->unknown);
    }
  g_task_return_error (task, error);
}

static gboolean
may_repeat (const ShcAirtable *self,
            const Asking      *asking,
            const GError      *error)
{
  const ShcServiceAdvice *advice;

  if (error->domain != SHC_SERVICE_ERROR)
    return FALSE;
  advice = shc_service_error_get_advice (error);
  if (!advice->retry || advice->wait_ms > (gint64) self->pace.limits.longest_wait_ms ||
      (asking->never_twice && !advice->undone))
    return FALSE;
  if (error->code == SHC_SERVICE_ERROR_RATE_LIMITED)
    return asking->scolded < MAX_SCOLDED;
  return asking->tries < self->pace.limits.tries;
}

/* Takes @task and @error. */
static void
fail_or_repeat (GTask  *task,
                GError *error)
{
  ShcAirtable *self = g_task_get_source_object (task);
  Asking *asking = g_task_get_task_data (task);
  gboolean is_scolded = g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_RATE_LIMITED);
  gint64 asked_us = error->domain == SHC_SERVICE_ERROR ? shc_service_error_get_advice (error)->wait_ms * 1000 : -1;
  gint64 now_us = g_get_monotonic_time ();
  gboolean repeat;
  gint64 wait_us = 0;

  leave (asking);
  if (is_scolded)
    asking->scolded++;
  else
    asking->tries++;
  repeat = may_repeat (self, asking, error);
  if (is_scolded)
    {
      wait_us = shc_airtable_pace_scold (&self->pace, now_us, MIN (asked_us, self->pace.limits.longest_wait_ms * 1000));
      if (self->turns != NULL)
        shc_airtable_turns_hush (self->turns, now_us, MAX (asked_us, self->pace.limits.silence_ms * 1000));
    }
  else
    {
      wait_us = repeat ? get_backoff_us (self, asking, asked_us) : 0;
      shc_airtable_pace_fail (&self->pace, now_us, wait_us);
    }
  if (!repeat)
    {
      fail (task, error);
      g_object_unref (task);
      pump (self);
      return;
    }
  if (!shc_service_error_get_advice (error)->undone && asking->unknown == NULL)
    asking->unknown = g_error_copy (error);
  g_error_free (error);
  tell_waiting (self, wait_us);
  enqueue (task, TRUE);
}

/* An answer in chunks that is cut off between two of them cannot be told from one that has ended, except that it is
 * not whole. */
static GError *
explain_broken_answer (ShcHttpAnswer *answer)
{
  GError *error;

  if (g_strcmp0 (shc_http_answer_get_media_type (answer), "application/json") != 0)
    return shc_airtable_protocol_error ();
  error = g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE,
                               _("The connection to Airtable broke off in the middle of an answer."));
  shc_service_error_get_advice (error)->retry = TRUE;
  return error;
}

static JsonNode *
parse_answer (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  return text != NULL ? shc_json_parse (text, length, NULL) : NULL;
}

static void
whole_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  ShcHttpAnswer *answer = SHC_HTTP_ANSWER (source);
  g_autoptr(ShcAirtable) self = g_object_ref (g_task_get_source_object (task));
  GError *error = NULL;
  g_autoptr(GBytes) bytes = shc_http_answer_read_whole_finish (answer, result, &error);
  g_autoptr(JsonNode) root = bytes != NULL ? parse_answer (bytes) : NULL;

  shc_http_answer_close (answer);
  /* It was carried out; what it said about that was lost on the way, and may not be the next time. */
  if (error != NULL && error->domain == SHC_SERVICE_ERROR)
    shc_service_error_get_advice (error)->retry = error->code != SHC_SERVICE_ERROR_PROTOCOL;
  if (bytes != NULL && root == NULL)
    error = explain_broken_answer (answer);
  if (error != NULL)
    {
      fail_or_repeat (g_steal_pointer (&task), error);
      return;
    }
  leave (g_task_get_task_data (task));
  shc_airtable_pace_succeed (&self->pace);
  g_task_return_pointer (task, g_steal_pointer (&root), (GDestroyNotify) json_node_unref);
  pump (self);
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

/* Takes @task and @place. */
static void
send_now (ShcAirtable *self,
          GTask       *task,
          int          place)
{
  Asking *asking = g_task_get_task_data (task);
  gboolean is_read = asking->intent->records == 0 && !asking->never_twice;
  ShcHttpRequest request = {
    .method = asking->method,
    .url = asking->url,
    .body = asking->body,
    .key = self->token,
    .accept = "application/json",
    .judge = is_read ? shc_airtable_judge_read : shc_airtable_judge_write,
    .once = TRUE,
    .alone = asking->never_twice,
    .twice = !asking->never_twice,
    .first_byte_ms = FIRST_BYTE_MS,
  };

  stop_watching (asking);
  asking->place = place;
  shc_airtable_pace_begin (&self->pace, g_get_monotonic_time ());
  shc_http_send_async (self->http, asking->intent, &request, g_task_get_cancellable (task), sent_cb, task);
}

static gboolean
turn_cb (gpointer user_data)
{
  ShcAirtable *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  pump (self);
  return G_SOURCE_REMOVE;
}

static void
wait_for_turn (ShcAirtable *self,
               gint64       wait_us)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  self->timer = g_timeout_source_new ((guint) MIN (wait_us / 1000 + 1, G_MAXINT));
  g_source_set_callback (self->timer, turn_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

/* A pause that another program was told to make is told of once; turns as such are too short. */
static gint64
take_turn (ShcAirtable *self,
           gint64       now_us)
{
  gint64 wait_us = shc_airtable_turns_take (self->turns, now_us, self->pace.gap_us);

  if (wait_us >= TOLD_FROM_US && now_us + wait_us > self->told_us + TOLD_FROM_US)
    {
      self->told_us = now_us + wait_us;
      tell_waiting (self, wait_us);
    }
  return wait_us;
}

/* Returns: whether to wait for a place. */
static gboolean
is_full (ShcAirtable *self,
         gint64       now_us,
         int         *place)
{
  *place = shc_airtable_turns_enter (self->turns, self->pace.limits.in_flight);
  if (*place != SHC_AIRTABLE_TURNS_NO_PLACE)
    {
      self->full_since_us = 0;
      return FALSE;
    }
  if (self->full_since_us == 0)
    self->full_since_us = now_us;
  return now_us - self->full_since_us < PLACE_LONGEST_US;
}

/* How long until one may go: by the pace of this client, and by that of all programs of this person. @place: (out): where it may. */
static gint64
get_wait_us (ShcAirtable *self,
             int         *place)
{
  gint64 now_us = g_get_monotonic_time ();
  gint64 wait_us = shc_airtable_pace_get_wait_us (&self->pace, now_us);

  *place = SHC_AIRTABLE_TURNS_NO_PLACE;
  if (wait_us != 0 || self->turns == NULL)
    return wait_us;
  if (is_full (self, now_us, place))
    return PLACE_WAIT_US;
  wait_us = take_turn (self, now_us);
  if (wait_us != 0)
    shc_airtable_turns_leave (*place);
  return wait_us;
}

/* Sends as many of those that wait as may go now. */
static void
pump (ShcAirtable *self)
{
  g_autoptr(ShcAirtable) held G_GNUC_UNUSED = g_object_ref (self);

  while (!g_queue_is_empty (&self->queue))
    {
      int place;
      gint64 wait_us = get_wait_us (self, &place);

      if (wait_us > 0)
        wait_for_turn (self, wait_us);
      if (wait_us != 0)
        return;
      send_now (self, g_queue_pop_head (&self->queue), place);
    }
}

void
shc_airtable_ask_async (ShcAirtable          *self,
                        const ShcIntent      *intent,
                        const ShcAirtableAsk *ask,
                        GCancellable         *cancellable,
                        GAsyncReadyCallback   callback,
                        gpointer              user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  g_task_set_source_tag (task, shc_airtable_ask_async);
  asking->intent = shc_intent_new (intent->service, ask->endpoint, intent->purpose, intent->action, ask->records);
  asking->method = g_strdup (ask->method);
  asking->url = g_strconcat (self->base_url, ask->path, NULL);
  asking->body = ask->body != NULL ? g_bytes_ref (ask->body) : NULL;
  asking->never_twice = ask->never_twice;
  asking->place = SHC_AIRTABLE_TURNS_NO_PLACE;
  g_task_set_task_data (task, asking, asking_free);
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    enqueue (task, FALSE);
}

JsonNode *
shc_airtable_ask_finish (ShcAirtable   *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
shc_airtable_path (const char *part,
                   ...)
{
  g_autoptr(GString) path = g_string_new (NULL);
  va_list parts;

  va_start (parts, part);
  for (; part != NULL; part = va_arg (parts, const char *))
    {
      g_string_append_c (path, '/');
      g_string_append_uri_escaped (path, part, NULL, FALSE);
    }
  va_end (parts);
  return g_string_free (g_steal_pointer (&path), FALSE);
}
