/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mailing list: its plans, and the test of the key. */

#define G_LOG_DOMAIN "shc-mailing"

#include "config.h"

#include "shc-mailing-private.h"

#include <glib/gi18n-lib.h>

enum { SIGNAL_PROGRESS, SIGNAL_WAITING, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcMailing, shc_mailing, G_TYPE_OBJECT)

static void
shc_mailing_dispose (GObject *object)
{
  g_clear_object (&SHC_MAILING (object)->vault);

  G_OBJECT_CLASS (shc_mailing_parent_class)->dispose (object);
}

static void
shc_mailing_class_init (ShcMailingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = shc_mailing_dispose;

  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", SHC_TYPE_MAILING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_WAITING] = g_signal_new ("waiting", SHC_TYPE_MAILING, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
shc_mailing_init (ShcMailing *self)
{
}

ShcMailing *
shc_mailing_new (ShcVault *vault,
                 gboolean  prompt)
{
  ShcMailing *self;

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  self = g_object_new (SHC_TYPE_MAILING, NULL);
  self->vault = g_object_ref (vault);
  self->prompt = prompt;
  return self;
}

void
shc_mailing_set_limits (ShcMailing               *self,
                        const ShcMailchimpLimits *limits)
{
  g_return_if_fail (SHC_IS_MAILING (self));

  self->limits = limits;
}

/* ---- plans */

/* Takes @task, @plan and @error. */
static void
return_plan (GTask          *task,
             ShcMailingPlan *plan,
             GError         *error)
{
  if (plan == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, plan, (GDestroyNotify) shc_mailing_plan_free);
  g_object_unref (task);
}

static void
return_join (GTask    *task,
             gboolean  compared)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  ShcMailingPlan *plan = shc_mailing_plan_join (call->known, call->ours, compared ? &call->theirs : NULL, &call->options,
                                                &error);

  return_plan (task, plan, error);
}

static void
events_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->theirs.events = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);
  if (call->theirs.events == NULL)
    shc_mailing_fail (task, error);
  else
    return_join (task, TRUE);
}

static gboolean
has_uncertain (const ShcMailingKnown *known)
{
  for (guint i = 0; i < known->told->len; i++)
    if (((const ShcSharingTold *) g_ptr_array_index (known->told, i))->state != SHC_SHARING_DONE)
      return TRUE;
  return FALSE;
}

static void
look_for_events (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  g_autofree char *hash = shc_mailchimp_hash (call->ours->profile->email);

  if (call->theirs.member->status != NULL && has_uncertain (call->known))
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_EVENTS, hash, NULL, g_task_get_cancellable (task),
                              events_cb, task);
  else
    return_join (task, TRUE);
}

static void
former_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->theirs.former = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);
  if (call->theirs.former == NULL)
    shc_mailing_fail (task, error);
  else
    look_for_events (task);
}

static void
member_known (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  const ShcRemoteLink *link = call->known->link;
  g_autofree char *hash = NULL;
  GError *error = NULL;

  if (call->wish == SHC_MAILING_UNDO)
    {
      ShcMailingPlan *plan = shc_mailing_plan_undo (call->known, call->theirs.member, &error);

      return_plan (task, plan, error);
      return;
    }
  hash = shc_mailchimp_hash (call->ours->profile->email);
  if (link != NULL && link->remote_id != NULL && !g_str_equal (link->remote_id, hash))
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_READ, link->remote_id, NULL,
                              g_task_get_cancellable (task), former_cb, task);
  else
    look_for_events (task);
}

/* Whose place is looked at: of a run that is taken back, the address that it was about. */
static char *
dup_hash (const ShcMailingCall *call)
{
  if (call->wish == SHC_MAILING_UNDO)
    for (guint i = 0; i < call->known->last->steps->len; i++)
      {
        const ShcSharingStep *step = g_ptr_array_index (call->known->last->steps, i);

        if (step->remote_id != NULL && !g_str_equal (step->part, SHC_MAILING_STATUS))
          return g_strdup (step->remote_id);
      }
  if (call->ours->profile->email == NULL)
    return g_strdup (call->known->link != NULL ? call->known->link->remote_id : NULL);
  return shc_mailchimp_hash (call->ours->profile->email);
}

static void
tags_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer == NULL)
    {
      shc_mailing_fail (task, error);
      return;
    }
  g_strfreev (call->theirs.member->tags);
  call->theirs.member->tags = g_steal_pointer (&answer->tags);
  member_known (task);
}

