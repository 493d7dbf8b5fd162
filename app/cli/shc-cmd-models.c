/* SPDX-License-Identifier: GPL-3.0-or-later */
<<<<<<< HEAD
/* `shc models` and `shc usage`. */
=======
/* `shc models` and `shc secret test`. */
>>>>>>> 8de1660 (companion: what it costs, by prices that the person noted)

#define G_LOG_DOMAIN "shc-cmd-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"
#include "shc-interrupt.h"
#include "shc-models.h"
#include "shc-output.h"
#include "shc-talk.h"
#include "shc-unlock.h"
#include "shc-wait.h"

char **
shc_cli_list_models (ShcCli      *self,
                     const char  *purpose,
                     GError     **error)
{
  g_autofree char *action = g_strconcat ("shc ", self->args->command->name, NULL);
  g_autoptr(ShcIntent) intent = shc_intent_new ("openai", "models", purpose, action, 0);
  g_autoptr(ShcTalk) talk = NULL;
  g_auto(ShcWait) wait = { NULL };
  g_autoptr(GError) problem = NULL;
  ShcInterrupt *interrupt;
  char **models;

  if (!shc_cli_open (self, error))
    return NULL;
  talk = shc_talk_new (self->vault);
  shc_talk_load_async (talk, NULL, NULL, shc_wait_cb, &wait);
  if (!shc_talk_load_finish (talk, shc_wait_for (&wait), error))
    return NULL;
  interrupt = shc_interrupt_begin ();
  shc_talk_list_models_async (talk, intent, FALSE, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  models = shc_talk_list_models_finish (talk, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (models == NULL)
    {
      shc_interrupt_explain (&problem, _("Stopped."));
      g_propagate_error (error, g_steal_pointer (&problem));
    }
  return models;
}

gboolean
shc_cmd_models (ShcCli  *self,
                GError **error)
{
  g_auto(GStrv) models = shc_cli_list_models (self, "models", error);

  if (models == NULL)
    return FALSE;
  if (self->json)
    json_builder_begin_array (self->reply);
  for (guint i = 0; models[i] != NULL; i++)
    if (self->json)
      json_builder_add_string_value (self->reply, models[i]);
    else
      {
        g_autofree char *safe = shc_output_make_visible (models[i], TRUE);

        shc_cli_print ("%s", safe);
      }
  if (self->json)
    json_builder_end_array (self->reply);
  else if (models[0] == NULL)
    shc_cli_say (self, _("The server offers no model."));
  return TRUE;
}

<<<<<<< HEAD
typedef struct
{
  const char *month;
  GPtrArray  *usage;
} Listing;

static gboolean
list_usage (ShcDb     *db,
            gpointer   data,
            GError   **error)
{
  Listing *listing = data;

  listing->usage = shc_usage_list (db, listing->month, error);
  return listing->usage != NULL;
}

static void
add_usage (JsonBuilder    *reply,
           const ShcUsage *usage)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "month", usage->month);
  shc_json_add_string (reply, "host", usage->host);
  shc_json_add_string (reply, "model", usage->model);
  shc_json_add_int (reply, "requests", usage->requests);
  shc_json_add_int (reply, "input", usage->input_tokens);
  shc_json_add_int (reply, "output", usage->output_tokens);
  shc_json_add_int (reply, "estimated", usage->estimated_tokens);
  json_builder_end_object (reply);
}

static void
print_usage (const ShcUsage *usage)
{
  g_autofree char *model = shc_output_make_visible (usage->model, TRUE);

  shc_cli_print (_("%s  %s, %s: %" PRId64 " requests, %" PRId64 " tokens in, %" PRId64 " out%s"), usage->month,
                 usage->host, model, usage->requests, usage->input_tokens, usage->output_tokens,
                 usage->estimated_tokens > 0 ? _(", partly estimated") : "");
}

static gboolean
is_month (const char *text)
{
  return g_regex_match_simple ("^\\d{4}-(0[1-9]|1[0-2])$", text, 0, 0);
}

gboolean
shc_cmd_usage (ShcCli  *self,
               GError **error)
{
  Listing listing = { shc_args_get (self->args, "month"), NULL };
  g_autoptr(GPtrArray) usage = NULL;

  if (listing.month != NULL && !is_month (listing.month))
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("--month: a month such as 2026-11 is needed."));
      return FALSE;
    }
  if (!shc_cli_open (self, error) || !shc_cli_do (self, SHC_DB_READER, list_usage, &listing, error))
    return FALSE;
  usage = listing.usage;
  if (self->json)
    json_builder_begin_array (self->reply);
  for (guint i = 0; i < usage->len; i++)
    if (self->json)
      add_usage (self->reply, g_ptr_array_index (usage, i));
    else
      print_usage (g_ptr_array_index (usage, i));
  if (self->json)
    json_builder_end_array (self->reply);
  else if (usage->len == 0)
    shc_cli_say (self, _("Nothing was asked of a language model."));
=======
gboolean
shc_cmd_secret_test (ShcCli  *self,
                     GError **error)
{
  const char *name = self->args->positionals[0];
  g_auto(GStrv) models = NULL;

  if (g_str_equal (name, "typeform"))
    return shc_intake_cli_test (self, error);
  if (!g_str_equal (name, "openai"))
    {
      g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                   shc_service_key_get_title (name) != NULL
                     ? _("“%s” cannot be tested yet: this version does not speak with that service.")
                     : _("“%s” is no service that has a key here. There are openai, airtable, mailchimp and typeform."),
                   name);
      return FALSE;
    }
  models = list_models (self, "test-key", error);
  if (models == NULL)
    return FALSE;
  if (!self->json)
    {
      shc_cli_print (_("The service took the key and offers %u models."), g_strv_length (models));
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "name", name);
  shc_json_add_boolean (self->reply, "works", TRUE);
  shc_json_add_int (self->reply, "models", g_strv_length (models));
  json_builder_end_object (self->reply);
>>>>>>> 8de1660 (companion: what it costs, by prices that the person noted)
  return TRUE;
}
