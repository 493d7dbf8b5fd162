/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread that owns one connection and runs jobs on it, in order. */

#define G_LOG_DOMAIN "shc-vault-thread"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-db-private.h"
#include "shc-vault-thread.h"

/* How long after the last commit the WAL is emptied, and how often that is tried again while
 * another program reads from it. */
#define IDLE_CHECKPOINT_US (3 * G_USEC_PER_SEC)
#define WATCH_US (1 * G_USEC_PER_SEC)
/* How many steps of SQLite's machine a reader takes before it looks whether it shall stop. */
#define PROGRESS_STEPS 2000

typedef enum
{
  REQUEST_URGENT,
  REQUEST_ORDINARY,
  REQUEST_STOP,
} RequestRank;

typedef struct
{
  GMutex   mutex;
  GCond    cond;
  gboolean done;
  gpointer result;
  GError  *error;
} Waiter;

typedef struct
{
  RequestRank     rank;
  guint64         serial;
  ShcVaultJob     job;    /* %NULL: only wakes the thread */
  gpointer        data;
  GTask          *task;   /* or */
  Waiter         *waiter;
  GDestroyNotify  result_free;
} Request;

struct _ShcVaultThread
{
  GThread              *thread;
  GAsyncQueue          *queue;
  char                 *path;
  GBytes               *key;
  const ShcSchema      *schema;
  ShcDbRole             role;
  ShcVaultThreadNotify  notify;
  gpointer              notify_data;
  GDestroyNotify        notify_free;
  guint64               next_serial; /* under the queue's lock */
  int                   watching;    /* atomic */
  int                   stopping;    /* atomic */

  /* the thread's own */
  ShcDb                *db;
  GCancellable         *cancellable; /* of the job that runs */
  gint64                checkpoint_at; /* monotonic, 0 for not at all */
  gint64                watch_at;
  gint64                data_version;
};

/* Urgent ones first, the stop last, each kind in the order it came. */
static int
compare_requests (gconstpointer a,
                  gconstpointer b,
                  gpointer      user_data)
{
  const Request *first = a;
  const Request *second = b;

  if (first->rank != second->rank)
    return first->rank < second->rank ? -1 : 1;
  return first->serial < second->serial ? -1 : first->serial > second->serial;
}

static void
push_request (ShcVaultThread *self,
              Request        *request)
{
  g_async_queue_lock (self->queue);
  request->serial = self->next_serial++;
  g_async_queue_push_sorted_unlocked (self->queue, request, compare_requests, NULL);
  g_async_queue_unlock (self->queue);
}

static gboolean
return_nothing (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

void
shc_vault_task_release (GTask *task)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, return_nothing, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
answer (Request  *request,
        gpointer  result,
        GError   *error)
{
  if (request->task != NULL)
    {
      if (error != NULL)
        g_task_return_error (request->task, error);
      else
        g_task_return_pointer (request->task, result, request->result_free);
      shc_vault_task_release (g_steal_pointer (&request->task));
    }
  else if (request->waiter != NULL)
    {
      Waiter *waiter = request->waiter;

      g_mutex_lock (&waiter->mutex);
      waiter->result = result;
      waiter->error = error;
      waiter->done = TRUE;
      g_cond_signal (&waiter->cond);
      g_mutex_unlock (&waiter->mutex);
    }
  g_free (request);
}

static void
interrupt_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  sqlite3_interrupt (user_data);
}

static gboolean
is_stopped_reader (ShcVaultThread *self)
{
  return self->role != SHC_DB_WRITER && g_atomic_int_get (&self->stopping);
}

/* An interrupt that falls between two statements of a job would be lost. */
static int
progress_cb (void *data)
{
  ShcVaultThread *self = data;

  return is_stopped_reader (self) || g_cancellable_is_cancelled (self->cancellable);
}

/* What others commit is news from here on, also while nobody is watching yet. And whoever waits for a
 * commit need not wait for the log to be moved as well. */
static void
take_over (ShcVaultThread *self)
{
  if (self->role != SHC_DB_WRITER || self->db == NULL)
    return;
  shc_db_get_number (self->db, "PRAGMA data_version", &self->data_version, NULL);
  shc_db_count_log (self->db);
}

static gboolean
ensure_open (ShcVaultThread  *self,
             GError         **error)
{
  if (self->db == NULL)
    {
      self->db = shc_db_open (self->path, self->key, self->role, self->schema, error);
      take_over (self);
    }
  if (self->db == NULL)
    return FALSE;
  if (self->role != SHC_DB_WRITER)
    sqlite3_progress_handler (self->db->handle, PROGRESS_STEPS, progress_cb, self);
  return TRUE;
}

static gpointer
run_job (ShcVaultThread  *self,
         Request         *request,
         GError         **error)
{
  GCancellable *cancellable = request->task != NULL ? g_task_get_cancellable (request->task) : NULL;
  gulong handler = 0;
  gpointer result;

  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !ensure_open (self, error))
    return NULL;
  if (cancellable != NULL && self->role != SHC_DB_WRITER)
    {
      self->cancellable = cancellable;
      handler = g_cancellable_connect (cancellable, G_CALLBACK (interrupt_cb), self->db->handle,
                                       NULL);
    }
  result = request->job (self->db, request->data, error);
  /* Waits for a callback under way: afterwards nothing can interrupt the next job. */
  g_cancellable_disconnect (cancellable, handler);
  self->cancellable = NULL;
  shc_db_settle (self->db);
  return result;
}

