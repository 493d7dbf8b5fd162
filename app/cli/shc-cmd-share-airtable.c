/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `shc share airtable`. */

#define G_LOG_DOMAIN "shc-cmd-share-airtable"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "shc-airtable-share.h"
#include "shc-commands.h"
#include "shc-interrupt.h"
#include "shc-line.h"
#include "shc-output.h"
#include "shc-share-output.h"
#include "shc-unlock.h"
#include "shc-wait.h"
#include "shc-writing.h"

static const char *const verbs[] = { "plan", "run", "resume", "undo", "forget", "prepare" };

/* One command of this kind at work. */
typedef struct
{
  ShcCli           *cli;
  ShcAirtableShare *share;
  ShcInterrupt     *interrupt;
  ShcWait           wait;
} Sharing;

static gboolean
fail_usage (GError     **error,
            const char  *sentence)
{
  g_set_error_literal (error, SHC_CLI_ERROR, SHC_CLI_ERROR_USAGE, sentence);
  return FALSE;
}

/* `--plan` beside another verb shows what that would do. Returns: (nullable) */
static const char *
find_verb (const ShcArgs *args)
{
  const char *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (shc_args_has (args, verbs[i]))
      {
        if (found != NULL && !g_str_equal (found, "plan"))
          return NULL;
        found = verbs[i];
      }
  return found;
}

static gboolean
check_usage (const ShcArgs *args,
             const char    *verb,
             GError       **error)
{
  gboolean only_plan = shc_args_has (args, "plan");

  if (verb == NULL)
    return fail_usage (error, _("One of --plan, --run, --resume, --undo, --forget and --prepare is needed."));
  if (only_plan && (g_str_equal (verb, "resume") || g_str_equal (verb, "prepare")))
    return fail_usage (error, _("--plan goes with --run, --undo or --forget, or alone."));
  if (shc_args_has (args, "only") && !g_str_equal (verb, "run") && !g_str_equal (verb, "plan"))
    return fail_usage (error, _("--only goes with --run or --plan."));
  if (g_str_equal (verb, "forget") && !only_plan && !shc_args_has (args, "yes"))
    return fail_usage (error, _("Everything of yours would be deleted in the base. If that is what you want, add --yes; "
                                "with --plan instead, it is only shown."));
  return TRUE;
}

/* ---- while it goes on */

static void
progress_cb (ShcAirtableShare *share,
             guint             done,
             guint             total,
             Sharing          *self)
{
  if (!self->cli->json && isatty (STDERR_FILENO))
    fprintf (stderr, done < total ? "\r%u/%u " : "\r          \r", done, total);
}

static void
waiting_cb (ShcAirtableShare *share,
            guint             ms,
            Sharing          *self)
{
  shc_cli_say (self->cli, _("The service asks for a pause of %u seconds. Ctrl-C stops; what was begun can go on later."),
               (ms + 999) / 1000);
}

