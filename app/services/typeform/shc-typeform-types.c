/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form of Typeform, and what somebody answered in it. */

#define G_LOG_DOMAIN "shc-typeform"

#include "config.h"

#include "shc-typeform-types.h"

#include <string.h>

#define ID_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"

void
shc_typeform_question_free (ShcTypeformQuestion *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->ref);
  g_free (self->title);
  g_free (self->type);
  g_free (self);
}

const char *
shc_typeform_question_get_key (const ShcTypeformQuestion *self)
{
  return self->ref != NULL ? self->ref : self->id != NULL ? self->id : self->title;
}

gboolean
shc_typeform_question_is (const ShcTypeformQuestion *self,
                          const char                *key)
{
  return g_strcmp0 (self->ref, key) == 0 || g_strcmp0 (self->id, key) == 0 || g_strcmp0 (self->title, key) == 0;
}

void
shc_typeform_answer_free (ShcTypeformAnswer *self)
{
  if (self == NULL)
    return;
  shc_typeform_question_free (self->question);
  g_free (self->text);
  g_strfreev (self->choices);
  g_strfreev (self->refs);
  g_free (self);
}

ShcTypeformForm *
shc_typeform_form_new (void)
{
  ShcTypeformForm *self = g_new0 (ShcTypeformForm, 1);

  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_question_free);
  return self;
}

void
shc_typeform_form_free (ShcTypeformForm *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->title);
  g_ptr_array_unref (self->questions);
  g_free (self);
}

static gboolean
is_shared (const ShcTypeformForm *self,
           const char            *ref)
{
  guint n = 0;

  for (guint i = 0; i < self->questions->len; i++)
    n += g_strcmp0 (((const ShcTypeformQuestion *) g_ptr_array_index (self->questions, i))->ref, ref) == 0 ? 1 : 0;
  return n > 1;
}

const char *
shc_typeform_form_get_key (const ShcTypeformForm     *self,
                           const ShcTypeformQuestion *question)
{
  if (question->ref != NULL && question->id != NULL && is_shared (self, question->ref))
    return question->id;
  return shc_typeform_question_get_key (question);
}

const ShcTypeformQuestion *
shc_typeform_form_find (const ShcTypeformForm *self,
                        const char            *key)
{
  const ShcTypeformQuestion *found = NULL;

  for (guint i = 0; i < self->questions->len; i++)
    {
      const ShcTypeformQuestion *question = g_ptr_array_index (self->questions, i);

      if (g_strcmp0 (shc_typeform_form_get_key (self, question), key) == 0)
        return question;
      if (found == NULL && shc_typeform_question_is (question, key))
        found = question;
    }
  return found;
}

gboolean
shc_typeform_form_add (ShcTypeformForm           *self,
                       const ShcTypeformQuestion *question)
{
  ShcTypeformQuestion *copy;

  for (guint i = 0; i < self->questions->len; i++)
    {
      const ShcTypeformQuestion *known = g_ptr_array_index (self->questions, i);

      if (known->id != NULL && question->id != NULL
            ? g_str_equal (known->id, question->id)
            : g_strcmp0 (shc_typeform_question_get_key (known), shc_typeform_question_get_key (question)) == 0)
        return FALSE;
    }
  copy = g_new0 (ShcTypeformQuestion, 1);
  copy->id = g_strdup (question->id);
  copy->ref = g_strdup (question->ref);
  copy->title = g_strdup (question->title);
  copy->type = g_strdup (question->type);
  g_ptr_array_add (self->questions, copy);
  return TRUE;
}

ShcTypeformResponse *
shc_typeform_response_new (const char *id)
{
  ShcTypeformResponse *self = g_new0 (ShcTypeformResponse, 1);

  self->id = g_strdup (id);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) shc_typeform_answer_free);
  return self;
}

void
shc_typeform_response_free (ShcTypeformResponse *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_ptr_array_unref (self->answers);
  g_free (self);
}

/* A ref goes before a title that happens to read the same. */
const ShcTypeformAnswer *
shc_typeform_response_find (const ShcTypeformResponse *self,
                            const char                *key)
{
  const ShcTypeformAnswer *found = NULL;

  for (guint i = 0; i < self->answers->len; i++)
    {
      const ShcTypeformAnswer *answer = g_ptr_array_index (self->answers, i);

      if (g_strcmp0 (shc_typeform_question_get_key (answer->question), key) == 0)
        return answer;
      if (found == NULL && shc_typeform_question_is (answer->question, key))
        found = answer;
    }
  return found;
}

static gboolean
is_same_email (const char *a,
               const char *b)
{
  g_autofree char *stripped = g_strstrip (g_strdup (a));
  g_autofree char *folded_a = g_utf8_casefold (stripped, -1);
  g_autofree char *folded_b = g_utf8_casefold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

gboolean
shc_typeform_response_has_email (const ShcTypeformResponse *self,
                                 const char                *email,
                                 const char *const         *keys)
{
  g_autofree char *wanted = g_strstrip (g_strdup (email));

  if (*wanted == '\0')
    return FALSE;
  for (guint i = 0; i < self->answers->len; i++)
    {
      const ShcTypeformAnswer *answer = g_ptr_array_index (self->answers, i);
      gboolean asked = keys == NULL;

      for (guint j = 0; !asked && keys[j] != NULL; j++)
        asked = shc_typeform_question_is (answer->question, keys[j]);
      if (asked && (answer->kind == SHC_TYPEFORM_TEXT || answer->kind == SHC_TYPEFORM_CELL) &&
          is_same_email (answer->text, wanted))
        return TRUE;
    }
  return FALSE;
}

int
shc_typeform_compare_newest (gconstpointer a,
                             gconstpointer b)
{
  const ShcTypeformResponse *first = *(ShcTypeformResponse *const *) a;
  const ShcTypeformResponse *second = *(ShcTypeformResponse *const *) b;

  if (first->submitted_us != second->submitted_us)
    return first->submitted_us > second->submitted_us ? -1 : 1;
  return strcmp (first->id, second->id);
}

char *
shc_typeform_dup_form_id (const char *typed)
{
  const char *behind = strstr (typed, "/to/");
  g_autofree char *text = g_strstrip (g_strdup (behind != NULL ? behind + strlen ("/to/") : typed));
  gsize length = strspn (text, ID_CHARS);

  if (length == 0 || (text[length] != '\0' && (behind == NULL || strchr ("/?#", text[length]) == NULL)))
    return NULL;
  return g_strndup (text, length);
}
