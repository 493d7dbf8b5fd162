/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows into a table, and out of it: a few at once, all of them or none. */

#define G_LOG_DOMAIN "shc-airtable-write"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

#include "shc-json.h"

/* What was sent, to be found in the answer. */
typedef struct
{
  GPtrArray *sent;           /* (element-type ShcAirtableRecord) */
  char      *merge_field;    /* (nullable) */
} Written;

static void
written_free (gpointer data)
{
  Written *written = data;

  g_ptr_array_unref (written->sent);
  g_free (written->merge_field);
  g_free (written);
}

static GPtrArray *
copy_records (const GPtrArray *records)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);

  for (guint i = 0; i < records->len; i++)
    {
      const ShcAirtableRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (copy, shc_airtable_record_new (record->id, shc_cells_copy (record->cells)));
    }
  return copy;
}

static void
add_records (JsonBuilder     *builder,
             const GPtrArray *records,
             gboolean         by_id)
{
  json_builder_set_member_name (builder, "records");
  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++)
    {
      const ShcAirtableRecord *record = g_ptr_array_index (records, i);

      json_builder_begin_object (builder);
      if (by_id)
        shc_json_add_string (builder, "id", record->id);
      json_builder_set_member_name (builder, "fields");
      shc_cells_add_values (record->cells, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static GBytes *
make_body (const GPtrArray *records,
           gboolean         by_id,
           const char      *merge_field)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const char *merge_fields[] = { merge_field, NULL };
  char *text;

  json_builder_begin_object (builder);
  if (merge_field != NULL)
    {
      json_builder_set_member_name (builder, "performUpsert");
      json_builder_begin_object (builder);
      shc_json_add_strings (builder, "fieldsToMergeOn", merge_fields);
      json_builder_end_object (builder);
    }
  add_records (builder, records, by_id);
  shc_json_add_boolean (builder, "returnFieldsByFieldId", TRUE);
  json_builder_end_object (builder);
  text = shc_json_end (builder);
  return g_bytes_new_take (text, strlen (text));
}

static gsize
measure (const GPtrArray *records,
         gboolean         by_id,
         const char      *merge_field)
{
  g_autoptr(GBytes) body = make_body (records, by_id, merge_field);

  return g_bytes_get_size (body);
}

gsize
shc_airtable_measure_record (const ShcAirtableRecord *record,
                             gboolean                 by_id)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();

  g_return_val_if_fail (record != NULL, 0);

  g_ptr_array_add (records, (gpointer) record);
  return measure (records, by_id, NULL) - shc_airtable_measure_frame (NULL);
}

gsize
shc_airtable_measure_frame (const char *merge_field)
{
  g_autoptr(GPtrArray) none = g_ptr_array_new ();

  return measure (none, FALSE, merge_field);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Written *written = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  GPtrArray *records =
    answer != NULL ? shc_airtable_read_written (answer, written->sent, written->merge_field, &error) : NULL;

  if (records != NULL)
    g_task_return_pointer (task, records, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* @ask: method, endpoint, and whether it may be repeated. */
static void
write_records (ShcAirtable     *self,
               const ShcIntent *intent,
               ShcAirtableAsk   ask,
               const char      *table_id,
               const char      *merge_field,
               const GPtrArray *records,
               GTask           *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *path = shc_airtable_path (self->base_id, table_id, NULL);
  g_autoptr(GBytes) body = make_body (records, merge_field == NULL && !ask.never_twice, merge_field);
  Written *written = g_new0 (Written, 1);

  written->sent = copy_records (records);
  written->merge_field = g_strdup (merge_field);
  g_task_set_task_data (task, written, written_free);
  ask.path = path;
  ask.body = body;
  ask.records = records->len;
  shc_airtable_ask_async (self, intent, &ask, cancellable, written_cb, task);
}

static gboolean
is_batch (const GPtrArray *records)
{
  return records != NULL && records->len > 0 && records->len <= SHC_AIRTABLE_BATCH;
}

void
shc_airtable_create_async (ShcAirtable         *self,
                           const ShcIntent     *intent,
                           const char          *table_id,
                           const GPtrArray     *records,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ShcAirtableAsk ask = { "POST", "create-records", .never_twice = TRUE };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && is_batch (records));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_create_async);
  write_records (self, intent, ask, table_id, NULL, records, task);
}

void
shc_airtable_upsert_async (ShcAirtable         *self,
                           const ShcIntent     *intent,
                           const char          *table_id,
                           const char          *merge_field,
                           const GPtrArray     *records,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ShcAirtableAsk ask = { "PATCH", "update-multiple-records" };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && merge_field != NULL && is_batch (records));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_upsert_async);
  write_records (self, intent, ask, table_id, merge_field, records, task);
}

void
shc_airtable_update_async (ShcAirtable         *self,
                           const ShcIntent     *intent,
                           const char          *table_id,
                           const GPtrArray     *records,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  ShcAirtableAsk ask = { "PATCH", "update-multiple-records" };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && is_batch (records));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_update_async);
  write_records (self, intent, ask, table_id, NULL, records, task);
}

GPtrArray *
shc_airtable_write_finish (ShcAirtable   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
deleted_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const char *const *ids = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);

  if (answer != NULL && shc_airtable_read_deleted (answer, ids, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
shc_airtable_delete_async (ShcAirtable         *self,
                           const ShcIntent     *intent,
                           const char          *table_id,
                           const char *const   *ids,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GString) path = g_string_new (NULL);
  g_autofree char *table = NULL;
  ShcAirtableAsk ask = { "DELETE", "delete-multiple-records" };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && ids != NULL);

  ask.records = g_strv_length ((char **) ids);
  g_return_if_fail (ask.records > 0 && ask.records <= SHC_AIRTABLE_BATCH);

  table = shc_airtable_path (self->base_id, table_id, NULL);
  g_string_append (path, table);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_string_append (path, i == 0 ? "?" : "&");
      g_string_append (path, "records%5B%5D=");
      g_string_append_uri_escaped (path, ids[i], NULL, FALSE);
    }
  ask.path = path->str;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_delete_async);
  g_task_set_task_data (task, g_strdupv ((char **) ids), (GDestroyNotify) g_strfreev);
  shc_airtable_ask_async (self, intent, &ask, cancellable, deleted_cb, task);
}

gboolean
shc_airtable_delete_finish (ShcAirtable   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
