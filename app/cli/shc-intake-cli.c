/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found of a person's answers, shown and taken by a command. */

#define G_LOG_DOMAIN "shc-cmd-intake"

#include "config.h"

#include "shc-intake-cli.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shc-care.h"
#include "shc-consent.h"
#include "shc-intake.h"
#include "shc-line.h"
#include "shc-output.h"
#include "shc-settings.h"
#include "shc-text.h"
#include "shc-writing.h"

/* What a long text is cut to where it is one of several lines. */
#define SHOWN_CHARS 300

typedef struct
{
  ShcCli               *cli;
  const ShcIntakeFound *found;
  ShcIntakePlan        *plan;
  gboolean              suggested;   /* nobody confirmed the mapping yet */
  guint                 fields;
} Run;

/* ---- the mapping */

static gboolean
apply_words (const ShcArgs     *args,
             ShcIntakeMapping  *mapping,
             gboolean          *given,
             GError           **error)
{
  const char *const *words = shc_args_get_all (args, "map");

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      const char *sign = strchr (words[i], '=');
      g_autofree char *name = sign != NULL ? g_strstrip (g_strndup (words[i], (gsize) (sign - words[i]))) : NULL;
      g_autofree char *key = sign != NULL ? g_strstrip (g_strdup (sign + 1)) : NULL;
      ShcIntakeField field;

      if (sign == NULL || strpbrk (key, "\n\r") != NULL || !shc_intake_field_from_name (name, &field))
        {
          g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                               _("--map is FIELD=REF, where FIELD is one of healing_name, email, goals, fasting_experience, "
                                 "journey_start, adult, consent_storage, consent_mailing; an empty REF leaves it out."));
          return FALSE;
        }
      shc_intake_mapping_set (mapping, field, key);
      *given = TRUE;
    }
  return TRUE;
}

/* The one that is set, if it is of this form; else what the questions seem to ask for; over it what was given. */
static ShcIntakeMapping *
choose_mapping (ShcDb   *db,
                Run     *run,
                GError **error)
{
  g_autofree char *text = shc_settings_get (db, SHC_SETTING_TYPEFORM_MAPPING, error);
  g_autoptr(ShcIntakeMapping) mapping = text != NULL ? shc_intake_mapping_parse (text, error) : NULL;
  gboolean given = FALSE;

  if (mapping == NULL)
    return NULL;
  run->suggested = !shc_intake_mapping_fits (mapping, run->found->form);
  if (run->suggested)
    {
      shc_intake_mapping_free (mapping);
      mapping = shc_intake_mapping_suggest (run->found->form);
    }
  if (!apply_words (run->cli->args, mapping, &given, error))
    return NULL;
  run->suggested &= !given;
  return g_steal_pointer (&mapping);
}

static gboolean
make_plan (ShcDb    *db,
           gpointer  data,
           GError  **error)
{
  Run *run = data;
  g_autoptr(ShcIntakeMapping) mapping = choose_mapping (db, run, error);

  if (mapping == NULL)
    return FALSE;
  run->plan = shc_intake_plan_new (db, run->found->form, run->found->response, mapping, error);
  return run->plan != NULL;
}

static gboolean
take_plan (ShcDb    *db,
           gpointer  data,
           GError  **error)
{
  Run *run = data;

  return shc_intake_take (db, run->plan, run->fields, g_get_real_time (), error);
}

/* ---- for programs */

static const char *
get_state_name (ShcIntakeState state)
{
  static const char *const names[] = { "change", "same", "kept", "unfit", "unanswered" };

  return names[state];
}

/* A field as `shc profile` has it; consents are members of an object of their own. */
static void
add_value (JsonBuilder           *reply,
           const ShcIntakeChange *change)
{
  const char *purpose = shc_intake_field_get_purpose (change->field);

  if (purpose != NULL)
    shc_json_add_boolean (reply, purpose, g_str_equal (change->after, "yes"));
  else if (change->field == SHC_INTAKE_ADULT)
    shc_json_add_boolean (reply, "adult", g_str_equal (change->after, "yes"));
  else
    shc_json_add_string (reply, shc_intake_field_get_name (change->field), change->after);
}

/* @consent: whether consents are added, or all others. Returns: how many. */
static guint
add_values (JsonBuilder         *reply,
            const ShcIntakePlan *plan,
            gboolean             consent)
{
  guint n = 0;

  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (plan->changes, i);

      if (change->state != SHC_INTAKE_CHANGE || (shc_intake_field_get_purpose (change->field) != NULL) != consent)
        continue;
      if (consent && n == 0)
        {
          json_builder_set_member_name (reply, "consent");
          json_builder_begin_object (reply);
        }
      add_value (reply, change);
      n++;
    }
  if (consent && n > 0)
    json_builder_end_object (reply);
  return n;
}

