/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc api reflection`: the former web service's request and response, on standard input and output. */

#define G_LOG_DOMAIN "shc-cmd-api"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "shc-api.h"
#include "shc-commands.h"
#include "shc-input.h"
#include "shc-text.h"
#include "shc-unlock.h"

/* The longest text with every byte escaped, and some room for the rest. */
#define MAX_REQUEST_BYTES (6 * SHC_TEXT_MAX_BYTES + 64 * 1024)

typedef struct
{
  char          *healing_name;
  ShcReflection *reflection;
} Request;

static void
request_clear (Request *request)
{
  g_clear_pointer (&request->healing_name, g_free);
  g_clear_pointer (&request->reflection, shc_reflection_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

static gboolean
blame (GError     **error,
       const char  *field)
{
  g_prefix_error (error, "“%s”: ", field);
  return FALSE;
}

static gboolean
fill_request (JsonObject  *object,
              Request     *request,
              GError     **error)
{
  const char *name;
  const char *text;
  const char *milestone;

  if (!shc_json_get_string (object, "healingName", TRUE, &name, error)
      || !shc_json_get_string (object, "reflection", TRUE, &text, error)
      || !shc_json_get_string (object, "milestone", FALSE, &milestone, error))
    return FALSE;

  request->healing_name = shc_label_clean (name, error);
  if (request->healing_name == NULL)
    return blame (error, "healingName");
  if (!shc_text_check (text, strlen (text), error))
    return blame (error, "reflection");
  if (milestone != NULL && milestone[0] != '\0')
    {
      request->reflection->milestone = shc_label_clean (milestone, error);
      if (request->reflection->milestone == NULL)
        return blame (error, "milestone");
    }

  request->reflection->text = g_strdup (text);
  request->reflection->date = shc_date_now (g_get_real_time ());
  return shc_reflection_check (request->reflection, error);
}

/* Valid JSON may hold what no text can; JSON-GLib would cut the text there. Stands @mark in its place,
 * of the same length. */
static void
replace_nul (char       *text,
             gsize       length,
             const char *mark)
{
  for (gsize i = 0; i + 1 < length; i++)
    {
      if (text[i] != '\\')
        continue;
      if (i + 6 <= length && memcmp (text + i, "\\u0000", 6) == 0)
        memcpy (text + i, mark, 6);
      i++;
    }
}

/* Names the field that holds the NUL character, if that is all that is wrong. */
static void
blame_nul (char               *text,
           gsize               length,
           const char *const  *fields,
           GError            **error)
{
  g_autoptr(JsonNode) root = NULL;

  replace_nul (text, length, "\\uFDD0");
  root = shc_json_parse (text, length, NULL);
  for (gsize i = 0; root != NULL && JSON_NODE_HOLDS_OBJECT (root) && fields[i] != NULL; i++)
    {
      const char *value = NULL;

      shc_json_get_string (json_node_get_object (root), fields[i], FALSE, &value, NULL);
      if (value == NULL || strstr (value, "\uFDD0") == NULL)
        continue;
      g_clear_error (error);
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   _("“%s” holds a NUL character, which no text can."), fields[i]);
      return;
    }
}

JsonNode *
shc_api_read_request (const char *const  *fields,
                      const char         *too_long,
                      GError            **error)
{
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;
  g_autoptr(JsonNode) root = NULL;
  gsize length;

  text = shc_input_read (STDIN_FILENO, MAX_REQUEST_BYTES, &length, error);
  if (text == NULL)
    return NULL;
  if (length > MAX_REQUEST_BYTES)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, too_long);
      return NULL;
    }

  root = shc_json_parse (text, length, error);
  if (root == NULL)
    blame_nul (text, length, fields, error);
  else if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      list = g_strjoinv ("”, “", (char **) fields);
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, _("An object with “%s” is needed."), list);
    }
  else
    return g_steal_pointer (&root);
  return NULL;
}

static gboolean
read_request (Request  *request,
              GError  **error)
{
  static const char *const fields[] = { "healingName", "reflection", "milestone", NULL };
  g_autoptr(JsonNode) root =
    shc_api_read_request (fields, _("“reflection” is too long: a reflection holds up to 1 MiB."), error);

  return root != NULL && fill_request (json_node_get_object (root), request, error);
}

gboolean
shc_api_check_name (const ShcProfile  *profile,
                    const char        *healing_name,
                    GError           **error)
{
  if (g_str_equal (profile->healing_name, healing_name))
    return TRUE;
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("“healingName” is not the name of who writes in this journal."));
  return FALSE;
}

static gboolean
keep_request (ShcDb    *db,
              gpointer  data,
              GError  **error)
{
  Request *request = data;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, error);

  return profile != NULL && shc_api_check_name (profile, request->healing_name, error) &&
         shc_reflections_add (db, request->reflection, g_get_real_time (), error);
}

gboolean
shc_cmd_api_reflection (ShcCli  *self,
                        GError **error)
{
  g_auto(Request) request = { NULL, shc_reflection_new () };

  if (!read_request (&request, error)
      || !shc_cli_open (self, error)
      || !shc_cli_do (self, SHC_DB_WRITER, keep_request, &request, error))
    return FALSE;

  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "status", "success");
  json_builder_end_object (self->reply);
  return TRUE;
}
