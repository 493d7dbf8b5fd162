/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: each step is written down, goes, and is written down as it ended; what was lost on the way is looked for and never
 * sent again blindly. */

#define G_LOG_DOMAIN "shc-mailing-run"

#include "config.h"

#include "shc-mailing-run-private.h"

#include <glib/gi18n-lib.h>

void
shc_mailing_receipt_free (ShcMailingReceipt *self)
{
  if (self == NULL)
    return;
  g_free (self->status);
  g_ptr_array_unref (self->left);
  g_free (self);
}

ShcMailchimpCall
shc_mailing_step_get_call (const ShcSharingStep *step)
{
  if (g_str_equal (step->part, SHC_MAILING_EVENT))
    return SHC_MAILCHIMP_EVENT;
  if (g_str_equal (step->part, SHC_MAILING_TAGS))
    return SHC_MAILCHIMP_TAGS;
  if (g_str_equal (step->part, SHC_MAILING_ARCHIVED))
    return SHC_MAILCHIMP_ARCHIVE;
  if (g_str_equal (step->part, SHC_MAILING_ERASED))
    return SHC_MAILCHIMP_ERASE;
  if (g_str_equal (step->part, SHC_MAILING_REJOIN) || step->change == SHC_SHARING_CREATE)
    return SHC_MAILCHIMP_JOIN;
  return SHC_MAILCHIMP_CHANGE;
}

static void next_step (GTask *task);

/* ---- the end */

static ShcMailingReceipt *
make_receipt (const ShcMailingCall *call)
{
  ShcMailingReceipt *receipt = g_new0 (ShcMailingReceipt, 1);

  receipt->kind = call->run->kind;
  receipt->status = g_strdup (call->status);
  receipt->requests = call->requests;
  receipt->left = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_sharing_step_free);
  for (guint i = 0; i < call->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (call->run->steps, i);
      ShcSharingStep *copy;

      if (step->state == SHC_SHARING_DONE)
        {
          receipt->done++;
          continue;
        }
      copy = shc_mailing_step_copy (step);
      shc_mailing_set_why (copy, step->state, step->why);
      g_ptr_array_add (receipt->left, copy);
    }
  return receipt;
}

static void
return_receipt (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  g_task_return_pointer (task, make_receipt (call), (GDestroyNotify) shc_mailing_receipt_free);
  g_object_unref (task);
}

/* ---- how a step ended */

static void
step_over (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcMailing *self = g_task_get_source_object (task);

  g_clear_error (&call->problem);
  call->at++;
  g_signal_emit_by_name (self, "progress", call->at, call->run->steps->len);
  next_step (task);
}

/* The run has not ended, and its step is as it was before. */
static void
step_stopped (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  shc_mailing_fail (task, g_steal_pointer (&call->problem));
}

static void
finish_step (GTask           *task,
             ShcSharingState  state,
             const char      *why)
{
  shc_mailing_set_why (shc_mailing_get_step (g_task_get_task_data (task)), state, why);
  shc_mailing_note (task, step_over);
}

/* Without somebody on the list, what was meant for them is not sent. */
static void
leave_rest (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  for (guint i = call->at + 1; i < call->run->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (call->run->steps, i);

      if (step->state == SHC_SHARING_PLANNED && !g_str_equal (step->part, SHC_MAILING_STATUS))
        step->why = g_strdup (_("It was not sent, because joining the list did not succeed."));
    }
}

/* Whether trying again later may do, so that the run waits for it. */
static gboolean
may_go_on_later (const GError *error)
{
  if (error->domain != SHC_SERVICE_ERROR)
    return TRUE;
  switch ((ShcServiceError) error->code)
    {
    case SHC_SERVICE_ERROR_COMPLIANCE:
    case SHC_SERVICE_ERROR_ERASED:
    case SHC_SERVICE_ERROR_LATER:
    case SHC_SERVICE_ERROR_REQUEST:
    case SHC_SERVICE_ERROR_GONE:
      return FALSE;
    default:
      return TRUE;
    }
}

