/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of one row of a table. */

#define G_LOG_DOMAIN "shc-cells"

#include "config.h"

#include "shc-cells.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-json.h"

struct _ShcCells
{
  GPtrArray *cells;    /* (element-type ShcCell) */
};

/* As they are kept; what is written once is read for ever. */
static const char *const kind_names[] = {
  [SHC_CELL_EMPTY] = "empty",
  [SHC_CELL_TEXT] = "text",
  [SHC_CELL_CHECK] = "check",
  [SHC_CELL_DATE] = "date",
  [SHC_CELL_CHOICE] = "choice",
  [SHC_CELL_LINKS] = "links",
  [SHC_CELL_OTHER] = "other",
};

static void
cell_free (gpointer data)
{
  ShcCell *cell = data;

  g_free (cell->name);
  g_free (cell->text);
  g_strfreev (cell->links);
  g_free (cell);
}

ShcCells *
shc_cells_new (void)
{
  ShcCells *self = g_new0 (ShcCells, 1);

  self->cells = g_ptr_array_new_with_free_func (cell_free);
  return self;
}

ShcCells *
shc_cells_copy (const ShcCells *self)
{
  ShcCells *copy = shc_cells_new ();

  g_return_val_if_fail (self != NULL, copy);

  for (guint i = 0; i < self->cells->len; i++)
    shc_cells_set_copy (copy, g_ptr_array_index (self->cells, i));
  return copy;
}

void
shc_cells_free (ShcCells *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static ShcCell *
find_cell (const ShcCells *self,
           const char     *name)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      ShcCell *cell = g_ptr_array_index (self->cells, i);

      if (g_str_equal (cell->name, name))
        return cell;
    }
  return NULL;
}

/* Returns: (transfer none): the cell of this name, with nothing in it yet. */
static ShcCell *
place (ShcCells    *self,
       const char  *name,
       ShcCellKind  kind)
{
  ShcCell *cell = find_cell (self, name);

  if (cell == NULL)
    {
      cell = g_new0 (ShcCell, 1);
      cell->name = g_strdup (name);
      g_ptr_array_add (self->cells, cell);
    }
  cell->kind = kind;
  cell->checked = FALSE;
  g_clear_pointer (&cell->text, g_free);
  g_clear_pointer (&cell->links, g_strfreev);
  return cell;
}

/* @text may be of the cell whose place it takes. */
static void
place_text (ShcCells    *self,
            const char  *name,
            ShcCellKind  kind,
            const char  *text)
{
  char    *copy = NULL;
  ShcCell *cell = NULL;

  g_return_if_fail (self != NULL && name != NULL);

  copy = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
  cell = place (self, name, copy != NULL ? kind : SHC_CELL_EMPTY);
  cell->text = copy;
}

void
shc_cells_set_empty (ShcCells   *self,
                     const char *name)
{
  g_return_if_fail (self != NULL && name != NULL);

  place (self, name, SHC_CELL_EMPTY);
}

void
shc_cells_set_text (ShcCells   *self,
                    const char *name,
                    const char *text)
{
  place_text (self, name, SHC_CELL_TEXT, text);
}

void
shc_cells_set_check (ShcCells   *self,
                     const char *name,
                     gboolean    checked)
{
  g_return_if_fail (self != NULL && name != NULL);

  place (self, name, SHC_CELL_CHECK)->checked = checked != FALSE;
}

void
shc_cells_set_date (ShcCells   *self,
                    const char *name,
                    const char *date)
{
  place_text (self, name, SHC_CELL_DATE, date);
}

void
shc_cells_set_choice (ShcCells   *self,
                      const char *name,
                      const char *choice)
{
  place_text (self, name, SHC_CELL_CHOICE, choice);
}

void
shc_cells_set_links (ShcCells          *self,
                     const char        *name,
                     const char *const *links)
{
  char   **copy = NULL;
  ShcCell *cell = NULL;

  g_return_if_fail (self != NULL && name != NULL);

  copy = links != NULL && links[0] != NULL ? g_strdupv ((char **) links) : NULL;
  cell = place (self, name, copy != NULL ? SHC_CELL_LINKS : SHC_CELL_EMPTY);
  cell->links = copy;
}

