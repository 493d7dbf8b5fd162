/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checking a base, and making what it lacks. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include <glib/gi18n-lib.h>

/* What a call that prepares needs. @begin: makes the table, or column, that is next. @tried: columns (and tables) that could not be made
 * are tried once. */
typedef struct
{
  gboolean  make;
  void    (*begin) (GTask *task, guint what);
  guint     what;
  guint     made;
  gboolean  tried_tables[SHC_BASE_N_TABLES];
  gboolean  tried[SHC_BASE_N_COLUMNS];
} Preparing;

static void make_next (GTask *task);

void
shc_share_choice_free (ShcShareChoice *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->column);
  g_free (self->ours);
  g_strfreev (self->theirs);
  g_free (self);
}

void
shc_share_prepared_free (ShcSharePrepared *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
}

static Preparing *
get_preparing (GTask *task)
{
  return ((ShcShareCall *) g_task_get_task_data (task))->data;
}

static void
return_prepared (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcSharePrepared *prepared = g_new0 (ShcSharePrepared, 1);

  prepared->tables = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < SHC_BASE_N_TABLES; i++)
    if (self->layout->tables[i] != NULL)
      g_ptr_array_add (prepared->tables, g_strdup (self->layout->tables[i]->name));
  prepared->missing = g_ptr_array_ref (self->layout->missing);
  prepared->choices = shc_base_list_missing_choices (self->layout, self->ours);
  prepared->made = get_preparing (task)->made;
  g_task_return_pointer (task, prepared, (GDestroyNotify) shc_share_prepared_free);
  g_object_unref (task);
}

/* Where the token may not, what is missing is told and not made. */
static gboolean
is_not_allowed (const GError *error)
{
  return g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_FORBIDDEN) ||
         g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_BAD_RECORD) ||
         g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_REQUEST);
}

static void
look_again (GTask  *task,
            GError *error)
{
  if (error == NULL)
    {
      get_preparing (task)->made++;
      shc_share_read_layout (task, make_next);
      return;
    }
  if (!is_not_allowed (error))
    {
      shc_share_fail (task, error);
      return;
    }
  g_error_free (error);
  make_next (task);
}

static void
table_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr(ShcAirtableTable) table = shc_airtable_create_table_finish (SHC_AIRTABLE (source), result, &error);

  g_assert (table != NULL || error != NULL);
  look_again (user_data, error);
}

static void
field_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  GError *error = NULL;
  g_autoptr(ShcAirtableField) field = shc_airtable_create_field_finish (SHC_AIRTABLE (source), result, &error);

  g_assert (field != NULL || error != NULL);
  look_again (user_data, error);
}

/* The first column of a table has to be a text: the name, and the local id. */
static void
make_table (GTask *task,
            guint  table)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  const ShcAirtableNewField first =
    shc_base_column_get_new (table == SHC_BASE_USERS ? SHC_BASE_NAME : SHC_BASE_REFLECTION_ID);

  get_preparing (task)->tried_tables[table] = TRUE;
  shc_airtable_create_table_async (self->airtable, call->intent, self->layout->table_names[table], &first, 1,
                                   g_task_get_cancellable (task), table_cb, task);
}

static void
make_column (GTask *task,
             guint  number)
{
  const ShcBaseColumn column = (ShcBaseColumn) number;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  ShcAirtableNewField field = shc_base_column_get_new (column);

  get_preparing (task)->tried[column] = TRUE;
  field.name = shc_base_layout_get_wanted_name (self->layout, column);
  if (column == SHC_BASE_USER)
    field.linked_table_id = self->layout->tables[SHC_BASE_USERS]->id;
  shc_airtable_create_field_async (self->airtable, call->intent,
                                   self->layout->tables[shc_base_column_get_table (column)]->id, &field,
                                   g_task_get_cancellable (task), field_cb, task);
}