static void
refused (GTask  *task,
         GError *error)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = shc_mailing_get_step (call);
  g_autoptr(GError) owned = error;

  /* Who is not there has left already. */
  if (g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_GONE) && g_str_equal (step->part, SHC_MAILING_STATUS))
    {
      finish_step (task, SHC_SHARING_DONE, NULL);
      return;
    }
  if (may_go_on_later (error))
    {
      call->problem = g_steal_pointer (&owned);
      shc_mailing_set_why (step, SHC_SHARING_PLANNED, NULL);
      shc_mailing_note (task, step_stopped);
      return;
    }
  if (shc_mailing_step_get_call (step) == SHC_MAILCHIMP_JOIN)
    leave_rest (task);
  finish_step (task, SHC_SHARING_FAILED, error->message);
}

static void
keep_status (ShcMailingCall       *call,
             const ShcSharingStep *step,
             const char           *status)
{
  if (status == NULL || (g_str_equal (step->part, SHC_MAILING_STATUS) && call->run->kind == SHC_SHARING_SHARE))
    return;
  g_free (call->status);
  call->status = g_strdup (status);
}

/* ---- what may have gone */

static void
looked_for_event_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GTask *task = user_data;
  ShcSharingStep *step = shc_mailing_get_step (g_task_get_task_data (task));
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer != NULL && g_strv_contains ((const char *const *) answer->events, step->local_id))
    finish_step (task, SHC_SHARING_DONE, NULL);
  else
    finish_step (task, SHC_SHARING_SENT,
                 _("It may have gone, but the answer was lost. It is not told again by itself, so that no mail comes "
                   "twice."));
}

static void
looked_for_member_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = shc_mailing_get_step (call);
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);
  gboolean resumed = call->problem == NULL;

  if (answer == NULL)
    {
      shc_mailing_fail (task, error);
      return;
    }
  if (g_strcmp0 (answer->status, "pending") == 0 || g_strcmp0 (answer->status, "subscribed") == 0)
    {
      keep_status (call, step, answer->status);
      finish_step (task, SHC_SHARING_DONE, NULL);
      return;
    }
  /* It certainly did not arrive. */
  shc_mailing_set_why (step, SHC_SHARING_PLANNED, NULL);
  shc_mailing_note (task, resumed ? next_step : step_stopped);
}

/* Takes @task. Of a step that went out, and whose answer is not known. */
static void
look_for_step (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = shc_mailing_get_step (call);
  ShcMailchimpCall what = shc_mailing_step_get_call (step);

  if (what == SHC_MAILCHIMP_EVENT)
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_EVENTS, step->remote_id, NULL, NULL,
                              looked_for_event_cb, task);
  else if (what == SHC_MAILCHIMP_JOIN)
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_READ, step->remote_id, NULL, NULL,
                              looked_for_member_cb, task);
  else if (call->problem != NULL)
    step_stopped (task);
  else
    {
      /* The same once more does no harm. */
      step->state = SHC_SHARING_PLANNED;
      next_step (task);
    }
}

/* ---- a step */

static void
called_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = shc_mailing_get_step (call);
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer != NULL)
    {
      keep_status (call, step, answer->status);
      if (g_str_equal (step->part, SHC_MAILING_ARCHIVED))
        keep_status (call, step, "archived");
      finish_step (task, SHC_SHARING_DONE, NULL);
      return;
    }
  if (error->domain == SHC_SERVICE_ERROR && shc_service_error_get_advice (error)->undone)
    {
      refused (task, error);
      return;
    }
  /* Nobody waits for it any more, or it could not be written down: what went is looked for when the run goes on. */
  if (error->domain != SHC_SERVICE_ERROR)
    {
      shc_mailing_fail (task, error);
      return;
    }
  call->problem = error;
  look_for_step (task);
}

static void
may_send (GTask    *task,
          gboolean  may)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  const ShcSharingStep *step = shc_mailing_get_step (call);

  if (!may)
    {
      step_over (task);
      return;
    }
  call->requests++;
  shc_mailchimp_call_async (call->client, call->intent, shc_mailing_step_get_call (step), step->remote_id, step->cells,
                            g_task_get_cancellable (task), called_cb, task);
}

