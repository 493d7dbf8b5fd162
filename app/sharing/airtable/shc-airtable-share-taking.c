/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What taking a run back and having everything deleted share. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-taking-private.h"

#include <glib/gi18n-lib.h>

#include "shc-text.h"

static void
taking_free (gpointer data)
{
  ShcShareTaking *taking = data;

  g_clear_pointer (&taking->run, shc_sharing_run_free);
  g_hash_table_unref (taking->rows);
  g_strfreev (taking->belonging);
  g_clear_pointer (&taking->links, g_hash_table_unref);
  g_free (taking);
}

ShcShareTaking *
shc_share_taking_get (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

/* ---- the plans */

ShcBaseTable
shc_share_taking_get_table (const char *id)
{
  return *id == '\0' ? SHC_BASE_USERS : SHC_BASE_REFLECTIONS;
}

/* For people: the day that stands there, or the name. */
static char *
dup_title (ShcAirtableShare        *self,
           const char              *id,
           const ShcAirtableRecord *record)
{
  const char *name = shc_base_layout_get_id (self->layout, *id == '\0' ? SHC_BASE_NAME : SHC_BASE_DATE);

  return g_strdup (shc_cells_get_text (record->cells, name));
}

/* Returns: (transfer full) (nullable): how the text there begins. */
static char *
dup_excerpt (ShcAirtableShare        *self,
             const ShcAirtableRecord *record)
{
  const char *text = shc_cells_get_text (record->cells, shc_base_layout_get_id (self->layout, SHC_BASE_TEXT));

  return text != NULL ? shc_text_excerpt (text, SHC_SHARE_EXCERPT_CHARS) : NULL;
}

ShcShareChange *
shc_share_taking_create_change (ShcAirtableShare        *self,
                                ShcSharingChange         kind,
                                const ShcRemoteLink     *link,
                                const ShcAirtableRecord *record)
{
  ShcBaseTable table = shc_share_taking_get_table (link->id);
  ShcShareChange *change = shc_share_change_new (kind, shc_base_table_get_part (table), link->id);

  change->table = g_strdup (self->layout->table_names[table]);
  change->local_id = g_strdup (link->local_id);
  change->remote_id = g_strdup (record->id);
  change->title = dup_title (self, link->id, record);
  change->excerpt = dup_excerpt (self, record);
  change->before = shc_cells_copy (record->cells);
  return change;
}

ShcSharePlan *
shc_share_taking_create_plan (ShcAirtableShare *self,
                              ShcSharingKind    kind)
{
  ShcSharePlan *plan = shc_share_plan_new (kind, SHC_SHARE_SERVICE, self->account->place);

  plan->asked = TRUE;
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      const char *id = shc_base_layout_get_id (self->layout, (ShcBaseColumn) i);

      shc_share_plan_name_column (plan, id, shc_base_layout_get_name (self->layout, id));
    }
  return plan;
}

void
shc_share_taking_return_plan (GTask        *task,
                              ShcSharePlan *plan)
{
  g_task_return_pointer (task, plan, (GDestroyNotify) shc_share_plan_free);
  g_object_unref (task);
}

/* ---- what stands there now */

void
shc_share_taking_read_rows (GTask               *task,
                            ShcBaseTable         table,
                            GPtrArray           *ids,
                            GAsyncReadyCallback  callback)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  g_autoptr(GPtrArray) names = ids;
  ShcAirtableColumn columns[SHC_BASE_N_COLUMNS + 1];
  guint n = shc_base_get_columns (self->layout, table, columns);
  const char *inverse = self->layout->columns[SHC_BASE_USER]->inverse_field_id;

  if (table == SHC_BASE_USERS && inverse != NULL)
    columns[n++] = (ShcAirtableColumn) { inverse, SHC_CELL_LINKS };
  g_ptr_array_add (names, NULL);
  shc_airtable_get_many_async (self->airtable, call->intent, self->layout->tables[table]->id,
                               (const char *const *) names->pdata, columns, n, NULL, g_task_get_cancellable (task), callback,
                               task);
}

/* ---- the call */

static void
taking_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (shc_share_check_keys (self, &error))
    shc_share_taking_get (task)->next (task);
  else
    shc_share_fail (task, error);
}

static void
taking_connected (GTask *task)
{
  shc_share_read_layout (task, taking_with_layout);
}

static void
taking_loaded (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);

  if (self->ours->links->len == 0)
    shc_share_fail (task, g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING,
                                               _("Nothing was ever shared with this base from here.")));
  else
    shc_share_connect (task, taking_connected);
}

void
shc_share_taking_begin (GTask          *task,
                        ShcSharingKind  kind,
                        ShcShareStep    next)
{
  ShcShareCall *call = g_task_get_task_data (task);
  ShcShareTaking *taking = g_new0 (ShcShareTaking, 1);

  taking->kind = kind;
  taking->next = next;
  taking->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) shc_airtable_record_free);
  call->data = taking;
  call->data_free = taking_free;
  shc_share_load_account (task, taking_loaded);
}