static void
sharing_begin (Sharing *self,
               ShcCli  *cli)
{
  self->cli = cli;
  self->share = shc_airtable_share_new (cli->vault, shc_cli_can_ask ());
  g_signal_connect (self->share, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (self->share, "waiting", G_CALLBACK (waiting_cb), self);
  self->interrupt = shc_interrupt_begin ();
}

static void
sharing_clear (Sharing *self)
{
  if (self->interrupt != NULL)
    shc_interrupt_end (self->interrupt);
  shc_wait_clear (&self->wait);
  g_clear_object (&self->share);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sharing, sharing_clear)

static ShcIntent *
create_intent (const char *purpose)
{
  return shc_intent_new ("airtable", "records", purpose, "shc share airtable", 0);
}

/* @problem: (transfer full) (nullable): if it was stopped, that is what it says. Returns: whether there was none. */
static gboolean
take_problem (Sharing  *self,
              GError   *problem,
              GError  **error)
{
  if (problem == NULL)
    return TRUE;
  shc_interrupt_explain (&problem, _("Stopped. What has gone is written down; “shc share airtable --resume” goes on."));
  g_propagate_error (error, problem);
  return FALSE;
}

/* ---- what is asked */

static gboolean
ask (Sharing    *self,
     const char *question)
{
  g_autoptr(ShcLine) line = shc_line_new ();
  g_autofree char *answer = NULL;

  return shc_line_read (line, question, shc_writing_get_idle (self->cli), &answer) == SHC_LINE_TYPED &&
         (rpmatch (g_strstrip (answer)) == 1 || g_ascii_strcasecmp (answer, "y") == 0);
}

/* A run that was cut off is ended with what has arrived of it, so that this can be taken back. */
static gboolean
end_cut_off (Sharing          *self,
             const ShcIntent  *intent,
             GError          **problem)
{
  g_autoptr(ShcShareReceipt) receipt = NULL;

  g_clear_error (problem);
  shc_cli_say (self->cli, _("The last run was cut off. It is ended with what has arrived; nothing more is sent."));
  shc_airtable_share_end_async (self->share, intent, shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb,
                                &self->wait);
  receipt = shc_airtable_share_run_finish (self->share, shc_wait_for (&self->wait), problem);
  return receipt != NULL;
}

static ShcSharePlan *
plan_undo (Sharing          *self,
           const ShcIntent  *intent,
           GError          **problem)
{
  shc_airtable_share_plan_undo_async (self->share, intent, TRUE, shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb,
                                      &self->wait);
  return shc_airtable_share_plan_undo_finish (self->share, shc_wait_for (&self->wait), problem);
}

static ShcSharePlan *
plan (Sharing     *self,
      const char  *verb,
      GError     **error)
{
  gboolean undo = g_str_equal (verb, "undo");
  gboolean forget = g_str_equal (verb, "forget");
  g_autoptr(ShcIntent) intent = create_intent (undo ? "undo" : forget ? "forget" : "share");
  GCancellable *cancellable = shc_interrupt_get_cancellable (self->interrupt);
  GError *problem = NULL;
  ShcSharePlan *plan;

  if (undo)
    {
      plan = plan_undo (self, intent, &problem);
      if (g_error_matches (problem, SHC_SHARING_ERROR, SHC_SHARING_ERROR_UNFINISHED) &&
          !shc_args_has (self->cli->args, "plan") && end_cut_off (self, intent, &problem))
        plan = plan_undo (self, intent, &problem);
    }
  else if (forget)
    {
      shc_airtable_share_plan_forget_async (self->share, intent, cancellable, shc_wait_cb, &self->wait);
      plan = shc_airtable_share_plan_forget_finish (self->share, shc_wait_for (&self->wait), &problem);
    }
  else
    {
      shc_airtable_share_plan_async (self->share, intent, cancellable, shc_wait_cb, &self->wait);
      plan = shc_airtable_share_plan_finish (self->share, shc_wait_for (&self->wait), &problem);
    }
  return take_problem (self, problem, error) ? plan : NULL;
}

static gboolean
tick (Sharing       *self,
      ShcSharePlan  *plan,
      GError       **error)
{
  const char *const *only = shc_args_get_all (self->cli->args, "only");
  const char *unknown = NULL;

  if (shc_args_has (self->cli->args, "yes"))
    shc_share_plan_tick_all (plan);
  if (only == NULL)
    return TRUE;
  shc_share_plan_tick_only (plan, only, &unknown);
  if (unknown == NULL)
    return TRUE;
  g_set_error (error, SHC_CLI_ERROR, SHC_CLI_ERROR_NOT_FOUND,
               _("“%s” is not in the plan: it needs no change there, may not leave, or is no reflection of this journal."),
               unknown);
  return FALSE;
}

static void
show_receipt (Sharing               *self,
              const ShcShareReceipt *receipt,
              const ShcSharePlan    *plan)
{
  if (self->cli->json)
    shc_share_output_add_receipt (self->cli->reply, receipt, plan);
  else
    shc_share_output_print_receipt (receipt, plan);
  if (receipt->failed->len > 0)
    self->cli->status = 1;
}

static void
show_plan (Sharing            *self,
           const ShcSharePlan *plan)
{
  if (self->cli->json)
    shc_share_output_add_plan (self->cli->reply, plan);
  else
    shc_share_output_print_plan (plan);
}

/* Somebody at a terminal looks at it before anything goes; what runs by itself was told so by whoever wrote it. */
static gboolean
look (Sharing            *self,
      const ShcSharePlan *plan)
{
  if (self->cli->json)
    return TRUE;
  shc_share_output_print_plan (plan);
  return shc_share_plan_count_requests (plan) == 0 || !shc_cli_can_ask () || shc_args_has (self->cli->args, "yes") ||
         ask (self, _("Do this now? (y/n) "));
}

static gboolean
run (Sharing             *self,
     const ShcSharePlan  *plan,
     GError             **error)
{
  const char *purposes[] = { [SHC_SHARING_SHARE] = "share", [SHC_SHARING_UNDO] = "undo", [SHC_SHARING_FORGET] = "forget" };
  g_autoptr(ShcIntent) intent = create_intent (purposes[plan->kind]);
  g_autoptr(ShcShareReceipt) receipt = NULL;
  GError *problem = NULL;

  if (shc_share_plan_count_requests (plan) == 0)
    {
      receipt = g_new0 (ShcShareReceipt, 1);
      receipt->failed = g_ptr_array_new ();
      show_receipt (self, receipt, plan);
      return TRUE;
    }
  shc_airtable_share_run_async (self->share, intent, plan, shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb,
                                &self->wait);
  receipt = shc_airtable_share_run_finish (self->share, shc_wait_for (&self->wait), &problem);
  if (!take_problem (self, problem, error))
    return FALSE;
  show_receipt (self, receipt, plan);
  return TRUE;
}

static gboolean
resume (Sharing  *self,
        GError  **error)
{
  g_autoptr(ShcIntent) intent = create_intent ("share");
  g_autoptr(ShcShareReceipt) receipt = NULL;
  GError *problem = NULL;

  shc_airtable_share_resume_async (self->share, intent, shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb,
                                   &self->wait);
  receipt = shc_airtable_share_run_finish (self->share, shc_wait_for (&self->wait), &problem);
  if (!take_problem (self, problem, error))
    return FALSE;
  show_receipt (self, receipt, NULL);
  return TRUE;
}

static void
add_choices (JsonBuilder     *reply,
             const GPtrArray *choices)
{
  json_builder_set_member_name (reply, "choices");
  json_builder_begin_array (reply);
  for (guint i = 0; i < choices->len; i++)
    {
      const ShcShareChoice *choice = g_ptr_array_index (choices, i);

      json_builder_begin_object (reply);
      shc_json_add_string (reply, "key", choice->key);
      shc_json_add_string (reply, "column", choice->column);
      shc_json_add_strings (reply, "theirs", (const char *const *) choice->theirs);
      json_builder_end_object (reply);
    }
  json_builder_end_array (reply);
}

static void
print_choices (const GPtrArray *choices)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const ShcShareChoice *choice = g_ptr_array_index (choices, i);
      g_autofree char *theirs = g_strjoinv (", ", choice->theirs);
      g_autofree char *line = g_strdup_printf (_("“%s” has no choice “%s”, only: %s. A line of airtable.mapping can name one "
                                                 "of them for it: %s = …"),
                                               choice->column, choice->ours, theirs, choice->key);
      g_autofree char *visible = shc_output_make_visible (line, TRUE);

      shc_cli_print ("%s", visible);
    }
}