/* Takes @task. */
static void
next_step (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  ShcSharingStep *step = NULL;

  while (call->at < call->run->steps->len)
    {
      step = shc_mailing_get_step (call);
      if (step->state == SHC_SHARING_PLANNED || step->state == SHC_SHARING_SENT)
        break;
      call->at++;
    }
  if (step == NULL || call->at >= call->run->steps->len)
    {
      shc_mailing_end (task, return_receipt);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else if (step->state == SHC_SHARING_SENT)
    look_for_step (task);
  else if (step->why != NULL)
    {
      g_autofree char *why = g_strdup (step->why);

      finish_step (task, SHC_SHARING_LEFT, why);
    }
  else
    shc_mailing_note_sent (task, may_send);
}

/* ---- the beginning */

static ShcSharingRun *
make_run (const ShcMailingCall *call)
{
  ShcSharingKind kind = call->plan->wish == SHC_MAILING_JOIN ? SHC_SHARING_SHARE
                        : call->plan->wish == SHC_MAILING_UNDO ? SHC_SHARING_UNDO : SHC_SHARING_FORGET;
  ShcSharingRun *run = shc_sharing_run_new (SHC_MAILING_SERVICE, call->plan->list, kind);

  if (kind == SHC_SHARING_UNDO && call->known->last != NULL)
    run->undoes = call->known->last->run;
  for (guint i = 0; i < call->plan->items->len; i++)
    {
      const ShcMailingItem *item = g_ptr_array_index (call->plan->items, i);

      if (item->ticked)
        g_ptr_array_add (run->steps, shc_mailing_step_copy (item->step));
    }
  return run;
}

/* Without a plan, the run is one that was cut off. */
static void
begin_or_go_on (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  if (call->plan != NULL)
    shc_mailing_begin (task, next_step);
  else
    next_step (task);
}

static void
list_found_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer == NULL)
    shc_mailing_fail (task, error);
  else
    begin_or_go_on (task);
}

/* That somebody is not there counts as success when they leave: then the list has to be the right one. */
static void
run_connected (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  if (call->run->kind == SHC_SHARING_SHARE)
    begin_or_go_on (task);
  else
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_COLUMNS, NULL, NULL, g_task_get_cancellable (task),
                              list_found_cb, task);
}

static gboolean
check_run (const ShcMailingCall  *call,
           GError               **error)
{
  const ShcMailingKnown *known = call->known;

  gboolean leaving = call->plan->wish != SHC_MAILING_JOIN && call->plan->wish != SHC_MAILING_UNDO;

  /* Whoever leaves does not wait for what was begun before: it ends with that. */
  if (known->open != NULL && !leaving)
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED,
                         _("An earlier run was cut off and has to go on first. Nothing new was sent."));
  else if (!g_str_equal (known->account->place, call->plan->list))
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CHANGED,
                         _("Another list was set meanwhile. Please look at it again; nothing was sent."));
  else
    return call->plan->wish != SHC_MAILING_JOIN || shc_account_check_consent (known->account, error);
  return FALSE;
}

static void
run_loaded (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!check_run (call, &error))
    {
      shc_mailing_fail (task, error);
      return;
    }
  call->run = make_run (call);
  call->status = g_strdup (call->plan->status_now);
  if (call->run->steps->len == 0)
    return_receipt (task);
  else
    shc_mailing_connect (task, run_connected);
}

static void
resume_loaded (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  if (call->known->open == NULL)
    {
      shc_mailing_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                                                   _("No run was cut off, so there is nothing to go on with.")));
      return;
    }
  call->run = g_steal_pointer (&call->known->open);
  shc_mailing_connect (task, run_connected);
}

static void
start (GTask          *task,
       ShcMailingNext  next)
{
  ShcMailing *self = g_task_get_source_object (task);
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->hold = shc_vault_hold_take (self->vault, SHC_MAILING_SERVICE, &error);
  if (call->hold == NULL)
    shc_mailing_fail (task, error);
  else
    shc_mailing_load_known (task, next);
}

void
shc_mailing_run_async (ShcMailing           *self,
                       const ShcIntent      *intent,
                       const ShcMailingPlan *plan,
                       GCancellable         *cancellable,
                       GAsyncReadyCallback   callback,
                       gpointer              user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_MAILING (self));
  g_return_if_fail (intent != NULL && plan != NULL);

  task = shc_mailing_call_new (self, intent, shc_mailing_run_async, cancellable, callback, user_data);
  ((ShcMailingCall *) g_task_get_task_data (task))->plan = shc_mailing_plan_copy (plan);
  start (task, run_loaded);
}

void
shc_mailing_resume_async (ShcMailing          *self,
                          const ShcIntent     *intent,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (SHC_IS_MAILING (self));
  g_return_if_fail (intent != NULL);

  start (shc_mailing_call_new (self, intent, shc_mailing_resume_async, cancellable, callback, user_data), resume_loaded);
}

ShcMailingReceipt *
shc_mailing_run_finish (ShcMailing    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
