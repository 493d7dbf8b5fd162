/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says of a request that failed, behind a sentence of ours. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-http-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "shc-json.h"
#include "shc-said.h"

/* Names that a service gives its own columns are not the person's words. */
#define COLUMN_PREFIX "fld"
#define COLUMN_LENGTH 17

/* As it stands in the header: of "key:" in base64, the first five characters are no secret. */
static gboolean
repeats_header (const ShcSaid *said,
                GBytes        *key)
{
  gsize length = 0;
  const char *bytes = key != NULL ? g_bytes_get_data (key, &length) : NULL;
  g_autofree char *both = NULL;
  g_autofree char *encoded = NULL;
  g_autoptr(GBytes) secret = NULL;
  gboolean found;

  if (length == 0)
    return FALSE;
  both = g_strdup_printf ("key:%.*s", (int) length, bytes);
  encoded = g_base64_encode ((const guchar *) both, strlen (both));
  secret = g_bytes_new_static (encoded + 5, strlen (encoded) - 5);
  found = shc_said_repeats_key (said, secret);
  sodium_memzero (both, strlen (both));
  sodium_memzero (encoded, strlen (encoded));
  return found;
}

/* ---- what was sent */

typedef struct
{
  const ShcSaid *said;
  gboolean       found;
} Looking;

static void look_at (Looking *self, JsonNode *node);

static void
member_cb (JsonObject *object,
           const char *name,
           JsonNode   *node,
           gpointer    user_data)
{
  look_at (user_data, node);
}

static void
element_cb (JsonArray *array,
            guint      at,
            JsonNode  *node,
            gpointer   user_data)
{
  look_at (user_data, node);
}

static gboolean
is_column (const char *text)
{
  return strlen (text) == COLUMN_LENGTH && g_str_has_prefix (text, COLUMN_PREFIX);
}

/* The names of members are the service's. */
static void
look_at (Looking  *self,
         JsonNode *node)
{
  if (self->found)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), member_cb, self);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    json_array_foreach_element (json_node_get_array (node), element_cb, self);
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    self->found = !is_column (json_node_get_string (node)) &&
                  shc_said_repeats (self->said, json_node_get_string (node));
}

static gboolean
repeats_body (const ShcSaid *said,
              GBytes        *body)
{
  gsize length = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr(JsonNode) sent = length > 0 ? shc_json_parse (bytes, length, NULL) : NULL;
  Looking looking = { said, FALSE };

  if (sent != NULL)
    look_at (&looking, sent);
  return looking.found;
}

char *
shc_http_compose (const ShcHttpVerdict *verdict,
                  GBytes               *key,
                  GBytes               *body)
{
  /* Looked for in all that it says: what is cut off could be known by its beginning. */
  g_autoptr(ShcSaid) said = shc_said_new (verdict->said);
  g_autofree char *line = shc_said_dup_line (verdict->said);

  if (*line == '\0' || shc_said_repeats_key (said, key) || repeats_header (said, key) || repeats_body (said, body))
    return g_strdup (verdict->message);
  if (verdict->is_name)
    /* Translators: %1$s is a sentence of ours, %2$s a server's name of a fault, such as INVALID_RECORDS. */
    return g_strdup_printf (_("%1$s The server calls it “%2$s”."), verdict->message, line);
  /* Translators: %1$s is a sentence of ours, %2$s what a server says. */
  return g_strdup_printf (_("%1$s The server says: “%2$s”"), verdict->message, line);
}
