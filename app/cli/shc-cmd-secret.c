/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc secret`: a person's keys for services, in the keyring. Nothing here ever shows one. */

#define G_LOG_DOMAIN "shc-cmd-secret"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "shc-commands.h"
#include "shc-input.h"
#include "shc-secure.h"
#include "shc-service-key.h"

#define NAME_COLUMNS 10

/* What was given is not repeated: it may be a key in the wrong place. */
static const char *
get_service (ShcCli  *self,
             GError **error)
{
  const char *service = self->args->positionals[0];

  if (shc_service_key_get_title (service) != NULL)
    return service;
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("Keys can be stored for these services: openai, airtable, mailchimp, typeform."));
  return NULL;
}

/* Takes @problem. */
static void
set_unread (GError **error,
            GError  *problem)
{
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_FAILED,
                         _("Nothing was entered, so nothing was stored."));
  else if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
           || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                         _("This cannot be a key, which is one line of 8 to 512 characters. Nothing was "
                           "stored."));
  else
    {
      g_propagate_error (error, problem);
      return;
    }
  g_error_free (problem);
}

static GBytes *
ask_key (const char  *service,
         GError     **error)
{
  /* Translators: %s is a service, "OpenAI". */
  g_autofree char *prompt = g_strdup_printf (_("Your key for %s: "), shc_service_key_get_title (service));
  GError *problem = NULL;
  GBytes *key = shc_secret_prompt (prompt, &problem);

  if (key == NULL)
    set_unread (error, problem);
  return key;
}

/* All of it, not only a line: a file of several is the wrong one. */
static GBytes *
read_key (GError **error)
{
  int fd = shc_input_open ("-", error);
  GError *problem = NULL;
  GBytes *key;

  if (fd < 0)
    return NULL;
  key = shc_secret_read_all (fd, &problem);
  close (fd);
  if (key == NULL)
    set_unread (error, problem);
  return key;
}

static void
add_secret (JsonBuilder *reply,
            const char  *service,
            gboolean     stored)
{
  json_builder_begin_object (reply);
  shc_json_add_string (reply, "name", service);
  shc_json_add_boolean (reply, "stored", stored);
  json_builder_end_object (reply);
}

/* Whether there is a journal for it, before anybody is asked for a key. */
static gboolean
has_journal (ShcCli  *self,
             GError **error)
{
  g_autofree char *id = shc_vault_dup_id (self->vault, error);

  return id != NULL;
}

gboolean
shc_cmd_secret_set (ShcCli  *self,
                    GError **error)
{
  const char *service = get_service (self, error);
  g_autoptr(GBytes) key = NULL;

  if (service == NULL)
    return FALSE;
  if (self->args->n_positionals > 1)
    {
      g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                           _("A key does not go into the command, where other programs can see it and the "
                             "shell keeps it: type it when you are asked, or give it on standard input. "
                             "Nothing was stored."));
      return FALSE;
    }
  if (!has_journal (self, error))
    return FALSE;
  key = isatty (STDIN_FILENO) ? ask_key (service, error) : read_key (error);
  if (key == NULL || !shc_service_key_store (self->vault, service, key, error))
    return FALSE;

  if (self->json)
    add_secret (self->reply, service, TRUE);
  else
    shc_cli_print (_("Your key for %s is stored in this computer’s keyring."),
                   shc_service_key_get_title (service));
  return TRUE;
}

gboolean
shc_cmd_secret_list (ShcCli  *self,
                     GError **error)
{
  const char *const *services = shc_service_key_services ();
  guint n = g_strv_length ((char **) services);
  g_autofree gboolean *stored = g_new0 (gboolean, n);

  /* All are known before anything is printed. */
  for (guint i = 0; i < n; i++)
    if (!shc_service_key_has (self->vault, services[i], &stored[i], error))
      return FALSE;

  if (self->json)
    json_builder_begin_array (self->reply);
  for (guint i = 0; i < n; i++)
    if (self->json)
      add_secret (self->reply, services[i], stored[i]);
    else
      shc_cli_print ("%-*s  %s", NAME_COLUMNS, services[i], stored[i] ? _("stored") : "–");
  if (self->json)
    json_builder_end_array (self->reply);
  return TRUE;
}

gboolean
shc_cmd_secret_clear (ShcCli  *self,
                      GError **error)
{
  const char *service = get_service (self, error);

  if (service == NULL || !shc_service_key_clear (self->vault, service, error))
    return FALSE;

  if (self->json)
    add_secret (self->reply, service, FALSE);
  else
    shc_cli_print (_("No key for %s is stored on this computer any more."),
                   shc_service_key_get_title (service));
  return TRUE;
}
