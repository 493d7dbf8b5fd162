/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's answers, taken: into the profile and the consent ledger, in one transaction. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-intake-private.h"
#include "shc-journal-error.h"
#include "shc-json.h"
#include "shc-recipient.h"
#include "shc-remote-links.h"
#include "shc-settings.h"
#include "shc-sharing-error.h"

static gboolean
is_to_take (const ShcIntakeChange *change,
            guint                  fields)
{
  return (fields & SHC_INTAKE_BIT (change->field)) != 0 &&
         (change->state == SHC_INTAKE_CHANGE || change->state == SHC_INTAKE_KEPT);
}

/* Whether what would be replaced is still what was shown. */
static gboolean
check_before (const ShcIntakeChange  *change,
              const char             *now,
              GError                **error)
{
  if (g_strcmp0 (change->before, now) == 0)
    return TRUE;
  g_set_error (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CHANGED,
               /* Translators: %s is a field of the profile. */
               _("“%s” was changed here while you looked. Nothing was taken; please look again."),
               shc_intake_field_get_title (change->field));
  return FALSE;
}

static gboolean
take_consent (ShcDb                  *db,
              const ShcIntakeChange  *change,
              gint64                  now_us,
              GError                **error)
{
  g_autofree char *now = shc_intake_dup_consent (db, change->field, NULL, error);

  return now != NULL && check_before (change, now, error) &&
         shc_consent_record_shown (db, shc_intake_field_get_purpose (change->field), change->recipient,
                                   g_str_equal (change->after, "yes"), now_us, error);
}

static gboolean
take_values (ShcDb                *db,
             const ShcIntakePlan  *plan,
             guint                 fields,
             gint64                now_us,
             GError              **error)
{
  g_autoptr(ShcProfile) profile = shc_intake_load_profile (db, error);
  gboolean any = FALSE;

  if (profile == NULL)
    return FALSE;
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (plan->changes, i);
      g_autofree char *now = shc_intake_field_dup_value (change->field, profile);

      if (!is_to_take (change, fields))
        continue;
      if (shc_intake_field_get_purpose (change->field) != NULL)
        {
          if (!take_consent (db, change, now_us, error))
            return FALSE;
          continue;
        }
      if (!check_before (change, now, error))
        return FALSE;
      shc_intake_field_set_value (change->field, profile, change->after);
      any = TRUE;
    }
  return !any || shc_profile_save (db, profile, now_us, error);
}

/* What was taken earlier of the same response stays known. */
static gboolean
remember_taken (ShcDb                *db,
                const ShcIntakePlan  *plan,
                guint                 fields,
                gint64                now_us,
                GError              **error)
{
  g_autoptr(JsonObject) taken = shc_intake_load_taken (db, plan->form_id, plan->response_id, error);
  g_autofree char *local_id =
    taken != NULL ? shc_remote_link_ensure (db, "typeform", plan->form_id, SHC_REMOTE_LINK_PROFILE, error) : NULL;
  g_autoptr(JsonNode) root = NULL;
  g_autofree char *text = NULL;

  if (local_id == NULL)
    return FALSE;
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (plan->changes, i);

      if (change->after != NULL && (change->state == SHC_INTAKE_SAME || is_to_take (change, fields)))
        json_object_set_string_member (taken, shc_intake_field_get_name (change->field), change->after);
    }
  root = json_node_new (JSON_NODE_OBJECT);
  json_node_set_object (root, taken);
  text = shc_json_print (root);
  return shc_remote_link_note (db, local_id, plan->response_id, text, now_us, error);
}

/* One that is too long to be kept is asked for again. */
static gboolean
remember_mapping (ShcDb                   *db,
                  const ShcIntakeMapping  *mapping,
                  GError                 **error)
{
  g_autofree char *text = shc_intake_mapping_print (mapping);
  g_autoptr(GError) problem = NULL;

  if (shc_settings_set (db, SHC_SETTING_TYPEFORM_MAPPING, text, &problem) ||
      g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* A mapping and a response are of a form: those of a file that names none are of the one that is set, or of none. */
static gboolean
remember_settings (ShcDb                *db,
                   const ShcIntakePlan  *plan,
                   GError              **error)
{
  g_autofree char *form = shc_settings_get (db, SHC_SETTING_TYPEFORM_FORM_ID, error);

  if (form == NULL || !remember_mapping (db, plan->mapping, error))
    return FALSE;
  if (*plan->form_id == '\0')
    return TRUE;
  if (*form == '\0' && !shc_settings_set (db, SHC_SETTING_TYPEFORM_FORM_ID, plan->form_id, error))
    return FALSE;
  return (*form != '\0' && !g_str_equal (form, plan->form_id)) ||
         shc_settings_set (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, plan->response_id, error);
}

gboolean
shc_intake_take (ShcDb                *db,
                 const ShcIntakePlan  *plan,
                 guint                 fields,
                 gint64                now_us,
                 GError              **error)
{
  if (!shc_db_begin (db, error))
    return FALSE;
  if (take_values (db, plan, fields, now_us, error) && remember_taken (db, plan, fields, now_us, error) &&
      remember_settings (db, plan, error) && shc_db_commit (db, error))
    return TRUE;
  shc_db_rollback (db);
  return FALSE;
}