static void
member_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *hash = dup_hash (call);

  call->theirs.member = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);
  if (call->theirs.member == NULL)
    shc_mailing_fail (task, error);
  else if (call->theirs.member->more_tags)
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_ALL_TAGS, hash, NULL, g_task_get_cancellable (task),
                              tags_cb, task);
  else
    member_known (task);
}

/* That the list is there is known before it counts that somebody is not in it. */
static void
columns_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  ShcMailingCall *call = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autofree char *hash = dup_hash (call);

  call->theirs.columns = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);
  if (call->theirs.columns == NULL)
    shc_mailing_fail (task, error);
  else if (hash == NULL)
    shc_mailing_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                                                 _("There is nothing to take back.")));
  else
    shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_READ, hash, NULL, cancellable, member_cb, task);
}

static void
plan_connected (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_COLUMNS, NULL, NULL, g_task_get_cancellable (task),
                            columns_cb, task);
}

static void
plan_loaded_ours (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  const char *email = call->ours->profile->email;
  GError *error = NULL;
  ShcMailingPlan *plan;

  if (call->wish == SHC_MAILING_UNDO)
    shc_mailing_connect (task, plan_connected);
  else if (call->wish != SHC_MAILING_JOIN)
    {
      plan = shc_mailing_plan_leave (call->known, email, call->wish, &error);
      return_plan (task, plan, error);
    }
  else if (email == NULL || *email == '\0')
    shc_mailing_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_INCOMPLETE,
                                                 _("Your profile has no e-mail address, so no mail can reach you. Nothing "
                                                   "was sent.")));
  else if (!call->known->account->consent)
    return_join (task, FALSE);
  else
    shc_mailing_connect (task, plan_connected);
}

static void
plan_loaded_known (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  if (!shc_account_check_place (call->known->account, &error))
    shc_mailing_fail (task, error);
  else if (call->wish == SHC_MAILING_UNDO && call->known->last == NULL)
    shc_mailing_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                                                 _("There is nothing to take back.")));
  else
    shc_mailing_load_ours (task, plan_loaded_ours);
}

void
shc_mailing_plan_async (ShcMailing              *self,
                        const ShcIntent         *intent,
                        ShcMailingWish           wish,
                        const ShcMailingOptions *options,
                        GCancellable            *cancellable,
                        GAsyncReadyCallback      callback,
                        gpointer                 user_data)
{
  GTask *task;
  ShcMailingCall *call;

  g_return_if_fail (SHC_IS_MAILING (self));
  g_return_if_fail (intent != NULL);

  task = shc_mailing_call_new (self, intent, shc_mailing_plan_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  call->wish = wish;
  if (options != NULL)
    call->options = *options;
  shc_mailing_load_known (task, plan_loaded_known);
}

ShcMailingPlan *
shc_mailing_plan_finish (ShcMailing    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- the key */

static void
pinged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
test_connected (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_PING, NULL, NULL, g_task_get_cancellable (task),
                            pinged_cb, task);
}

static void
test_loaded (GTask *task)
{
  shc_mailing_connect (task, test_connected);
}

void
shc_mailing_test_key_async (ShcMailing          *self,
                            const ShcIntent     *intent,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (SHC_IS_MAILING (self));
  g_return_if_fail (intent != NULL);

  shc_mailing_load_known (shc_mailing_call_new (self, intent, shc_mailing_test_key_async, cancellable, callback, user_data),
                          test_loaded);
}

gboolean
shc_mailing_test_key_finish (ShcMailing    *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- lists to choose from */

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  g_autoptr(ShcMailchimpAnswer) answer = shc_mailchimp_call_finish (SHC_MAILCHIMP (source), result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer->lists), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

static void
list_connected (GTask *task)
{
  ShcMailingCall *call = g_task_get_task_data (task);

  shc_mailchimp_call_async (call->client, call->intent, SHC_MAILCHIMP_LISTS, NULL, NULL, g_task_get_cancellable (task),
                            listed_cb, task);
}

static void
list_loaded (GTask *task)
{
  shc_mailing_connect (task, list_connected);
}

void
shc_mailing_list_places_async (ShcMailing          *self,
                               const ShcIntent     *intent,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (SHC_IS_MAILING (self));
  g_return_if_fail (intent != NULL);

  shc_mailing_load_known (shc_mailing_call_new (self, intent, shc_mailing_list_places_async, cancellable, callback,
                                                user_data), list_loaded);
}

GPtrArray *
shc_mailing_list_places_finish (ShcMailing    *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
