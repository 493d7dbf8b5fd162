/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose token it is, which bases there are, and what a base consists of: asked for, and made. */

#define G_LOG_DOMAIN "shc-airtable-meta"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

#include "shc-json.h"

/* A hundred pages of a thousand bases. */
#define PAGES_MAX 100

static void
whoami_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  char *id = answer != NULL ? shc_airtable_read_whoami (answer, &error) : NULL;

  if (id != NULL)
    g_task_return_pointer (task, id, g_free);
  else
    g_task_return_error (task, error);
}

void
shc_airtable_test_async (ShcAirtable         *self,
                         const ShcIntent     *intent,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  ShcAirtableAsk ask = { "GET", "get-user-id-scopes", "/meta/whoami" };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self));
  g_return_if_fail (intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_test_async);
  shc_airtable_ask_async (self, intent, &ask, cancellable, whoami_cb, task);
}

char *
shc_airtable_test_finish (ShcAirtable   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The bases come in pages too. */
typedef struct
{
  ShcIntent *intent;
  GPtrArray *bases;
  char      *offset;
  guint      pages;
} Bases;

static void
bases_free (gpointer data)
{
  Bases *bases = data;

  shc_intent_free (bases->intent);
  g_ptr_array_unref (bases->bases);
  g_free (bases->offset);
  g_free (bases);
}

static void ask_for_bases (GTask *task);

static void
bases_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Bases *bases = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  g_autofree char *offset = NULL;
  g_autoptr(GPtrArray) more = answer != NULL ? shc_airtable_read_bases (answer, &offset, &error) : NULL;

  if (more == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_extend_and_steal (bases->bases, g_steal_pointer (&more));
  if (offset == NULL)
    {
      g_task_return_pointer (task, g_ptr_array_ref (bases->bases), (GDestroyNotify) g_ptr_array_unref);
      return;
    }
  if (++bases->pages == PAGES_MAX || g_strcmp0 (offset, bases->offset) == 0)
    {
      g_task_return_error (task, shc_airtable_protocol_error ());
      return;
    }
  g_free (bases->offset);
  bases->offset = g_steal_pointer (&offset);
  ask_for_bases (g_steal_pointer (&task));
}

/* Takes @task. */
static void
ask_for_bases (GTask *task)
{
  ShcAirtable *self = g_task_get_source_object (task);
  Bases *bases = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *offset = bases->offset != NULL ? g_uri_escape_string (bases->offset, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat ("/meta/bases", offset != NULL ? "?offset=" : NULL, offset, NULL);
  ShcAirtableAsk ask = { "GET", "list-bases", path };

  shc_airtable_ask_async (self, bases->intent, &ask, cancellable, bases_cb, task);
}

void
shc_airtable_list_bases_async (ShcAirtable         *self,
                               const ShcIntent     *intent,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task;
  Bases *bases;

  g_return_if_fail (SHC_IS_AIRTABLE (self));
  g_return_if_fail (intent != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_list_bases_async);
  bases = g_new0 (Bases, 1);
  bases->intent = shc_intent_copy (intent);
  bases->bases = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_base_free);
  g_task_set_task_data (task, bases, bases_free);
  ask_for_bases (task);
}

GPtrArray *
shc_airtable_list_bases_finish (ShcAirtable   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
schema_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  GPtrArray *tables = answer != NULL ? shc_airtable_read_schema (answer, &error) : NULL;

  if (tables != NULL)
    g_task_return_pointer (task, tables, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
shc_airtable_get_schema_async (ShcAirtable         *self,
                               const ShcIntent     *intent,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autofree char *path = NULL;
  ShcAirtableAsk ask = { "GET", "get-base-schema" };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL);

  path = shc_airtable_path ("meta", "bases", self->base_id, "tables", NULL);
  ask.path = path;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_get_schema_async);
  shc_airtable_ask_async (self, intent, &ask, cancellable, schema_cb, task);
}

GPtrArray *
shc_airtable_get_schema_finish (ShcAirtable   *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
add_choices (JsonBuilder       *builder,
             const char *const *choices)
{
  json_builder_set_member_name (builder, "choices");
  json_builder_begin_array (builder);
  for (gsize i = 0; choices != NULL && choices[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      shc_json_add_string (builder, "name", choices[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* Those of its type that must be there; no type takes any it does not need. */
static void
add_options (JsonBuilder               *builder,
             const ShcAirtableNewField *field)
{
  ShcCellKind kind = shc_airtable_type_get_kind (field->type);

  if (kind == SHC_CELL_TEXT)
    return;
  json_builder_set_member_name (builder, "options");
  json_builder_begin_object (builder);
  switch (kind)
    {
    case SHC_CELL_CHECK:
      shc_json_add_string (builder, "icon", "check");
      shc_json_add_string (builder, "color", "greenBright");
      break;
    case SHC_CELL_DATE:
      json_builder_set_member_name (builder, "dateFormat");
      json_builder_begin_object (builder);
      shc_json_add_string (builder, "name", "iso");
      json_builder_end_object (builder);
      break;
    case SHC_CELL_CHOICE:
      add_choices (builder, field->choices);
      break;
    case SHC_CELL_LINKS:
      shc_json_add_string (builder, "linkedTableId", field->linked_table_id);
      break;
    case SHC_CELL_EMPTY:
    case SHC_CELL_TEXT:
    case SHC_CELL_OTHER:
    default:
      g_warn_if_reached ();
    }
  json_builder_end_object (builder);
}

static void
add_field (JsonBuilder               *builder,
           const ShcAirtableNewField *field)
{
  json_builder_begin_object (builder);
  shc_json_add_string (builder, "name", field->name);
  shc_json_add_string (builder, "type", field->type);
  add_options (builder, field);
  json_builder_end_object (builder);
}

static GBytes *
end_body (JsonBuilder *builder)
{
  char *text = shc_json_end (builder);

  return g_bytes_new_take (text, strlen (text));
}

static void
table_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  ShcAirtableTable *table = answer != NULL ? shc_airtable_read_table (answer, &error) : NULL;

  if (table != NULL)
    g_task_return_pointer (task, table, (GDestroyNotify) shc_airtable_table_free);
  else
    g_task_return_error (task, error);
}

void
shc_airtable_create_table_async (ShcAirtable               *self,
                                 const ShcIntent           *intent,
                                 const char                *name,
                                 const ShcAirtableNewField *fields,
                                 guint                      n_fields,
                                 GCancellable              *cancellable,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *path = NULL;
  g_autoptr(GBytes) body = NULL;
  ShcAirtableAsk ask = { "POST", "create-table", .never_twice = TRUE };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && name != NULL && n_fields > 0);

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "name", name);
  json_builder_set_member_name (builder, "fields");
  json_builder_begin_array (builder);
  for (guint i = 0; i < n_fields; i++)
    add_field (builder, &fields[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ask.path = path = shc_airtable_path ("meta", "bases", self->base_id, "tables", NULL);
  ask.body = body = end_body (builder);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_create_table_async);
  shc_airtable_ask_async (self, intent, &ask, cancellable, table_cb, task);
}

ShcAirtableTable *
shc_airtable_create_table_finish (ShcAirtable   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
field_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JsonNode) answer = shc_airtable_ask_finish (SHC_AIRTABLE (source), result, &error);
  ShcAirtableField *field = answer != NULL ? shc_airtable_read_field (answer, &error) : NULL;

  if (field != NULL)
    g_task_return_pointer (task, field, (GDestroyNotify) shc_airtable_field_free);
  else
    g_task_return_error (task, error);
}

void
shc_airtable_create_field_async (ShcAirtable               *self,
                                 const ShcIntent           *intent,
                                 const char                *table_id,
                                 const ShcAirtableNewField *field,
                                 GCancellable              *cancellable,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autofree char *path = NULL;
  g_autoptr(GBytes) body = NULL;
  ShcAirtableAsk ask = { "POST", "create-field", .never_twice = TRUE };
  GTask *task;

  g_return_if_fail (SHC_IS_AIRTABLE (self) && self->base_id != NULL);
  g_return_if_fail (intent != NULL && table_id != NULL && field != NULL);

  add_field (builder, field);
  ask.path = path = shc_airtable_path ("meta", "bases", self->base_id, "tables", table_id, "fields", NULL);
  ask.body = body = end_body (builder);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_airtable_create_field_async);
  shc_airtable_ask_async (self, intent, &ask, cancellable, field_cb, task);
}

ShcAirtableField *
shc_airtable_create_field_finish (ShcAirtable   *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
