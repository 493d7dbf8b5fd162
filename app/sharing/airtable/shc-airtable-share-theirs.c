/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: the way to it, and what stands in it of this person's. */

#define G_LOG_DOMAIN "shc-airtable-share"

#include "config.h"

#include "shc-airtable-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-airtable-turns.h"
#include "shc-remote-links.h"
#include "shc-service-key.h"

/* ---- the way out */

static void
key_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GBytes) key = shc_service_key_lookup_finish (SHC_VAULT (source), result, &error);
  g_autofree char *folder = shc_airtable_turns_dup_folder ();

  if (key == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  self->http = shc_account_connect (self->account, self->vault, NULL, &error);
  if (self->http == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  self->airtable = shc_airtable_new (self->http, self->account->base_url, self->account->place, key, self->limits);
  shc_airtable_keep_turns (self->airtable, folder);
  shc_airtable_set_next_us (self->airtable, self->next_us);
  shc_airtable_set_waiting (self->airtable, shc_share_emit_waiting, self);
  shc_share_go_on (task, call->next);
}

void
shc_share_connect (GTask        *task,
                   ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;

  call->next = next;
  if (!shc_account_check_network (self->account, &error))
    shc_share_fail (task, error);
  else
    shc_service_key_lookup_async (self->vault, SHC_SHARE_SERVICE, self->prompt, g_task_get_cancellable (task), key_cb, task);
}

/* ---- what is theirs */

gboolean
shc_share_check_keys (ShcAirtableShare  *self,
                      GError           **error)
{
  if (self->layout->tables[SHC_BASE_USERS] != NULL && self->layout->tables[SHC_BASE_REFLECTIONS] != NULL &&
      self->layout->columns[SHC_BASE_USER_ID] != NULL && self->layout->columns[SHC_BASE_REFLECTION_ID] != NULL &&
      self->layout->columns[SHC_BASE_USER] != NULL)
    return TRUE;
  return shc_share_check_layout (self, error);
}

gboolean
shc_share_check_layout (ShcAirtableShare  *self,
                        GError           **error)
{
  g_autofree char *all = NULL;

  if (self->layout->missing->len == 0)
    return TRUE;
  g_ptr_array_add (self->layout->missing, NULL);
  all = g_strjoinv ("; ", (char **) self->layout->missing->pdata);
  g_ptr_array_remove_index (self->layout->missing, self->layout->missing->len - 1);
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_PREPARE,
               _("The base is not ready: %s. Nothing was sent. Preparing the base makes what is missing, or says what "
                 "else can be done."), all);
  return FALSE;
}

static void
schema_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  const ShcBaseLayoutNames names = { self->users, self->reflections, self->mapping };
  GError *error = NULL;
  GPtrArray *schema = shc_airtable_get_schema_finish (SHC_AIRTABLE (source), result, &error);

  if (schema == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  g_clear_pointer (&self->layout, shc_base_layout_free);
  self->layout = shc_base_layout_new (schema, &names);
  shc_share_go_on (task, call->next);
}

void
shc_share_read_layout (GTask        *task,
                       ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);

  call->next = next;
  shc_airtable_get_schema_async (self->airtable, call->intent, g_task_get_cancellable (task), schema_cb, task);
}

/* Whether @record is this person's and nobody else's. */
static gboolean
is_own (ShcAirtableShare        *self,
        const ShcAirtableRecord *record)
{
  const ShcCell *user = shc_cells_find (record->cells, self->layout->columns[SHC_BASE_USER]->id);

  return user != NULL && user->kind == SHC_CELL_LINKS && user->links[0] != NULL && user->links[1] == NULL &&
         g_str_equal (user->links[0], self->theirs->user->id);
}

/* What is another's is dropped unread. @user_data: the call's task. */
static gboolean
sift_cb (const ShcAirtableRecord *record,
         gpointer                 user_data)
{
  ShcAirtableShare *self = g_task_get_source_object (user_data);

  return is_own (self, record) && (self->sieve == NULL || !shc_base_sieve_take (self->sieve, record));
}

