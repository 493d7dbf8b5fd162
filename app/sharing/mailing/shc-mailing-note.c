/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run writes down before and after each step. */

#define G_LOG_DOMAIN "shc-mailing-note"

#include "config.h"

#include "shc-mailing-run-private.h"

#include <glib/gi18n-lib.h>

#include "shc-transaction.h"

ShcSharingStep *
shc_mailing_get_step (const ShcMailingCall *call)
{
  return g_ptr_array_index (call->run->steps, call->at);
}

void
shc_mailing_set_why (ShcSharingStep  *step,
                     ShcSharingState  state,
                     const char      *why)
{
  step->state = state;
  g_free (step->why);
  step->why = g_strdup (why);
}

/* A job of the writer's: while it runs, nothing else touches @call, whose task waits for it. */
typedef struct
{
  GTask              *task;
  ShcMailingCall     *call;
  ShcMailingNext      next;
  ShcMailingStepFunc  step_next;
  char               *local_id;
} Job;

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Job *job = user_data;
  GTask *task = job->task;
  ShcMailingNext next = job->next;
  ShcMailingStepFunc step_next = job->step_next;
  ShcMailingCall *call = job->call;
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (job->local_id != NULL)
    {
      g_free (call->local_id);
      call->local_id = job->local_id;
    }
  g_free (job);
  if (error != NULL)
    shc_mailing_fail (task, error);
  else if (step_next != NULL)
    step_next (task, shc_mailing_get_step (call)->state == SHC_SHARING_SENT);
  else
    next (task);
}

static void
write_down (GTask              *task,
            ShcVaultJob         in_thread,
            ShcMailingNext      next,
            ShcMailingStepFunc  step_next)
{
  ShcMailing *self = g_task_get_source_object (task);
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->call = g_task_get_task_data (task);
  job->next = next;
  job->step_next = step_next;
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, in_thread, job, NULL, NULL, NULL, done_cb, job);
}

/* ---- the beginning */

static gboolean
begin (ShcDb   *db,
       Job     *job,
       GError **error)
{
  ShcSharingRun *run = job->call->run;
  const ShcSharingRun *open = job->call->known->open;

  if (open != NULL && !shc_sharing_runs_end (db, open, g_get_real_time (), error))
    return FALSE;
  if (run->kind == SHC_SHARING_SHARE)
    {
      job->local_id = shc_remote_link_ensure (db, SHC_MAILING_SERVICE, run->place, SHC_REMOTE_LINK_PROFILE, error);
      if (job->local_id == NULL)
        return FALSE;
    }
  for (guint i = 0; i < run->steps->len; i++)
    {
      ShcSharingStep *step = g_ptr_array_index (run->steps, i);

      if (job->local_id != NULL && (g_str_equal (step->part, SHC_MAILING_MEMBER) ||
                                    g_str_equal (step->part, SHC_MAILING_REJOIN)))
        step->local_id = g_strdup (job->local_id);
    }
  return shc_sharing_runs_begin (db, run, g_get_real_time (), error);
}

static gpointer
begin_in_thread (ShcDb     *db,
                 gpointer   data,
                 GError   **error)
{
  gboolean own;

  return GINT_TO_POINTER (shc_transaction_begin (db, &own, error) &&
                          shc_transaction_end (db, own, begin (db, data, error), error));
}

void
shc_mailing_begin (GTask          *task,
                   ShcMailingNext  next)
{
  write_down (task, begin_in_thread, next, NULL);
}

/* ---- a step */

/* Returns: (nullable): why it does not go after all. */
static const char *
find_obstacle (ShcDb                 *db,
               const ShcSharingRun   *run,
               const ShcSharingStep  *step,
               GError               **error)
{
  const char *ids[] = { step->id, NULL };
  g_autoptr(ShcAccount) account = shc_account_load (db, SHC_MAILING_SERVICE, error);
  gboolean may = TRUE;

  if (account == NULL || !shc_account_check_network (account, error))
    return NULL;
  if (step->cells == NULL && step->change != SHC_SHARING_DELETE)
    return _("What was to be sent was removed here meanwhile.");
  if (run->kind != SHC_SHARING_SHARE)
    return NULL;
  if (!account->consent || !g_str_equal (account->place, run->place))
    return _("You took back that you agreed to this list, so it was not sent.");
  if (*step->id != '\0' && !shc_outbound_may_go (db, ids, &may, error))
    return NULL;
  return may ? NULL : _("The reflection with this milestone may not leave any more, so it was not sent.");
}

