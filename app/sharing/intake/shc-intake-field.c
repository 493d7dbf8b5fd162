/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an intake form can say about a person. */

#define G_LOG_DOMAIN "shc-intake"

#include "config.h"

#include "shc-intake-field.h"

#include <glib/gi18n-lib.h>

#include "shc-date.h"

static const struct
{
  const char *name;
  const char *title;
  const char *purpose;
} fields[SHC_INTAKE_N_FIELDS] = {
  [SHC_INTAKE_HEALING_NAME] = { "healing_name", N_("Healing Name"), NULL },
  [SHC_INTAKE_EMAIL] = { "email", N_("E-mail"), NULL },
  [SHC_INTAKE_GOALS] = { "goals", N_("Goals"), NULL },
  [SHC_INTAKE_FASTING] = { "fasting_experience", N_("Experience with fasting"), NULL },
  [SHC_INTAKE_JOURNEY_START] = { "journey_start", N_("Journey began"), NULL },
  [SHC_INTAKE_ADULT] = { "adult", N_("18 or older"), NULL },
  [SHC_INTAKE_CONSENT_STORAGE] = { "consent_storage", N_("Consent to storing with Airtable"), "storage" },
  [SHC_INTAKE_CONSENT_MAILING] = { "consent_mailing", N_("Consent to e-mails by Mailchimp"), "mailing" },
};

const char *
shc_intake_field_get_name (ShcIntakeField field)
{
  return fields[field].name;
}

const char *
shc_intake_field_get_title (ShcIntakeField field)
{
  return _(fields[field].title);
}

gboolean
shc_intake_field_from_name (const char     *name,
                            ShcIntakeField *field)
{
  for (int i = 0; i < SHC_INTAKE_N_FIELDS; i++)
    if (g_str_equal (fields[i].name, name))
      {
        *field = (ShcIntakeField) i;
        return TRUE;
      }
  return FALSE;
}

const char *
shc_intake_field_get_purpose (ShcIntakeField field)
{
  return fields[field].purpose;
}

char *
shc_intake_field_dup_value (ShcIntakeField    field,
                            const ShcProfile *profile)
{
  switch (field)
    {
    case SHC_INTAKE_HEALING_NAME:
      return g_strdup (profile->healing_name);
    case SHC_INTAKE_EMAIL:
      return g_strdup (profile->email);
    case SHC_INTAKE_GOALS:
      return g_strdup (profile->goals);
    case SHC_INTAKE_FASTING:
      return profile->has_fasting ? g_strdup (shc_fasting_to_string (profile->fasting)) : NULL;
    case SHC_INTAKE_JOURNEY_START:
      return profile->journey_start_day >= 0 ? shc_date_to_string (shc_date_from_day (profile->journey_start_day)) : NULL;
    case SHC_INTAKE_ADULT:
      return profile->adult == SHC_ADULT_UNSAID ? NULL : g_strdup (profile->adult == SHC_ADULT_YES ? "yes" : "no");
    case SHC_INTAKE_CONSENT_STORAGE:
    case SHC_INTAKE_CONSENT_MAILING:
    case SHC_INTAKE_N_FIELDS:
    default:
      return NULL;
    }
}

static void
replace (char       **text,
         const char  *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

void
shc_intake_field_set_value (ShcIntakeField  field,
                            ShcProfile     *profile,
                            const char     *value)
{
  ShcDate date;

  switch (field)
    {
    case SHC_INTAKE_HEALING_NAME:
      replace (&profile->healing_name, value);
      break;
    case SHC_INTAKE_EMAIL:
      replace (&profile->email, value);
      break;
    case SHC_INTAKE_GOALS:
      replace (&profile->goals, value);
      break;
    case SHC_INTAKE_FASTING:
      profile->has_fasting = shc_fasting_from_string (value, &profile->fasting);
      break;
    case SHC_INTAKE_JOURNEY_START:
      if (shc_date_parse (value, &date, NULL))
        profile->journey_start_day = shc_date_get_day (date);
      break;
    case SHC_INTAKE_ADULT:
      profile->adult = g_str_equal (value, "yes") ? SHC_ADULT_YES : SHC_ADULT_NO;
      break;
    case SHC_INTAKE_CONSENT_STORAGE:
    case SHC_INTAKE_CONSENT_MAILING:
    case SHC_INTAKE_N_FIELDS:
    default:
      g_return_if_reached ();
    }
}

static const char *
get_fasting_title (const char *value)
{
  static const char *const titles[] = { N_("None"), N_("Beginner"), N_("Some"), N_("Experienced") };
  ShcFasting fasting;

  return shc_fasting_from_string (value, &fasting) ? _(titles[fasting]) : value;
}

char *
shc_intake_field_dup_shown (ShcIntakeField  field,
                            const char     *value)
{
  ShcDate date;

  if (field == SHC_INTAKE_FASTING)
    return g_strdup (get_fasting_title (value));
  if (field == SHC_INTAKE_JOURNEY_START && shc_date_parse (value, &date, NULL))
    return shc_date_format_long (date);
  if (field == SHC_INTAKE_ADULT || fields[field].purpose != NULL)
    return g_strdup (g_str_equal (value, "yes") ? _("Yes") : _("No"));
  return g_strdup (value);
}
