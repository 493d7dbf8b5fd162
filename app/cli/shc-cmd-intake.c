/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc fetch typeform`, `shc import FILE --format typeform` and `shc secret test typeform`. */

#define G_LOG_DOMAIN "shc-cmd-intake"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "shc-commands.h"
#include "shc-csv.h"
#include "shc-input.h"
#include "shc-intake-cli.h"
#include "shc-interrupt.h"
#include "shc-journal-error.h"
#include "shc-output.h"
#include "shc-profile.h"
#include "shc-settings.h"
#include "shc-unlock.h"
#include "shc-wait.h"

typedef struct
{
  char *email;
  char *known;
} Person;

static gboolean
load_person (ShcDb    *db,
             gpointer  data,
             GError  **error)
{
  Person *person = data;
  g_autoptr(GError) problem = NULL;
  g_autoptr(ShcProfile) profile = shc_profile_load (db, &problem);

  if (profile == NULL && !g_error_matches (problem, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  person->email = profile != NULL ? g_strdup (profile->email) : NULL;
  person->known = shc_settings_get (db, SHC_SETTING_TYPEFORM_RESPONSE_ID, error);
  return person->known != NULL;
}

static gboolean
set_usage (GError     **error,
           const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

gboolean
shc_cmd_fetch_typeform (ShcCli  *self,
                        GError **error)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("typeform", "responses", "intake", "shc fetch typeform", 0);
  g_autoptr(ShcIntakeFound) found = NULL;
  g_autoptr(GError) problem = NULL;
  g_auto(ShcWait) wait = { NULL };
  ShcInterrupt *interrupt;

  if (shc_args_has (self->args, "plan") && shc_args_has (self->args, "take"))
    return set_usage (error, _("--plan changes nothing and --take does: one of them."));
  if (!shc_cli_open (self, error))
    return FALSE;
  interrupt = shc_interrupt_begin ();
  shc_intake_fetch_async (self->vault, intent, shc_args_get (self->args, "form"),
                          shc_args_get (self->args, "response"), TRUE, shc_interrupt_get_cancellable (interrupt),
                          shc_wait_cb, &wait);
  found = shc_intake_fetch_finish (self->vault, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (found != NULL)
    return shc_intake_cli_run (self, found, error);
  shc_interrupt_explain (&problem, _("Stopped: nothing was taken."));
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
shc_intake_cli_import (ShcCli  *self,
                       GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr(ShcIntakeFound) found = NULL;
  Person person = { NULL, NULL };
  gsize length = 0;
  int fd;

  if (shc_args_has (self->args, "dry-run") && shc_args_has (self->args, "take"))
    return set_usage (error, _("--dry-run changes nothing and --take does: one of them."));
  if (!shc_cli_open (self, error))
    return FALSE;
  fd = shc_input_open (self->args->positionals[0], error);
  if (fd < 0)
    return FALSE;
  text = shc_input_read (fd, SHC_CSV_MAX_BYTES, &length, error);
  close (fd);
  if (text == NULL || !shc_cli_do (self, SHC_DB_WRITER, load_person, &person, error))
    return FALSE;
  found = shc_intake_read (text, length, shc_args_get (self->args, "response"), person.known, person.email, error);
  g_free (person.email);
  g_free (person.known);
  return found != NULL && shc_intake_cli_run (self, found, error);
}

gboolean
shc_intake_cli_test (ShcCli  *self,
                     GError **error)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("typeform", "me", "test-key", "shc secret test", 0);
  g_autoptr(GError) problem = NULL;
  g_autofree char *name = NULL;
  g_autofree char *safe = NULL;
  g_auto(ShcWait) wait = { NULL };
  ShcInterrupt *interrupt;

  if (!shc_cli_open (self, error))
    return FALSE;
  interrupt = shc_interrupt_begin ();
  shc_intake_test_async (self->vault, intent, TRUE, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  name = shc_intake_test_finish (self->vault, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (name == NULL)
    {
      shc_interrupt_explain (&problem, _("Stopped."));
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (self->json)
    {
      json_builder_begin_object (self->reply);
      shc_json_add_string (self->reply, "name", "typeform");
      shc_json_add_boolean (self->reply, "works", TRUE);
      shc_json_add_string (self->reply, "account", *name != '\0' ? name : NULL);
      json_builder_end_object (self->reply);
      return TRUE;
    }
  safe = shc_output_make_visible (name, TRUE);
  if (*name != '\0')
    shc_cli_print (_("Typeform took the token. It is of the account “%s”."), safe);
  else
    shc_cli_print (_("Typeform took the token."));
  return TRUE;
}
