/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's answers would change here. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include "shc-intake-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-consent.h"
#include "shc-journal-error.h"
#include "shc-json.h"
#include "shc-recipient.h"
#include "shc-remote-links.h"

static void
change_free (gpointer data)
{
  ShcIntakeChange *change = data;

  g_free (change->question);
  g_free (change->before);
  g_free (change->after);
  g_free (change->why);
  g_free (change->recipient);
  g_free (change);
}

static void
plan_clear (gpointer data)
{
  ShcIntakePlan *self = data;

  g_free (self->form_id);
  g_free (self->response_id);
  shc_intake_mapping_free (self->mapping);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->unused);
}

ShcIntakePlan *
shc_intake_plan_ref (ShcIntakePlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
shc_intake_plan_free (ShcIntakePlan *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, plan_clear);
}

ShcProfile *
shc_intake_load_profile (ShcDb   *db,
                         GError **error)
{
  g_autoptr(GError) problem = NULL;
  ShcProfile *profile = shc_profile_load (db, &problem);

  if (profile == NULL && g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    return shc_profile_new ();
  if (profile == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  return profile;
}

char *
shc_intake_dup_consent (ShcDb           *db,
                        ShcIntakeField   field,
                        char           **recipient,
                        GError         **error)
{
  const char *purpose = shc_intake_field_get_purpose (field);
  g_autofree char *named = NULL;
  gboolean granted = FALSE;

  if (!shc_recipient_find (db, purpose, &named, error))
    return NULL;
  if (named != NULL ? !shc_consent_is_granted_to (db, purpose, named, &granted, error)
                    : !shc_consent_is_granted (db, purpose, &granted, error))
    return NULL;
  if (recipient != NULL)
    *recipient = g_steal_pointer (&named);
  return g_strdup (granted ? "yes" : "no");
}

/* What was taken before of this form, by the names of fields. */
JsonObject *
shc_intake_load_taken (ShcDb       *db,
                       const char  *form_id,
                       const char  *response_id,
                       GError     **error)
{
  g_autoptr(GPtrArray) links = shc_remote_links_list (db, "typeform", form_id, error);
  g_autoptr(JsonNode) root = NULL;

  if (links == NULL)
    return NULL;
  for (guint i = 0; i < links->len; i++)
    {
      const ShcRemoteLink *link = g_ptr_array_index (links, i);

      if (link->profile && link->seen != NULL && g_strcmp0 (link->remote_id, response_id) == 0)
        root = shc_json_parse (link->seen, strlen (link->seen), NULL);
    }
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_object_ref (json_node_get_object (root))
                                                       : json_object_new ();
}

/* When @purpose was last spoken of here; 0 for never. */
static gboolean
find_last_word (ShcDb       *db,
                const char  *purpose,
                gint64      *at_us,
                GError     **error)
{
  g_autoptr(GPtrArray) entries = shc_consent_list (db, error);

  *at_us = 0;
  if (entries == NULL)
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const ShcConsent *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->purpose, purpose) && !entry->restored)
        *at_us = entry->at_us;
    }
  return TRUE;
}

static gboolean
plan_consent (ShcDb            *db,
              gint64            submitted_us,
              ShcIntakeChange  *change,
              GError          **error)
{
  g_autoptr(GError) problem = NULL;
  gint64 at_us;

  change->before = shc_intake_dup_consent (db, change->field, &change->recipient, error);
  if (change->before == NULL ||
      !find_last_word (db, shc_intake_field_get_purpose (change->field), &at_us, error))
    return FALSE;
  if (g_strcmp0 (change->before, change->after) == 0)
    change->state = SHC_INTAKE_SAME;
  else if (g_str_equal (change->after, "yes") &&
           !shc_recipient_check (shc_intake_field_get_purpose (change->field), change->recipient, &problem))
    {
      change->state = SHC_INTAKE_UNFIT;
      change->why = g_strdup (problem->message);
    }
  else if (at_us > submitted_us)
    {
      change->state = SHC_INTAKE_KEPT;
      change->why = g_strdup (_("What you said about this here is newer than the form, so that holds."));
    }
  else
    change->state = SHC_INTAKE_CHANGE;
  return TRUE;
}

static void
plan_value (const ShcProfile *profile,
            JsonObject       *taken,
            ShcIntakeChange  *change)
{
  const char *name = shc_intake_field_get_name (change->field);
  const char *before = json_object_get_string_member_with_default (taken, name, NULL);

  change->before = shc_intake_field_dup_value (change->field, profile);
  if (g_strcmp0 (change->before, change->after) == 0)
    change->state = SHC_INTAKE_SAME;
  else if (g_strcmp0 (before, change->after) == 0)
    {
      change->state = SHC_INTAKE_KEPT;
      change->why = g_strdup (_("You changed this after it was taken from the form, so it stays as it is."));
    }
  else
    change->state = SHC_INTAKE_CHANGE;
}

