/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form of Typeform, and what somebody answered in it: the same whether it was fetched or came in a file. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_TYPEFORM_TEXT,    /* one of text, e-mail, address, phone number */
  SHC_TYPEFORM_NUMBER,
  SHC_TYPEFORM_BOOLEAN, /* yes or no, or the terms accepted */
  SHC_TYPEFORM_DATE,
  SHC_TYPEFORM_CHOICE,  /* one or more of a list, or other words in its place */
  SHC_TYPEFORM_CELL,    /* of a table: the words alone, of any of these kinds */
  SHC_TYPEFORM_OTHER,   /* a file, a payment, or what this version does not know */
} ShcTypeformKind;

/**
 * ShcTypeformQuestion:
 * @id: (nullable): of the field; none in a table
 * @ref: (nullable): the author's own name of it, where there is one
 * @title: (nullable): as it is asked
 * @type: (nullable): in Typeform's words: "short_text", "legal", "multiple_choice"
 */
typedef struct
{
  char *id;
  char *ref;
  char *title;
  char *type;
} ShcTypeformQuestion;
void        shc_typeform_question_free (ShcTypeformQuestion *self);

/** shc_typeform_question_get_key: Returns: (transfer none): what a mapping calls it: its ref, else its id, else its title. */
const char *shc_typeform_question_get_key (const ShcTypeformQuestion *self);

/** shc_typeform_question_is: whether @key is its ref, its id or its title. */
gboolean    shc_typeform_question_is (const ShcTypeformQuestion *self, const char *key);

/**
 * ShcTypeformAnswer:
 * @question: what it answers, as far as it is known
 * @text: (nullable): the answer in words; %NULL of a boolean and of %SHC_TYPEFORM_OTHER
 * @yes: of a boolean
 * @choices: (array zero-terminated=1) (nullable): of a choice: the names, as they are read
 * @refs: (array zero-terminated=1) (nullable): of a choice: the author's names of the same, where there are some
 */
typedef struct
{
  ShcTypeformQuestion *question;
  ShcTypeformKind      kind;
  char                *text;
  gboolean             yes;
  char               **choices;
  char               **refs;
} ShcTypeformAnswer;
void shc_typeform_answer_free (ShcTypeformAnswer *self);

/**
 * ShcTypeformForm:
 * @id: (nullable): none in a table
 * @title: (nullable)
 * @questions: (element-type ShcTypeformQuestion): those in groups, too, but not the groups
 */
typedef struct
{
  char      *id;
  char      *title;
  GPtrArray *questions;
} ShcTypeformForm;
ShcTypeformForm *shc_typeform_form_new  (void);
void             shc_typeform_form_free (ShcTypeformForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcTypeformForm, shc_typeform_form_free)

/** shc_typeform_form_get_key: Returns: (transfer none): what a mapping calls @question: as shc_typeform_question_get_key(), but its
 * id where another question has the same ref, as forms that were copied together have. */
const char *shc_typeform_form_get_key (const ShcTypeformForm *self, const ShcTypeformQuestion *question);

/** shc_typeform_form_find: Returns: (transfer none) (nullable): the question that a mapping calls @key; the first of several. */
const ShcTypeformQuestion *shc_typeform_form_find (const ShcTypeformForm *self, const char *key);

/** shc_typeform_form_add: adds a copy of @question. Returns: whether it was not there yet. */
gboolean shc_typeform_form_add (ShcTypeformForm *self, const ShcTypeformQuestion *question);

/**
 * ShcTypeformResponse:
 * @id: unique within its form
 * @submitted_us: UTC microseconds since 1970; 0 while it was not sent off, or if that is not known
 * @answers: (element-type ShcTypeformAnswer): what was not answered is missing
 *
 * Nothing of where and with what it was filled in, and no hidden fields, which anybody can forge.
 */
typedef struct
{
  char      *id;
  gint64     submitted_us;
  GPtrArray *answers;
} ShcTypeformResponse;
ShcTypeformResponse *shc_typeform_response_new  (const char *id);
void                 shc_typeform_response_free (ShcTypeformResponse *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcTypeformResponse, shc_typeform_response_free)

/** shc_typeform_response_find: Returns: (transfer none) (nullable): the answer to the question of this ref, id or title. */
const ShcTypeformAnswer *shc_typeform_response_find (const ShcTypeformResponse *self, const char *key);

/** shc_typeform_response_has_email: whether one of its answers is @email: capital letters and white space around it do not
 * count. @keys: (array zero-terminated=1) (nullable): only these questions. */
gboolean shc_typeform_response_has_email (const ShcTypeformResponse *self, const char *email,
                                          const char *const *keys);

/** shc_typeform_compare_newest: a #GCompareFunc of pointers to responses: the newest first. */
int shc_typeform_compare_newest (gconstpointer a, gconstpointer b);

/** shc_typeform_dup_form_id: Returns: (transfer full) (nullable): the id in @typed, which may be a form's whole address
 * ("https://example.typeform.com/to/u6nXL7"); %NULL if there is none. */
char *shc_typeform_dup_form_id (const char *typed);

G_END_DECLS
