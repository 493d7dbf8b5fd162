/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs: written down, sent batch by batch, and gone on with where one was cut off. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-run-private.h"

#include <glib/gi18n-lib.h>

#include "shc-outbound.h"
#include "shc-remote-links.h"

static void next_batch (GTask *task);

void
shc_share_receipt_free (ShcShareReceipt *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->failed, g_ptr_array_unref);
  g_free (self);
}

static void
running_free (gpointer data)
{
  ShcShareRunning *running = data;

  g_clear_pointer (&running->run, shc_sharing_run_free);
  g_clear_pointer (&running->hold, shc_vault_hold_release);
  g_clear_pointer (&running->receipt, shc_share_receipt_free);
  g_clear_pointer (&running->results, g_ptr_array_unref);
  g_ptr_array_unref (running->batch);
  g_free (running);
}

ShcShareRunning *
shc_share_running_get (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

/* ---- the end of it */

static void
copy_failed (ShcShareReceipt      *receipt,
             const ShcSharingStep *step)
{
  ShcSharingStep *copy = shc_sharing_step_new (step->part, step->id, step->change);

  copy->step = step->step;
  copy->state = step->state;
  copy->why = g_strdup (step->why);
  g_ptr_array_add (receipt->failed, copy);
}

static void
fill_receipt (ShcShareRunning *running)
{
  ShcShareReceipt *receipt = running->receipt;

  receipt->kind = running->run->kind;
  for (guint i = 0; i < running->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (running->run->steps, i);

      if (step->state != SHC_SHARING_DONE)
        copy_failed (receipt, step);
      else if (step->change == SHC_SHARING_CREATE)
        receipt->created++;
      else if (step->change == SHC_SHARING_UPDATE)
        receipt->updated++;
      else
        receipt->deleted++;
    }
}

static gboolean
is_all_done (const ShcSharingRun *run)
{
  for (guint i = 0; i < run->steps->len; i++)
    if (((const ShcSharingStep *) g_ptr_array_index (run->steps, i))->state != SHC_SHARING_DONE)
      return FALSE;
  return TRUE;
}

static gpointer
end_in_thread (ShcDb    *db,
               gpointer  data,
               GError  **error)
{
  ShcSharingRun *run = shc_share_running_get (data)->run;
  gboolean all = is_all_done (run);

  /* What could not be taken back can be, later. */
  if (!all)
    run->undoes = 0;
  /* Where all was deleted, nothing there is ours any more. */
  return GINT_TO_POINTER ((!all || run->kind != SHC_SHARING_FORGET || shc_remote_links_forget (db, run->service, run->place, error)) &&
                          shc_sharing_runs_end (db, run, g_get_real_time (), error));
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  fill_receipt (running);
  g_clear_pointer (&running->hold, shc_vault_hold_release);
  g_task_return_pointer (task, g_steal_pointer (&running->receipt), (GDestroyNotify) shc_share_receipt_free);
  g_object_unref (task);
}

void
shc_share_end_run (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, end_in_thread, task, NULL, NULL, NULL, ended_cb, task);
}

/* ---- one batch after the other */

static gboolean
belongs (const ShcShareRunning *running,
         const ShcSharingStep  *step)
{
  const ShcSharingStep *first;

  if (running->batch->len == 0)
    return TRUE;
  first = g_ptr_array_index (running->batch, 0);
  return running->batch->len < SHC_AIRTABLE_BATCH && first->step > running->single_until &&
         first->change == step->change && g_str_equal (first->part, step->part);
}

static void
take_batch (ShcShareRunning *running)
{
  g_ptr_array_set_size (running->batch, 0);
  for (guint i = 0; i < running->run->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (running->run->steps, i);

      if (step->state >= SHC_SHARING_DONE)
        continue;
      if (!belongs (running, step))
        break;
      g_ptr_array_add (running->batch, step);
    }
}

static void
leave (ShcSharingStep *step,
       const char     *why)
{
  step->state = SHC_SHARING_LEFT;
  step->why = g_strdup (why);
}