static gboolean
prepare (Sharing  *self,
         GError  **error)
{
  g_autoptr(ShcIntent) intent = create_intent ("prepare");
  g_autoptr(ShcSharePrepared) prepared = NULL;
  GError *problem = NULL;
  JsonBuilder *reply = self->cli->reply;

  shc_airtable_share_prepare_async (self->share, intent, TRUE, shc_interrupt_get_cancellable (self->interrupt), shc_wait_cb,
                                    &self->wait);
  prepared = shc_airtable_share_prepare_finish (self->share, shc_wait_for (&self->wait), &problem);
  if (!take_problem (self, problem, error))
    return FALSE;
  self->cli->status = prepared->missing->len > 0 ? 1 : 0;
  g_ptr_array_add (prepared->tables, NULL);
  if (self->cli->json)
    {
      json_builder_begin_object (reply);
      shc_json_add_strings (reply, "tables", (const char *const *) prepared->tables->pdata);
      json_builder_set_member_name (reply, "missing");
      json_builder_begin_array (reply);
      for (guint i = 0; i < prepared->missing->len; i++)
        json_builder_add_string_value (reply, g_ptr_array_index (prepared->missing, i));
      json_builder_end_array (reply);
      add_choices (reply, prepared->choices);
      shc_json_add_int (reply, "made", prepared->made);
      json_builder_end_object (reply);
      return TRUE;
    }
  for (guint i = 0; i < prepared->missing->len; i++)
    {
      g_autofree char *missing = shc_output_make_visible (g_ptr_array_index (prepared->missing, i), TRUE);

      shc_cli_print (_("missing: %s"), missing);
    }
  print_choices (prepared->choices);
  if (prepared->missing->len == 0)
    shc_cli_print (_("The base is ready. %u tables and columns were made."), prepared->made);
  else
    shc_cli_print (_("The base is not ready, and this token may not make what is missing, or it is there with another type. "
                     "Make it by hand, or name another column by the setting airtable.mapping."));
  return TRUE;
}

gboolean
shc_cmd_share_airtable (ShcCli  *self,
                        GError **error)
{
  g_auto(Sharing) sharing = { NULL };
  const char *verb = find_verb (self->args);
  g_autoptr(ShcSharePlan) found = NULL;

  if (!check_usage (self->args, verb, error) || !shc_cli_open (self, error))
    return FALSE;
  sharing_begin (&sharing, self);
  if (g_str_equal (verb, "prepare"))
    return prepare (&sharing, error);
  if (g_str_equal (verb, "resume"))
    return resume (&sharing, error);
  found = plan (&sharing, verb, error);
  if (found == NULL || (g_str_equal (verb, "run") && !shc_args_has (self->args, "plan") &&
                        !shc_airtable_share_check (sharing.share, error)) || !tick (&sharing, found, error))
    return FALSE;
  if (shc_args_has (self->args, "plan"))
    show_plan (&sharing, found);
  else if (look (&sharing, found))
    return run (&sharing, found, error);
  else
    {
      shc_cli_warn (_("Nothing was sent."));
      self->status = 1;
    }
  return TRUE;
}
