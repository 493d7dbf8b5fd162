/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows in Airtable's answers, which may hold anything. */

#define G_LOG_DOMAIN "shc-airtable-reader"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

#include "shc-date.h"
#include "shc-json.h"

#define ID_MAX 64

static JsonNode *
get_member (JsonNode   *node,
            const char *name)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_object_get_member (json_node_get_object (node), name)
                                                       : NULL;
}

static const char *
get_text (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node) : NULL;
}

const char *
shc_airtable_get_string (JsonNode   *node,
                         const char *name)
{
  return get_text (get_member (node, name));
}

JsonNode *
shc_airtable_get_object (JsonNode   *node,
                         const char *name)
{
  JsonNode *member = get_member (node, name);

  return member != NULL && JSON_NODE_HOLDS_OBJECT (member) ? member : NULL;
}

JsonArray *
shc_airtable_get_array (JsonNode   *node,
                        const char *name)
{
  JsonNode *member = get_member (node, name);

  return member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
}

gboolean
shc_airtable_is_id (const char *text,
                    const char *prefix)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length <= strlen (prefix) || length > ID_MAX || !g_str_has_prefix (text, prefix))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_date (const char *text)
{
  ShcDate date;

  return shc_date_parse (text, &date, NULL) && !date.has_time;
}

/* A link is the id of a row; unless all of them are, it is something else. */
static char **
dup_links (JsonNode *node)
{
  g_autoptr(GStrvBuilder) links = g_strv_builder_new ();
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *id = get_text (json_array_get_element (array, i));

      if (!shc_airtable_is_id (id, "rec"))
        return NULL;
      g_strv_builder_add (links, id);
    }
  return g_strv_builder_end (links);
}

static void
read_filled_cell (ShcCells                *cells,
                  const ShcAirtableColumn *column,
                  JsonNode                *value)
{
  const char *text = get_text (value);
  g_auto(GStrv) links = column->kind == SHC_CELL_LINKS ? dup_links (value) : NULL;

  if (column->kind == SHC_CELL_TEXT && text != NULL)
    shc_cells_set_text (cells, column->id, text);
  else if (column->kind == SHC_CELL_CHOICE && text != NULL)
    shc_cells_set_choice (cells, column->id, text);
  else if (column->kind == SHC_CELL_DATE && text != NULL && is_date (text))
    shc_cells_set_date (cells, column->id, text);
  else if (column->kind == SHC_CELL_CHECK && JSON_NODE_HOLDS_VALUE (value) &&
           json_node_get_value_type (value) == G_TYPE_BOOLEAN)
    shc_cells_set_check (cells, column->id, json_node_get_boolean (value));
  else if (column->kind == SHC_CELL_LINKS && links != NULL)
    shc_cells_set_links (cells, column->id, (const char *const *) links);
  else
    shc_cells_set_other (cells, column->id);
}

/* An empty cell is left out of an answer, and so is a check mark that is not set. */
static void
read_cell (ShcCells                *cells,
           const ShcAirtableColumn *column,
           JsonNode                *value)
{
  if (value != NULL && !JSON_NODE_HOLDS_NULL (value))
    read_filled_cell (cells, column, value);
  else if (column->kind == SHC_CELL_CHECK)
    shc_cells_set_check (cells, column->id, FALSE);
  else
    shc_cells_set_empty (cells, column->id);
}

ShcAirtableRecord *
shc_airtable_read_record (JsonNode                *node,
                          const ShcAirtableColumn *columns,
                          guint                    n_columns,
                          GError                 **error)
{
  const char *id = shc_airtable_get_string (node, "id");
  JsonNode *fields = shc_airtable_get_object (node, "fields");
  ShcAirtableRecord *record;

  if (!shc_airtable_is_id (id, "rec") || fields == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  record = shc_airtable_record_new (id, NULL);
  record->created = g_strdup (shc_airtable_get_string (node, "createdTime"));
  if (columns == NULL)
    record->json = shc_json_print (fields);
  for (guint i = 0; columns != NULL && i < n_columns; i++)
    read_cell (record->cells, &columns[i], get_member (fields, columns[i].id));
  return record;
}

void
shc_airtable_page_free (ShcAirtablePage *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->records);
  g_free (self->offset);
  g_free (self);
}