static void
serve (ShcVaultThread *self,
       Request        *request)
{
  GError *error = NULL;
  gpointer result = NULL;

  if (request->job == NULL)
    {
      g_free (request);
      return;
    }
  if (!is_stopped_reader (self))
    result = run_job (self, request, &error);
  if (is_stopped_reader (self) && result == NULL)
    {
      g_clear_error (&error);
      g_set_error_literal (&error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED,
                           _("The journal was locked meanwhile."));
    }
  if (self->db != NULL && shc_db_take_committed (self->db))
    {
      self->checkpoint_at = g_get_monotonic_time () + IDLE_CHECKPOINT_US;
      self->notify (SHC_VAULT_COMMITTED_HERE, self->notify_data);
    }
  answer (request, result, error);
  if (self->db != NULL)
    shc_db_trim_log (self->db);
}

/* data_version of a connection changes by the commits of all others: the other connections of this
 * program never write, so these are other programs'. */
static void
look_for_others (ShcVaultThread *self)
{
  gint64 version;

  if (!ensure_open (self, NULL) ||
      !shc_db_get_number (self->db, "PRAGMA data_version", &version, NULL))
    return;
  if (self->data_version != 0 && version != self->data_version)
    self->notify (SHC_VAULT_COMMITTED_ELSEWHERE, self->notify_data);
  self->data_version = version;
}

static void
do_what_is_due (ShcVaultThread *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->checkpoint_at != 0 && now >= self->checkpoint_at)
    self->checkpoint_at = shc_db_checkpoint (self->db) ? 0 : now + IDLE_CHECKPOINT_US;
  if (!g_atomic_int_get (&self->watching))
    self->watch_at = 0;
  else if (now >= self->watch_at)
    {
      look_for_others (self);
      self->watch_at = now + WATCH_US;
    }
}

static Request *
next_request (ShcVaultThread *self)
{
  gint64 due = 0;

  if (self->role != SHC_DB_WRITER)
    return g_async_queue_pop (self->queue);
  if (g_atomic_int_get (&self->watching))
    due = self->watch_at;
  if (self->checkpoint_at != 0 && (due == 0 || self->checkpoint_at < due))
    due = self->checkpoint_at;
  if (due == 0 && !g_atomic_int_get (&self->watching))
    return g_async_queue_pop (self->queue);
  return g_async_queue_timeout_pop (self->queue,
                                    (guint64) MAX (due - g_get_monotonic_time (), 0));
}

static gpointer
vault_thread (gpointer data)
{
  ShcVaultThread *self = data;

  for (;;)
    {
      Request *request = next_request (self);

      if (request != NULL && request->rank == REQUEST_STOP)
        {
          g_free (request);
          break;
        }
      if (request != NULL)
        serve (self, request);
      else
        do_what_is_due (self);
    }
  if (self->role == SHC_DB_WRITER && self->db != NULL)
    shc_db_checkpoint (self->db);
  g_clear_pointer (&self->db, shc_db_close);
  if (self->notify_free != NULL)
    self->notify_free (self->notify_data);
  return NULL;
}

ShcVaultThread *
shc_vault_thread_new (const char           *path,
                      GBytes               *key,
                      const ShcSchema      *schema,
                      ShcDbRole             role,
                      ShcDb                *db,
                      ShcVaultThreadNotify  notify,
                      gpointer              notify_data,
                      GDestroyNotify        notify_free)
{
  static const char *const names[] = { "vault-writer", "vault-reader", "vault-outbound" };
  ShcVaultThread *self = g_new0 (ShcVaultThread, 1);

  self->queue = g_async_queue_new ();
  self->path = g_strdup (path);
  self->key = g_bytes_ref (key);
  self->schema = schema;
  self->role = role;
  self->db = db;
  self->notify = notify;
  self->notify_data = notify_data;
  self->notify_free = notify_free;
  take_over (self);
  self->thread = g_thread_new (names[role], vault_thread, self);
  return self;
}

gpointer
shc_vault_thread_run (ShcVaultThread  *self,
                      ShcVaultJob      job,
                      gpointer         data,
                      GMutex          *held,
                      GError         **error)
{
  Request *request = g_new0 (Request, 1);
  Waiter waiter = { 0 };

  g_mutex_init (&waiter.mutex);
  g_cond_init (&waiter.cond);
  request->rank = REQUEST_ORDINARY;
  request->job = job;
  request->data = data;
  request->waiter = &waiter;
  push_request (self, request);
  g_mutex_unlock (held);

  g_mutex_lock (&waiter.mutex);
  while (!waiter.done)
    g_cond_wait (&waiter.cond, &waiter.mutex);
  g_mutex_unlock (&waiter.mutex);
  g_mutex_clear (&waiter.mutex);
  g_cond_clear (&waiter.cond);
  if (waiter.error != NULL)
    g_propagate_error (error, waiter.error);
  return waiter.result;
}

void
shc_vault_thread_push (ShcVaultThread *self,
                       GTask          *task,
                       gboolean        urgent,
                       ShcVaultJob     job,
                       gpointer        data,
                       GDestroyNotify  result_free)
{
  Request *request = g_new0 (Request, 1);

  request->rank = urgent ? REQUEST_URGENT : REQUEST_ORDINARY;
  request->job = job;
  request->data = data;
  request->task = task;
  request->result_free = result_free;
  push_request (self, request);
}

void
shc_vault_thread_set_watching (ShcVaultThread *self,
                               gboolean        watching)
{
  Request *wake = g_new0 (Request, 1);

  g_atomic_int_set (&self->watching, watching);
  push_request (self, wake);
}

void
shc_vault_thread_stop (ShcVaultThread *self)
{
  Request *stop;

  if (self == NULL)
    return;
  g_atomic_int_set (&self->stopping, TRUE);
  stop = g_new0 (Request, 1);
  stop->rank = REQUEST_STOP;
  push_request (self, stop);
  g_thread_join (self->thread);
  g_async_queue_unref (self->queue);
  g_bytes_unref (self->key);
  g_free (self->path);
  g_free (self);
}
