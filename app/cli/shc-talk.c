/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands that use the network share. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk.h"

#include <glib/gi18n-lib.h>

#include "shc-activity-log.h"
#include "shc-conversations.h"
#include "shc-interrupt.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "shc-unlock.h"
#include "shc-vault-error.h"

static gboolean
settle (ShcDb     *db,
        gpointer   data,
        GError   **error)
{
  int days = shc_settings_get_int (db, SHC_SETTING_COMPANION_RETENTION_DAYS, error);

  return days > 0 && shc_conversations_settle (db, g_get_real_time (), days, error);
}

static gboolean
load (ShcDb     *db,
      gpointer   data,
      GError   **error)
{
  ShcTalk *self = data;

  self->companion = shc_companion_load (db, g_get_real_time (), error);
  return self->companion != NULL;
}

gboolean
shc_talk_begin (ShcTalk  *self,
                ShcCli   *cli,
                GError  **error)
{
  self->cli = cli;
  return shc_cli_open (cli, error) && shc_cli_do (cli, SHC_DB_WRITER, settle, NULL, error) &&
         shc_cli_do (cli, SHC_DB_READER, load, self, error);
}

void
shc_talk_clear (ShcTalk *self)
{
  g_clear_pointer (&self->companion, shc_companion_free);
  g_clear_object (&self->http);
  g_clear_pointer (&self->key, g_bytes_unref);
}

/* Servers on this computer mostly want none; one that is there is given to the official service only, or where
 * the person has set another address by themselves. */
static gboolean
get_key (ShcTalk  *self,
         GError  **error)
{
  g_autoptr(GError) problem = NULL;

  self->key = shc_service_key_lookup (self->cli->vault, "openai", FALSE, &problem);
  if (self->key != NULL || !shc_companion_needs_key (self->companion))
    return TRUE;
  if (!g_error_matches (problem, SHC_VAULT_ERROR, SHC_VAULT_ERROR_NO_SERVICE_KEY))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  g_set_error_literal (error, SHC_COMPANION_ERROR, SHC_COMPANION_ERROR_KEY,
                       _("There is no key for the companion’s service yet. “shc secret set openai” stores it in this "
                         "computer’s keyring. Nothing was sent."));
  return FALSE;
}

gboolean
shc_talk_connect (ShcTalk  *self,
                  GError  **error)
{
  g_autoptr(ShcActivityLog) log = NULL;

  if (!get_key (self, error))
    return FALSE;
  log = shc_activity_log_new (self->cli->vault);
  self->http = shc_http_new (SHC_INTENT_SINK (log), self->companion->ca_file, NULL, error);
  return self->http != NULL;
}

ShcChatServer
shc_talk_get_server (const ShcTalk *self)
{
  return (ShcChatServer) { self->companion->base_url, self->key, self->companion->protocol, self->companion->official };
}

void
shc_talk_wait (const gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

typedef struct
{
  char    **models;
  GError   *error;
  gboolean  done;
} Listing;

static void
listed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Listing *listing = user_data;

  listing->models = shc_chat_list_models_finish (SHC_HTTP (source), result, &listing->error);
  listing->done = TRUE;
}

char **
shc_talk_list_models (ShcTalk     *self,
                      const char  *purpose,
                      GError     **error)
{
  g_autoptr(ShcIntent) intent = NULL;
  g_autofree char *action = g_strconcat ("shc ", self->cli->args->command->name, NULL);
  ShcChatServer server;
  ShcInterrupt *interrupt;
  Listing listing = { NULL };

  if (!shc_companion_check_network (self->companion, error) || !shc_talk_connect (self, error))
    return NULL;
  intent = shc_intent_new ("openai", "models", purpose, action, 0);
  server = shc_talk_get_server (self);
  interrupt = shc_interrupt_begin ();
  shc_chat_list_models_async (self->http, intent, &server, shc_interrupt_get_cancellable (interrupt), listed_cb,
                              &listing);
  shc_talk_wait (&listing.done);
  shc_interrupt_end (interrupt);
  if (listing.error != NULL)
    {
      shc_interrupt_explain (&listing.error, _("Stopped."));
      g_propagate_error (error, listing.error);
    }
  return listing.models;
}
