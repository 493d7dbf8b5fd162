/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The activity record as whoever sends something sees it: begun, then completed. */

#define G_LOG_DOMAIN "shc-activity-log"

#include "config.h"

#include "shc-activity-log.h"

#include "shc-activity.h"

struct _ShcActivityLog
{
  GObject   parent_instance;
  ShcVault *vault;
};

static void shc_activity_log_sink_init (ShcIntentSinkInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ShcActivityLog, shc_activity_log, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (SHC_TYPE_INTENT_SINK, shc_activity_log_sink_init))

enum { PROP_0, PROP_VAULT, N_PROPS };
static GParamSpec *properties[N_PROPS];

typedef struct
{
  ShcIntent *intent;
  gint64     bytes_out;
} Beginning;

typedef struct
{
  gint64           entry;
  ShcIntentOutcome outcome;
} End;

static void
beginning_free (gpointer data)
{
  Beginning *beginning = data;

  shc_intent_free (beginning->intent);
  g_free (beginning);
}

static gpointer
begin_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  Beginning *beginning = data;
  gint64 entry = shc_activity_begin (db, beginning->intent, beginning->bytes_out, g_get_real_time (), error);

  return entry > 0 ? g_memdup2 (&entry, sizeof entry) : NULL;
}

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gint64 *entry = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (entry != NULL)
    g_task_return_pointer (task, entry, g_free);
  else
    g_task_return_error (task, error);
}

static void
shc_activity_log_begin_async (ShcIntentSink       *sink,
                              const ShcIntent     *intent,
                              gint64               bytes_out,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  ShcActivityLog *self = SHC_ACTIVITY_LOG (sink);
  GTask *task;
  Beginning *beginning;

  g_return_if_fail (bytes_out >= 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_activity_log_begin_async);
  /* Whether it was cancelled before it was written is for the vault to say. */
  g_task_set_check_cancellable (task, FALSE);
  beginning = g_new0 (Beginning, 1);
  beginning->intent = shc_intent_copy (intent);
  beginning->bytes_out = bytes_out;
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, begin_in_thread, beginning, beginning_free,
                       g_free, cancellable, begun_cb, task);
}

static gint64
shc_activity_log_begin_finish (ShcIntentSink  *sink,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_autofree gint64 *entry = NULL;

  g_return_val_if_fail (g_task_is_valid (result, sink), 0);
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_activity_log_begin_async), 0);

  entry = g_task_propagate_pointer (G_TASK (result), error);
  return entry != NULL ? *entry : 0;
}

static gpointer
complete_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  End *end = data;

  return GINT_TO_POINTER (shc_activity_complete (db, end->entry, &end->outcome, error));
}

static void
completed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (shc_vault_run_finish (SHC_VAULT (source), result, &error) == NULL)
    g_debug ("left as begun: %s", error->message);
}

static void
shc_activity_log_complete (ShcIntentSink          *sink,
                           gint64                  entry,
                           const ShcIntentOutcome *outcome)
{
  ShcActivityLog *self = SHC_ACTIVITY_LOG (sink);
  End *end = g_new0 (End, 1);

  end->entry = entry;
  end->outcome = *outcome;
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, complete_in_thread, end, g_free, NULL, NULL,
                       completed_cb, NULL);
}

static void
shc_activity_log_sink_init (ShcIntentSinkInterface *iface)
{
  iface->begin_async = shc_activity_log_begin_async;
  iface->begin_finish = shc_activity_log_begin_finish;
  iface->complete = shc_activity_log_complete;
}

static void
shc_activity_log_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  ShcActivityLog *self = SHC_ACTIVITY_LOG (object);

  switch (prop_id)
    {
    case PROP_VAULT:
      g_value_set_object (value, self->vault);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_activity_log_set_property (GObject      *object,
                               guint         prop_id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  ShcActivityLog *self = SHC_ACTIVITY_LOG (object);

  switch (prop_id)
    {
    case PROP_VAULT:
      self->vault = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
shc_activity_log_dispose (GObject *object)
{
  ShcActivityLog *self = SHC_ACTIVITY_LOG (object);

  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_activity_log_parent_class)->dispose (object);
}

static void
shc_activity_log_class_init (ShcActivityLogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = shc_activity_log_get_property;
  object_class->set_property = shc_activity_log_set_property;
  object_class->dispose = shc_activity_log_dispose;

  properties[PROP_VAULT] =
    g_param_spec_object ("vault", NULL, NULL, SHC_TYPE_VAULT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
shc_activity_log_init (ShcActivityLog *self)
{
}

ShcActivityLog *
shc_activity_log_new (ShcVault *vault)
{
  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  return g_object_new (SHC_TYPE_ACTIVITY_LOG, "vault", vault, NULL);
}
