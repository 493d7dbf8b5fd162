/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running jobs on the vault's connections. */

#define G_LOG_DOMAIN "shc-vault-run"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-vault-private.h"

typedef struct
{
  gpointer       data;
  GDestroyNotify data_free;
} RunData;

typedef struct
{
  ShcDbRole       role;
  gboolean        urgent;
  ShcVaultJob     job;
  GTask          *task;
  GDestroyNotify  result_free;
} HeldRun;

static void
run_data_free (gpointer user_data)
{
  RunData *run = user_data;

  if (run->data_free != NULL)
    run->data_free (run->data);
  g_free (run);
}

void
shc_vault_set_closed_error (ShcVault  *self,
                            GError   **error)
{
  if (self->key != NULL)
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED,
                         _("Another program is busy with the journal. Please try again in a "
                           "moment."));
  else
    g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED,
                         _("The journal is locked."));
}

gboolean
shc_vault_dup_keys (ShcVault     *self,
                    GBytes      **key,
                    ShcSlotFile **slots,
                    GError      **error)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->key == NULL)
    {
      shc_vault_set_closed_error (self, error);
      return FALSE;
    }
  *key = g_bytes_ref (self->key);
  *slots = shc_slot_file_copy (self->slots);
  return TRUE;
}

gpointer
shc_vault_run (ShcVault     *self,
               ShcDbRole     role,
               ShcVaultJob   job,
               gpointer      data,
               GError      **error)
{
  ShcVaultThread *thread;

  g_return_val_if_fail (SHC_IS_VAULT (self) && job != NULL, NULL);

  g_mutex_lock (&self->mutex);
  thread = shc_vault_get_thread (self, role);
  if (thread != NULL)
    return shc_vault_thread_run (thread, job, data, &self->mutex, error);
  shc_vault_set_closed_error (self, error);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
hold (ShcVault       *self,
      ShcDbRole       role,
      gboolean        urgent,
      ShcVaultJob     job,
      GTask          *task,
      GDestroyNotify  result_free)
{
  HeldRun *held = g_new (HeldRun, 1);

  held->role = role;
  held->urgent = urgent;
  held->job = job;
  held->task = task;
  held->result_free = result_free;
  g_queue_push_tail (&self->held, held);
}

static gpointer
get_job_data (GTask *task)
{
  RunData *run = g_task_get_task_data (task);

  return run->data;
}

void
shc_vault_run_async (ShcVault            *self,
                     ShcDbRole            role,
                     gboolean             urgent,
                     ShcVaultJob          job,
                     gpointer             data,
                     GDestroyNotify       data_free,
                     GDestroyNotify       result_free,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  ShcVaultThread *thread;
  RunData *run;

  g_return_if_fail (SHC_IS_VAULT (self) && job != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_vault_run_async);
  /* What was written stays written, and its caller has to hear of it. */
  g_task_set_check_cancellable (task, role != SHC_DB_WRITER);
  run = g_new (RunData, 1);
  run->data = data;
  run->data_free = data_free;
  g_task_set_task_data (task, run, run_data_free);

  g_mutex_lock (&self->mutex);
  thread = shc_vault_get_thread (self, role);
  if (thread != NULL)
    shc_vault_thread_push (thread, g_steal_pointer (&task), urgent, job, data, result_free);
  else if (self->let_go)
    hold (self, role, urgent, job, g_steal_pointer (&task), result_free);
  else
    shc_vault_set_closed_error (self, &error);
  g_mutex_unlock (&self->mutex);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
}

gpointer
shc_vault_run_finish (ShcVault      *self,
                      GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
shc_vault_release_held (ShcVault *self,
                        gboolean  run)
{
  GQueue held;
  HeldRun *next;

  g_mutex_lock (&self->mutex);
  held = self->held;
  g_queue_init (&self->held);
  g_mutex_unlock (&self->mutex);
  while ((next = g_queue_pop_head (&held)) != NULL)
    {
      g_autofree HeldRun *owned G_GNUC_UNUSED = next;
      g_autoptr(GTask) task = next->task;
      ShcVaultThread *thread = NULL;

      g_mutex_lock (&self->mutex);
      if (run)
        thread = shc_vault_get_thread (self, next->role);
      if (thread != NULL)
        shc_vault_thread_push (thread, g_object_ref (task), next->urgent, next->job,
                               get_job_data (task), next->result_free);
      g_mutex_unlock (&self->mutex);
      if (thread == NULL)
        g_task_return_new_error (task, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CLOSED,
                                 "%s", _("The journal was locked meanwhile."));
    }
}

typedef struct
{
  GTask            *task;
  ShcVaultTaskFunc  func;
} Spawn;

static gpointer
spawn_thread (gpointer data)
{
  g_autofree Spawn *spawn = data;

  spawn->func (spawn->task);
  shc_vault_task_release (g_steal_pointer (&spawn->task));
  return NULL;
}

void
shc_vault_spawn (GTask            *task,
                 ShcVaultTaskFunc  func)
{
  Spawn *spawn = g_new (Spawn, 1);

  spawn->task = task;
  spawn->func = func;
  g_thread_unref (g_thread_new ("vault-task", spawn_thread, spawn));
}

void
shc_vault_set_watching (ShcVault *self,
                        gboolean  watching)
{
  g_autoptr(GMutexLocker) locker = NULL;
  ShcVaultThread *writer;

  g_return_if_fail (SHC_IS_VAULT (self));

  locker = g_mutex_locker_new (&self->mutex);
  if (self->watching == watching)
    return;
  self->watching = watching;
  writer = shc_vault_get_thread (self, SHC_DB_WRITER);
  if (writer != NULL)
    shc_vault_thread_set_watching (writer, watching);
}
