/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digests of the cells of a row: {"NAME": ["of what was written", "of what was held"]}. */

#define G_LOG_DOMAIN "shc-base-seen"

#include "config.h"

#include "shc-base-seen.h"

#include <string.h>

#include "shc-json.h"

/* Of a digest in hexadecimal digits: enough to tell two texts of one person apart. */
#define DIGITS 24

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* @cell: (nullable): the same as an empty one, and as a check mark that is not set. */
static char *
digest (const ShcCell *cell)
{
  g_autoptr(GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *kind = "empty";

  if (cell != NULL && cell->kind == SHC_CELL_LINKS)
    {
      g_auto(GStrv) sorted = g_strdupv (cell->links);
      g_autofree char *joined = NULL;

      qsort (sorted, g_strv_length (sorted), sizeof *sorted, compare_ids);
      joined = g_strjoinv (",", sorted);
      g_checksum_update (sum, (const guchar *) joined, -1);
      kind = "links";
    }
  else if (cell != NULL && cell->kind == SHC_CELL_CHECK && cell->checked)
    kind = "checked";
  else if (cell != NULL && cell->kind == SHC_CELL_OTHER)
    kind = "other";
  else if (cell != NULL && cell->text != NULL)
    {
      g_checksum_update (sum, (const guchar *) cell->text, -1);
      kind = "text";
    }
  g_checksum_update (sum, (const guchar *) kind, -1);
  return g_strndup (g_checksum_get_string (sum), DIGITS);
}

static JsonNode *
parse (const char *seen)
{
  JsonNode *node = seen != NULL ? shc_json_parse (seen, strlen (seen), NULL) : NULL;

  if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
    g_clear_pointer (&node, json_node_unref);
  return node;
}

/* Returns: (transfer none) (nullable): one of the two digests of @name in @node. */
static const char *
get_digest (JsonNode   *node,
            const char *name,
            guint       which)
{
  JsonNode *pair = node != NULL ? json_object_get_member (json_node_get_object (node), name) : NULL;

  if (pair == NULL || !JSON_NODE_HOLDS_ARRAY (pair) || json_array_get_length (json_node_get_array (pair)) != 2)
    return NULL;
  return json_array_get_string_element (json_node_get_array (pair), which);
}

char *
shc_base_seen_update (const char     *seen,
                      const ShcCells *written,
                      const ShcCells *held)
{
  g_autoptr(JsonNode) node = parse (seen);

  if (node == NULL)
    {
      node = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
    }
  for (guint i = 0; i < shc_cells_get_length (written); i++)
    {
      const ShcCell *cell = shc_cells_get (written, i);
      const ShcCell *there = held != NULL ? shc_cells_find (held, cell->name) : cell;
      g_autofree char *ours = digest (cell);
      g_autofree char *theirs = digest (there);
      JsonArray *pair = json_array_sized_new (2);

      json_array_add_string_element (pair, ours);
      json_array_add_string_element (pair, theirs);
      json_object_set_array_member (json_node_get_object (node), cell->name, pair);
    }
  return shc_json_print (node);
}

static gboolean
is_same (const char    *seen,
         const char    *name,
         const ShcCell *cell,
         guint          which)
{
  g_autoptr(JsonNode) node = parse (seen);
  const char *known = get_digest (node, name, which);
  g_autofree char *now = known != NULL ? digest (cell) : NULL;

  return known != NULL && g_str_equal (known, now);
}

gboolean
shc_base_seen_is_written (const char    *seen,
                          const ShcCell *ours)
{
  return is_same (seen, ours->name, ours, 0);
}

gboolean
shc_base_seen_is_held (const char    *seen,
                       const char    *name,
                       const ShcCell *theirs)
{
  return is_same (seen, name, theirs, 1);
}

gboolean
shc_base_seen_knows (const char *seen,
                     const char *name)
{
  g_autoptr(JsonNode) node = parse (seen);

  return get_digest (node, name, 0) != NULL;
}
