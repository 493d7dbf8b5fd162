/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an answer says about a field, or why it does not fit. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"
#include "shc-intake-field.h"
#include "shc-text.h"

/* What forms in English call each experience, beside its own name; other words are told by the person. */
static const char *const usual_choices[][6] = {
  [SHC_FASTING_NONE] = { "never", "no", "not yet", "no experience" },
  [SHC_FASTING_BEGINNER] = { "once", "once or twice", "a little" },
  [SHC_FASTING_SOME] = { "a few times", "sometimes", "some experience" },
  [SHC_FASTING_EXPERIENCED] = { "often", "regularly", "many times", "very experienced" },
};

static gboolean
explain (char       **why,
         const char  *sentence)
{
  *why = g_strdup (sentence);
  return FALSE;
}

static gboolean
is_same (const char *a,
         const char *b)
{
  g_autofree char *stripped = NULL;
  g_autofree char *folded_a = NULL;
  g_autofree char *folded_b = NULL;

  if (a == NULL || b == NULL)
    return FALSE;
  stripped = g_strstrip (g_strdup (a));
  folded_a = g_utf8_casefold (stripped, -1);
  folded_b = g_utf8_casefold (b, -1);
  return g_str_equal (folded_a, folded_b);
}

static gboolean
read_text (ShcIntakeField            field,
           const ShcTypeformAnswer  *answer,
           char                    **value,
           char                    **why)
{
  g_autoptr(ShcProfile) probe = NULL;
  g_autoptr(GError) problem = NULL;
  g_autofree char *clean = NULL;

  if (answer->text == NULL || answer->kind == SHC_TYPEFORM_OTHER)
    return explain (why, _("The answer is of a kind that is no text, such as a file."));
  probe = shc_profile_new ();
  probe->healing_name = g_strdup ("-");
  shc_intake_field_set_value (field, probe, answer->text);
  if (!shc_profile_check (probe, &problem))
    return explain (why, problem->message);
  clean = shc_intake_field_dup_value (field, probe);
  if (clean == NULL)
    return explain (why, _("The answer is empty."));
  *value = g_steal_pointer (&clean);
  return TRUE;
}

static gboolean
is_choice (const char        *text,
           ShcFasting         fasting,
           const char *const *choices)
{
  if (choices != NULL && is_same (text, choices[fasting]))
    return TRUE;
  if (is_same (text, shc_fasting_to_string (fasting)))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (usual_choices[fasting]); i++)
    if (is_same (text, usual_choices[fasting][i]))
      return TRUE;
  return FALSE;
}

