/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the last run back, and having everything deleted: plans for both. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-base-seen.h"
#include "shc-remote-links.h"
#include "shc-text.h"

/* What a call that plans these needs. @run: (nullable): the one that is taken back. */
typedef struct
{
  ShcSharingKind  kind;
  ShcSharingRun  *run;
  GHashTable     *rows;     /* (element-type utf8 ShcAirtableRecord): what stands there now, by its id */
  GHashTable     *links;    /* (element-type utf8 ShcRemoteLink) (nullable): by their local ids; made when needed */
} Taking;

static void
taking_free (gpointer data)
{
  Taking *taking = data;

  g_clear_pointer (&taking->run, shc_sharing_run_free);
  g_hash_table_unref (taking->rows);
  g_clear_pointer (&taking->links, g_hash_table_unref);
  g_free (taking);
}

static Taking *
get_taking (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

/* Returns: (nullable): the link that the row in @record is told apart by. */
static const ShcRemoteLink *
find_link (ShcAirtableShare        *self,
           Taking                  *taking,
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

static ShcBaseTable
get_table (const char *id)
{
  return *id == '\0' ? SHC_BASE_USERS : SHC_BASE_REFLECTIONS;
}

/* ---- the plans */

static ShcShareChange *
create_change (ShcAirtableShare    *self,
               ShcSharingChange     kind,
               const ShcRemoteLink *link,
               const char          *remote_id)
{
  ShcBaseTable table = get_table (link->id);
  ShcShareChange *change = shc_share_change_new (kind, shc_base_table_get_part (table), link->id);

  change->table = g_strdup (self->layout->table_names[table]);
  change->local_id = g_strdup (link->local_id);
  change->remote_id = g_strdup (remote_id);
  return change;
}

/* For people: the day that stands there, or the name. */
static char *
dup_title (ShcAirtableShare        *self,
           const char              *id,
           const ShcAirtableRecord *record)
{
  const char *name = shc_base_layout_get_id (self->layout, *id == '\0' ? SHC_BASE_NAME : SHC_BASE_DATE);

  return g_strdup (record != NULL ? shc_cells_get_text (record->cells, name) : NULL);
}

/* Returns: (transfer full) (nullable): how the text there begins. */
static char *
dup_excerpt (ShcAirtableShare        *self,
             const ShcAirtableRecord *record)
{
  const char *text = shc_cells_get_text (record->cells, shc_base_layout_get_id (self->layout, SHC_BASE_TEXT));

  return text != NULL ? shc_text_excerpt (text, SHC_SHARE_EXCERPT_CHARS) : NULL;
}

/* Whether every cell that we wrote reads as it did then. */
static gboolean
is_as_written (const ShcAirtableRecord *record,
               const char              *seen,
               const ShcCells          *only)
{
  for (guint i = 0; i < shc_cells_get_length (record->cells); i++)
    {
      const ShcCell *cell = shc_cells_get (record->cells, i);

      if ((only == NULL || shc_cells_find (only, cell->name) != NULL) && shc_base_seen_knows (seen, cell->name) &&
          !shc_base_seen_is_held (seen, cell->name, cell))
        return FALSE;
    }
  return TRUE;
}

static ShcCells *
dup_writable (const ShcCells *before)
{
  ShcCells *cells = shc_cells_new ();

  for (guint i = 0; i < shc_cells_get_length (before); i++)
    if (shc_cells_get (before, i)->kind != SHC_CELL_OTHER)
      shc_cells_set_copy (cells, shc_cells_get (before, i));
  return cells;
}

/* Adds to @plan how @step is taken back, if it can be. */
static void
plan_back (ShcAirtableShare     *self,
           const Taking         *taking,
           ShcSharePlan         *plan,
           const ShcSharingStep *step,
           const ShcRemoteLink  *link)
{
  const ShcAirtableRecord *record = g_hash_table_lookup (taking->rows, step->remote_id);
  g_autoptr(ShcCells) before = step->before != NULL ? shc_cells_from_json (step->before, NULL) : NULL;
  gboolean created = step->change == SHC_SHARING_CREATE;
  ShcShareChange *change;

  /* What is gone there needs nothing more; what stood there before is not known for ever. */
  if (record == NULL || (!created && before == NULL))
    {
      plan->unchanged++;
      return;
    }
  change = create_change (self, created ? SHC_SHARING_DELETE : SHC_SHARING_UPDATE, link, record->id);
  change->title = dup_title (self, step->id, record);
  change->excerpt = dup_excerpt (self, record);
  change->before = shc_cells_copy (record->cells);
  change->cells = created ? NULL : dup_writable (before);
  if (!is_as_written (record, link->seen, created ? NULL : before))
    {
      change->ticked = FALSE;
      change->note = g_strdup (_("It was changed there since. Tick it to take it back all the same."));
      plan->conflicts++;
    }
  g_ptr_array_add (plan->changes, change);
}

static void
plan_back_all (ShcAirtableShare *self,
               const Taking     *taking,
               ShcSharePlan     *plan,
               ShcBaseTable      table,
               ShcSharingChange  kind)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);

  for (guint i = 0; i < taking->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (taking->run->steps, i);
      const ShcRemoteLink *link = g_hash_table_lookup (links, step->id);

      if (step->state == SHC_SHARING_DONE && step->change == kind && get_table (step->id) == table &&
          step->remote_id != NULL && link != NULL)
        plan_back (self, taking, plan, step, link);
    }
}

