/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The journal as the window sees it: hands jobs to the vault's threads and their results back. */

#define G_LOG_DOMAIN "shc-journal"

#include "config.h"

#include "shc-imports.h"
#include "shc-journal-private.h"

struct _ShcJournal
{
  GObject   parent_instance;
  ShcVault *vault;
  gboolean  sweeping;
};

G_DEFINE_FINAL_TYPE (ShcJournal, shc_journal, G_TYPE_OBJECT)

enum { PROP_0, PROP_VAULT, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

ShcJournalRequest *
shc_journal_request_new (void)
{
  return g_new0 (ShcJournalRequest, 1);
}

static void
request_free (gpointer data)
{
  ShcJournalRequest *request = data;

  g_free (request->id);
  g_free (request->text);
  g_strfreev (request->ids);
  g_strfreev (request->grant);
  g_strfreev (request->withdraw);
  shc_reflection_free (request->reflection);
  shc_draft_free (request->draft);
  shc_profile_free (request->profile);
  shc_safety_plan_free (request->plan);
  g_free (request);
}

static void
job_done_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gpointer value = shc_vault_run_finish (SHC_VAULT (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, value, g_task_get_task_data (task));
}

static void
run (ShcJournal          *self,
     ShcDbRole            role,
     gboolean             urgent,
     ShcVaultJob          job,
     ShcJournalRequest   *request,
     GDestroyNotify       result_free,
     gpointer             tag,
     GCancellable        *cancellable,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  /* Whether it was cancelled in time is for the vault to say. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, (gpointer) result_free, NULL);
  shc_vault_run_async (self->vault, role, urgent, job, request, request_free, result_free,
                       cancellable, job_done_cb, task);
}

void
shc_journal_read (ShcJournal          *self,
                  ShcVaultJob          job,
                  ShcJournalRequest   *request,
                  GDestroyNotify       result_free,
                  gpointer             tag,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  run (self, SHC_DB_READER, FALSE, job, request, result_free, tag, cancellable, callback, user_data);
}

void
shc_journal_write (ShcJournal          *self,
                   ShcVaultJob          job,
                   ShcJournalRequest   *request,
                   GDestroyNotify       result_free,
                   gpointer             tag,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  run (self, SHC_DB_WRITER, FALSE, job, request, result_free, tag, NULL, callback, user_data);
}

void
shc_journal_write_first (ShcJournal          *self,
                         ShcVaultJob          job,
                         ShcJournalRequest   *request,
                         gpointer             tag,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  run (self, SHC_DB_WRITER, TRUE, job, request, NULL, tag, NULL, callback, user_data);
}

gpointer
shc_journal_finish (ShcJournal    *self,
                    GAsyncResult  *result,
                    gpointer       tag,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
swept_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  ShcJournal *self = SHC_JOURNAL (source);
  g_autoptr(GError) error = NULL;
  gboolean more = GPOINTER_TO_INT (shc_journal_finish (self, result, shc_journal_sweep, &error));

  /* Nobody sees what is left; the next opening tries again. */
  if (error != NULL)
    g_debug ("left for later: %s", error->message);
  self->sweeping = FALSE;
  if (more)
    shc_journal_sweep (self);
}

void
shc_journal_sweep (ShcJournal *self)
{
  if (self->sweeping)
    return;

  self->sweeping = TRUE;
  shc_journal_write (self, shc_imports_sweep_in_thread, shc_journal_request_new (), NULL,
                     shc_journal_sweep, swept_cb, NULL);
}

static void
vault_changed_cb (ShcVault *vault,
                  gboolean  external,
                  gpointer  user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_CHANGED], 0, external);
}

static void
shc_journal_constructed (GObject *object)
{
  ShcJournal *self = SHC_JOURNAL (object);

  G_OBJECT_CLASS (shc_journal_parent_class)->constructed (object);

  g_signal_connect_object (self->vault, "changed", G_CALLBACK (vault_changed_cb), self, 0);
}

static void
shc_journal_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  ShcJournal *self = SHC_JOURNAL (object);

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
shc_journal_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  ShcJournal *self = SHC_JOURNAL (object);

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
shc_journal_dispose (GObject *object)
{
  ShcJournal *self = SHC_JOURNAL (object);

  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_journal_parent_class)->dispose (object);
}

static void
shc_journal_class_init (ShcJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = shc_journal_constructed;
  object_class->get_property = shc_journal_get_property;
  object_class->set_property = shc_journal_set_property;
  object_class->dispose = shc_journal_dispose;

  properties[PROP_VAULT] =
    g_param_spec_object ("vault", NULL, NULL, SHC_TYPE_VAULT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS |
                         G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
shc_journal_init (ShcJournal *self)
{
}

ShcJournal *
shc_journal_new (ShcVault *vault)
{
  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  return g_object_new (SHC_TYPE_JOURNAL, "vault", vault, NULL);
}

ShcVault *
shc_journal_get_vault (ShcJournal *self)
{
  g_return_val_if_fail (SHC_IS_JOURNAL (self), NULL);

  return self->vault;
}
