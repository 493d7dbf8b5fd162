/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole of a base, for whoever keeps it. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include "shc-base-copy.h"

/* @next: the table that is asked for. */
typedef struct
{
  GPtrArray        *schema;
  guint             next;
  GString          *copy;
  ShcBaseCopyCount  count;
} Copying;

static void
copying_free (gpointer data)
{
  Copying *copying = data;

  g_clear_pointer (&copying->schema, g_ptr_array_unref);
  if (copying->copy != NULL)
    g_string_free (copying->copy, TRUE);
  g_free (copying);
}

static Copying *
get_copying (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

static void ask_for_table (GTask *task);

static void
return_copy (GTask *task)
{
  Copying *copying = get_copying (task);

  g_task_return_pointer (task, shc_base_copy_end (g_steal_pointer (&copying->copy)), (GDestroyNotify) g_bytes_unref);
  g_object_unref (task);
}

static void
table_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GTask *task = user_data;
  Copying *copying = get_copying (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) records = shc_airtable_list_finish (SHC_AIRTABLE (source), result, &error);

  if (records == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  shc_base_copy_add (copying->copy, g_ptr_array_index (copying->schema, copying->next), records);
  copying->count.tables++;
  copying->count.rows += records->len;
  copying->next++;
  shc_share_emit_progress (g_task_get_source_object (task), copying->next, copying->schema->len);
  shc_share_go_on (task, copying->next < copying->schema->len ? ask_for_table : return_copy);
}

static void
ask_for_table (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  Copying *copying = get_copying (task);
  const ShcAirtableTable *table = g_ptr_array_index (copying->schema, copying->next);

  shc_airtable_list_async (self->airtable, call->intent, table->id, NULL, 0, NULL, g_task_get_cancellable (task), table_cb, task);
}

static void
schema_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  Copying *copying = get_copying (task);
  GError *error = NULL;

  copying->schema = shc_airtable_get_schema_finish (SHC_AIRTABLE (source), result, &error);
  if (copying->schema == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  copying->copy = shc_base_copy_begin (SHC_SHARE_SERVICE, self->account->place, g_get_real_time ());
  shc_share_go_on (task, copying->schema->len > 0 ? ask_for_table : return_copy);
}

static void
copy_connected (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  shc_airtable_get_schema_async (self->airtable, call->intent, g_task_get_cancellable (task), schema_cb, task);
}

static void
copy_loaded (GTask *task)
{
  shc_share_connect (task, copy_connected);
}

void
shc_airtable_share_copy_base_async (ShcAirtableShare    *self,
                                    const ShcIntent     *intent,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  GTask *task;
  ShcShareCall *call;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_copy_base_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  call->data = g_new0 (Copying, 1);
  call->data_free = copying_free;
  shc_share_load_account (task, copy_loaded);
}

GBytes *
shc_airtable_share_copy_base_finish (ShcAirtableShare  *self,
                                     GAsyncResult      *result,
                                     ShcBaseCopyCount  *count,
                                     GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  *count = get_copying (G_TASK (result))->count;
  return g_task_propagate_pointer (G_TASK (result), error);
}
