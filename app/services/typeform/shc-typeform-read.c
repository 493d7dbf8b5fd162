/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform's JSON, read. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-typeform-read.h"

#include <string.h>

#include "shc-chat-reader-private.h"
#include "shc-date.h"

G_DEFINE_QUARK (shc-typeform-error-quark, shc_typeform_error)

/* Groups within groups: more than a form can have. */
#define DEEPEST 8

static char *
dup_string (JsonObject *object,
            const char *name)
{
  const char *text = shc_chat_get_string (object, name);
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return stripped != NULL && *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
}

static ShcTypeformQuestion *
read_question (JsonObject *object)
{
  ShcTypeformQuestion *self = g_new0 (ShcTypeformQuestion, 1);

  self->id = dup_string (object, "id");
  self->ref = dup_string (object, "ref");
  self->title = dup_string (object, "title");
  self->type = dup_string (object, "type");
  return self;
}

static void
read_questions (GPtrArray *questions,
                JsonArray *fields,
                guint      depth)
{
  for (guint i = 0; fields != NULL && i < json_array_get_length (fields) && depth < DEEPEST; i++)
    {
      JsonObject *field = shc_chat_get_element (fields, i);
      JsonArray *inner = shc_chat_get_array (shc_chat_get_object (field, "properties"), "fields");
      ShcTypeformQuestion *question;

      if (inner != NULL)
        {
          read_questions (questions, inner, depth + 1);
          continue;
        }
      question = read_question (field);
      if (shc_typeform_question_get_key (question) != NULL && g_strcmp0 (question->type, "statement") != 0)
        g_ptr_array_add (questions, question);
      else
        shc_typeform_question_free (question);
    }
}

ShcTypeformForm *
shc_typeform_read_form (JsonObject *object)
{
  JsonArray *fields = shc_chat_get_array (object, "fields");
  ShcTypeformForm *self;

  if (fields == NULL)
    return NULL;
  self = shc_typeform_form_new ();
  self->id = dup_string (object, "id");
  self->title = dup_string (object, "title");
  read_questions (self->questions, fields, 0);
  return self;
}

static void
add_strings (GPtrArray  *strings,
             JsonObject *object,
             const char *name)
{
  JsonArray *array = shc_chat_get_array (object, name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_ptr_array_add (strings, g_strdup (json_node_get_string (node)));
    }
}

static void
add_string (GPtrArray  *strings,
            JsonObject *object,
            const char *name)
{
  char *text = dup_string (object, name);

  if (text != NULL)
    g_ptr_array_add (strings, text);
}

static char **
end_strings (GPtrArray *strings)
{
  g_ptr_array_add (strings, NULL);
  return (char **) g_ptr_array_free (strings, FALSE);
}

/* Of one choice: `label`, else `other`; of several: `labels` and `other`. */
static void
read_choice (ShcTypeformAnswer *self,
             JsonObject        *value,
             gboolean           several)
{
  GPtrArray *names = g_ptr_array_new ();
  GPtrArray *refs = g_ptr_array_new ();

  add_strings (names, value, "labels");
  add_strings (refs, value, "refs");
  add_string (names, value, "label");
  add_string (refs, value, "ref");
  if (several || names->len == 0)
    add_string (names, value, "other");
  self->kind = SHC_TYPEFORM_CHOICE;
  self->choices = end_strings (names);
  self->refs = end_strings (refs);
  self->text = g_strjoinv (", ", self->choices);
}

static void
read_number (ShcTypeformAnswer *self,
             JsonNode          *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!JSON_NODE_HOLDS_VALUE (value))
    return;
  if (json_node_get_value_type (value) == G_TYPE_INT64)
    self->text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (value));
  else if (json_node_get_value_type (value) == G_TYPE_DOUBLE)
    self->text = g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", json_node_get_double (value)));
  if (self->text != NULL)
    self->kind = SHC_TYPEFORM_NUMBER;
}

static void
read_boolean (ShcTypeformAnswer *self,
              JsonNode          *value)
{
  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_BOOLEAN)
    return;
  self->kind = SHC_TYPEFORM_BOOLEAN;
  self->yes = json_node_get_boolean (value);
}

/* The member that `type` names, and no other, is the value. */
static void
read_value (ShcTypeformAnswer *self,
            JsonObject        *object)
{
  static const char *const texts[] = { "text", "email", "phone_number", "url", "date", NULL };
  const char *type = shc_chat_get_string (object, "type");
  JsonNode *value = type != NULL ? json_object_get_member (object, type) : NULL;

  self->kind = SHC_TYPEFORM_OTHER;
  if (value == NULL)
    return;
  if (g_strv_contains (texts, type))
    {
      self->text = dup_string (object, type);
      if (self->text != NULL)
        self->kind = g_str_equal (type, "date") ? SHC_TYPEFORM_DATE : SHC_TYPEFORM_TEXT;
    }
  else if (g_str_equal (type, "number"))
    read_number (self, value);
  else if (g_str_equal (type, "boolean"))
    read_boolean (self, value);
  else if ((g_str_equal (type, "choice") || g_str_equal (type, "choices")) && JSON_NODE_HOLDS_OBJECT (value))
    read_choice (self, json_node_get_object (value), g_str_equal (type, "choices"));
}

static void
read_answers (GPtrArray *answers,
              JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *object = shc_chat_get_element (array, i);
      JsonObject *field = shc_chat_get_object (object, "field");
      ShcTypeformAnswer *answer;

      if (shc_chat_get_string (field, "id") == NULL && shc_chat_get_string (field, "ref") == NULL)
        continue;
      answer = g_new0 (ShcTypeformAnswer, 1);
      answer->question = read_question (field);
      read_value (answer, object);
      g_ptr_array_add (answers, answer);
    }
}

const char *
shc_typeform_get_response_id (JsonObject *object)
{
  const char *id = shc_chat_get_string (object, "response_id");

  if (id == NULL)
    id = shc_chat_get_string (object, "token");
  return id != NULL && *id != '\0' ? id : NULL;
}

/* The two are said to be the same. */
const char *
shc_typeform_get_token (JsonObject *object)
{
  const char *token = shc_chat_get_string (object, "token");

  return token != NULL && *token != '\0' ? token : shc_typeform_get_response_id (object);
}

/* What was begun and not sent off has no time, or one before all others. */
static gint64
read_time (JsonObject *object)
{
  gint64 utc_us;

  return shc_time_parse (shc_chat_get_string (object, "submitted_at"), &utc_us, NULL) ? MAX (utc_us, 0) : 0;
}

ShcTypeformResponse *
shc_typeform_read_response (JsonObject *object)
{
  const char *id = shc_typeform_get_response_id (object);
  ShcTypeformResponse *self;

  if (id == NULL)
    return NULL;
  self = shc_typeform_response_new (id);
  self->submitted_us = read_time (object);
  read_answers (self->answers, shc_chat_get_array (object, "answers"));
  return self;
}