static void
add_fields (JsonBuilder         *reply,
            const ShcIntakePlan *plan)
{
  json_builder_set_member_name (reply, "fields");
  json_builder_begin_array (reply);
  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (plan->changes, i);

      json_builder_begin_object (reply);
      shc_json_add_string (reply, "field", shc_intake_field_get_name (change->field));
      shc_json_add_string (reply, "state", get_state_name (change->state));
      shc_json_add_string (reply, "question", change->question);
      shc_json_add_string (reply, "before", change->before);
      shc_json_add_string (reply, "after", change->after);
      shc_json_add_string (reply, "why", change->why);
      json_builder_end_object (reply);
    }
  json_builder_end_array (reply);
}

static void
add_mapping (JsonBuilder            *reply,
             const ShcIntakeMapping *mapping)
{
  json_builder_set_member_name (reply, "mapping");
  json_builder_begin_object (reply);
  for (int field = 0; field < SHC_INTAKE_N_FIELDS; field++)
    if (shc_intake_mapping_get (mapping, (ShcIntakeField) field) != NULL)
      shc_json_add_string (reply, shc_intake_field_get_name ((ShcIntakeField) field),
                           shc_intake_mapping_get (mapping, (ShcIntakeField) field));
  json_builder_end_object (reply);
}

static void
add_candidates (JsonBuilder          *reply,
                const ShcIntakeFound *found)
{
  json_builder_set_member_name (reply, "candidates");
  json_builder_begin_array (reply);
  for (guint i = 0; i < found->candidates->len; i++)
    {
      const ShcTypeformResponse *response = g_ptr_array_index (found->candidates, i);

      json_builder_begin_object (reply);
      shc_json_add_string (reply, "response", response->id);
      shc_json_add_time (reply, "submitted", response->submitted_us);
      json_builder_end_object (reply);
    }
  json_builder_end_array (reply);
}

static void
add_reply (const Run *run)
{
  JsonBuilder *reply = run->cli->reply;

  json_builder_begin_object (reply);
  shc_json_add_int (reply, "responses", shc_intake_found_count (run->found));
  shc_json_add_string (reply, "form", run->found->form->id);
  shc_json_add_string (reply, "response", run->plan != NULL ? run->plan->response_id : NULL);
  shc_json_add_boolean (reply, "confirmed", run->found->confirmed);
  json_builder_set_member_name (reply, "proposed");
  json_builder_begin_object (reply);
  if (run->plan != NULL)
    {
      add_values (reply, run->plan, FALSE);
      add_values (reply, run->plan, TRUE);
    }
  json_builder_end_object (reply);
  if (run->plan != NULL)
    {
      add_fields (reply, run->plan);
      add_mapping (reply, run->plan->mapping);
      shc_json_add_boolean (reply, "mapping_confirmed", !run->suggested);
      shc_json_add_int (reply, "taken", __builtin_popcount (run->fields));
    }
  add_candidates (reply, run->found);
  json_builder_end_object (reply);
}

/* ---- for people */

static char *
dup_shown (ShcIntakeField  field,
           const char     *value)
{
  g_autofree char *text = value != NULL ? shc_intake_field_dup_shown (field, value) : g_strdup ("–");
  g_autofree char *short_text = shc_text_excerpt (text, SHOWN_CHARS);

  return shc_output_make_visible (*short_text != '\0' ? short_text : text, TRUE);
}

static void
print_change (const ShcIntakeChange *change)
{
  g_autofree char *before = dup_shown (change->field, change->before);
  g_autofree char *after = dup_shown (change->field, change->after);
  g_autofree char *question = shc_output_make_visible (change->question, TRUE);
  const char *title = shc_intake_field_get_title (change->field);

  if (change->state == SHC_INTAKE_CHANGE || change->state == SHC_INTAKE_KEPT)
    shc_cli_print ("%s: %s → %s", title, before, after);
  else if (change->state == SHC_INTAKE_SAME)
    shc_cli_print (_("%s: %s, as it is here"), title, after);
  else
    shc_cli_print ("%s: %s", title, before);
  /* Translators: %s is a question of a form. */
  shc_cli_print (_("    asked as: %s"), question);
  if (change->why != NULL)
    shc_cli_print ("    %s", change->why);
}

static void
print_candidates (const ShcIntakeFound *found)
{
  for (guint i = 0; i < found->candidates->len; i++)
    {
      const ShcTypeformResponse *response = g_ptr_array_index (found->candidates, i);
      g_autofree char *at = response->submitted_us > 0 ? shc_output_format_time (response->submitted_us) : g_strdup ("?");
      g_autofree char *id = shc_output_make_visible (response->id, TRUE);

      /* Translators: a response to a form: its id, and when it was sent off. */
      shc_cli_print (_("Your e-mail address is in response %s, sent off %s."), id, at);
    }
  if (found->candidates->len > 0 && !found->confirmed)
    shc_cli_print (_("If it is yours, say so by --response and its id."));
}

