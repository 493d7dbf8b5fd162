/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON in and out: a strict grammar check in front of JSON-GLib's reader, and its compact writer. */

#define G_LOG_DOMAIN "shc-json"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-date.h"
#include "shc-json.h"

G_DEFINE_QUARK (shc-json-error-quark, shc_json_error)

/* Where the check stands; text[length] need not be readable. */
typedef struct
{
  const char *text;
  gsize       length;
  gsize       at;
} Scan;

static gboolean scan_value (Scan *scan, guint depth);

static int
peek (const Scan *scan)
{
  return scan->at < scan->length ? (guchar) scan->text[scan->at] : -1;
}

static gboolean
take (Scan *scan,
      int   wanted)
{
  if (peek (scan) != wanted)
    return FALSE;
  scan->at++;
  return TRUE;
}

static void
skip_space (Scan *scan)
{
  while (peek (scan) == ' ' || peek (scan) == '\t' || peek (scan) == '\n' || peek (scan) == '\r')
    scan->at++;
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  for (; *word != '\0'; word++)
    if (!take (scan, *word))
      return FALSE;
  return TRUE;
}

/* The four digits after "\u"; -1 if they are not hexadecimal. */
static int
scan_hex4 (Scan *scan)
{
  int value = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = peek (scan) < 0 ? -1 : g_ascii_xdigit_value ((char) peek (scan));

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
      scan->at++;
    }

  return value;
}

static gboolean
scan_escape (Scan *scan)
{
  int code;

  if (!take (scan, 'u'))
    {
      int letter = peek (scan);

      if (letter <= 0 || strchr ("\"\\/bfnrt", letter) == NULL)
        return FALSE;
      scan->at++;
      return TRUE;
    }

  code = scan_hex4 (scan);
  if (code >= 0xD800 && code <= 0xDBFF)
    {
      if (!take (scan, '\\') || !take (scan, 'u'))
        return FALSE;
      code = scan_hex4 (scan);
      return code >= 0xDC00 && code <= 0xDFFF;
    }

  return code > 0 && !(code >= 0xDC00 && code <= 0xDFFF);
}

static gboolean
scan_string (Scan *scan)
{
  if (!take (scan, '"'))
    return FALSE;

  while (peek (scan) >= 0x20)
    {
      if (take (scan, '"'))
        return TRUE;
      if (!take (scan, '\\'))
        scan->at++;
      else if (!scan_escape (scan))
        return FALSE;
    }

  return FALSE;
}

static gboolean
scan_digits (Scan *scan)
{
  gsize begin = scan->at;

  while (peek (scan) >= '0' && peek (scan) <= '9')
    scan->at++;

  return scan->at > begin;
}

static gboolean
scan_number (Scan *scan)
{
  take (scan, '-');
  if (!take (scan, '0') && !scan_digits (scan))
    return FALSE;
  if (take (scan, '.') && !scan_digits (scan))
    return FALSE;
  if (take (scan, 'e') || take (scan, 'E'))
    {
      if (!take (scan, '+'))
        take (scan, '-');
      return scan_digits (scan);
    }

  return TRUE;
}

static gboolean
scan_members (Scan     *scan,
              gboolean  named,
              int       close,
              guint     depth)
{
  skip_space (scan);
  if (take (scan, close))
    return TRUE;

  do
    {
      skip_space (scan);
      if (named)
        {
          if (!scan_string (scan))
            return FALSE;
          skip_space (scan);
          if (!take (scan, ':'))
            return FALSE;
        }
      if (!scan_value (scan, depth + 1))
        return FALSE;
      skip_space (scan);
    }
  while (take (scan, ','));

  return take (scan, close);
}

static gboolean
scan_value (Scan  *scan,
            guint  depth)
{
  if (depth > SHC_JSON_MAX_DEPTH)
    return FALSE;

  skip_space (scan);
  switch (peek (scan))
    {
    case '{':
      scan->at++;
      return scan_members (scan, TRUE, '}', depth);
    case '[':
      scan->at++;
      return scan_members (scan, FALSE, ']', depth);
    case '"':
      return scan_string (scan);
    case 't':
      return scan_word (scan, "true");
    case 'f':
      return scan_word (scan, "false");
    case 'n':
      return scan_word (scan, "null");
    default:
      return scan_number (scan);
    }
}

