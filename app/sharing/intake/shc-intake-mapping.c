/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which question of a form fills which field. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include "shc-intake-mapping.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-sharing-error.h"

#define N_CHOICES (SHC_FASTING_EXPERIENCED + 1)
#define CHOICE_PREFIX "fasting_experience/"

struct _ShcIntakeMapping
{
  char *keys[SHC_INTAKE_N_FIELDS];
  char *choices[N_CHOICES];
};

/* What titles in English have in them. */
static const char *const words[SHC_INTAKE_N_FIELDS][4] = {
  [SHC_INTAKE_HEALING_NAME] = { "healing name", "be called", "your name" },
  [SHC_INTAKE_EMAIL] = { "e-mail", "email" },
  [SHC_INTAKE_GOALS] = { "goal", "hope for" },
  [SHC_INTAKE_FASTING] = { "fasted", "fasting" },
  [SHC_INTAKE_JOURNEY_START] = { "journey begin", "journey start", "journey began" },
};

ShcIntakeMapping *
shc_intake_mapping_new (void)
{
  return g_new0 (ShcIntakeMapping, 1);
}

ShcIntakeMapping *
shc_intake_mapping_copy (const ShcIntakeMapping *self)
{
  ShcIntakeMapping *copy = shc_intake_mapping_new ();

  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    copy->keys[i] = g_strdup (self->keys[i]);
  for (int i = 0; i < N_CHOICES; i++)
    copy->choices[i] = g_strdup (self->choices[i]);
  return copy;
}

void
shc_intake_mapping_free (ShcIntakeMapping *self)
{
  if (self == NULL)
    return;
  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    g_free (self->keys[i]);
  for (int i = 0; i < N_CHOICES; i++)
    g_free (self->choices[i]);
  g_free (self);
}

static void
replace (char       **text,
         const char  *value)
{
  g_free (*text);
  *text = value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static gboolean
parse_line (ShcIntakeMapping *self,
            const char       *line)
{
  const char *sign = strchr (line, '=');
  g_autofree char *name = sign != NULL ? g_strstrip (g_strndup (line, (gsize) (sign - line))) : NULL;
  g_autofree char *key = sign != NULL ? g_strstrip (g_strdup (sign + 1)) : NULL;
  ShcIntakeField field;
  ShcFasting fasting;

  if (sign == NULL)
    return FALSE;
  if (shc_intake_field_from_name (name, &field))
    replace (&self->keys[field], key);
  else if (g_str_has_prefix (name, CHOICE_PREFIX) &&
           shc_fasting_from_string (name + strlen (CHOICE_PREFIX), &fasting))
    replace (&self->choices[fasting], key);
  else
    return FALSE;
  return TRUE;
}

ShcIntakeMapping *
shc_intake_mapping_parse (const char  *text,
                          GError     **error)
{
  g_autoptr(ShcIntakeMapping) self = shc_intake_mapping_new ();
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0' && !parse_line (self, lines[i]))
      {
        g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_MAPPING,
                     _("Line %u of typeform.mapping says nothing that is understood. A line is FIELD = REF, where FIELD is "
                       "one of healing_name, email, goals, fasting_experience, journey_start, adult, consent_storage, "
                       "consent_mailing."), i + 1);
        return NULL;
      }
  return g_steal_pointer (&self);
}

char *
shc_intake_mapping_print (const ShcIntakeMapping *self)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    if (self->keys[i] != NULL)
      g_string_append_printf (text, "%s = %s\n", shc_intake_field_get_name ((ShcIntakeField) i), self->keys[i]);
  for (int i = 0; i < N_CHOICES; i++)
    if (self->choices[i] != NULL)
      g_string_append_printf (text, CHOICE_PREFIX "%s = %s\n", shc_fasting_to_string ((ShcFasting) i), self->choices[i]);
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (text, FALSE);
}

gboolean
shc_intake_mapping_is_empty (const ShcIntakeMapping *self)
{
  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    if (self->keys[i] != NULL)
      return FALSE;
  return TRUE;
}

const char *
shc_intake_mapping_get (const ShcIntakeMapping *self,
                        ShcIntakeField          field)
{
  return self->keys[field];
}

void
shc_intake_mapping_set (ShcIntakeMapping *self,
                        ShcIntakeField    field,
                        const char       *key)
{
  replace (&self->keys[field], key);
}

const char *const *
shc_intake_mapping_get_choices (const ShcIntakeMapping *self)
{
  return (const char *const *) self->choices;
}

void
shc_intake_mapping_set_choice (ShcIntakeMapping *self,
                               ShcFasting        fasting,
                               const char       *choice)
{
  replace (&self->choices[fasting], choice);
}

static gboolean
is_taken (const ShcIntakeMapping *self,
          const char             *key)
{
  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    if (g_strcmp0 (self->keys[i], key) == 0)
      return TRUE;
  return FALSE;
}

/* How well it asks for @field: 3 by the author's own name, where it is called so alone, 2 by its type, 1 by words of the title. */
static int
rate (const ShcTypeformQuestion *question,
      const char                *key,
      ShcIntakeField             field)
{
  const char *ref = g_strcmp0 (question->ref, key) == 0 ? key : NULL;
  g_autofree char *title = question->title != NULL ? g_utf8_strdown (question->title, -1) : NULL;

  if (g_strcmp0 (ref, shc_intake_field_get_name (field)) == 0 ||
      g_strcmp0 (title, shc_intake_field_get_name (field)) == 0)
    return 3;
  if (field == SHC_INTAKE_EMAIL && g_strcmp0 (question->type, "email") == 0)
    return 2;
  for (gsize i = 0; title != NULL && i < G_N_ELEMENTS (words[field]) && words[field][i] != NULL; i++)
    if (strstr (title, words[field][i]) != NULL)
      return 1;
  return 0;
}

ShcIntakeMapping *
shc_intake_mapping_suggest (const ShcTypeformForm *form)
{
  ShcIntakeMapping *self = shc_intake_mapping_new ();

  for (int level = 3; level > 0; level--)
    for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
      for (guint i = 0; i < form->questions->len && self->keys[field] == NULL; i++)
        {
          const ShcTypeformQuestion *question = g_ptr_array_index (form->questions, i);
          const char *key = shc_typeform_form_get_key (form, question);

          if (rate (question, key, (ShcIntakeField) field) == level && !is_taken (self, key))
            shc_intake_mapping_set (self, (ShcIntakeField) field, key);
        }
  return self;
}

gboolean
shc_intake_mapping_fits (const ShcIntakeMapping *self,
                         const ShcTypeformForm  *form)
{
  for (guint i = 0; i < form->questions->len; i++)
    {
      const ShcTypeformQuestion *question = g_ptr_array_index (form->questions, i);

      for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
        if (self->keys[field] != NULL && shc_typeform_question_is (question, self->keys[field]))
          return TRUE;
    }
  return FALSE;
}
