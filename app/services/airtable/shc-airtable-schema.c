/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a base consists of, in Airtable's answers. */

#define G_LOG_DOMAIN "shc-airtable-schema"

#include "config.h"

#include "shc-airtable-private.h"

static char **
dup_choices (JsonNode *options)
{
  g_autoptr(GStrvBuilder) choices = g_strv_builder_new ();
  JsonArray *array = shc_airtable_get_array (options, "choices");

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *name = shc_airtable_get_string (json_array_get_element (array, i), "name");

      if (name != NULL)
        g_strv_builder_add (choices, name);
    }
  return g_strv_builder_end (choices);
}

static gboolean
get_flag (JsonNode   *options,
          const char *name)
{
  JsonNode *node = options != NULL ? json_object_get_member (json_node_get_object (options), name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node);
}

ShcAirtableField *
shc_airtable_read_field (JsonNode  *node,
                         GError   **error)
{
  const char *id = shc_airtable_get_string (node, "id");
  const char *name = shc_airtable_get_string (node, "name");
  const char *type = shc_airtable_get_string (node, "type");
  JsonNode *options = shc_airtable_get_object (node, "options");
  ShcAirtableField *field;

  if (!shc_airtable_is_id (id, "fld") || name == NULL || type == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  field = g_new0 (ShcAirtableField, 1);
  field->id = g_strdup (id);
  field->name = g_strdup (name);
  field->type = g_strdup (type);
  field->kind = shc_airtable_type_get_kind (type);
  field->choices = field->kind == SHC_CELL_CHOICE ? dup_choices (options) : NULL;
  if (field->kind == SHC_CELL_LINKS)
    {
      field->linked_table_id = g_strdup (shc_airtable_get_string (options, "linkedTableId"));
      field->inverse_field_id = g_strdup (shc_airtable_get_string (options, "inverseLinkFieldId"));
      field->single_link = get_flag (options, "prefersSingleRecordLink");
    }
  field->writable = field->kind != SHC_CELL_OTHER;
  return field;
}

ShcAirtableTable *
shc_airtable_read_table (JsonNode  *node,
                         GError   **error)
{
  const char *id = shc_airtable_get_string (node, "id");
  const char *name = shc_airtable_get_string (node, "name");
  JsonArray *fields = shc_airtable_get_array (node, "fields");
  g_autoptr(ShcAirtableTable) table = g_new0 (ShcAirtableTable, 1);

  if (!shc_airtable_is_id (id, "tbl") || name == NULL || fields == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  table->id = g_strdup (id);
  table->name = g_strdup (name);
  table->primary_field_id = g_strdup (shc_airtable_get_string (node, "primaryFieldId"));
  table->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_field_free);
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      ShcAirtableField *field = shc_airtable_read_field (json_array_get_element (fields, i), error);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (table->fields, field);
    }
  return g_steal_pointer (&table);
}

GPtrArray *
shc_airtable_read_schema (JsonNode  *node,
                          GError   **error)
{
  JsonArray *array = shc_airtable_get_array (node, "tables");
  g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_table_free);

  if (array == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      ShcAirtableTable *table = shc_airtable_read_table (json_array_get_element (array, i), error);

      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
    }
  return g_steal_pointer (&tables);
}

static ShcAirtableBase *
read_base (JsonNode  *node,
           GError   **error)
{
  const char *id = shc_airtable_get_string (node, "id");
  const char *name = shc_airtable_get_string (node, "name");
  const char *permission = shc_airtable_get_string (node, "permissionLevel");
  ShcAirtableBase *base;

  if (!shc_airtable_is_id (id, "app") || name == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  base = g_new0 (ShcAirtableBase, 1);
  base->id = g_strdup (id);
  base->name = g_strdup (name);
  base->permission = g_strdup (permission != NULL ? permission : "none");
  return base;
}

GPtrArray *
shc_airtable_read_bases (JsonNode  *node,
                         char     **offset,
                         GError   **error)
{
  JsonArray *array = shc_airtable_get_array (node, "bases");
  g_autoptr(GPtrArray) bases = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_base_free);

  *offset = NULL;
  if (array == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      ShcAirtableBase *base = read_base (json_array_get_element (array, i), error);

      if (base == NULL)
        return NULL;
      g_ptr_array_add (bases, base);
    }
  *offset = g_strdup (shc_airtable_get_string (node, "offset"));
  return g_steal_pointer (&bases);
}

char *
shc_airtable_read_whoami (JsonNode  *node,
                          GError   **error)
{
  const char *id = shc_airtable_get_string (node, "id");

  if (shc_airtable_is_id (id, "usr"))
    return g_strdup (id);
  g_propagate_error (error, shc_airtable_protocol_error ());
  return NULL;
}
