/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jrnl's JSON export: {"tags": {…}, "entries": [{"title", "body", "date", "time", "starred"}…]}. */

#define G_LOG_DOMAIN "shc-source-jrnl-json"

#include "config.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "shc-jrnl.h"
#include "shc-json.h"
#include "shc-source.h"

/* The whole file is one JSON value, so all of it is in memory for a while, several times over. */
#define MAX_FILE_BYTES ((gsize) 64 * 1024 * 1024)

typedef struct
{
  JsonNode  *root;
  JsonArray *entries; /* owned by @root */
  guint      position;
} State;

static gboolean
load_file (ShcSource *self,
           GString   *content,
           GError   **error)
{
  char buffer[65536];
  gssize n;

  while ((n = shc_source_read (self, buffer, sizeof buffer, error)) > 0)
    {
      if (content->len + (gsize) n > MAX_FILE_BYTES)
        {
          g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_FAILED,
                               _("The file is larger than 64 MB, which is more than can be read in "
                                 "this format. Please export it in parts, or as jrnl’s text. "
                                 "Nothing was imported."));
          return FALSE;
        }
      g_string_append_len (content, buffer, n);
    }

  return n == 0;
}

static JsonArray *
find_entries (JsonNode *root)
{
  JsonNode *entries;

  if (!JSON_NODE_HOLDS_OBJECT (root))
    return NULL;

  entries = json_object_get_member (json_node_get_object (root), "entries");

  return entries != NULL && JSON_NODE_HOLDS_ARRAY (entries) ? json_node_get_array (entries) : NULL;
}

static gboolean
shc_source_jrnl_json_open (ShcSource *self,
                           GError   **error)
{
  g_autoptr (GString) content = g_string_new (NULL);
  g_autoptr (JsonNode) root = NULL;
  JsonArray *entries = NULL;
  State *state;

  if (!load_file (self, content, error))
    return FALSE;

  root = shc_json_parse (content->str, content->len, NULL);
  if (root != NULL)
    entries = find_entries (root);
  if (entries == NULL)
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED,
                           _("This is not a whole jrnl export: it is damaged or cut off. Nothing was "
                             "imported."));
      return FALSE;
    }

  state = g_new0 (State, 1);
  state->root = g_steal_pointer (&root);
  state->entries = entries;
  self->state = state;

  return TRUE;
}

static const char *
get_string (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING
         ? json_node_get_string (node)
         : NULL;
}

static gboolean
is_true (JsonObject *object,
         const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

/* jrnl lists the tags as they stand in the text, with their symbol: "@" or what was set instead. */
static char **
dup_tags (JsonObject *object)
{
  g_autoptr (GStrvBuilder) tags = g_strv_builder_new ();
  JsonNode *node = json_object_get_member (object, "tags");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      const char *tag = JSON_NODE_HOLDS_VALUE (element) &&
                        json_node_get_value_type (element) == G_TYPE_STRING
                        ? json_node_get_string (element) : "";

      if (*tag != '\0' && !g_unichar_isalnum (g_utf8_get_char (tag)))
        tag = g_utf8_next_char (tag);
      if (*tag != '\0')
        g_strv_builder_add (tags, tag);
    }
  return g_strv_builder_end (tags);
}

static ShcImportEntry *
read_entry (JsonNode *node,
            GError  **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *title = object != NULL ? get_string (object, "title") : NULL;
  const char *date = object != NULL ? get_string (object, "date") : NULL;
  const char *body;
  g_autofree char *text = NULL;
  g_auto (GStrv) tags = NULL;
  g_autoptr (ShcImportEntry) entry = NULL;

  if (title == NULL || date == NULL)
    {
      g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_DAMAGED,
                           _("“title” or “date” is missing."));
      return NULL;
    }

  body = get_string (object, "body");
  text = body != NULL && *body != '\0' ? g_strconcat (title, "\n", body, NULL) : g_strdup (title);
  tags = dup_tags (object);
  entry = shc_jrnl_entry_new (date, get_string (object, "time"), text, is_true (object, "starred"),
                              (const char *const *) tags, error);
  if (entry == NULL)
    return NULL;

  entry->source_id = g_strdup (get_string (object, "uuid"));

  return shc_import_entry_check (entry, error) ? g_steal_pointer (&entry) : NULL;
}

static ShcSourceResult
shc_source_jrnl_json_next (ShcSource       *self,
                           ShcImportEntry **entry,
                           ShcSkipped     **skipped,
                           GError         **error)
{
  State *state = self->state;
  g_autoptr (GError) why = NULL;
  g_autofree char *where = NULL;

  if (state->position == json_array_get_length (state->entries))
    return SHC_SOURCE_END;

  *entry = read_entry (json_array_get_element (state->entries, state->position++), &why);
  if (*entry != NULL)
    return SHC_SOURCE_ENTRY;

  where = g_strdup_printf (_("entry %u"), state->position);
  *skipped = shc_skipped_new (where, why->message);

  return SHC_SOURCE_SKIPPED;
}

static void
shc_source_jrnl_json_close (ShcSource *self)
{
  State *state = self->state;

  json_node_unref (state->root);
  g_free (state);
}

const ShcSourceClass shc_source_jrnl_json = {
  .format = SHC_FORMAT_JRNL,
  .open = shc_source_jrnl_json_open,
  .next = shc_source_jrnl_json_next,
  .close = shc_source_jrnl_json_close,
};
