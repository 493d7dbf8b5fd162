/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc safety-plan`: six steps in the person's own words. */

#define G_LOG_DOMAIN "shc-cmd-safety-plan"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"
#include "shc-input.h"
#include "shc-output.h"
#include "shc-safety-plan.h"
#include "shc-unlock.h"

static gboolean
load (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  ShcSafetyPlan **plan = data;

  *plan = shc_safety_plan_load (db, error);
  return *plan != NULL;
}

static void
add_plan (JsonBuilder         *reply,
          const ShcSafetyPlan *plan)
{
  json_builder_begin_object (reply);
  json_builder_set_member_name (reply, "steps");
  json_builder_begin_array (reply);
  for (guint i = 0; i < SHC_SAFETY_PLAN_STEPS; i++)
    {
      json_builder_begin_object (reply);
      shc_json_add_int (reply, "step", i + 1);
      shc_json_add_string (reply, "title", shc_safety_plan_get_title (i + 1));
      shc_json_add_string (reply, "text", plan->texts[i]);
      json_builder_end_object (reply);
    }
  json_builder_end_array (reply);
  shc_json_add_time (reply, "updated", plan->updated_us);
  json_builder_end_object (reply);
}

static void
print_plan (const ShcSafetyPlan *plan)
{
  g_autofree char *text = shc_safety_plan_format (plan);
  g_autofree char *safe = shc_output_safe (text);

  if (*text == '\0')
    shc_cli_print (_("There is no plan yet. “shc safety-plan edit 1 -” writes its first step: %s."),
                   shc_safety_plan_get_title (1));
  else
    shc_cli_print ("%s", safe);
}

static gboolean
reply_plan (ShcCli  *self,
            GError **error)
{
  g_autoptr(ShcSafetyPlan) plan = NULL;

  if (!shc_cli_do (self, SHC_DB_WRITER, load, &plan, error))
    return FALSE;
  if (self->json)
    add_plan (self->reply, plan);
  else
    print_plan (plan);
  return TRUE;
}

gboolean
shc_cmd_safety_plan (ShcCli  *self,
                     GError **error)
{
  return shc_cli_open (self, error) && reply_plan (self, error);
}

typedef struct
{
  guint       step;
  const char *text;   /* empty: takes the step out */
} Change;

static gboolean
change_step (ShcDb     *db,
             gpointer   data,
             GError   **error)
{
  Change *change = data;
  g_autoptr(ShcSafetyPlan) plan = shc_safety_plan_load (db, error);

  if (plan == NULL)
    return FALSE;
  g_free (plan->texts[change->step - 1]);
  plan->texts[change->step - 1] = g_strdup (change->text);
  return shc_safety_plan_save (db, plan, g_get_real_time (), error);
}

gboolean
shc_cmd_safety_plan_edit (ShcCli  *self,
                          GError **error)
{
  guint64 step;
  g_autofree char *text = NULL;
  Change change;

  if (!g_ascii_string_to_unsigned (self->args->positionals[0], 10, 1, SHC_SAFETY_PLAN_STEPS, &step, NULL))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("Which step? A number from 1 to 6 is needed."));
      return FALSE;
    }
  text = *self->args->positionals[1] != '\0' ? shc_input_dup_text (self->args->positionals[1], error)
                                             : g_strdup ("");
  if (text == NULL || !shc_cli_open (self, error))
    return FALSE;
  change = (Change) { (guint) step, text };
  return shc_cli_do (self, SHC_DB_WRITER, change_step, &change, error) && reply_plan (self, error);
}