/* What the person said that it means goes first. */
static gboolean
find_choice (const char         *text,
             const char *const  *choices,
             char              **value)
{
  for (int i = SHC_FASTING_NONE; choices != NULL && i <= SHC_FASTING_EXPERIENCED; i++)
    if (is_same (text, choices[i]))
      {
        *value = g_strdup (shc_fasting_to_string ((ShcFasting) i));
        return TRUE;
      }
  for (int i = SHC_FASTING_NONE; i <= SHC_FASTING_EXPERIENCED; i++)
    if (is_choice (text, (ShcFasting) i, choices))
      {
        *value = g_strdup (shc_fasting_to_string ((ShcFasting) i));
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_fasting (const ShcTypeformAnswer  *answer,
              const char *const        *choices,
              char                    **value,
              char                    **why)
{
  g_autofree char *shown = NULL;

  if (answer->text == NULL || answer->kind == SHC_TYPEFORM_NUMBER)
    return explain (why, _("The answer is none of the words that an experience with fasting is told in."));
  if (answer->choices != NULL && g_strv_length (answer->choices) > 1)
    return explain (why, _("More than one experience with fasting was chosen."));
  if (find_choice (answer->text, choices, value) ||
      (answer->refs != NULL && answer->refs[0] != NULL && find_choice (answer->refs[0], choices, value)))
    return TRUE;
  shown = shc_text_excerpt (answer->text, 60);
  /* Translators: none, beginner, some and experienced are words that are typed as they are. */
  *why = g_strdup_printf (_("“%s” is none of none, beginner, some and experienced. What it means can be said in the mapping, "
                            "by a line such as “fasting_experience/some = %s”."), shown, shown);
  return FALSE;
}

static gboolean
read_date (const ShcTypeformAnswer  *answer,
           char                    **value,
           char                    **why)
{
  ShcDate date;

  if (answer->text == NULL || answer->kind == SHC_TYPEFORM_NUMBER || !shc_date_parse (answer->text, &date, NULL))
    return explain (why, _("The answer is no date that exists, written as 2026-01-07."));
  *value = shc_date_to_string (shc_date_from_day (shc_date_get_day (date)));
  return TRUE;
}

/* A table says yes as 1; nothing but a plain yes or no is taken for one. */
static gboolean
read_yes (const ShcTypeformAnswer *answer,
          gboolean                *yes)
{
  static const char *const words[2][4] = { { "0", "false", "no" }, { "1", "true", "yes" } };

  *yes = answer->yes;
  if (answer->kind == SHC_TYPEFORM_BOOLEAN)
    return TRUE;
  if (answer->kind != SHC_TYPEFORM_CELL)
    return FALSE;
  for (int i = 0; i < 2; i++)
    for (gsize j = 0; words[i][j] != NULL; j++)
      if (is_same (answer->text, words[i][j]))
        {
          *yes = i == 1;
          return TRUE;
        }
  return FALSE;
}

gboolean
shc_intake_answer_read (ShcIntakeField            field,
                        const ShcTypeformAnswer  *answer,
                        const char *const        *choices,
                        char                    **value,
                        char                    **why)
{
  gboolean yes;

  switch (field)
    {
    case SHC_INTAKE_HEALING_NAME:
    case SHC_INTAKE_EMAIL:
    case SHC_INTAKE_GOALS:
      return read_text (field, answer, value, why);
    case SHC_INTAKE_FASTING:
      return read_fasting (answer, choices, value, why);
    case SHC_INTAKE_JOURNEY_START:
      return read_date (answer, value, why);
    case SHC_INTAKE_ADULT:
      if (!read_yes (answer, &yes))
        return explain (why, _("The answer is neither a plain yes nor a plain no."));
      break;
    case SHC_INTAKE_CONSENT_STORAGE:
    case SHC_INTAKE_CONSENT_MAILING:
      if (!read_yes (answer, &yes))
        return explain (why, _("The answer is neither a plain yes nor a plain no, so it counts as no consent."));
      break;
    case SHC_INTAKE_N_FIELDS:
    default:
      g_return_val_if_reached (FALSE);
    }
  *value = g_strdup (yes ? "yes" : "no");
  return TRUE;
}

/* ---- which answer it is */

static gboolean
is_same_answer (const ShcTypeformAnswer *a,
                const ShcTypeformAnswer *b)
{
  return a->kind == b->kind && a->yes == b->yes && g_strcmp0 (a->text, b->text) == 0;
}

/* Of a question that is known by one of its names, an answer may have another one. */
static gboolean
is_answer_to (const ShcTypeformAnswer   *answer,
              const ShcTypeformQuestion *question)
{
  const ShcTypeformQuestion *asked = answer->question;

  if (question->id != NULL && asked->id != NULL)
    return g_str_equal (question->id, asked->id);
  return g_strcmp0 (shc_typeform_question_get_key (question), shc_typeform_question_get_key (asked)) == 0;
}

/* Returns: (transfer full) (nullable): the ids of the questions that have nothing but @key for their ref, if they are several. */
static char *
list_shared (const ShcTypeformForm     *form,
             const ShcTypeformResponse *response,
             const char                *key)
{
  g_autoptr(ShcTypeformForm) all = shc_typeform_form_new ();
  g_autoptr(GString) ids = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < form->questions->len; i++)
    shc_typeform_form_add (all, g_ptr_array_index (form->questions, i));
  for (guint i = 0; i < response->answers->len; i++)
    shc_typeform_form_add (all, ((const ShcTypeformAnswer *) g_ptr_array_index (response->answers, i))->question);
  for (guint i = 0; i < all->questions->len; i++)
    {
      const ShcTypeformQuestion *question = g_ptr_array_index (all->questions, i);

      if (g_strcmp0 (question->id, key) == 0)
        return NULL;
      if (question->id != NULL && g_strcmp0 (question->ref, key) == 0)
        g_string_append_printf (ids, "%s%s", n++ > 0 ? ", " : "", question->id);
    }
  return n > 1 ? g_strdup (ids->str) : NULL;
}

const ShcTypeformAnswer *
shc_intake_answer_find (const ShcTypeformForm      *form,
                        const ShcTypeformResponse  *response,
                        const char                 *key,
                        char                      **why)
{
  const ShcTypeformQuestion *question = shc_typeform_form_find (form, key);
  const ShcTypeformAnswer *found = shc_typeform_response_find (response, key);
  g_autofree char *shared = list_shared (form, response, key);

  if (shared != NULL)
    {
      if (why != NULL)
        *why = g_strdup_printf (/* Translators: %1$s is a name, %2$s are several. */
                                _("This form has more than one question that is called “%1$s”, so it is not known which one "
                                  "counts. Say it by the id of one of them: %2$s."), key, shared);
      return NULL;
    }
  /* A title is known of the form alone. */
  for (guint i = 0; found == NULL && question != NULL && i < response->answers->len; i++)
    if (is_answer_to (g_ptr_array_index (response->answers, i), question))
      found = g_ptr_array_index (response->answers, i);
  for (guint i = 0; found != NULL && i < response->answers->len; i++)
    {
      const ShcTypeformAnswer *other = g_ptr_array_index (response->answers, i);

      if (other == found || !is_answer_to (other, found->question) || is_same_answer (other, found))
        continue;
      if (why != NULL)
        *why = g_strdup (_("The question has more than one answer in this response, so it is not known which one counts."));
      return NULL;
    }
  return found;
}
