/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mailchimp's JSON, written and read. */

#define G_LOG_DOMAIN "shc-mailchimp-wire"

#include "config.h"

#include "shc-mailchimp-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-json.h"

/* The name under which our ids go along with events. */
#define EVENT_ID "event_id"

void
shc_mailchimp_answer_free (ShcMailchimpAnswer *self)
{
  if (self == NULL)
    return;
  g_free (self->status);
  g_free (self->name);
  g_strfreev (self->tags);
  g_strfreev (self->columns);
  g_strfreev (self->required);
  g_strfreev (self->events);
  g_clear_pointer (&self->lists, g_ptr_array_unref);
  g_free (self);
}

char *
shc_mailchimp_hash (const char *email)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *lower = NULL;

  g_return_val_if_fail (email != NULL, NULL);

  trimmed = g_strstrip (g_strdup (email));
  lower = g_ascii_strdown (trimmed, -1);
  return g_compute_checksum_for_string (G_CHECKSUM_MD5, lower, -1);
}

/* What a key ends in becomes part of a host's name: nothing but a data centre's may. */
static gboolean
is_data_centre (const char *text)
{
  gsize letters = strspn (text, "abcdefghijklmnopqrstuvwxyz");
  gsize digits = strspn (text + letters, "0123456789");

  return letters > 0 && digits > 0 && letters + digits <= 16 && text[letters + digits] == '\0';
}

char *
shc_mailchimp_find_base_url (GBytes      *key,
                             const char  *set,
                             GError     **error)
{
  gsize length;
  const char *text;
  const char *dash = NULL;
  g_autofree char *centre = NULL;

  g_return_val_if_fail (key != NULL && set != NULL, NULL);

  if (*set != '\0')
    return g_strdup (set);
  text = g_bytes_get_data (key, &length);
  for (gsize i = 0; i < length; i++)
    if (text[i] == '-')
      dash = text + i + 1;
  centre = dash != NULL ? g_strndup (dash, (gsize) (text + length - dash)) : g_strdup ("");
  if (is_data_centre (centre))
    return g_strdup_printf ("https://%s.api.mailchimp.com/3.0", centre);
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_KEY,
                       _("This is no key of Mailchimp’s: one ends in its data centre, such as “-us19”. Nothing was sent."));
  if (error != NULL)
    shc_service_error_get_advice (*error)->undone = TRUE;
  return NULL;
}

/* ---- bodies */

static JsonBuilder *
begin (void)
{
  return json_builder_begin_object (json_builder_new ());
}

static char *
end (JsonBuilder *builder)
{
  g_autoptr(JsonBuilder) owned = json_builder_end_object (builder);

  return shc_json_end (owned);
}

static void
add_if (JsonBuilder *builder,
        const char  *name,
        const char  *value)
{
  if (value != NULL)
    shc_json_add_string (builder, name, value);
}

static void
add_name (JsonBuilder *builder,
          const char  *name)
{
  if (name == NULL)
    return;
  json_builder_set_member_name (builder, "merge_fields");
  json_builder_begin_object (builder);
  shc_json_add_string (builder, SHC_MAILCHIMP_NAME, name);
  json_builder_end_object (builder);
}

char *
shc_mailchimp_write_join (const char *email,
                          const char *status_if_new,
                          const char *status,
                          const char *name)
{
  JsonBuilder *builder = begin ();

  shc_json_add_string (builder, "email_address", email);
  shc_json_add_string (builder, "status_if_new", status_if_new);
  add_if (builder, "status", status);
  add_name (builder, name);
  return end (builder);
}

char *
shc_mailchimp_write_change (const char *status,
                            const char *name)
{
  JsonBuilder *builder = begin ();

  add_if (builder, "status", status);
  add_name (builder, name);
  return end (builder);
}

char *
shc_mailchimp_without_name (const char *body)
{
  g_autoptr(JsonNode) root = shc_json_parse (body, strlen (body), NULL);

  g_return_val_if_fail (root != NULL && JSON_NODE_HOLDS_OBJECT (root), NULL);

  json_object_remove_member (json_node_get_object (root), "merge_fields");
  return shc_json_print (root);
}

static void
add_tags (JsonBuilder       *builder,
          const char *const *tags,
          const char        *status)
{
  for (guint i = 0; tags != NULL && tags[i] != NULL; i++)
    {
      json_builder_begin_object (builder);
      shc_json_add_string (builder, "name", tags[i]);
      shc_json_add_string (builder, "status", status);
      json_builder_end_object (builder);
    }
}

char *
shc_mailchimp_write_tags (const char *const *set,
                          const char *const *unset)
{
  JsonBuilder *builder = begin ();

  json_builder_set_member_name (builder, "tags");
  json_builder_begin_array (builder);
  add_tags (builder, set, "active");
  add_tags (builder, unset, "inactive");
  json_builder_end_array (builder);
  shc_json_add_boolean (builder, "is_syncing", FALSE);
  return end (builder);
}

char *
shc_mailchimp_write_event (const char *event,
                           const char *id,
                           const char *milestone)
{
  JsonBuilder *builder = begin ();

  shc_json_add_string (builder, "name", event);
  json_builder_set_member_name (builder, "properties");
  json_builder_begin_object (builder);
  shc_json_add_string (builder, EVENT_ID, id);
  shc_json_add_string (builder, "milestone", milestone);
  json_builder_end_object (builder);
  shc_json_add_boolean (builder, "is_syncing", FALSE);
  return end (builder);
}

/* ---- answers: lenient about what is missing, strict about what it is */

static const char *
get_string (JsonObject *object,
            const char *name)
{
  const char *value = NULL;

  if (object != NULL)
    shc_json_get_string (object, name, FALSE, &value, NULL);
  return value;
}