ShcAirtablePage *
shc_airtable_read_page (JsonNode                *node,
                        const ShcAirtableColumn *columns,
                        guint                    n_columns,
                        GError                 **error)
{
  JsonArray *array = shc_airtable_get_array (node, "records");
  g_autoptr(ShcAirtablePage) page = g_new0 (ShcAirtablePage, 1);

  page->records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);
  page->offset = g_strdup (shc_airtable_get_string (node, "offset"));
  if (array == NULL)
    {
      g_propagate_error (error, shc_airtable_protocol_error ());
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      ShcAirtableRecord *record = shc_airtable_read_record (json_array_get_element (array, i), columns, n_columns,
                                                            error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (page->records, record);
    }
  return g_steal_pointer (&page);
}

/* The columns of what was sent, so that what came back can be compared with it. */
static ShcAirtableRecord *
read_as_sent (JsonNode                *node,
              const ShcAirtableRecord *sent,
              GError                 **error)
{
  guint n_columns = shc_cells_get_length (sent->cells);
  g_autofree ShcAirtableColumn *columns = g_new0 (ShcAirtableColumn, n_columns + 1);

  for (guint i = 0; i < n_columns; i++)
    columns[i] = (ShcAirtableColumn) { shc_cells_get (sent->cells, i)->name, shc_cells_get (sent->cells, i)->kind };
  return shc_airtable_read_record (node, columns, n_columns, error);
}

static gboolean
is_answer_to (JsonNode                *node,
              const ShcAirtableRecord *sent,
              const char              *merge_field)
{
  if (merge_field == NULL)
    return sent->id == NULL || g_strcmp0 (shc_airtable_get_string (node, "id"), sent->id) == 0;
  return g_strcmp0 (shc_airtable_get_string (shc_airtable_get_object (node, "fields"), merge_field),
                    shc_cells_get_text (sent->cells, merge_field)) == 0;
}

/* Rows with an id, or a key of their own, are told by it; others by where they stand. */
static JsonNode *
take_answer (GPtrArray               *nodes,
             const ShcAirtableRecord *sent,
             const char              *merge_field)
{
  for (guint i = 0; i < nodes->len; i++)
    if (is_answer_to (g_ptr_array_index (nodes, i), sent, merge_field))
      return g_ptr_array_steal_index (nodes, i);
  return NULL;
}

static gboolean
names_id (JsonArray  *array,
          const char *id)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (g_strcmp0 (get_text (json_array_get_element (array, i)), id) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
shc_airtable_read_written (JsonNode         *node,
                           const GPtrArray  *sent,
                           const char       *merge_field,
                           GError          **error)
{
  JsonArray *array = shc_airtable_get_array (node, "records");
  JsonArray *created = shc_airtable_get_array (node, "createdRecords");
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_airtable_record_free);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (nodes, json_array_get_element (array, i));
  for (guint i = 0; nodes->len == sent->len - i && i < sent->len; i++)
    {
      const ShcAirtableRecord *one = g_ptr_array_index (sent, i);
      JsonNode *answer = take_answer (nodes, one, merge_field);
      ShcAirtableRecord *record = read_as_sent (answer, one, NULL);

      if (record == NULL)
        break;
      record->is_new = merge_field != NULL ? names_id (created, record->id) : one->id == NULL;
      g_ptr_array_add (records, record);
    }
  if (records->len == sent->len && nodes->len == 0)
    return g_steal_pointer (&records);
  g_propagate_error (error, shc_airtable_protocol_error ());
  return NULL;
}

gboolean
shc_airtable_read_deleted (JsonNode           *node,
                           const char *const  *ids,
                           GError            **error)
{
  JsonArray *array = shc_airtable_get_array (node, "records");
  guint n_deleted = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *one = json_array_get_element (array, i);
      JsonNode *deleted = get_member (one, "deleted");
      const char *id = shc_airtable_get_string (one, "id");

      n_deleted += id != NULL && g_strv_contains (ids, id) && deleted != NULL && JSON_NODE_HOLDS_VALUE (deleted) &&
                   json_node_get_boolean (deleted);
    }
  if (n_deleted == g_strv_length ((char **) ids))
    return TRUE;
  g_propagate_error (error, shc_airtable_protocol_error ());
  return FALSE;
}
