/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile as options give it. */

#define G_LOG_DOMAIN "shc-profile-args"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-input.h"
#include "shc-profile-args.h"
#include "shc-text.h"

static const char *const options[] = {
  "healing-name", "email", "goals", "fasting-experience", "journey-start", "adult",
};

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

static void
replace (char       **field,
         const char  *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Replaces *@value by what was given; nothing at all by %NULL. */
static void
apply_text (const ShcArgs  *args,
            const char     *option,
            char          **value)
{
  const char *given = shc_args_get (args, option);

  if (given == NULL)
    return;
  replace (value, given[0] != '\0' ? given : NULL);
}

static gboolean
apply_goals (const ShcArgs  *args,
             ShcProfile     *profile,
             GError        **error)
{
  const char *given = shc_args_get (args, "goals");
  g_autofree char *goals = NULL;

  if (given == NULL)
    return TRUE;
  if (given[0] != '\0')
    {
      g_autoptr(GError) problem = NULL;

      goals = shc_input_dup_text (given, &problem);
      if (goals == NULL && g_error_matches (problem, SHC_TEXT_ERROR, SHC_TEXT_ERROR_TOO_LONG))
        return set_usage (error, _("--goals: this is longer than 1 MiB, the most that can be kept."));
      if (goals == NULL)
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&problem), "--goals: ");
          return FALSE;
        }
    }

  g_free (profile->goals);
  profile->goals = g_steal_pointer (&goals);
  return TRUE;
}

static gboolean
apply_fasting (const ShcArgs  *args,
               ShcProfile     *profile,
               GError        **error)
{
  const char *given = shc_args_get (args, "fasting-experience");

  if (given == NULL)
    return TRUE;
  profile->has_fasting = given[0] != '\0';
  if (profile->has_fasting && !shc_fasting_from_string (given, &profile->fasting))
    return set_usage (error, _("--fasting-experience is one of none, beginner, some, experienced."));
  return TRUE;
}

static gboolean
apply_start (const ShcArgs  *args,
             ShcProfile     *profile,
             GError        **error)
{
  const char *given = shc_args_get (args, "journey-start");

  if (given != NULL && given[0] == '\0')
    {
      profile->journey_start_day = -1;
      return TRUE;
    }
  return shc_input_get_day (args, "journey-start", &profile->journey_start_day, error);
}

static gboolean
apply_adult (const ShcArgs  *args,
             ShcProfile     *profile,
             GError        **error)
{
  const char *given = shc_args_get (args, "adult");

  if (given == NULL)
    return TRUE;
  if (g_str_equal (given, "yes"))
    profile->adult = SHC_ADULT_YES;
  else if (g_str_equal (given, "no"))
    profile->adult = SHC_ADULT_NO;
  else if (given[0] == '\0')
    profile->adult = SHC_ADULT_UNSAID;
  else
    return set_usage (error, _("--adult is yes or no."));
  return TRUE;
}

gboolean
shc_profile_args_read (const ShcArgs  *args,
                       ShcProfile     *given,
                       GError        **error)
{
  g_autoptr(ShcProfile) probe = NULL;

  apply_text (args, "healing-name", &given->healing_name);
  apply_text (args, "email", &given->email);
  if (!apply_goals (args, given, error)
      || !apply_fasting (args, given, error)
      || !apply_start (args, given, error)
      || !apply_adult (args, given, error))
    return FALSE;

  /* A name that was not given is no mistake here. */
  probe = shc_profile_copy (given);
  if (!shc_args_has (args, "healing-name"))
    probe->healing_name = g_strdup ("-");
  return shc_profile_check (probe, error);
}

void
shc_profile_args_merge (const ShcArgs    *args,
                        const ShcProfile *given,
                        ShcProfile       *profile)
{
  if (shc_args_has (args, "healing-name"))
    replace (&profile->healing_name, given->healing_name);
  if (shc_args_has (args, "email"))
    replace (&profile->email, given->email);
  if (shc_args_has (args, "goals"))
    replace (&profile->goals, given->goals);
  if (shc_args_has (args, "fasting-experience"))
    {
      profile->has_fasting = given->has_fasting;
      profile->fasting = given->fasting;
    }
  if (shc_args_has (args, "journey-start"))
    profile->journey_start_day = given->journey_start_day;
  if (shc_args_has (args, "adult"))
    profile->adult = given->adult;
}

gboolean
shc_profile_args_any (const ShcArgs *args)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (shc_args_has (args, options[i]))
      return TRUE;

  return FALSE;
}

void
shc_profile_args_explain (ShcCli           *cli,
                          const ShcProfile *profile)
{
  if (profile->adult == SHC_ADULT_YES)
    return;

  if (profile->adult == SHC_ADULT_NO)
    shc_cli_say (cli, _("Under 18, nothing here talks to an AI companion. Everything else is yours "
                        "to use."));
  else
    shc_cli_say (cli, _("It was not said whether you are 18 or older, which counts as no: nothing "
                        "here talks to an AI companion. Everything else is yours to use; “shc profile "
                        "set --adult yes” says it."));
  shc_cli_say (cli, _("If something weighs on you and you are young, you do not have to carry it "
                      "alone: talk with an adult you trust, a school counsellor or a doctor. In "
                      "danger, call the emergency number."));
}