static void
plan_unanswered (const ShcProfile *profile,
                 ShcIntakeChange  *change)
{
  change->state = SHC_INTAKE_UNANSWERED;
  change->before = shc_intake_field_dup_value (change->field, profile);
  change->why = g_strdup (shc_intake_field_get_purpose (change->field) != NULL
                            ? _("The question was not answered, which is no consent.")
                            : _("The question was not answered."));
}

static char *
dup_title (const ShcTypeformForm *form,
           const char            *key)
{
  const ShcTypeformQuestion *question = shc_typeform_form_find (form, key);

  return g_strdup (question != NULL && question->title != NULL ? question->title : key);
}

static gboolean
plan_field (ShcIntakePlan              *self,
            ShcDb                      *db,
            const ShcProfile           *profile,
            JsonObject                 *taken,
            const ShcTypeformAnswer    *answer,
            ShcIntakeChange            *change,
            GError                    **error)
{
  if (change->why != NULL)
    {
      change->state = SHC_INTAKE_UNFIT;
      change->before = shc_intake_field_dup_value (change->field, profile);
      return TRUE;
    }
  if (answer == NULL)
    {
      plan_unanswered (profile, change);
      return TRUE;
    }
  if (!shc_intake_answer_read (change->field, answer, shc_intake_mapping_get_choices (self->mapping), &change->after,
                               &change->why))
    {
      change->state = SHC_INTAKE_UNFIT;
      change->before = shc_intake_field_dup_value (change->field, profile);
      return TRUE;
    }
  if (shc_intake_field_get_purpose (change->field) != NULL)
    return plan_consent (db, self->submitted_us, change, error);
  plan_value (profile, taken, change);
  return TRUE;
}

static gboolean
plan_fields (ShcIntakePlan              *self,
             ShcDb                      *db,
             const ShcTypeformForm      *form,
             const ShcTypeformResponse  *response,
             GError                    **error)
{
  g_autoptr(ShcProfile) profile = shc_intake_load_profile (db, error);
  g_autoptr(JsonObject) taken =
    profile != NULL ? shc_intake_load_taken (db, self->form_id, self->response_id, error) : NULL;

  if (taken == NULL)
    return FALSE;
  for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
    {
      const char *key = shc_intake_mapping_get (self->mapping, (ShcIntakeField) field);
      const ShcTypeformAnswer *answer;
      ShcIntakeChange *change;

      if (key == NULL)
        continue;
      change = g_new0 (ShcIntakeChange, 1);
      g_ptr_array_add (self->changes, change);
      change->field = (ShcIntakeField) field;
      change->question = dup_title (form, key);
      answer = shc_intake_answer_find (form, response, key, &change->why);
      if (!plan_field (self, db, profile, taken, answer, change, error))
        return FALSE;
    }
  return TRUE;
}

static void
list_unused (ShcIntakePlan             *self,
             const ShcTypeformForm     *form,
             const ShcTypeformResponse *response)
{
  for (guint i = 0; i < response->answers->len; i++)
    {
      const ShcTypeformAnswer *answer = g_ptr_array_index (response->answers, i);
      gboolean used = FALSE;

      for (int field = 0; field < SHC_INTAKE_N_FIELDS && !used; field++)
        {
          const char *key = shc_intake_mapping_get (self->mapping, (ShcIntakeField) field);

          used = key != NULL && shc_intake_answer_find (form, response, key, NULL) == answer;
        }
      if (!used)
        g_ptr_array_add (self->unused, dup_title (form, shc_typeform_form_get_key (form, answer->question)));
    }
}

ShcIntakePlan *
shc_intake_plan_new (ShcDb                      *db,
                     const ShcTypeformForm      *form,
                     const ShcTypeformResponse  *response,
                     const ShcIntakeMapping     *mapping,
                     GError                    **error)
{
  g_autoptr(ShcIntakePlan) self = g_atomic_rc_box_new0 (ShcIntakePlan);

  self->form_id = g_strdup (form->id != NULL ? form->id : "");
  self->response_id = g_strdup (response->id);
  self->submitted_us = response->submitted_us;
  self->mapping = shc_intake_mapping_copy (mapping);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  self->unused = g_ptr_array_new_with_free_func (g_free);
  if (!plan_fields (self, db, form, response, error))
    return NULL;
  list_unused (self, form, response);
  return g_steal_pointer (&self);
}

const ShcIntakeChange *
shc_intake_plan_get (const ShcIntakePlan *self,
                     ShcIntakeField       field)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (self->changes, i);

      if (change->field == field)
        return change;
    }
  return NULL;
}

guint
shc_intake_plan_get_changes (const ShcIntakePlan *self)
{
  guint fields = 0;

  for (guint i = 0; i < self->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (self->changes, i);

      if (change->state == SHC_INTAKE_CHANGE)
        fields |= SHC_INTAKE_BIT (change->field);
    }
  return fields;
}