/* By the connection that sees nothing else: what was marked, or thrown away, since it was looked at. */
static gpointer
sift_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  const ShcShareRunning *running = shc_share_running_get (data);
  gboolean own_row = shc_share_has_own_row (g_task_get_source_object (data));

  for (guint i = 0; i < running->batch->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (running->batch, i);
      const char *ids[] = { step->id, NULL };
      gboolean may = TRUE;

      if (*step->id != '\0' && !shc_outbound_may_go (db, ids, &may, error))
        return NULL;
      /* What was purged has lost its words here too. */
      if (!may || step->cells == NULL)
        leave (step, _("It was marked “never send” or thrown away since, and was not sent."));
      else if (*step->id != '\0' && !own_row)
        leave (step, _("Your own row could not be written there, so there is nothing for it to belong to."));
    }
  return GINT_TO_POINTER (TRUE);
}

/* Consent and network are asked for in the same breath: they may have been taken back meanwhile. */
static gpointer
mark_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  const ShcShareRunning *running = shc_share_running_get (data);
  int numbers[SHC_AIRTABLE_BATCH];
  guint n = 0;

  if (!shc_account_check_now (db, SHC_SHARE_SERVICE, running->run->kind == SHC_SHARING_SHARE, error))
    return NULL;
  for (guint i = 0; i < running->batch->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (running->batch, i);

      if (step->state != SHC_SHARING_LEFT)
        numbers[n++] = step->step;
      else if (!shc_sharing_runs_note (db, running->run->run, step, NULL, g_get_real_time (), error))
        return NULL;
    }
  return GINT_TO_POINTER (shc_sharing_runs_note_sent (db, running->run->run, numbers, n, error));
}

static void
marked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  for (guint i = running->batch->len; i-- > 0;)
    {
      ShcSharingStep *step = g_ptr_array_index (running->batch, i);

      if (step->state == SHC_SHARING_LEFT)
        g_ptr_array_remove_index (running->batch, i);
      else
        step->state = SHC_SHARING_SENT;
    }
  if (running->batch->len == 0)
    shc_share_go_on (task, next_batch);
  else
    shc_share_send_batch (task, next_batch);
}

static void
mark_batch (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, mark_in_thread, task, NULL, NULL, NULL, marked_cb, task);
}

static void
sifted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (user_data, error);
  else
    shc_share_go_on (user_data, mark_batch);
}

static void
next_batch (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);

  take_batch (running);
  if (running->batch->len == 0)
    shc_share_end_run (task);
  else if (running->run->kind == SHC_SHARING_SHARE)
    shc_vault_run_async (self->vault, SHC_DB_OUTBOUND, FALSE, sift_in_thread, task, NULL, NULL, NULL, sifted_cb, task);
  else if (shc_share_deletes_own_row (running))
    shc_share_look_at_own_row (task, mark_batch);
  else
    mark_batch (task);
}

/* ---- beginning */

static void
begun_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (user_data, error);
  else
    shc_share_go_on (user_data, next_batch);
}

static gpointer
begin_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  ShcShareRunning *running = shc_share_running_get (data);
  g_autoptr(ShcSharingRun) open = NULL;

  if (!shc_sharing_runs_get_open (db, running->run->service, running->run->place, &open, error))
    return NULL;
  if (open == NULL)
    return GINT_TO_POINTER (shc_sharing_runs_begin (db, running->run, g_get_real_time (), error));
  g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED,
                       _("The last run was cut off and has not ended. Nothing was sent now: let it go on first."));
  return NULL;
}

static void
run_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  if (!(running->run->kind == SHC_SHARING_SHARE ? shc_share_check_layout (self, &error)
                                                : shc_share_check_keys (self, &error)))
    shc_share_fail (task, error);
  else if (running->run->run != 0)
    next_batch (task);
  else
    shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, begin_in_thread, task, NULL, NULL, NULL, begun_cb, task);
}

static void
run_connected (GTask *task)
{
  shc_share_read_layout (task, run_with_layout);
}