static ShcSharePlan *
create_plan (ShcAirtableShare *self,
             const Taking     *taking)
{
  ShcSharePlan *plan = shc_share_plan_new (taking->kind, SHC_SHARE_SERVICE, self->account->place);

  plan->asked = TRUE;
  for (guint i = 0; i < SHC_BASE_N_COLUMNS; i++)
    {
      const char *id = shc_base_layout_get_id (self->layout, (ShcBaseColumn) i);

      shc_share_plan_name_column (plan, id, shc_base_layout_get_name (self->layout, id));
    }
  return plan;
}

static void
return_plan (GTask        *task,
             ShcSharePlan *plan)
{
  g_task_return_pointer (task, plan, (GDestroyNotify) shc_share_plan_free);
  g_object_unref (task);
}

static void
return_undo_plan (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  const Taking *taking = get_taking (task);
  ShcSharePlan *plan = create_plan (self, taking);

  plan->undoes = taking->run->run;
  plan_back_all (self, taking, plan, SHC_BASE_REFLECTIONS, SHC_SHARING_CREATE);
  plan_back_all (self, taking, plan, SHC_BASE_REFLECTIONS, SHC_SHARING_UPDATE);
  plan_back_all (self, taking, plan, SHC_BASE_USERS, SHC_SHARING_UPDATE);
  plan_back_all (self, taking, plan, SHC_BASE_USERS, SHC_SHARING_CREATE);
  return_plan (task, plan);
}

/* A row of theirs need not be of a reflection that is still here, or ever was. */
static void
plan_deletion (ShcAirtableShare        *self,
               Taking                  *taking,
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
  ShcShareChange *change = create_change (self, SHC_SHARING_DELETE, &row, record->id);

  change->title = dup_title (self, change->id, record);
  change->excerpt = dup_excerpt (self, record);
  change->before = shc_cells_copy (record->cells);
  g_ptr_array_add (plan->changes, change);
}

static void
return_forget_plan (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  Taking *taking = get_taking (task);
  ShcSharePlan *plan = create_plan (self, taking);
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
  return_plan (task, plan);
}

/* ---- what stands there now */

static void read_user (GTask *task);

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  Taking *taking = get_taking (task);
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

      if (taking->kind == SHC_SHARING_UNDO || find_link (self, taking, record) != NULL)
        g_hash_table_replace (taking->rows, (gpointer) id, g_steal_pointer (&record));
    }
  shc_share_go_on (task, taking->kind == SHC_SHARING_UNDO ? read_user : return_forget_plan);
}

static void
user_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  Taking *taking = get_taking (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  if (rows->len > 0)
    {
      ShcAirtableRecord *record = g_ptr_array_steal_index_fast (rows, 0);

      g_hash_table_replace (taking->rows, record->id, record);
    }
  shc_share_go_on (task, return_undo_plan);
}

