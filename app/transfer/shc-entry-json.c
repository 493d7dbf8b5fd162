/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry as a JSON object. */

#define G_LOG_DOMAIN "shc-entry-json"

#include "config.h"

#include "shc-entry-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-journal-error.h"
#include "shc-text.h"

static gboolean
wrong_type (const char *member,
            GError    **error)
{
  g_set_error (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
               /* Translators: %s is a name inside a file, such as "mood" */
               _("“%s” has a value of the wrong kind."), member);
  return FALSE;
}

/* Null and absent are the same: no value. */
static JsonNode *
get_member (JsonObject *object,
            const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
read_string (JsonObject *object,
             const char *member,
             char      **value,
             GError    **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return wrong_type (member, error);

  *value = json_node_dup_string (node);

  return TRUE;
}

static gboolean
read_boolean (JsonObject *object,
              const char *member,
              gboolean   *value,
              GError    **error)
{
  JsonNode *node = get_member (object, member);

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return wrong_type (member, error);

  *value = json_node_get_boolean (node);

  return TRUE;
}

static gboolean
read_mood (JsonObject *object,
           int        *mood,
           GError    **error)
{
  JsonNode *node = get_member (object, "mood");

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return wrong_type ("mood", error);

  *mood = (int) CLAMP (json_node_get_int (node), -1, 6);
  if (*mood >= 1 && *mood <= 5)
    return TRUE;

  g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                       _("“mood” must be a number from 1 to 5."));
  return FALSE;
}

static gboolean
read_tags (JsonObject *object,
           char     ***tags,
           GError    **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonNode *node = get_member (object, "tags");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return wrong_type ("tags", error);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        return wrong_type ("tags", error);
      g_strv_builder_add (builder, json_node_get_string (element));
    }

  g_strfreev (*tags);
  *tags = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
read_time (JsonObject *object,
           const char *member,
           gint64     *utc_us,
           GError    **error)
{
  g_autofree char *text = NULL;

  if (!read_string (object, member, &text, error))
    return FALSE;

  return text == NULL || shc_time_parse (text, utc_us, error);
}

/* A mark of the trash is a time, or plainly true. */
static gboolean
read_trashed (JsonObject *object,
              gint64     *trashed_us,
              GError    **error)
{
  JsonNode *node = get_member (object, "trashed");

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      *trashed_us = json_node_get_boolean (node) ? g_get_real_time () : 0;
      return TRUE;
    }

  return read_time (object, "trashed", trashed_us, error);
}

static gboolean
read_versions (JsonObject *object,
               GPtrArray **versions,
               GError    **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_version_free);
  JsonNode *node = get_member (object, "versions");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return wrong_type ("versions", error);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      ShcVersion *version = g_new0 (ShcVersion, 1);

      g_ptr_array_add (read, version);
      if (!JSON_NODE_HOLDS_OBJECT (element) ||
          !read_string (json_node_get_object (element), "text", &version->text, NULL) ||
          !read_time (json_node_get_object (element), "updated", &version->updated_us, NULL) ||
          version->text == NULL || version->updated_us == 0)
        return wrong_type ("versions", error);
    }

  *versions = g_steal_pointer (&read);

  return TRUE;
}

static gboolean
read_date (JsonObject *object,
           ShcDate    *date,
           GError    **error)
{
  g_autofree char *text = NULL;

  if (!read_string (object, "date", &text, error))
    return FALSE;
  if (text == NULL)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("“date” is missing."));
      return FALSE;
    }

  return shc_date_parse (text, date, error);
}

static gboolean
read_all (JsonObject     *object,
          ShcImportEntry *entry,
          GError        **error)
{
  ShcReflection *reflection = entry->reflection;

  return read_date (object, &reflection->date, error) &&
         read_string (object, "text", &reflection->text, error) &&
         read_string (object, "id", &entry->source_id, error) &&
         read_string (object, "milestone", &reflection->milestone, error) &&
         read_mood (object, &reflection->mood, error) &&
         read_tags (object, &reflection->tags, error) &&
         read_boolean (object, "never_send", &reflection->never_send, error) &&
         read_trashed (object, &reflection->trashed_us, error) &&
         read_time (object, "created", &reflection->created_us, error) &&
         read_time (object, "updated", &reflection->updated_us, error) &&
         read_versions (object, &entry->versions, error);
}

/* {"continues": ID, "versions": […]}: of an entry with more of them than one line should hold. */
static ShcImportEntry *
read_continuation (JsonObject *object,
                   GError    **error)
{
  g_autoptr (ShcImportEntry) entry = shc_import_entry_new ();

  if (!read_string (object, "continues", &entry->source_id, error) ||
      !read_versions (object, &entry->versions, error) ||
      !shc_import_entry_check (entry, error))
    return NULL;

  return g_steal_pointer (&entry);
}

ShcImportEntry *
shc_entry_from_json (JsonNode *node,
                     GError  **error)
{
  g_autoptr (ShcImportEntry) entry = shc_import_entry_new ();

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("This is not a JSON object."));
      return NULL;
    }

  if (get_member (json_node_get_object (node), "continues") != NULL)
    return read_continuation (json_node_get_object (node), error);

  entry->reflection = shc_reflection_new ();
  if (!read_all (json_node_get_object (node), entry, error))
    return NULL;

  if (entry->reflection->text == NULL)
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("“text” is missing."));
      return NULL;
    }
  if (!shc_import_entry_check (entry, error))
    return NULL;

  if (entry->source_id != NULL && g_uuid_string_is_valid (entry->source_id))
    entry->reflection->id = g_ascii_strdown (entry->source_id, -1);

  return g_steal_pointer (&entry);
}

static void
add_versions (JsonBuilder *builder,
              GPtrArray   *versions)
{
  json_builder_set_member_name (builder, "versions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (versions, i);
      g_autofree char *updated = shc_time_to_string (version->updated_us);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "updated");
      json_builder_add_string_value (builder, updated);
      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, version->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
shc_entry_to_json_line (const ShcReflection *reflection,
                        GPtrArray           *versions)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  shc_reflection_add_json (reflection, builder);
  if (versions != NULL)
    add_versions (builder, versions);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

char *
shc_entry_continue_json_line (const char *id,
                              GPtrArray  *versions)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "continues");
  json_builder_add_string_value (builder, id);
  add_versions (builder, versions);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