/* One that has the name and is of another type is somebody's own: it is told, and left. */
static gboolean
can_make (ShcAirtableShare *self,
          ShcBaseColumn     column)
{
  const ShcAirtableTable *table = self->layout->tables[shc_base_column_get_table (column)];

  return table != NULL && self->layout->columns[column] == NULL &&
         shc_airtable_find_field (table, shc_base_layout_get_wanted_name (self->layout, column)) == NULL &&
         (column != SHC_BASE_USER || self->layout->tables[SHC_BASE_USERS] != NULL);
}

static GError *
create_refusal (ShcAirtableShare *self)
{
  g_autofree char *all = NULL;

  g_ptr_array_add (self->layout->missing, NULL);
  all = g_strjoinv ("; ", (char **) self->layout->missing->pdata);
  g_ptr_array_remove_index (self->layout->missing, self->layout->missing->len - 1);
  return g_error_new (SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT,
                      _("The base “%s” is not ready: %s. Nothing was made, since you have not agreed to keeping anything in it. “shc "
                        "consent grant storage” tells what that means and asks; what is missing can be made after that."),
                      self->account->place, all);
}

static gpointer
check_in_thread (ShcDb    *db,
                 gpointer  data,
                 GError  **error)
{
  return GINT_TO_POINTER (shc_account_check_now (db, SHC_SHARE_SERVICE, TRUE, error));
}

static void
checked_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  const Preparing *preparing = get_preparing (task);
  GError *error = NULL;

  shc_vault_run_finish (SHC_VAULT (source), result, &error);
  if (error == NULL)
    {
      preparing->begin (task, preparing->what);
      return;
    }
  if (g_error_matches (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CONSENT))
    {
      g_error_free (error);
      error = create_refusal (g_task_get_source_object (task));
    }
  shc_share_fail (task, error);
}

/* Consent may have been taken back since the last one was made, by another program. Behind all that was written before. */
static void
make (GTask *task,
      void (*begin) (GTask *task, guint what),
      guint  what)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  Preparing *preparing = get_preparing (task);

  preparing->begin = begin;
  preparing->what = what;
  shc_vault_run_async (self->vault, SHC_DB_WRITER, FALSE, check_in_thread, NULL, NULL, NULL, g_task_get_cancellable (task), checked_cb,
                       task);
}

static void
make_next (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  Preparing *preparing = get_preparing (task);

  for (guint i = 0; preparing->make && i < SHC_BASE_N_TABLES; i++)
    if (self->layout->tables[i] == NULL && !preparing->tried_tables[i])
      {
        make (task, make_table, i);
        return;
      }
  for (guint i = 0; preparing->make && i < SHC_BASE_N_COLUMNS; i++)
    if (can_make (self, (ShcBaseColumn) i) && !preparing->tried[i])
      {
        make (task, make_column, i);
        return;
      }
  return_prepared (task);
}

static void
prepare_connected (GTask *task)
{
  shc_share_read_layout (task, make_next);
}

static void
prepare_loaded (GTask *task)
{
  shc_share_connect (task, prepare_connected);
}

void
shc_airtable_share_prepare_async (ShcAirtableShare    *self,
                                  const ShcIntent     *intent,
                                  gboolean             make,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  GTask *task;
  ShcShareCall *call;
  Preparing *preparing;

  g_return_if_fail (SHC_IS_AIRTABLE_SHARE (self));
  g_return_if_fail (intent != NULL);

  task = shc_share_call_new (self, intent, shc_airtable_share_prepare_async, cancellable, callback, user_data);
  call = g_task_get_task_data (task);
  preparing = g_new0 (Preparing, 1);
  preparing->make = make;
  call->data = preparing;
  call->data_free = g_free;
  shc_share_load (task, prepare_loaded);
}

ShcSharePrepared *
shc_airtable_share_prepare_finish (ShcAirtableShare  *self,
                                   GAsyncResult      *result,
                                   GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
