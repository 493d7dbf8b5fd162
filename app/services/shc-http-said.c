/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says of a request that failed, as far as it may be shown. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-http-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-json.h"

/* What a server says is shown, but not all of it. */
#define SAID_MAX 300

/* So many characters of a key are no accident; nor are so many of a text, looked for at every few of them. */
#define KEY_PART 8
#define TEXT_PART 12
#define TEXT_STEP 4

/* Names that a service gives its own columns are not the person's words. */
#define COLUMN_PREFIX "fld"
#define COLUMN_LENGTH 17

/* Shorter than this, nearly everything that is said has it in it. */
#define WORD_MIN 3

/* ---- the key */

static gboolean
has_part (const char *said,
          const char *key,
          gsize       length)
{
  for (gsize at = 0; at + KEY_PART <= length; at++)
    if (memmem (said, strlen (said), key + at, KEY_PART) != NULL)
      return TRUE;
  return length > 0 && length < KEY_PART && memmem (said, strlen (said), key, length) != NULL;
}

/* In the open, or as it stands in the header. Of "key:" in base64, the first five characters are no secret. */
static gboolean
has_key (const char *said,
         GBytes     *key)
{
  gsize length = 0;
  const char *bytes = key != NULL ? g_bytes_get_data (key, &length) : NULL;
  g_autofree char *both = NULL;
  g_autofree char *encoded = NULL;
  gboolean found;

  if (length == 0)
    return FALSE;
  both = g_strdup_printf ("key:%.*s", (int) length, bytes);
  encoded = g_base64_encode ((const guchar *) both, strlen (both));
  found = has_part (said, bytes, length) || has_part (said, encoded + 5, strlen (encoded) - 5);
  explicit_bzero (both, strlen (both));
  explicit_bzero (encoded, strlen (encoded));
  return found;
}

/* ---- what was sent */

typedef struct
{
  const char *said;
  gsize       length;
  gboolean    found;
} Looking;

static gboolean
is_column (const char *text)
{
  return strlen (text) == COLUMN_LENGTH && g_str_has_prefix (text, COLUMN_PREFIX);
}

static gboolean
repeats (const Looking *self,
         const char    *text)
{
  gsize length = strlen (text);

  if (length < WORD_MIN || is_column (text))
    return FALSE;
  if (length <= self->length && memmem (self->said, self->length, text, length) != NULL)
    return TRUE;
  for (gsize at = 0; at + TEXT_PART <= self->length; at += TEXT_STEP)
    if (memmem (text, length, self->said + at, TEXT_PART) != NULL)
      return TRUE;
  return FALSE;
}

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
    self->found = repeats (self, json_node_get_string (node));
}

static gboolean
has_words (const char *said,
           GBytes     *body)
{
  gsize length = 0;
  const char *bytes = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr(JsonNode) sent = length > 0 ? shc_json_parse (bytes, length, NULL) : NULL;
  Looking looking = { said, strlen (said), FALSE };

  if (sent != NULL)
    look_at (&looking, sent);
  return looking.found;
}

/* ---- what is left of it */

/* In one line, without anything that a terminal would take for a command. */
static char *
dup_line (const char *said)
{
  g_autoptr(GString) line = g_string_new (NULL);
  guint n = 0;

  for (const char *at = said; *at != '\0' && n < SAID_MAX; at = g_utf8_next_char (at), n++)
    {
      gunichar c = g_utf8_get_char (at);

      g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
    }
  g_strstrip (line->str);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
shc_http_compose (const ShcHttpVerdict *verdict,
                  GBytes               *key,
                  GBytes               *body)
{
  const char *said = verdict->said;
  g_autofree char *line = NULL;

  /* Looked for in all that it says: what is cut off could be known by its beginning. */
  if (said == NULL || !g_utf8_validate (said, -1, NULL) || has_key (said, key) || has_words (said, body))
    return g_strdup (verdict->message);
  line = dup_line (said);
  if (*line == '\0')
    return g_strdup (verdict->message);
  if (verdict->is_name)
    /* Translators: %1$s is a sentence of ours, %2$s a server's name of a fault, such as INVALID_RECORDS. */
    return g_strdup_printf (_("%1$s The server calls it “%2$s”."), verdict->message, line);
  /* Translators: %1$s is a sentence of ours, %2$s what a server says. */
  return g_strdup_printf (_("%1$s The server says: “%2$s”"), verdict->message, line);
}