static JsonObject *
get_object (JsonObject *object,
            const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* @pick: what counts of an element. Returns: (transfer full): (array zero-terminated=1). */
static char **
collect (JsonArray  *array,
         const char *(*pick) (JsonObject *element))
{
  g_autoptr(GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_OBJECT (node) ? pick (json_node_get_object (node)) : NULL;

      if (text != NULL)
        g_ptr_array_add (found, g_strdup (text));
    }
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}

static const char *
pick_name (JsonObject *tag)
{
  return get_string (tag, "name");
}

static const char *
pick_tag (JsonObject *column)
{
  return get_string (column, "tag");
}

static const char *
pick_required (JsonObject *column)
{
  JsonNode *node = json_object_get_member (column, "required");
  gboolean required = node != NULL && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);

  return required ? get_string (column, "tag") : NULL;
}

static const char *
pick_event_id (JsonObject *event)
{
  return get_string (get_object (event, "properties"), EVENT_ID);
}

static gboolean
read_tags (JsonObject         *root,
           ShcMailchimpAnswer *answer)
{
  JsonArray *tags = get_array (root, "tags");

  answer->tags = collect (tags, pick_name);
  return tags != NULL;
}

static gboolean
read_member (JsonObject         *root,
             ShcMailchimpAnswer *answer)
{
  JsonNode *n_tags = json_object_get_member (root, "tags_count");

  answer->status = g_strdup (get_string (root, "status"));
  answer->name = g_strdup (get_string (get_object (root, "merge_fields"), SHC_MAILCHIMP_NAME));
  answer->tags = collect (get_array (root, "tags"), pick_name);
  answer->more_tags = n_tags != NULL && json_node_get_value_type (n_tags) == G_TYPE_INT64 &&
                      json_node_get_int (n_tags) > (gint64) g_strv_length (answer->tags);
  return answer->status != NULL && *answer->status != '\0';
}

static gboolean
read_columns (JsonObject         *root,
              ShcMailchimpAnswer *answer)
{
  JsonArray *columns = get_array (root, "merge_fields");

  answer->columns = collect (columns, pick_tag);
  answer->required = collect (columns, pick_required);
  return columns != NULL;
}

static gboolean
read_events (JsonObject         *root,
             ShcMailchimpAnswer *answer)
{
  JsonArray *events = get_array (root, "events");

  answer->events = collect (events, pick_event_id);
  return events != NULL;
}

static gboolean
read_lists (JsonObject         *root,
            ShcMailchimpAnswer *answer)
{
  JsonArray *lists = get_array (root, "lists");

  answer->lists = shc_service_places_new ();
  for (guint i = 0; lists != NULL && i < json_array_get_length (lists); i++)
    {
      JsonNode *node = json_array_get_element (lists, i);
      JsonObject *list = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      shc_service_places_add (answer->lists, get_string (list, "id"), get_string (list, "name"));
    }
  return lists != NULL;
}

static gboolean
read_object (ShcMailchimpCall    call,
             JsonObject         *root,
             ShcMailchimpAnswer *answer)
{
  switch (call)
    {
    case SHC_MAILCHIMP_PING:
      return get_string (root, "health_status") != NULL;
    case SHC_MAILCHIMP_LISTS:
      return read_lists (root, answer);
    case SHC_MAILCHIMP_ALL_TAGS:
      return read_tags (root, answer);
    case SHC_MAILCHIMP_COLUMNS:
      return read_columns (root, answer);
    case SHC_MAILCHIMP_EVENTS:
      return read_events (root, answer);
    case SHC_MAILCHIMP_READ:
    case SHC_MAILCHIMP_JOIN:
    case SHC_MAILCHIMP_CHANGE:
      return read_member (root, answer);
    case SHC_MAILCHIMP_TAGS:
    case SHC_MAILCHIMP_EVENT:
    case SHC_MAILCHIMP_ARCHIVE:
    case SHC_MAILCHIMP_ERASE:
    default:
      return TRUE;
    }
}

static gboolean
is_silent (ShcMailchimpCall call)
{
  return call == SHC_MAILCHIMP_TAGS || call == SHC_MAILCHIMP_EVENT || call == SHC_MAILCHIMP_ARCHIVE ||
         call == SHC_MAILCHIMP_ERASE;
}

ShcMailchimpAnswer *
shc_mailchimp_read (ShcMailchimpCall   call,
                    GBytes            *body,
                    GError           **error)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = text != NULL ? shc_json_parse (text, length, NULL) : NULL;
  g_autoptr(ShcMailchimpAnswer) answer = g_new0 (ShcMailchimpAnswer, 1);

  /* Where success has no body, whatever is in one says nothing. */
  if (is_silent (call))
    return g_steal_pointer (&answer);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) && read_object (call, json_node_get_object (root), answer))
    return g_steal_pointer (&answer);
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                       _("What came back is no answer of Mailchimp’s."));
  return NULL;
}

/* ---- bodies, read again */

char *
shc_mailchimp_dup_name (const char *body)
{
  g_autoptr(JsonNode) root = shc_json_parse (body, strlen (body), NULL);

  g_return_val_if_fail (root != NULL && JSON_NODE_HOLDS_OBJECT (root), NULL);

  return g_strdup (get_string (get_object (json_node_get_object (root), "merge_fields"), SHC_MAILCHIMP_NAME));
}

char **
shc_mailchimp_list_tags (const char *body)
{
  g_autoptr(JsonNode) root = shc_json_parse (body, strlen (body), NULL);

  g_return_val_if_fail (root != NULL && JSON_NODE_HOLDS_OBJECT (root), NULL);

  return collect (get_array (json_node_get_object (root), "tags"), pick_name);
}
