/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a whole base as files that other programs read. */

#define G_LOG_DOMAIN "shc-base-copy"

#include "config.h"

#include "shc-base-copy.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-csv.h"
#include "shc-file.h"
#include "shc-json.h"
#include "shc-part-folder.h"

/* Of what is written into the folder. */
static const char *const endings[] = { "base.json", ".csv", NULL };

/* What every file system takes, with room for a number and an ending. */
#define LONGEST_NAME 100

/* ---- values */

static const char *
get_text (JsonNode   *node,
          const char *name)
{
  JsonNode *member = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                       ? json_object_get_member (json_node_get_object (node), name) : NULL;

  return member != NULL && JSON_NODE_HOLDS_VALUE (member) && json_node_get_value_type (member) == G_TYPE_STRING
           ? json_node_get_string (member) : NULL;
}

static JsonArray *
get_array (JsonNode   *node,
           const char *name)
{
  JsonNode *member = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
                       ? json_object_get_member (json_node_get_object (node), name) : NULL;

  return member != NULL && JSON_NODE_HOLDS_ARRAY (member) ? json_node_get_array (member) : NULL;
}

/* A text as it is, several as a list, anything else as JSON. */
static char *
describe (JsonNode *value)
{
  g_autoptr(GString) list = NULL;
  JsonArray *array;

  if (value == NULL || JSON_NODE_HOLDS_NULL (value))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (value));
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return shc_json_print (value);
  list = g_string_new (NULL);
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *one = describe (json_array_get_element (array, i));

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", one);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* ---- tables */

static GBytes *
create_csv (JsonNode *table,
            guint    *rows)
{
  JsonArray *fields = get_array (table, "fields");
  JsonArray *records = get_array (table, "rows");
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  GString *csv = g_string_new (NULL);

  g_ptr_array_add (names, g_strdup ("id"));
  g_ptr_array_add (names, g_strdup ("created"));
  for (guint i = 0; fields != NULL && i < json_array_get_length (fields); i++)
    {
      const char *name = get_text (json_array_get_element (fields, i), "name");

      g_ptr_array_add (names, g_strdup (name != NULL ? name : ""));
    }
  g_ptr_array_add (names, NULL);
  shc_csv_add_row (csv, (const char *const *) names->pdata);
  for (guint i = 0; records != NULL && i < json_array_get_length (records); i++)
    {
      JsonNode *record = json_array_get_element (records, i);
      JsonNode *cells = JSON_NODE_HOLDS_OBJECT (record) ? json_object_get_member (json_node_get_object (record), "fields") : NULL;
      g_autoptr(GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (values, g_strdup (get_text (record, "id") != NULL ? get_text (record, "id") : ""));
      g_ptr_array_add (values, g_strdup (get_text (record, "created") != NULL ? get_text (record, "created") : ""));
      for (guint j = 2; j + 1 < names->len; j++)
        g_ptr_array_add (values, describe (cells != NULL && JSON_NODE_HOLDS_OBJECT (cells)
                                             ? json_object_get_member (json_node_get_object (cells),
                                                                       g_ptr_array_index (names, j)) : NULL));
      g_ptr_array_add (values, NULL);
      shc_csv_add_row (csv, (const char *const *) values->pdata);
      (*rows)++;
    }
  return g_string_free_to_bytes (csv);
}

/* A table may be called anything; two that would get one name are told apart by a number. */
static char *
dup_file_name (const char *name,
               GHashTable *taken)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  g_autoptr(GString) safe = g_string_new (NULL);
  g_autofree char *file = NULL;
  g_autofree char *key = NULL;

  for (const char *c = valid; *c != '\0' && safe->len < LONGEST_NAME; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      g_string_append_unichar (safe, g_unichar_iscntrl (letter) || strchr ("/\\:*?\"<>|", (int) MIN (letter, 127)) != NULL ||
                                       (safe->len == 0 && letter == '.') ? '_' : letter);
    }
  for (guint n = 1; key == NULL || g_hash_table_contains (taken, key); n++)
    {
      g_free (file);
      g_free (key);
      file = n == 1 ? g_strdup_printf ("%s.csv", safe->str) : g_strdup_printf ("%s %u.csv", safe->str, n);
      key = g_utf8_casefold (file, -1);
    }
  g_hash_table_add (taken, g_steal_pointer (&key));
  return g_steal_pointer (&file);
}

static gboolean
write_tables (JsonNode          *root,
              const char        *dir,
              ShcBaseCopyCount  *count,
              GError           **error)
{
  JsonArray *tables = get_array (root, "tables");
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (tables); i++)
    {
      JsonNode *table = json_array_get_element (tables, i);
      g_autofree char *name = dup_file_name (get_text (table, "name"), taken);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autoptr(GBytes) csv = create_csv (table, &count->rows);

      count->tables++;
      if (!shc_file_replace (path, csv, error))
        return FALSE;
    }
  return TRUE;
}

/* ---- the folder */

static gboolean
is_free (const char *dir)
{
  g_autoptr(GDir) there = g_dir_open (dir, 0, NULL);

  return !g_file_test (dir, G_FILE_TEST_EXISTS) || (there != NULL && g_dir_read_name (there) == NULL);
}

static gboolean
fail (GError **error,
      int      errnum)
{
  if (errnum == EEXIST || errnum == ENOTEMPTY)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                         _("There is something in this folder already. It was left as it is."));
  else
    g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (errnum), _("The folder could not be written: %s."),
                 g_strerror (errnum));
  return FALSE;
}

static gboolean
fill (GBytes            *copy,
      JsonNode          *root,
      const char        *dir,
      ShcBaseCopyCount  *count,
      GError           **error)
{
  g_autofree char *path = g_build_filename (dir, "base.json", NULL);

  return shc_file_replace (path, copy, error) && write_tables (root, dir, count, error);
}

gboolean
shc_base_copy_write (GBytes            *copy,
                     const char        *dir,
                     ShcBaseCopyCount  *count,
                     GError           **error)
{
  g_autoptr(JsonNode) root = shc_json_parse (g_bytes_get_data (copy, NULL), g_bytes_get_size (copy), NULL);
  g_autofree char *full = g_canonicalize_filename (dir, NULL);
  g_autofree char *above = g_path_get_dirname (full);
  g_autoptr(ShcPartFolder) part = NULL;
  int errnum;

  if (root == NULL || g_strcmp0 (get_text (root, "format"), "sacred-healing-base") != 0 || get_array (root, "tables") == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("This is no copy of a base that can be read here."));
      return FALSE;
    }
  if (!is_free (full))
    return fail (error, EEXIST);
  part = shc_part_folder_new (full, endings, error);
  if (part == NULL)
    return FALSE;
  *count = (ShcBaseCopyCount) { 0, 0 };
  if (!fill (copy, root, shc_part_folder_get_path (part), count, error))
    return FALSE;
  errnum = shc_part_folder_finish (part);
  if (errnum != 0)
    return fail (error, errnum);
  shc_folder_sync (above, NULL);
  return TRUE;
}