static void
print_plan (const Run *run)
{
  print_candidates (run->found);
  if (run->plan == NULL)
    return;
  for (guint i = 0; i < run->plan->changes->len; i++)
    print_change (g_ptr_array_index (run->plan->changes, i));
  if (run->plan->changes->len == 0)
    shc_cli_print (_("It is not known yet which question is about what: --map FIELD=REF says so."));
  for (guint i = 0; i < run->plan->unused->len; i++)
    {
      g_autofree char *question = shc_output_make_visible (g_ptr_array_index (run->plan->unused, i), TRUE);

      shc_cli_print (_("Not used: %s"), question);
    }
}

static gboolean
ask (ShcCli     *self,
     const char *question)
{
  g_autoptr(ShcLine) line = shc_line_new ();
  g_autofree char *answer = NULL;

  return shc_line_read (line, question, shc_writing_get_idle (self), &answer) == SHC_LINE_TYPED &&
         (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0);
}

static gboolean
can_ask (ShcCli *self)
{
  return !self->json && isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

/* ---- taking */

/* Consent is asked for by its own words; for a program the command itself is the act, as with `shc consent grant`. */
static void
agree (Run *run)
{
  for (guint i = 0; i < run->plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (run->plan->changes, i);
      const char *purpose = shc_intake_field_get_purpose (change->field);

      if (purpose == NULL || (run->fields & SHC_INTAKE_BIT (change->field)) == 0 || !g_str_equal (change->after, "yes"))
        continue;
      shc_cli_warn ("%s", shc_consent_get_wording (purpose));
      if (can_ask (run->cli) && !ask (run->cli, _("Do you agree? (y/n) ")))
        run->fields &= ~SHC_INTAKE_BIT (change->field);
    }
}

static guint
get_takeable (const ShcIntakePlan *plan)
{
  guint fields = shc_intake_plan_get_changes (plan);

  for (guint i = 0; i < plan->changes->len; i++)
    {
      const ShcIntakeChange *change = g_ptr_array_index (plan->changes, i);

      if (change->state == SHC_INTAKE_KEPT)
        fields |= SHC_INTAKE_BIT (change->field);
    }
  return fields;
}

static gboolean
choose_fields (Run     *run,
               GError **error)
{
  const char *const *only = shc_args_get_all (run->cli->args, "only");
  guint chosen = 0;

  for (guint i = 0; only != NULL && only[i] != NULL; i++)
    {
      ShcIntakeField field;

      if (!shc_intake_field_from_name (only[i], &field) || shc_intake_plan_get (run->plan, field) == NULL)
        {
          g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                               _("--only names a field that the form has something for, such as healing_name. Nothing was "
                                 "taken."));
          return FALSE;
        }
      chosen |= SHC_INTAKE_BIT (field);
    }
  run->fields = only != NULL ? chosen & get_takeable (run->plan) : shc_intake_plan_get_changes (run->plan);
  return TRUE;
}

static gboolean
confirm (Run     *run,
         GError **error)
{
  if (!run->found->confirmed && can_ask (run->cli) && run->plan != NULL)
    {
      if (ask (run->cli, _("Is this your response? (y/n) ")))
        return TRUE;
    }
  else if (shc_intake_found_check (run->found, NULL))
    {
      if (!run->suggested || !can_ask (run->cli) ||
          ask (run->cli, _("Does each question belong to its field? (y/n) ")))
        return TRUE;
    }
  else
    return shc_intake_found_check (run->found, error);
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED, _("Nothing was taken."));
  return FALSE;
}

static void
attend_goals (const Run *run)
{
  const ShcIntakeChange *goals = shc_intake_plan_get (run->plan, SHC_INTAKE_GOALS);

  if (goals != NULL && goals->after != NULL && (run->fields & SHC_INTAKE_BIT (SHC_INTAKE_GOALS)) != 0)
    shc_care_attend (run->cli, goals->after);
}

static gboolean
take (Run     *run,
      GError **error)
{
  if (!confirm (run, error) || !choose_fields (run, error))
    return FALSE;
  agree (run);
  if (!shc_cli_do (run->cli, SHC_DB_WRITER, take_plan, run, error))
    return FALSE;
  attend_goals (run);
  return TRUE;
}

gboolean
shc_intake_cli_run (ShcCli                *self,
                    const ShcIntakeFound  *found,
                    GError               **error)
{
  Run run = { .cli = self, .found = found };
  gboolean taking = shc_args_has (self->args, "take");
  gboolean done;

  done = found->response == NULL || shc_cli_do (self, SHC_DB_WRITER, make_plan, &run, error);
  if (done && !self->json)
    print_plan (&run);
  if (done && taking)
    done = take (&run, error);
  if (done && self->json)
    add_reply (&run);
  else if (done && taking)
    shc_cli_print (_("Taken: %d."), __builtin_popcount (run.fields));
  else if (done && run.plan != NULL && shc_intake_plan_get_changes (run.plan) != 0)
    shc_cli_say (self, _("Nothing was changed: --take takes it."));
  shc_intake_plan_free (run.plan);
  return done;
}
