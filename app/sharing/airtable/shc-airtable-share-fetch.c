/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written or changed in a base comes back. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-base-merge.h"
#include "shc-base-seen.h"
#include "shc-remote-links.h"
#include "shc-vault-hold.h"

/* @profile: (nullable): what the person's own row should read, with no reflections. @more: whether rows are left. */
typedef struct
{
  gboolean        take;
  ShcVaultHold   *hold;
  ShcBaseOurs    *profile;
  ShcBaseMerge   *merge;
  ShcBaseFetched *result;
  gboolean        more;
} Fetching;

static void
fetching_free (gpointer data)
{
  Fetching *fetching = data;

  g_clear_pointer (&fetching->merge, shc_base_merge_free);
  g_clear_pointer (&fetching->result, shc_base_fetched_free);
  g_clear_pointer (&fetching->profile, shc_base_ours_free);
  g_clear_pointer (&fetching->hold, shc_vault_hold_release);
  g_free (fetching);
}

static Fetching *
get_fetching (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

static void
return_fetched (GTask *task)
{
  Fetching *fetching = get_fetching (task);

  g_clear_pointer (&fetching->hold, shc_vault_hold_release);
  g_task_return_pointer (task, g_steal_pointer (&fetching->result), (GDestroyNotify) shc_base_fetched_free);
  g_object_unref (task);
}

/* ---- the person's own row */

/* Returns: (transfer full): only what somebody else changed there: what was changed here is for the next run. */
static ShcShareChange *
dup_changed_there (const ShcShareChange *change,
                   const char           *seen)
{
  ShcShareChange *copy = shc_share_change_new (SHC_SHARING_UPDATE, change->part, change->id);

  copy->table = g_strdup (change->table);
  copy->title = g_strdup (change->title);
  copy->remote_id = g_strdup (change->remote_id);
  copy->cells = shc_cells_new ();
  copy->before = shc_cells_new ();
  for (guint i = 0; i < shc_cells_get_length (change->cells); i++)
    {
      const ShcCell *ours = shc_cells_get (change->cells, i);
      const ShcCell *theirs = shc_cells_find (change->before, ours->name);

      if (!shc_base_seen_knows (seen, ours->name) || shc_base_seen_is_held (seen, ours->name, theirs))
        continue;
      shc_cells_set_copy (copy->cells, theirs);
      shc_cells_set_copy (copy->before, ours);
    }
  return copy;
}

static void
look_at_profile (ShcAirtableShare *self,
                 Fetching         *fetching)
{
  g_autoptr(ShcSharePlan) plan = shc_share_plan_new (SHC_SHARING_SHARE, SHC_SHARE_SERVICE, self->account->place);
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);
  const ShcRemoteLink *link = g_hash_table_lookup (links, SHC_REMOTE_LINK_PROFILE);
  const ShcShareChange *change;

  fetching->profile->consent = self->account->consent;
  fetching->profile->links = g_ptr_array_ref (self->ours->links);
  shc_base_plan_share (plan, self->layout, fetching->profile, self->theirs);
  change = plan->changes->len > 0 ? g_ptr_array_index (plan->changes, 0) : NULL;
  if (change == NULL || change->change != SHC_SHARING_UPDATE)
    return;
  fetching->result->profile = dup_changed_there (change, link->seen);
  if (shc_cells_get_length (fetching->result->profile->cells) == 0)
    g_clear_pointer (&fetching->result->profile, shc_share_change_free);
}

/* ---- row by row */

static void merge_more (GTask *task);

static gpointer
merge_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  Fetching *fetching = get_fetching (data);

  return GINT_TO_POINTER (shc_base_merge_some (fetching->merge, db, g_get_real_time (), &fetching->more, error));
}

static void
merged_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  Fetching *fetching = get_fetching (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  shc_share_emit_progress (self, shc_base_merge_count_done (fetching->merge), shc_base_merge_count (fetching->merge));
  shc_share_go_on (task, fetching->more ? merge_more : return_fetched);
}

static void
merge_more (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  shc_vault_run_async (self->vault, get_fetching (task)->take ? SHC_DB_WRITER : SHC_DB_READER, FALSE, merge_in_thread,
                       task, NULL, NULL, NULL, merged_cb, task);
}