void
shc_cells_set_other (ShcCells   *self,
                     const char *name)
{
  g_return_if_fail (self != NULL && name != NULL);

  place (self, name, SHC_CELL_OTHER);
}

void
shc_cells_set_copy (ShcCells      *self,
                    const ShcCell *cell)
{
  g_return_if_fail (self != NULL && cell != NULL);

  switch (cell->kind)
    {
    case SHC_CELL_TEXT:
    case SHC_CELL_DATE:
    case SHC_CELL_CHOICE:
      place_text (self, cell->name, cell->kind, cell->text);
      return;
    case SHC_CELL_CHECK:
      shc_cells_set_check (self, cell->name, cell->checked);
      return;
    case SHC_CELL_LINKS:
      shc_cells_set_links (self, cell->name, (const char *const *) cell->links);
      return;
    case SHC_CELL_EMPTY:
    case SHC_CELL_OTHER:
      place (self, cell->name, cell->kind);
      return;
    default:
      g_return_if_reached ();
    }
}

guint
shc_cells_get_length (const ShcCells *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->cells->len;
}

const ShcCell *
shc_cells_get (const ShcCells *self,
               guint           index)
{
  g_return_val_if_fail (self != NULL && index < self->cells->len, NULL);

  return g_ptr_array_index (self->cells, index);
}

const ShcCell *
shc_cells_find (const ShcCells *self,
                const char     *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return find_cell (self, name);
}

const char *
shc_cells_get_text (const ShcCells *self,
                    const char     *name)
{
  const ShcCell *cell = shc_cells_find (self, name);

  return cell != NULL ? cell->text : NULL;
}

static gboolean
is_empty (const ShcCell *cell)
{
  return cell == NULL || cell->kind == SHC_CELL_EMPTY || (cell->kind == SHC_CELL_CHECK && !cell->checked);
}

static gboolean
links_equal (char **a,
             char **b)
{
  g_autoptr(GHashTable) set = g_hash_table_new (g_str_hash, g_str_equal);

  if (g_strv_length (a) != g_strv_length (b))
    return FALSE;
  for (guint i = 0; a[i] != NULL; i++)
    g_hash_table_add (set, a[i]);
  for (guint i = 0; b[i] != NULL; i++)
    if (!g_hash_table_remove (set, b[i]))
      return FALSE;
  return g_hash_table_size (set) == 0;
}

gboolean
shc_cell_equal (const ShcCell *a,
                const ShcCell *b)
{
  if ((a != NULL && a->kind == SHC_CELL_OTHER) || (b != NULL && b->kind == SHC_CELL_OTHER))
    return FALSE;
  if (is_empty (a) || is_empty (b))
    return is_empty (a) && is_empty (b);
  if (a->kind == SHC_CELL_LINKS && b->kind == SHC_CELL_LINKS)
    return links_equal (a->links, b->links);
  if (a->kind == SHC_CELL_CHECK || b->kind == SHC_CELL_CHECK)
    return a->kind == b->kind;
  return a->text != NULL && g_strcmp0 (a->text, b->text) == 0;
}

ShcCells *
shc_cells_dup_changes (const ShcCells *wanted,
                       const ShcCells *held)
{
  ShcCells *changes = shc_cells_new ();

  g_return_val_if_fail (wanted != NULL && held != NULL, changes);

  for (guint i = 0; i < wanted->cells->len; i++)
    {
      const ShcCell *cell = g_ptr_array_index (wanted->cells, i);

      if (!shc_cell_equal (cell, find_cell (held, cell->name)))
        shc_cells_set_copy (changes, cell);
    }
  return changes;
}

gboolean
shc_cells_equal (const ShcCells *a,
                 const ShcCells *b)
{
  g_autoptr(ShcCells) there = shc_cells_dup_changes (a, b);
  g_autoptr(ShcCells) back = shc_cells_dup_changes (b, a);

  return shc_cells_get_length (there) == 0 && shc_cells_get_length (back) == 0;
}