static JsonNode *
get_member (JsonObject *object,
            const char *name)
{
  JsonNode *member = json_object_get_member (object, name);

  return member != NULL && !json_node_is_null (member) ? member : NULL;
}

gboolean
shc_json_check (const char  *text,
                gsize        length,
                GError     **error)
{
  Scan scan = { text, length, 0 };
  const char *end;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!g_utf8_validate_len (text, length, &end))
    {
      g_set_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX,
                   _("This is not JSON: byte %zu is not UTF-8."),
                   (gsize) (end - text) + 1);
      return FALSE;
    }

  if (scan_value (&scan, 0))
    {
      skip_space (&scan);
      if (scan.at == length)
        return TRUE;
    }

  g_set_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX,
               _("This is not JSON: something is wrong at byte %zu."), scan.at + 1);
  return FALSE;
}

JsonNode *
shc_json_parse (const char  *text,
                gsize        length,
                GError     **error)
{
  g_autoptr(JsonParser) parser = NULL;

  if (!shc_json_check (text, length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    {
      g_set_error_literal (error, SHC_JSON_ERROR, SHC_JSON_ERROR_SYNTAX, _("This is not JSON."));
      return NULL;
    }

  return json_parser_steal_root (parser);
}

/* Returns: what the escape at @text says; -1 if it is none of this kind. */
static int
read_escape (const char *text,
             gsize       length)
{
  Scan scan = { text, length, 2 };

  return length >= 6 && text[0] == '\\' && text[1] == 'u' ? scan_hex4 (&scan) : -1;
}

gboolean
shc_json_mend_escapes (char  *text,
                       gsize  length)
{
  gboolean mended = FALSE;

  for (gsize i = 0; i + 1 < length; i++)
    {
      int code = read_escape (text + i, length - i);
      int next = code >= 0xD800 && code <= 0xDBFF ? read_escape (text + i + 6, length - i - 6) : -1;

      if (text[i] != '\\')
        continue;
      if (next >= 0xDC00 && next <= 0xDFFF)
        i += 6;
      else if (code == 0 || (code >= 0xD800 && code <= 0xDFFF))
        {
          memcpy (text + i + 2, "fffd", 4);
          mended = TRUE;
        }
      i += code >= 0 ? 5 : 1;
    }
  return mended;
}

char *
shc_json_print (JsonNode *node)
{
  g_return_val_if_fail (node != NULL, NULL);

  return json_to_string (node, FALSE);
}

char *
shc_json_end (JsonBuilder *builder)
{
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  json_builder_reset (builder);
  return shc_json_print (root);
}

void
shc_json_add_string (JsonBuilder *builder,
                     const char  *name,
                     const char  *value)
{
  json_builder_set_member_name (builder, name);
  if (value == NULL)
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, value);
}

void
shc_json_add_int (JsonBuilder *builder,
                  const char  *name,
                  gint64       value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

void
shc_json_add_boolean (JsonBuilder *builder,
                      const char  *name,
                      gboolean     value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
shc_json_add_null (JsonBuilder *builder,
                   const char  *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_null_value (builder);
}

void
shc_json_add_time (JsonBuilder *builder,
                   const char  *name,
                   gint64       utc_us)
{
  g_autofree char *text = utc_us > 0 ? shc_time_to_string (utc_us) : NULL;

  shc_json_add_string (builder, name, text);
}

void
shc_json_add_strings (JsonBuilder       *builder,
                      const char        *name,
                      const char *const *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

gboolean
shc_json_get_string (JsonObject  *object,
                     const char  *name,
                     gboolean     required,
                     const char **value,
                     GError     **error)
{
  JsonNode *member = get_member (object, name);

  *value = NULL;
  if (member == NULL && !required)
    return TRUE;
  if (member == NULL)
    {
      g_set_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_FIELD, _("“%s” is missing."), name);
      return FALSE;
    }
  if (json_node_get_value_type (member) != G_TYPE_STRING)
    {
      g_set_error (error, SHC_JSON_ERROR, SHC_JSON_ERROR_FIELD, _("“%s” must be a text."), name);
      return FALSE;
    }

  *value = json_node_get_string (member);
  return TRUE;
}