/* Without consent nothing more goes: the run ends with what has gone. */
static gpointer
give_up_in_thread (ShcDb    *db,
                   gpointer  data,
                   GError  **error)
{
  ShcSharingRun *run = shc_share_running_get (data)->run;

  for (guint i = 0; i < run->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (run->steps, i);

      if (step->state >= SHC_SHARING_DONE)
        continue;
      leave (step, step->state == SHC_SHARING_SENT
                     ? _("It had gone out when the run was cut off; whether it arrived is not known. “Forget me there” "
                         "finds and deletes it.")
                     : _("You have not agreed to sharing with this base any more, so it was not sent."));
      if (!shc_sharing_runs_note (db, run->run, step, NULL, g_get_real_time (), error))
        return NULL;
    }
  return GINT_TO_POINTER (shc_sharing_runs_end (db, run, g_get_real_time (), error));
}

static gpointer
find_in_thread (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ShcAirtableShare *self = g_task_get_source_object (data);
  ShcShareRunning *running = shc_share_running_get (data);

  if (!shc_sharing_runs_get_open (db, SHC_SHARE_SERVICE, self->account->place, &running->run, error))
    return NULL;
  if (running->run != NULL)
    return GINT_TO_POINTER (TRUE);
  g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                       _("No run was cut off, so there is nothing to go on with."));
  return NULL;
}

/* What the record says it is for is what the run was for when it began. */
static void
name_purpose (GTask                *task,
              const ShcSharingRun  *run)
{
  static const char *const purposes[] = { [SHC_SHARING_SHARE] = "share", [SHC_SHARING_UNDO] = "undo",
                                          [SHC_SHARING_FORGET] = "forget" };
  ShcShareCall *call = g_task_get_task_data (task);

  g_free (call->intent->purpose);
  call->intent->purpose = g_strdup (purposes[run->kind]);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error == NULL && !running->no_more)
    name_purpose (task, running->run);
  if (error != NULL)
    shc_share_fail (task, error);
  else if (running->no_more)
    shc_share_connect (task, shc_share_close_run);
  else if (running->run->kind == SHC_SHARING_SHARE && !self->account->consent)
    shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, give_up_in_thread, task, NULL, NULL, NULL, ended_cb, task);
  else
    shc_share_connect (task, run_connected);
}

static void
run_loaded (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareRunning *running = shc_share_running_get (task);
  GError *error = NULL;

  running->hold = shc_vault_hold_take (self->vault, SHC_SHARE_HOLD, &error);
  if (running->hold == NULL)
    shc_share_fail (task, error);
  else if (running->run == NULL)
    shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, find_in_thread, task, NULL, NULL, NULL, found_cb, task);
  else if (running->run->kind == SHC_SHARING_SHARE && !shc_account_check_consent (self->account, &error))
    shc_share_fail (task, error);
  else
    shc_share_connect (task, run_connected);
}

void
shc_share_begin_run (GTask         *task,
                     ShcSharingRun *run,
                     gboolean       no_more)
{
  ShcShareCall *call = g_task_get_task_data (task);
  ShcShareRunning *running = g_new0 (ShcShareRunning, 1);

  running->run = run;
  running->no_more = no_more;
  running->batch = g_ptr_array_new ();
  running->receipt = g_new0 (ShcShareReceipt, 1);
  running->receipt->failed = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_sharing_step_free);
  call->data = running;
  call->data_free = running_free;
  shc_share_load_account (task, run_loaded);
}

void
shc_airtable_share_run_async (ShcAirtableShare    *self,
                              const ShcIntent     *intent,
                              const ShcSharePlan  *plan,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL && plan != NULL);

  shc_share_begin_run (shc_share_call_new (self, intent, shc_airtable_share_run_async, cancellable, callback, user_data),
                       shc_share_plan_create_run (plan), FALSE);
}

void
shc_airtable_share_resume_async (ShcAirtableShare    *self,
                                 const ShcIntent     *intent,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  shc_share_begin_run (shc_share_call_new (self, intent, shc_airtable_share_run_async, cancellable, callback, user_data),
                       NULL, FALSE);
}

ShcShareReceipt *
shc_airtable_share_run_finish (ShcAirtableShare  *self,
                               GAsyncResult      *result,
                               GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
