/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: what is ours, what is theirs, and the plan between them. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

enum { SIGNAL_PROGRESS, SIGNAL_WAITING, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ShcAirtableShare, shc_airtable_share, G_TYPE_OBJECT)

static void
drop_call (ShcAirtableShare *self)
{
  g_clear_pointer (&self->sieve, shc_base_sieve_free);
  g_clear_pointer (&self->theirs, shc_base_theirs_free);
  g_clear_pointer (&self->layout, shc_base_layout_free);
  if (self->airtable != NULL)
    {
      shc_airtable_set_waiting (self->airtable, NULL, NULL);
      self->next_us = shc_airtable_get_next_us (self->airtable);
    }
  g_clear_object (&self->airtable);
  g_clear_object (&self->http);
  g_clear_pointer (&self->links_by_id, g_hash_table_unref);
  g_clear_pointer (&self->ours, shc_base_ours_free);
  g_clear_pointer (&self->account, shc_account_free);
  g_clear_pointer (&self->users, g_free);
  g_clear_pointer (&self->reflections, g_free);
  g_clear_pointer (&self->elsewhere, g_strfreev);
  g_clear_pointer (&self->mapping, g_free);
}

static void
shc_airtable_share_dispose (GObject *object)
{
  ShcAirtableShare *self = SHC_AIRTABLE_SHARE (object);

  drop_call (self);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (shc_airtable_share_parent_class)->dispose (object);
}

static void
shc_airtable_share_class_init (ShcAirtableShareClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = shc_airtable_share_dispose;

  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", SHC_TYPE_AIRTABLE_SHARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  signals[SIGNAL_WAITING] = g_signal_new ("waiting", SHC_TYPE_AIRTABLE_SHARE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
shc_airtable_share_init (ShcAirtableShare *self)
{
}

ShcAirtableShare *
shc_airtable_share_new (ShcVault *vault,
                        gboolean  prompt)
{
  ShcAirtableShare *self;

  g_return_val_if_fail (SHC_IS_VAULT (vault), NULL);

  self = g_object_new (SHC_TYPE_AIRTABLE_SHARE, NULL);
  self->vault = g_object_ref (vault);
  self->prompt = prompt;
  return self;
}

void
shc_airtable_share_set_limits (ShcAirtableShare        *self,
                               const ShcAirtableLimits *limits)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));

  self->limits = limits;
}

gboolean
shc_airtable_share_check (ShcAirtableShare  *self,
                          GError           **error)
{
  g_return_val_if_fail (SHC_IS_AIRTABLE_SHARE (self) && self->account != NULL, FALSE);

  return shc_account_check_consent (self->account, error) && shc_account_check_network (self->account, error);
}

void
shc_share_emit_progress (ShcAirtableShare *self,
                         guint             done,
                         guint             total)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, done, total);
}

void
shc_share_emit_waiting (guint    ms,
                        gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_WAITING], 0, ms);
}

/* ---- calls */

static void
call_free (gpointer data)
{
  ShcShareCall *call = data;

  shc_intent_free (call->intent);
  if (call->data_free != NULL)
    call->data_free (call->data);
  g_free (call);
}

GTask *
shc_share_call_new (ShcAirtableShare    *self,
                    const ShcIntent     *intent,
                    gpointer             tag,
                    GCancellable        *cancellable,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ShcShareCall *call = g_new0 (ShcShareCall, 1);

  call->intent = shc_intent_copy (intent);
  call->needs_place = TRUE;
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, call, call_free);
  drop_call (self);
  return task;
}

void
shc_share_go_on (GTask        *task,
                 ShcShareStep  next)
{
  if (g_task_return_error_if_cancelled (task))
    g_object_unref (task);
  else
    next (task);
}

void
shc_share_fail (GTask  *task,
                GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* ---- the plan */

static void
return_plan (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcSharePlan *plan = shc_share_plan_new (SHC_SHARING_SHARE, SHC_SHARE_SERVICE, self->account->place);

  shc_base_plan_share (plan, self->layout, self->ours, self->theirs);
  g_task_return_pointer (task, plan, (GDestroyNotify) shc_share_plan_free);
  g_object_unref (task);
}

static void
plan_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (shc_share_check_layout (self, &error))
    shc_share_read_theirs (task, return_plan);
  else
    shc_share_fail (task, error);
}

static void
plan_connected (GTask *task)
{
  shc_share_read_layout (task, plan_with_layout);
}

static void
plan_loaded (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  const ShcBaseLayoutNames names = { self->users, self->reflections, self->mapping };

  if (self->account->consent && self->account->network)
    {
      shc_share_connect (task, plan_connected);
      return;
    }
  self->layout = shc_base_layout_new (NULL, &names);
  return_plan (task);
}

void
shc_airtable_share_plan_async (ShcAirtableShare    *self,
                               const ShcIntent     *intent,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_plan_async, cancellable, callback, user_data);
  ((ShcShareCall *) g_task_get_task_data (task))->sifts = TRUE;
  shc_share_load (task, plan_loaded);
}

ShcSharePlan *
shc_airtable_share_plan_finish (ShcAirtableShare  *self,
                                GAsyncResult      *result,
                                GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
