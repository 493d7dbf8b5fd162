/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc share mailchimp`. */

#define G_LOG_DOMAIN "shc-cmd-share-mailchimp"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "shc-commands.h"
#include "shc-interrupt.h"
#include "shc-line.h"
#include "shc-mailing-output.h"
#include "shc-unlock.h"
#include "shc-wait.h"
#include "shc-writing.h"

typedef enum { PLAN, RUN, RESUME, UNDO, UNSUBSCRIBE, ARCHIVE, FORGET, N_VERBS } Verb;

/* @wish: of what is planned; @purpose: what the record says it was for. */
static const struct
{
  const char     *name;
  ShcMailingWish  wish;
  const char     *purpose;
} verbs[N_VERBS] = {
  [PLAN] = { "plan", SHC_MAILING_JOIN, "mailing" },
  [RUN] = { "run", SHC_MAILING_JOIN, "mailing" },
  [RESUME] = { "resume", SHC_MAILING_JOIN, "mailing" },
  [UNDO] = { "undo", SHC_MAILING_UNDO, "undo" },
  [UNSUBSCRIBE] = { "unsubscribe", SHC_MAILING_UNSUBSCRIBE, "mailing" },
  [ARCHIVE] = { "archive", SHC_MAILING_ARCHIVE, "mailing" },
  [FORGET] = { "forget", SHC_MAILING_FORGET, "forget" },
};

/* One command of this kind at work. */
typedef struct
{
  ShcCli       *cli;
  Verb          verb;
  ShcMailing   *mailing;
  ShcIntent    *intent;
  ShcInterrupt *interrupt;
  ShcWait       wait;
} Sharing;

static gboolean
fail_usage (GError     **error,
            const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

/* `--plan` beside another verb shows what that would do. */
static gboolean
find_verb (const ShcArgs  *args,
           Verb           *verb,
           GError        **error)
{
  gboolean plan = shc_args_has (args, "plan");

  *verb = N_VERBS;
  for (int i = RUN; i < N_VERBS; i++)
    if (shc_args_has (args, verbs[i].name))
      {
        if (*verb != N_VERBS)
          return fail_usage (error, _("Only one of --run, --resume, --undo, --unsubscribe, --archive and --forget goes at a "
                                      "time."));
        *verb = (Verb) i;
      }
  if (*verb == N_VERBS && !plan)
    return fail_usage (error, _("One of --plan, --run, --resume, --undo, --unsubscribe, --archive and --forget is needed."));
  if (*verb == N_VERBS)
    *verb = PLAN;
  if (*verb == RESUME && plan)
    return fail_usage (error, _("--plan does not go with --resume."));
  if (*verb == FORGET && !plan && !shc_args_has (args, "yes"))
    return fail_usage (error, _("All that Mailchimp has of you in this list would be deleted for good, and the address could "
                                "only come back by the list’s own form. If that is what you want, add --yes; with --plan "
                                "instead, it is only shown."));
  return TRUE;
}

static void
waiting_cb (ShcMailing *mailing,
            guint       ms,
            Sharing    *self)
{
  shc_cli_say (self->cli, _("The service asks for a pause of %u seconds. Ctrl-C stops; what was begun can go on later."),
               (ms + 999) / 1000);
}

static void
sharing_begin (Sharing    *self,
               ShcCli     *cli,
               const char *endpoint,
               const char *purpose)
{
  g_autofree char *action = g_strconcat ("shc ", cli->args->command->name, NULL);

  self->cli = cli;
  self->mailing = shc_mailing_new (cli->vault, shc_cli_can_ask ());
  g_signal_connect (self->mailing, "waiting", G_CALLBACK (waiting_cb), self);
  self->intent = shc_intent_new ("mailchimp", endpoint, purpose, action, 0);
  self->interrupt = shc_interrupt_begin ();
}

static void
sharing_clear (Sharing *self)
{
  if (self->interrupt != NULL)
    shc_interrupt_end (self->interrupt);
  shc_wait_clear (&self->wait);
  g_clear_pointer (&self->intent, shc_intent_free);
  g_clear_object (&self->mailing);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sharing, sharing_clear)

/* @problem: (transfer full) (nullable): if it was stopped, that is what it says. Returns: whether there was none. */
static gboolean
take_problem (Sharing    *self,
              GError     *problem,
              const char *stopped,
              GError    **error)
{
  if (problem == NULL)
    return TRUE;
  shc_interrupt_explain (&problem, stopped);
  g_propagate_error (error, problem);
  return FALSE;
}

static ShcMailingPlan *
plan (Sharing  *self,
      GError  **error)
{
  const ShcArgs *args = self->cli->args;
  ShcMailingOptions options = {
    .rejoin = shc_args_has (args, "rejoin"),
    .own_milestones = shc_args_has (args, "own-milestones"),
    .every_milestone = shc_args_has (args, "every-milestone"),
    .tell_again = shc_args_has (args, "tell-again"),
  };
  GError *problem = NULL;
  ShcMailingPlan *found;

  shc_mailing_plan_async (self->mailing, self->intent, verbs[self->verb].wish, &options,
                          shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb, &self->wait);
  found = shc_mailing_plan_finish (self->mailing, shc_wait_for (&self->wait), &problem);
  take_problem (self, problem, _("Stopped. Nothing was sent."), error);
  return found;
}

/* What somebody else changed meanwhile is only taken back by --yes. */
static gboolean
tick (Sharing         *self,
      ShcMailingPlan  *found,
      GError         **error)
{
  gboolean yes = shc_args_has (self->cli->args, "yes");

  for (guint i = 0; i < found->items->len; i++)
    {
      ShcMailingItem *item = g_ptr_array_index (found->items, i);

      if (item->ticked || shc_args_has (self->cli->args, "plan"))
        continue;
      if (!yes)
        {
          g_set_error_literal (error, SHC_SHARING_ERROR, SHC_SHARING_ERROR_CHANGED,
                               _("What stands there is not what was written: somebody changed it since. Nothing was taken "
                                 "back; with --yes it is, all the same."));
          return FALSE;
        }
      item->ticked = TRUE;
    }
  return TRUE;
}

/* In a terminal one looks before it goes; a program has looked already. */
static gboolean
look (Sharing              *self,
      const ShcMailingPlan *found)
{
  g_autoptr(ShcLine) line = NULL;
  g_autofree char *answer = NULL;

  if (self->cli->json || shc_args_has (self->cli->args, "yes") || !shc_cli_can_ask () ||
      shc_mailing_plan_count (found) == 0)
    return TRUE;
  shc_mailing_print_plan (found);
  line = shc_line_new ();
  return shc_line_read (line, _("Do it? (yes or no) "), shc_writing_get_idle (self->cli), &answer) == SHC_LINE_TYPED &&
         (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0);
}

/* @found: (nullable): %NULL goes on with what was cut off. */
static gboolean
run (Sharing              *self,
     const ShcMailingPlan *found,
     GError              **error)
{
  GCancellable *cancellable = shc_interrupt_get_cancellable (self->interrupt);
  g_autoptr(ShcMailingReceipt) receipt = NULL;
  GError *problem = NULL;

  if (found != NULL)
    shc_mailing_run_async (self->mailing, self->intent, found, cancellable, shc_wait_cb, &self->wait);
  else
    shc_mailing_resume_async (self->mailing, self->intent, cancellable, shc_wait_cb, &self->wait);
  receipt = shc_mailing_run_finish (self->mailing, shc_wait_for (&self->wait), &problem);
  if (!take_problem (self, problem, _("Stopped. What has gone is written down; “shc share mailchimp --resume” goes on."),
                     error))
    return FALSE;
  if (self->cli->json)
    shc_mailing_add_receipt (self->cli->reply, found, receipt);
  else
    shc_mailing_print_receipt (found, receipt);
  if (receipt->left->len > 0)
    self->cli->status = 1;
  return TRUE;
}

gboolean
shc_cmd_share_mailchimp (ShcCli  *self,
                         GError **error)
{
  g_auto(Sharing) sharing = { NULL };
  g_autoptr(ShcMailingPlan) found = NULL;

  if (!find_verb (self->args, &sharing.verb, error) || !shc_cli_open (self, error))
    return FALSE;
  sharing_begin (&sharing, self, "members", verbs[sharing.verb].purpose);
  if (sharing.verb == RESUME)
    return run (&sharing, NULL, error);
  found = plan (&sharing, error);
  if (found == NULL || !tick (&sharing, found, error))
    return FALSE;
  if (!shc_args_has (self->args, "plan"))
    {
      if (look (&sharing, found))
        return run (&sharing, found, error);
      shc_cli_warn (_("Nothing was sent."));
      self->status = 1;
    }
  else if (self->json)
    shc_mailing_add_plan (self->reply, found);
  else
    shc_mailing_print_plan (found);
  return TRUE;
}

gboolean
shc_cli_test_mailchimp (ShcCli  *self,
                        GError **error)
{
  g_auto(Sharing) sharing = { NULL };
  GError *problem = NULL;

  if (!shc_cli_open (self, error))
    return FALSE;
  sharing_begin (&sharing, self, "ping", "test-key");
  shc_mailing_test_key_async (sharing.mailing, sharing.intent, shc_interrupt_get_cancellable (sharing.interrupt),
                              shc_wait_cb, &sharing.wait);
  shc_mailing_test_key_finish (sharing.mailing, shc_wait_for (&sharing.wait), &problem);
  if (!take_problem (&sharing, problem, _("Stopped."), error))
    return FALSE;
  if (!self->json)
    {
      shc_cli_print (_("The service took the key."));
      return TRUE;
    }
  json_builder_begin_object (self->reply);
  shc_json_add_string (self->reply, "name", "mailchimp");
  shc_json_add_boolean (self->reply, "works", TRUE);
  json_builder_end_object (self->reply);
  return TRUE;
}
