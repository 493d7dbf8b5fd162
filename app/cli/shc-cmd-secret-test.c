/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc secret test`: one request that needs nothing but the key. */

#define G_LOG_DOMAIN "shc-cmd-secret-test"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-airtable-share.h"
#include "shc-commands.h"
#include "shc-intake-cli.h"
#include "shc-interrupt.h"
#include "shc-models.h"
#include "shc-output.h"
#include "shc-unlock.h"
#include "shc-wait.h"

/* Each says in a sentence what the service answered, or adds it to the open object. */
typedef gboolean (*Test) (ShcCli *self, GError **error);

static void
begin_reply (ShcCli *self)
{
  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "name", self->args->positionals[0]);
  shc_json_add_boolean (self->reply, "works", TRUE);
}

static gboolean
test_openai (ShcCli  *self,
             GError **error)
{
  g_auto(GStrv) models = shc_cli_list_models (self, "test-key", error);

  if (models == NULL)
    return FALSE;
  if (!self->json)
    {
      shc_cli_print (_("The service took the key and offers %u models."), g_strv_length (models));
      return TRUE;
    }
  begin_reply (self);
  shc_json_add_int (self->reply, "models", g_strv_length (models));
  json_builder_end_object (self->reply);
  return TRUE;
}

static gboolean
test_airtable (ShcCli  *self,
               GError **error)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "whoami", "test-key", "shc secret test", 0);
  g_autoptr(ShcAirtableShare) share = NULL;
  g_auto(ShcWait) wait = { NULL };
  g_autoptr(GError) problem = NULL;
  ShcInterrupt *interrupt;
  gboolean works;

  if (!shc_cli_open (self, error))
    return FALSE;
  share = shc_airtable_share_new (self->vault, shc_cli_can_ask ());
  interrupt = shc_interrupt_begin ();
  shc_airtable_share_test_key_async (share, intent, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  works = shc_airtable_share_test_key_finish (share, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (!works)
    {
      shc_interrupt_explain (&problem, _("Stopped."));
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!self->json)
    {
      shc_cli_print (_("The service took the key."));
      return TRUE;
    }
  begin_reply (self);
  json_builder_end_object (self->reply);
  return TRUE;
}

static const struct
{
  const char *service;
  Test        test;
} tests[] = {
  { "openai", test_openai },
  { "airtable", test_airtable },
  { "mailchimp", shc_cli_test_mailchimp },
  { "typeform", shc_intake_cli_test },
};

gboolean
shc_cmd_secret_test (ShcCli  *self,
                     GError **error)
{
  const char *name = self->args->positionals[0];

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    if (g_str_equal (tests[i].service, name))
      return tests[i].test (self, error);
  g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
               _("“%s” is no service that has a key here. There are openai, airtable, mailchimp and typeform."),
               name);
  return FALSE;
}
