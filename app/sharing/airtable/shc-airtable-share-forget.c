/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Having everything deleted: the plan of it. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-taking-private.h"

#include <glib/gi18n-lib.h>

/* Returns: (nullable): the link that the row in @record is told apart by. */
static const ShcRemoteLink *
find_link (ShcAirtableShare        *self,
           ShcShareTaking          *taking,
           const ShcAirtableRecord *record)
{
  const char *local_id =
    shc_cells_get_text (record->cells, shc_base_layout_get_id (self->layout, SHC_BASE_REFLECTION_ID));

  if (taking->links == NULL)
    {
      taking->links = g_hash_table_new (g_str_hash, g_str_equal);
      for (guint i = 0; i < self->ours->links->len; i++)
        {
          ShcRemoteLink *link = g_ptr_array_index (self->ours->links, i);

          g_hash_table_insert (taking->links, link->local_id, link);
        }
    }
  return local_id != NULL ? g_hash_table_lookup (taking->links, local_id) : NULL;
}

/* A row of theirs need not be of a reflection that is still here, or ever was. */
static void
plan_deletion (ShcAirtableShare        *self,
               ShcShareTaking          *taking,
               ShcSharePlan            *plan,
               ShcBaseTable             table,
               const ShcAirtableRecord *record)
{
  const ShcRemoteLink *link = table == SHC_BASE_REFLECTIONS ? find_link (self, taking, record) : NULL;
  ShcBaseColumn key = table == SHC_BASE_USERS ? SHC_BASE_USER_ID : SHC_BASE_REFLECTION_ID;
  const ShcRemoteLink row = {
    .id = table == SHC_BASE_USERS ? (char *) SHC_REMOTE_LINK_PROFILE : link != NULL ? link->id : record->id,
    .local_id = (char *) shc_cells_get_text (record->cells, shc_base_layout_get_id (self->layout, key)),
  };

  g_ptr_array_add (plan->changes, shc_share_taking_create_change (self, SHC_SHARING_DELETE, &row, record));
}

static void
return_forget_plan (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareTaking *taking = shc_share_taking_get (task);
  ShcSharePlan *plan = shc_share_taking_create_plan (self, taking->kind);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->theirs->reflections);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    plan_deletion (self, taking, plan, SHC_BASE_REFLECTIONS, record);
  g_hash_table_iter_init (&iter, taking->rows);
  while (g_hash_table_iter_next (&iter, NULL, &record))
    plan_deletion (self, taking, plan, SHC_BASE_REFLECTIONS, record);
  if (self->theirs->user != NULL)
    plan_deletion (self, taking, plan, SHC_BASE_USERS, self->theirs->user);
  g_ptr_array_add (plan->notes,
                   g_strdup (_("Airtable keeps deleted rows in the base’s own trash and snapshots for a while, where those "
                               "who manage the base can bring them back. What was read or copied there cannot be "
                               "taken back.")));
  if (*self->elsewhere != NULL)
    {
      g_autofree char *bases = g_strjoinv (", ", self->elsewhere);

      /* Translators: %s is the name of a base, or of several. */
      g_ptr_array_add (plan->notes, g_strdup_printf (_("Rows of yours are known in another base too: %s. They stay there; to have "
                                                       "them deleted, set that base and do this again."), bases));
    }
  shc_share_taking_return_plan (task, plan);
}

static void
astray_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareTaking *taking = shc_share_taking_get (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  while (rows->len > 0)
    {
      g_autoptr(ShcAirtableRecord) record = g_ptr_array_steal_index_fast (rows, rows->len - 1);
      const char *id = record->id;

      if (find_link (self, taking, record) != NULL)
        g_hash_table_replace (taking->rows, (gpointer) id, g_steal_pointer (&record));
    }
  shc_share_go_on (task, return_forget_plan);
}

/* Rows of ours that do not belong to the person's own row any more. */
static void
read_astray (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < self->ours->links->len; i++)
    {
      const ShcRemoteLink *link = g_ptr_array_index (self->ours->links, i);

      if (!link->profile && link->remote_id != NULL &&
          !g_hash_table_contains (self->theirs->reflections, link->remote_id))
        g_ptr_array_add (ids, link->remote_id);
    }
  if (ids->len > 0)
    shc_share_taking_read_rows (task, SHC_BASE_REFLECTIONS, g_steal_pointer (&ids), astray_cb);
  else
    return_forget_plan (task);
}

static void
read_all (GTask *task)
{
  shc_share_read_theirs (task, read_astray);
}

void
shc_airtable_share_plan_forget_async (ShcAirtableShare    *self,
                                      const ShcIntent     *intent,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  shc_share_taking_begin (shc_share_call_new (self, intent, shc_airtable_share_plan_forget_async, cancellable, callback,
                                              user_data), SHC_SHARING_FORGET, read_all);
}

ShcSharePlan *
shc_airtable_share_plan_forget_finish (ShcAirtableShare  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
