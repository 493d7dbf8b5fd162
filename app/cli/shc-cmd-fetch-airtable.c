/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc fetch airtable`. */

#define G_LOG_DOMAIN "shc-cmd-fetch-airtable"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "shc-airtable-share.h"
#include "shc-commands.h"
#include "shc-fetch-base.h"
#include "shc-fetch-output.h"
#include "shc-interrupt.h"
#include "shc-unlock.h"
#include "shc-wait.h"

static void
progress_cb (ShcAirtableShare *share,
             guint             done,
             guint             total,
             ShcCli           *cli)
{
  if (!cli->json && isatty (STDERR_FILENO))
    fprintf (stderr, done < total ? "\r%u/%u " : "\r          \r", done, total);
}

static void
waiting_cb (ShcAirtableShare *share,
            guint             ms,
            ShcCli           *cli)
{
  shc_cli_say (cli, _("The service asks for a pause of %u seconds. Ctrl-C stops; running it again goes on."),
               (ms + 999) / 1000);
}

static ShcBaseFetched *
fetch (ShcCli   *self,
       gboolean  take,
       GError  **error)
{
  g_autoptr(ShcAirtableShare) share = shc_airtable_share_new (self->vault, shc_cli_can_ask ());
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "fetch", "shc fetch airtable", 0);
  g_autoptr(ShcBaseFetched) fetched = NULL;
  g_autoptr(GError) problem = NULL;
  g_auto(ShcWait) wait = { NULL };
  ShcInterrupt *interrupt = shc_interrupt_begin ();

  g_signal_connect (share, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (share, "waiting", G_CALLBACK (waiting_cb), self);
  shc_airtable_share_fetch_async (share, intent, take, shc_interrupt_get_cancellable (interrupt), shc_wait_cb, &wait);
  fetched = shc_airtable_share_fetch_finish (share, shc_wait_for (&wait), &problem);
  shc_interrupt_end (interrupt);
  if (fetched != NULL)
    return g_steal_pointer (&fetched);
  shc_interrupt_explain (&problem, take ? _("Stopped. What had come is kept; running it again brings the rest.")
                                        : _("Stopped: nothing was changed."));
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

/* Bringing back, saving and opening are three things; each has options of its own. */
static gboolean
check_usage (const ShcArgs  *args,
             GError        **error)
{
  gboolean save = shc_args_has (args, "save-base");
  gboolean open = shc_args_has (args, "open-base");

  if ((shc_args_has (args, "plan") + save + open) <= 1 && open == shc_args_has (args, "to") &&
      (open || !shc_args_has (args, "recovery-file")))
    return TRUE;
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE,
                       _("--plan, --save-base FILE, or --open-base FILE --to DIR: one of them. --recovery-file goes with "
                         "--open-base."));
  return FALSE;
}

gboolean
shc_cmd_fetch_airtable (ShcCli  *self,
                        GError **error)
{
  gboolean plan = shc_args_has (self->args, "plan");
  g_autoptr(ShcBaseFetched) fetched = NULL;

  if (!check_usage (self->args, error))
    return FALSE;
  if (shc_args_has (self->args, "save-base"))
    return shc_fetch_base_save (self, shc_args_get (self->args, "save-base"), error);
  if (shc_args_has (self->args, "open-base"))
    return shc_fetch_base_open (self, shc_args_get (self->args, "open-base"), shc_args_get (self->args, "to"), error);
  if (!shc_cli_open (self, error))
    return FALSE;
  fetched = fetch (self, !plan, error);
  if (fetched == NULL)
    return FALSE;
  if (self->json)
    {
      shc_fetch_output_add (self->reply, fetched);
      return TRUE;
    }
  shc_fetch_output_print (fetched);
  if (plan && fetched->plan->changes->len + fetched->conflicts->len > 0)
    shc_cli_say (self, _("Nothing was changed: without --plan it comes into the journal."));
  return TRUE;
}