static void
rows_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_get_many_finish (SHC_AIRTABLE (source), result, &error);

  g_clear_pointer (&self->sieve, shc_base_sieve_free);
  if (rows == NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  while (rows->len > 0)
    {
      ShcAirtableRecord *record = g_ptr_array_steal_index_fast (rows, rows->len - 1);

      g_hash_table_replace (self->theirs->reflections, record->id, record);
    }
  shc_share_go_on (task, call->next);
}

static void
read_reflections (GTask *task)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  ShcAirtableColumn columns[SHC_BASE_N_COLUMNS];
  guint n = shc_base_get_columns (self->layout, SHC_BASE_REFLECTIONS, columns);
  const char *inverse = self->layout->columns[SHC_BASE_USER]->inverse_field_id;
  const ShcCell *linked = inverse != NULL ? shc_cells_find (self->theirs->user->cells, inverse) : NULL;

  if (linked == NULL || linked->kind != SHC_CELL_LINKS)
    {
      shc_share_go_on (task, call->next);
      return;
    }
  if (call->sifts)
    self->sieve = shc_base_sieve_new (self->layout, self->ours, self->theirs);
  shc_airtable_get_many_async (self->airtable, call->intent, self->layout->tables[SHC_BASE_REFLECTIONS]->id,
                               (const char *const *) linked->links, columns, n, sift_cb, g_task_get_cancellable (task),
                               rows_cb, task);
}

static void
user_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(GPtrArray) rows = shc_airtable_list_finish (SHC_AIRTABLE (source), result, &error);

  if (rows != NULL && rows->len > 1)
    error = g_error_new_literal (SHC_SHARING_ERROR, SHC_SHARING_ERROR_CHANGED,
                                 _("Two rows of the base have your Local ID. Nothing was sent: please have one of them "
                                   "deleted there first."));
  if (error != NULL)
    {
      shc_share_fail (task, error);
      return;
    }
  self->theirs = shc_base_theirs_new ();
  if (rows->len == 0)
    {
      shc_share_go_on (task, call->next);
      return;
    }
  self->theirs->user = g_ptr_array_steal_index_fast (rows, 0);
  shc_share_go_on (task, read_reflections);
}

void
shc_share_read_belonging (GTask        *task,
                          ShcShareStep  next)
{
  ((ShcShareCall *) g_task_get_task_data (task))->next = next;
  read_reflections (task);
}

static const char *
get_own_local_id (ShcAirtableShare *self)
{
  g_autoptr(GHashTable) links = shc_base_ours_index (self->ours);
  const ShcRemoteLink *link = g_hash_table_lookup (links, SHC_REMOTE_LINK_PROFILE);

  return link->local_id;
}

void
shc_share_read_theirs (GTask        *task,
                       ShcShareStep  next)
{
  ShcAirtableShare *self = g_task_get_source_object (task);
  ShcShareCall *call = g_task_get_task_data (task);
  ShcAirtableColumn columns[SHC_BASE_N_COLUMNS + 1];
  guint n = shc_base_get_columns (self->layout, SHC_BASE_USERS, columns);
  const ShcAirtableField *user = self->layout->columns[SHC_BASE_USER];
  g_autofree char *formula =
    shc_airtable_formula_is (self->layout->columns[SHC_BASE_USER_ID]->name, get_own_local_id (self));

  call->next = next;
  if (user->inverse_field_id != NULL)
    columns[n++] = (ShcAirtableColumn) { user->inverse_field_id, SHC_CELL_LINKS };
  shc_airtable_list_async (self->airtable, call->intent, self->layout->tables[SHC_BASE_USERS]->id, columns, n, formula,
                           g_task_get_cancellable (task), user_cb, task);
}
