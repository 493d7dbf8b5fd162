/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc profile`. */

#define G_LOG_DOMAIN "shc-cmd-profile"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "shc-care.h"
#include "shc-commands.h"
#include "shc-consent-standing.h"
#include "shc-journal-error.h"
#include "shc-journey.h"
#include "shc-output.h"
#include "shc-profile-args.h"
#include "shc-unlock.h"

static const struct
{
  const char *purpose;
  const char *member;
} purposes[] = {
  { "storage", "storage" },
  { "chat-history", "chat_history" },
  { "companion", "companion" },
  { "mailing", "mailing" },
};

typedef struct
{
  ShcProfile *profile;
  gint64      day;
  ShcLedger  *ledger;
} Person;

/* What options say, put over what is kept. */
typedef struct
{
  const ShcArgs *args;
  ShcProfile    *given;
} ProfileChange;

static void
person_clear (Person *person)
{
  g_clear_pointer (&person->profile, shc_profile_free);
  g_clear_pointer (&person->ledger, shc_ledger_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Person, person_clear)

static gboolean
load_person (ShcDb    *db,
             gpointer  data,
             GError  **error)
{
  Person *person = data;
  g_autoptr(GError) problem = NULL;

  person->profile = shc_profile_load (db, error);
  if (person->profile == NULL)
    return FALSE;
  person->day = shc_journey_day (db, shc_date_now (g_get_real_time ()), &problem);
  if (problem == NULL)
    person->ledger = shc_ledger_load (db, &problem);
  if (problem == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

static char *
format_start (const ShcProfile *profile)
{
  if (profile->journey_start_day < 0)
    return NULL;
  return shc_date_to_string (shc_date_from_day (profile->journey_start_day));
}

static const ShcConsentStanding *
find_standing (const Person *person,
               const char   *purpose)
{
  for (guint i = 0; i < person->ledger->standings->len; i++)
    {
      const ShcConsentStanding *standing = g_ptr_array_index (person->ledger->standings, i);

      if (g_str_equal (standing->purpose, purpose))
        return standing;
    }
  g_assert_not_reached ();
}

/* What holds now, and in what way it does or does not. */
static void
add_consent (JsonBuilder  *builder,
             const Person *person)
{
  json_builder_set_member_name (builder, "consent");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    shc_json_add_boolean (builder, purposes[i].member,
                          find_standing (person, purposes[i].purpose)->state == SHC_CONSENT_GRANTED);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "consent_state");
  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    shc_json_add_string (builder, purposes[i].member,
                         shc_consent_state_to_string (find_standing (person, purposes[i].purpose)->state));
  json_builder_end_object (builder);
}

static void
add_person (JsonBuilder  *builder,
            const Person *person)
{
  const ShcProfile *profile = person->profile;
  g_autofree char *start = format_start (profile);

  json_builder_begin_object (builder);
  shc_json_add_string (builder, "healing_name", profile->healing_name);
  shc_json_add_string (builder, "email", profile->email);
  shc_json_add_string (builder, "goals", profile->goals);
  shc_json_add_string (builder, "fasting_experience",
                       profile->has_fasting ? shc_fasting_to_string (profile->fasting) : NULL);
  shc_json_add_string (builder, "journey_start", start);
  if (profile->adult == SHC_ADULT_UNSAID)
    shc_json_add_null (builder, "adult");
  else
    shc_json_add_boolean (builder, "adult", profile->adult == SHC_ADULT_YES);
  shc_json_add_time (builder, "created", profile->created_us);
  add_consent (builder, person);
  if (person->day > 0)
    shc_json_add_int (builder, "day", person->day);
  else
    shc_json_add_null (builder, "day");
  json_builder_end_object (builder);
}

static void
print_field (const char *label,
             const char *value)
{
  g_autofree char *safe = value != NULL ? shc_output_safe (value) : NULL;

  shc_cli_print ("%s: %s", label, safe != NULL ? safe : "–");
}

static void
print_person (const Person *person)
{
  const ShcProfile *profile = person->profile;
  g_autofree char *start = format_start (profile);

  print_field (_("Healing Name"), profile->healing_name);
  print_field (_("E-mail"), profile->email);
  print_field (_("Goals"), profile->goals);
  print_field (_("Experience with fasting"),
               profile->has_fasting ? shc_fasting_to_string (profile->fasting) : NULL);
  print_field (_("Journey began"), start);
  if (person->day > 0)
    shc_cli_print (_("Today is day %" PRId64 "."), person->day);
  print_field (_("18 or older"), profile->adult == SHC_ADULT_UNSAID ? NULL
               : profile->adult == SHC_ADULT_YES ? _("yes") : _("no"));
  shc_cli_print ("%s:", _("Consent"));
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    shc_cli_print ("  %s: %s", purposes[i].purpose,
                   shc_consent_standing_describe (find_standing (person, purposes[i].purpose)));
}

static gboolean
reply_person (ShcCli  *self,
              GError **error)
{
  g_auto(Person) person = { NULL };
  g_autoptr(GError) problem = NULL;

  if (!shc_cli_do (self, SHC_DB_WRITER, load_person, &person, &problem))
    {
      if (g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
        g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_NOT_FOUND,
                             _("This journal does not know yet who writes here; “shc profile set "
                               "--healing-name NAME” tells it."));
      else
        g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  if (self->json)
    add_person (self->reply, &person);
  else
    print_person (&person);
  return TRUE;
}

/* In one transaction with its reading, so that two programs do not undo each other. */
static gboolean
change_profile (ShcDb    *db,
                gpointer  data,
                GError  **error)
{
  ProfileChange *change = data;
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = NULL;

  if (!shc_db_begin (db, error))
    return FALSE;
  profile = shc_profile_load (db, &problem);
  if (profile == NULL && g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    profile = shc_profile_new ();
  else if (profile == NULL)
    g_propagate_error (error, g_steal_pointer (&problem));

  if (profile != NULL)
    shc_profile_args_merge (change->args, change->given, profile);
  if (profile == NULL
      || !shc_profile_save (db, profile, g_get_real_time (), error)
      || !shc_db_commit (db, error))
    {
      shc_db_rollback (db);
      return FALSE;
    }

  return TRUE;
}

gboolean
shc_cmd_profile (ShcCli  *self,
                 GError **error)
{
  return shc_cli_open (self, error) && reply_person (self, error);
}

gboolean
shc_cmd_profile_set (ShcCli  *self,
                     GError **error)
{
  g_autoptr(ShcProfile) given = shc_profile_new ();
  ProfileChange change = { self->args, given };

  if (!shc_profile_args_any (self->args))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("Nothing to change was given, such as --healing-name NAME."));
      return FALSE;
    }

  if (!shc_profile_args_read (self->args, given, error)
      || !shc_cli_open (self, error)
      || !shc_cli_do (self, SHC_DB_WRITER, change_profile, &change, error))
    return FALSE;

  if (shc_args_has (self->args, "adult"))
    shc_profile_args_explain (self, given);
  if (given->goals != NULL)
    shc_care_attend (self, given->goals);
  return reply_person (self, error);
}
