/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A copy of a whole base: the document. */

#define G_LOG_DOMAIN "shc-base-copy"

#include "config.h"

#include "shc-base-copy.h"

#include "shc-date.h"
#include "shc-json.h"

static void
append_string (GString    *copy,
               const char *text)
{
  g_autoptr(JsonNode) node = json_node_new (JSON_NODE_VALUE);
  g_autofree char *json = NULL;

  json_node_set_string (node, text != NULL ? text : "");
  json = shc_json_print (node);
  g_string_append (copy, json);
}

static void
append_member (GString    *copy,
               const char *name,
               const char *text)
{
  g_string_append_printf (copy, "\"%s\":", name);
  append_string (copy, text);
}

GString *
shc_base_copy_begin (const char *service,
                     const char *place,
                     gint64      now_us)
{
  GString *copy = g_string_new ("{\"format\":\"sacred-healing-base\",\"version\":1,");
  g_autofree char *now = shc_time_to_string (now_us);

  append_member (copy, "service", service);
  g_string_append_c (copy, ',');
  append_member (copy, "base", place);
  g_string_append_c (copy, ',');
  append_member (copy, "saved", now);
  g_string_append (copy, ",\"tables\":[");
  return copy;
}

static void
append_fields (GString                *copy,
               const ShcAirtableTable *table)
{
  g_string_append (copy, ",\"fields\":[");
  for (guint i = 0; i < table->fields->len; i++)
    {
      const ShcAirtableField *field = g_ptr_array_index (table->fields, i);

      g_string_append (copy, i > 0 ? ",{" : "{");
      append_member (copy, "id", field->id);
      g_string_append_c (copy, ',');
      append_member (copy, "name", field->name);
      g_string_append_c (copy, ',');
      append_member (copy, "type", field->type);
      g_string_append_c (copy, '}');
    }
  g_string_append_c (copy, ']');
}

static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  const ShcAirtableRecord *one = *(const ShcAirtableRecord *const *) a;
  const ShcAirtableRecord *other = *(const ShcAirtableRecord *const *) b;
  int order = g_strcmp0 (one->created, other->created);

  return order != 0 ? order : g_strcmp0 (one->id, other->id);
}

/* The service gives rows in no order; in a copy they have one. */
void
shc_base_copy_add (GString                *copy,
                   const ShcAirtableTable *table,
                   const GPtrArray        *records)
{
  g_autoptr(GPtrArray) sorted = g_ptr_array_copy ((GPtrArray *) records, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_records);
  g_string_append (copy, copy->str[copy->len - 1] == '[' ? "{" : ",{");
  append_member (copy, "id", table->id);
  g_string_append_c (copy, ',');
  append_member (copy, "name", table->name);
  append_fields (copy, table);
  g_string_append (copy, ",\"rows\":[");
  for (guint i = 0; i < sorted->len; i++)
    {
      const ShcAirtableRecord *record = g_ptr_array_index (sorted, i);

      g_string_append (copy, i > 0 ? ",{" : "{");
      append_member (copy, "id", record->id);
      g_string_append_c (copy, ',');
      append_member (copy, "created", record->created);
      g_string_append_printf (copy, ",\"fields\":%s}", record->json != NULL ? record->json : "{}");
    }
  g_string_append (copy, "]}");
}

GBytes *
shc_base_copy_end (GString *copy)
{
  g_string_append (copy, "]}");
  return g_string_free_to_bytes (copy);
}