static void
begin_merge (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  Fetching *fetching = get_fetching (task);
  ShcSharePlan *plan = fetching->result->plan;

  plan->asked = TRUE;
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      const char *id = shc_base_layout_get_id (self->layout, (ShcBaseColumn) i);

      shc_share_plan_name_column (plan, id, shc_base_layout_get_name (self->layout, id));
    }
  if (self->theirs->user == NULL)
    g_ptr_array_add (plan->notes, g_strdup (_("Your own row is not in the base any more, so no row there is known to be yours.")));
  else
    look_at_profile (self, fetching);
  fetching->merge = shc_base_merge_new (self->layout, self->theirs, self->ours->links, SHC_SHARE_SERVICE,
                                        self->account->place, fetching->take, fetching->result);
  merge_more (task);
}

/* ---- the call */

/* Without the other side of the link, rows that are there would look as if they were gone. */
static gboolean
check_both_ways (ShcAirtableShare  *self,
                 GError           **error)
{
  const ShcAirtableField *user = self->layout->columns[SHC_BASE_USER];

  if (user->inverse_field_id != NULL)
    return TRUE;
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_PREPARE,
               _("The column “%s” links one way only, so which rows are yours cannot be seen without reading those of "
                 "others. Nothing was read or changed. A link both ways, made in Airtable, helps."), user->name);
  return FALSE;
}

static void
fetch_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (shc_share_check_layout (self, &error) && check_both_ways (self, &error))
    shc_share_read_theirs (task, begin_merge);
  else
    shc_share_fail (task, error);
}

static void
fetch_connected (GTask *task)
{
  shc_share_read_layout (task, fetch_with_layout);
}

static gpointer
get_profile_in_thread (ShcDb    *db,
                       gpointer  data,
                       GError  **error)
{
  g_autoptr(ShcBaseOurs) profile = g_new0 (ShcBaseOurs, 1);

  profile->profile = shc_outbound_get_profile (db, &profile->created_us, error);
  profile->reflections = g_ptr_array_new ();
  return profile->profile != NULL ? g_steal_pointer (&profile) : NULL;
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  get_fetching (task)->profile = shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (task, error);
  else
    shc_share_connect (task, fetch_connected);
}

static gboolean
has_own_name (ShcAirtableShare *self)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);

  return g_hash_table_contains (links, SHC_REMOTE_LINK_PROFILE);
}

static void
fetch_loaded (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  Fetching *fetching = get_fetching (task);
  GError *error = NULL;

  fetching->result = shc_base_fetched_new (SHC_SHARE_SERVICE, self->account->place);
  fetching->result->taken = fetching->take;
  if (fetching->take && (!shc_account_check_consent (self->account, &error) ||
                         !shc_account_check_network (self->account, &error)))
    {
      shc_share_fail (task, error);
      return;
    }
  if (!self->account->consent || !self->account->network)
    {
      return_fetched (task);
      return;
    }
  if (!has_own_name (self))
    {
      g_ptr_array_add (fetching->result->plan->notes,
                       g_strdup (_("Nothing was ever shared with this base from here, so no row there is known to be yours. "
                                   "Nothing was asked.")));
      return_fetched (task);
      return;
    }
  shc_vault_run_async (self->vault, SHC_DB_OUTBOUND, FALSE, get_profile_in_thread, NULL, NULL,
                       (GDestroyNotify) shc_base_ours_free, g_task_get_cancellable (task), profile_cb, task);
}

void
shc_airtable_share_fetch_async (ShcAirtableShare    *self,
                                const ShcIntent     *intent,
                                gboolean             take,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  GTask *task;
  ShcShareCall *call;
  Fetching *fetching;
  GError *error = NULL;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_fetch_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  fetching = g_new0 (Fetching, 1);
  fetching->take = take;
  call->data = fetching;
  call->data_free = fetching_free;
  /* What is known of the base is read once nobody else can change it. */
  if (take)
    fetching->hold = shc_vault_hold_take (self->vault, SHC_SHARE_HOLD, &error);
  if (error != NULL)
    shc_share_fail (task, error);
  else
    shc_share_load_account (task, fetch_loaded);
}

ShcBaseFetched *
shc_airtable_share_fetch_finish (ShcAirtableShare  *self,
                                 GAsyncResult      *result,
                                 GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
