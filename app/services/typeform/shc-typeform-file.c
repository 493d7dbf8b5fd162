/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody saved of Typeform: one of its JSON shapes, or a table. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"
#include "shc-typeform-read.h"

#define BYTE_ORDER_MARK "\357\273\277"

void
shc_typeform_file_free (ShcTypeformFile *self)
{
  if (self == NULL)
    return;
  shc_typeform_form_free (self->form);
  g_ptr_array_unref (self->responses);
  g_hash_table_unref (self->ids);
  g_free (self);
}

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT,
                       _("This file holds no answers to a form of Typeform that can be read here. Nothing was changed. What "
                         "can be read are the table that its results page exports as CSV, and JSON of its Responses API or of "
                         "a webhook."));
  return FALSE;
}

/* A file of responses alone names its questions in the answers. */
static void
add_questions (ShcTypeformForm *form,
               const GPtrArray *answers)
{
  for (guint i = 0; i < answers->len; i++)
    shc_typeform_form_add (form, ((const ShcTypeformAnswer *) g_ptr_array_index (answers, i))->question);
}

static void
add_definition (ShcTypeformForm *form,
                JsonObject      *object)
{
  g_autoptr(ShcTypeformForm) definition = shc_typeform_read_form (shc_chat_get_object (object, "definition"));

  if (form->id == NULL)
    form->id = g_strdup (shc_chat_get_string (object, "form_id"));
  if (definition == NULL)
    return;
  if (form->title == NULL)
    form->title = g_steal_pointer (&definition->title);
  for (guint i = 0; i < definition->questions->len; i++)
    shc_typeform_form_add (form, g_ptr_array_index (definition->questions, i));
}

void
shc_typeform_file_add (ShcTypeformFile     *self,
                       ShcTypeformResponse *response)
{
  if (g_hash_table_add (self->ids, g_strdup (response->id)))
    g_ptr_array_add (self->responses, response);
  else
    shc_typeform_response_free (response);
}

/* Returns: whether @object is a response at all. */
static gboolean
add_response (ShcTypeformFile *self,
              JsonObject      *object)
{
  JsonObject *inner = shc_chat_get_object (object, "form_response");
  const char *event = shc_chat_get_string (object, "event_type");
  const char *kind;
  g_autoptr(ShcTypeformResponse) response = NULL;

  object = inner != NULL ? inner : object;
  kind = shc_chat_get_string (object, "response_type");
  if (object == NULL || !json_object_has_member (object, "answers"))
    return FALSE;
  response = shc_typeform_read_response (object);
  if (response == NULL)
    return FALSE;
  add_definition (self->form, object);
  if (response->submitted_us == 0 || g_strcmp0 (event, "form_response_partial") == 0 ||
      (kind != NULL && !g_str_equal (kind, "completed")))
    {
      self->unsent++;
      return TRUE;
    }
  add_questions (self->form, response->answers);
  shc_typeform_file_add (self, g_steal_pointer (&response));
  return TRUE;
}

static gboolean
add_array (ShcTypeformFile  *self,
           JsonArray        *items,
           GError          **error)
{
  gboolean known = json_array_get_length (items) == 0;

  for (guint i = 0; i < json_array_get_length (items); i++)
    known |= add_response (self, shc_chat_get_element (items, i));
  return known || fail (error);
}

static gboolean
read_json (ShcTypeformFile  *self,
           const char       *text,
           gsize             length,
           GError          **error)
{
  g_autoptr(GError) problem = NULL;
  g_autoptr(JsonNode) root = shc_json_parse (text, length, &problem);
  JsonObject *object;

  if (root == NULL)
    {
      g_set_error (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT,
                   /* Translators: %s is a whole sentence that says where. */
                   _("This file is damaged or was cut off, so nothing of it was taken. %s"), problem->message);
      return FALSE;
    }
  if (JSON_NODE_HOLDS_ARRAY (root))
    return add_array (self, json_node_get_array (root), error);
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (shc_chat_get_array (object, "items") != NULL)
    return add_array (self, shc_chat_get_array (object, "items"), error);
  return add_response (self, object) || fail (error);
}

static gboolean
is_blank (const char *text,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (text[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_json (const char *text,
         gsize       length)
{
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  return length > 0 && (*text == '{' || *text == '[');
}

ShcTypeformFile *
shc_typeform_file_read (const char  *text,
                        gsize        length,
                        GError     **error)
{
  g_autoptr(ShcTypeformFile) self = NULL;

  /* Editors put a byte order mark before JSON as well. */
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    {
      text += strlen (BYTE_ORDER_MARK);
      length -= strlen (BYTE_ORDER_MARK);
    }
  if (is_blank (text, length))
    {
      g_set_error_literal (error, SHC_TYPEFORM_ERROR, SHC_TYPEFORM_ERROR_FORMAT,
                           _("This file is empty. Nothing was changed; please save it at Typeform again."));
      return NULL;
    }
  self = g_new0 (ShcTypeformFile, 1);
  self->form = shc_typeform_form_new ();
  self->responses = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_response_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (is_json (text, length) ? !read_json (self, text, length, error)
                             : !shc_typeform_table_read (self, text, length, error))
    return NULL;
  g_ptr_array_sort (self->responses, shc_typeform_compare_newest);
  return g_steal_pointer (&self);
}
