/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc models`, of the server that is set or of those on this computer. */

#define G_LOG_DOMAIN "shc-cmd-models"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-commands.h"
#include "shc-interrupt.h"
#include "shc-models.h"
#include "shc-output.h"
#include "shc-server-search.h"
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

/* ---- servers on this computer */

/* Returns: (transfer full) (element-type ShcFoundServer). */
static GPtrArray *
find_servers (ShcCli  *self,
              GError **error)
{
  g_autoptr(ShcIntent) intent = shc_server_search_create_intent ("shc models --look");
  g_auto(ShcWait) wait = { NULL };
  g_autoptr(GError) problem = NULL;
  ShcInterrupt *interrupt;
  GPtrArray *servers;

  if (!shc_cli_open (self, error))
    return NULL;
  interrupt = shc_interrupt_begin ();
  shc_server_search_async (self->vault, intent, NULL, 0, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  servers = shc_server_search_finish (self->vault, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (servers == NULL)
    {
      shc_interrupt_explain (&problem, _("Stopped."));
      g_propagate_error (error, g_steal_pointer (&problem));
    }
  return servers;
}

static void
add_server (JsonBuilder          *reply,
            const ShcFoundServer *server)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "name", server->name);
  shc_json_add_string (reply, "base_url", server->base_url);
  shc_json_add_strings (reply, "models", (const char *const *) server->models);
  json_builder_end_object (reply);
}

/* Taking one is the person's own, by the command that is told. */
static gboolean
look (ShcCli  *self,
      GError **error)
{
  g_autoptr(GPtrArray) servers = find_servers (self, error);

  if (servers == NULL)
    return FALSE;
  if (self->json)
    json_builder_begin_array (self->reply);
  for (guint i = 0; i < servers->len; i++)
    {
      const ShcFoundServer *server = g_ptr_array_index (servers, i);
      g_autofree char *models = shc_found_server_dup_words (server);

      if (self->json)
        add_server (self->reply, server);
      else
        shc_cli_print ("%s  %s  %s", server->name, server->base_url, models);
    }
  if (self->json)
    json_builder_end_array (self->reply);
  else if (servers->len == 0)
    shc_cli_say (self, "%s", shc_server_search_get_advice ());
  else
    shc_cli_say (self, _("Nothing was changed. To talk with one of them: shc settings set openai.base-url ADDRESS"));
  return TRUE;
}

gboolean
shc_cmd_models (ShcCli  *self,
                GError **error)
{
  g_auto(GStrv) models = NULL;

  if (shc_args_has (self->args, "look"))
    return look (self, error);
  models = shc_cli_list_models (self, "models", error);
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