/* Asks for the rows @ids (transfer container) of @table. */
static void
read_rows (GTask               *task,
           ShcBaseTable         table,
           GPtrArray           *ids,
           GAsyncReadyCallback  callback)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  g_autoptr(GPtrArray) names = ids;
  ShcAirtableColumn columns[SHC_BASE_N_COLUMNS];
  guint n = shc_base_get_columns (self->layout, table, columns);

  g_ptr_array_add (names, NULL);
  shc_airtable_get_many_async (self->airtable, call->intent, self->layout->tables[table]->id,
                               (const char *const *) names->pdata, columns, n, NULL, g_task_get_cancellable (task), callback,
                               task);
}

/* Returns: (transfer container): rows of @table that the run wrote. */
static GPtrArray *
list_written (const Taking *taking,
              ShcBaseTable  table)
{
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < taking->run->steps->len; i++)
    {
      const ShcSharingStep *step = g_ptr_array_index (taking->run->steps, i);

      if (step->state == SHC_SHARING_DONE && get_table (step->id) == table && step->remote_id != NULL)
        g_ptr_array_add (ids, step->remote_id);
    }
  return ids;
}

static void
read_user (GTask *task)
{
  GPtrArray *ids = list_written (get_taking (task), SHC_BASE_USERS);

  if (ids->len > 0)
    {
      read_rows (task, SHC_BASE_USERS, ids, user_cb);
      return;
    }
  g_ptr_array_unref (ids);
  return_undo_plan (task);
}

static void
read_written (GTask *task)
{
  GPtrArray *ids = list_written (get_taking (task), SHC_BASE_REFLECTIONS);

  if (ids->len > 0)
    {
      read_rows (task, SHC_BASE_REFLECTIONS, ids, rows_cb);
      return;
    }
  g_ptr_array_unref (ids);
  read_user (task);
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
    read_rows (task, SHC_BASE_REFLECTIONS, g_steal_pointer (&ids), rows_cb);
  else
    return_forget_plan (task);
}

/* ---- the calls */

static gpointer
get_last_in_thread (ShcDb    *db,
                    gpointer  data,
                    GError  **error)
{
  ShcAirtableShare *self = g_task_get_source_object (data);
  Taking *taking = get_taking (data);
  g_autoptr(ShcSharingRun) open = NULL;

  if (!shc_sharing_runs_get_open (db, SHC_SHARE_SERVICE, self->account->place, &open, error) ||
      !shc_sharing_runs_get_last (db, SHC_SHARE_SERVICE, self->account->place, &taking->run, error))
    return NULL;
  if (open != NULL)
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED,
                         _("The last run was cut off. It has to go on and end before it can be taken back."));
  else if (taking->run == NULL)
    g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_NOTHING, _("There is no run to take back."));
  else
    return GINT_TO_POINTER (TRUE);
  return NULL;
}

static void
got_last_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error != NULL)
    shc_share_fail (user_data, error);
  else
    shc_share_go_on (user_data, read_written);
}

static void
taking_with_layout (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!shc_share_check_keys (self, &error))
    shc_share_fail (task, error);
  else if (get_taking (task)->kind == SHC_SHARING_FORGET)
    shc_share_read_theirs (task, read_astray);
  else
    shc_vault_run_async (self->vault, SHC_DB_READER, FALSE, get_last_in_thread, task, NULL, NULL, NULL, got_last_cb, task);
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

static void
take (GTask          *task,
      ShcSharingKind  kind)
{
  ShcShareCall *call = g_task_get_task_data (task);
  Taking *taking = g_new0 (Taking, 1);

  taking->kind = kind;
  taking->rows = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) shc_airtable_record_free);
  call->data = taking;
  call->data_free = taking_free;
  shc_share_load_account (task, taking_loaded);
}

void
shc_airtable_share_plan_undo_async (ShcAirtableShare    *self,
                                    const ShcIntent     *intent,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  take (shc_share_call_new (self, intent, shc_airtable_share_plan_undo_async, cancellable, callback, user_data),
        SHC_SHARING_UNDO);
}

ShcSharePlan *
shc_airtable_share_plan_undo_finish (ShcAirtableShare  *self,
                                     GAsyncResult      *result,
                                     GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

  take (shc_share_call_new (self, intent, shc_airtable_share_plan_forget_async, cancellable, callback, user_data),
        SHC_SHARING_FORGET);
}

ShcSharePlan *
shc_airtable_share_plan_forget_finish (ShcAirtableShare  *self,
                                       GAsyncResult      *result,
                                       GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