static gpointer
note_sent_in_thread (ShcDb     *db,
                     gpointer   data,
                     GError   **error)
{
  Job *job = data;
  const ShcSharingRun *run = job->call->run;
  ShcSharingStep *step = shc_mailing_get_step (job->call);
  g_autoptr(GError) problem = NULL;
  const char *why = find_obstacle (db, run, step, &problem);

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (why != NULL)
    {
      shc_mailing_set_why (step, SHC_SHARING_LEFT, why);
      return GINT_TO_POINTER (shc_sharing_runs_note (db, run->run, step, NULL, g_get_real_time (), error));
    }
  if (!shc_sharing_runs_note_sent (db, run->run, &step->step, 1, error))
    return NULL;
  step->state = SHC_SHARING_SENT;
  return job;
}

void
shc_mailing_note_sent (GTask              *task,
                       ShcMailingStepFunc  next)
{
  write_down (task, note_sent_in_thread, NULL, next);
}

static gpointer
note_in_thread (ShcDb     *db,
                gpointer   data,
                GError   **error)
{
  Job *job = data;

  return GINT_TO_POINTER (shc_sharing_runs_note (db, job->call->run->run, shc_mailing_get_step (job->call), NULL,
                                                 g_get_real_time (), error));
}

void
shc_mailing_note (GTask          *task,
                  ShcMailingNext  next)
{
  write_down (task, note_in_thread, next, NULL);
}

/* ---- the end */

static void
replace (char      **part,
         const char *value)
{
  g_free (*part);
  *part = g_strdup (value);
}

/* What stands there now, as far as this run changed or heard of it. */
static char *
make_seen (const ShcMailingCall *call,
           const char           *seen,
           const char          **hash)
{
  g_auto(GStrv) parts = shc_mailing_seen_split (seen);

  if (call->status != NULL)
    replace (&parts[0], call->status);
  for (guint i = 0; i < call->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (call->run->steps, i);
      gboolean tags = g_str_equal (step->part, SHC_MAILING_TAGS);
      gboolean member = g_str_equal (step->part, SHC_MAILING_MEMBER) || g_str_equal (step->part, SHC_MAILING_REJOIN);

      if (step->state != SHC_SHARING_DONE || (!tags && !member))
        continue;
      *hash = step->remote_id;
      /* What was taken back is not known that well. */
      replace (&parts[tags ? 2 : 1], step->digests != NULL ? step->digests : "");
    }
  return g_strjoinv ("\n", parts);
}

static gboolean
note_link (ShcDb                 *db,
           const ShcMailingCall  *call,
           GError               **error)
{
  const ShcSharingRun *run = call->run;
  g_autoptr(GPtrArray) links = shc_remote_links_list (db, SHC_MAILING_SERVICE, run->place, error);
  const ShcRemoteLink *link = links != NULL && links->len > 0 ? g_ptr_array_index (links, 0) : NULL;
  const ShcRemoteLink *former = call->known->link;
  const char *hash;
  const char *before;
  g_autofree char *seen = NULL;

  if (link == NULL)
    return links != NULL;
  hash = link->remote_id;
  /* What the link remembered before the steps of this run, unless it was about another address. */
  before = former != NULL && g_strcmp0 (former->remote_id, hash) == 0 ? former->seen : NULL;
  seen = make_seen (call, before, &hash);
  return hash == NULL || shc_remote_link_note (db, link->local_id, hash, seen, g_get_real_time (), error);
}

static gboolean
is_all_erased (const ShcSharingRun *run)
{
  for (guint i = 0; i < run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (run->steps, i);

      if (!g_str_equal (step->part, SHC_MAILING_ERASED) || step->state != SHC_SHARING_DONE)
        return FALSE;
    }
  return run->steps->len > 0;
}

static gboolean
end (ShcDb                 *db,
     const ShcMailingCall  *call,
     GError               **error)
{
  if (!shc_sharing_runs_end (db, call->run, g_get_real_time (), error))
    return FALSE;
  if (is_all_erased (call->run))
    return shc_remote_links_forget (db, SHC_MAILING_SERVICE, call->run->place, error);
  return note_link (db, call, error);
}

static gpointer
end_in_thread (ShcDb     *db,
               gpointer   data,
               GError   **error)
{
  gboolean own;

  return GINT_TO_POINTER (shc_transaction_begin (db, &own, error) &&
                          shc_transaction_end (db, own, end (db, ((Job *) data)->call, error), error));
}

void
shc_mailing_end (GTask          *task,
                 ShcMailingNext  next)
{
  write_down (task, end_in_thread, next, NULL);
}