static void
add_value (const ShcCell *cell,
           JsonBuilder   *builder)
{
  switch (cell->kind)
    {
    case SHC_CELL_TEXT:
    case SHC_CELL_DATE:
    case SHC_CELL_CHOICE:
      shc_json_add_string (builder, cell->name, cell->text);
      return;
    case SHC_CELL_CHECK:
      shc_json_add_boolean (builder, cell->name, cell->checked);
      return;
    case SHC_CELL_LINKS:
      shc_json_add_strings (builder, cell->name, (const char *const *) cell->links);
      return;
    case SHC_CELL_EMPTY:
      shc_json_add_null (builder, cell->name);
      return;
    case SHC_CELL_OTHER:
    default:
      return;
    }
}

void
shc_cells_add_values (const ShcCells *self,
                      JsonBuilder    *builder)
{
  g_return_if_fail (self != NULL && builder != NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < self->cells->len; i++)
    add_value (g_ptr_array_index (self->cells, i), builder);
  json_builder_end_object (builder);
}

/* {"NAME":{"KIND":VALUE},…} */
char *
shc_cells_to_json (const ShcCells *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const ShcCell *cell = g_ptr_array_index (self->cells, i);
      ShcCell kept = *cell;

      kept.name = (char *) kind_names[cell->kind];
      json_builder_set_member_name (builder, cell->name);
      json_builder_begin_object (builder);
      if (cell->kind == SHC_CELL_OTHER)
        shc_json_add_null (builder, kept.name);
      else
        add_value (&kept, builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  return shc_json_end (builder);
}

static gboolean
read_kind (const char  *name,
           ShcCellKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (name, kind_names[i]))
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_links (ShcCells   *self,
            const char *name,
            JsonNode   *value)
{
  g_autoptr(GPtrArray) links = g_ptr_array_new ();
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (value) ? json_node_get_array (value) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *link = json_array_get_element (array, i);

      if (json_node_get_value_type (link) != G_TYPE_STRING)
        return FALSE;
      g_ptr_array_add (links, (char *) json_node_get_string (link));
    }
  g_ptr_array_add (links, NULL);
  shc_cells_set_links (self, name, (const char *const *) links->pdata);
  return array != NULL;
}

static gboolean
read_value (ShcCells    *self,
            const char  *name,
            ShcCellKind  kind,
            JsonNode    *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_NONE;

  switch (kind)
    {
    case SHC_CELL_TEXT:
    case SHC_CELL_DATE:
    case SHC_CELL_CHOICE:
      place_text (self, name, kind, type == G_TYPE_STRING ? json_node_get_string (value) : NULL);
      return type == G_TYPE_STRING;
    case SHC_CELL_CHECK:
      shc_cells_set_check (self, name, type == G_TYPE_BOOLEAN && json_node_get_boolean (value));
      return type == G_TYPE_BOOLEAN;
    case SHC_CELL_LINKS:
      return read_links (self, name, value);
    case SHC_CELL_EMPTY:
    case SHC_CELL_OTHER:
    default:
      place (self, name, kind);
      return JSON_NODE_HOLDS_NULL (value);
    }
}

static gboolean
read_cell (ShcCells   *self,
           const char *name,
           JsonNode   *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObjectIter iter;
  const char *kind_name;
  JsonNode *value;
  ShcCellKind kind;

  if (object == NULL || json_object_get_size (object) != 1 || find_cell (self, name) != NULL)
    return FALSE;
  json_object_iter_init_ordered (&iter, object);
  return json_object_iter_next_ordered (&iter, &kind_name, &value) && read_kind (kind_name, &kind) &&
         read_value (self, name, kind, value);
}

ShcCells *
shc_cells_from_json (const char  *text,
                     GError     **error)
{
  g_autoptr(JsonNode) root = NULL;
  g_autoptr(ShcCells) self = shc_cells_new ();
  gboolean is_good;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  g_return_val_if_fail (text != NULL, NULL);

  root = shc_json_parse (text, strlen (text), error);
  if (root == NULL)
    return NULL;
  is_good = JSON_NODE_HOLDS_OBJECT (root);
  if (is_good)
    json_object_iter_init_ordered (&iter, json_node_get_object (root));
  while (is_good && json_object_iter_next_ordered (&iter, &name, &node))
    is_good = read_cell (self, name, node);
  if (is_good)
    return g_steal_pointer (&self);
  g_set_error_literal (error, SHC_JSON_ERROR, SHC_JSON_ERROR_FIELD, _("These are no cells of a table."));
  return NULL;
}
