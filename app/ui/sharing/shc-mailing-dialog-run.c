/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journey e-mails: what is asked of Mailchimp, each time by a press. */

#define G_LOG_DOMAIN "shc-mailing-dialog"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-mailing-dialog-private.h"

GCancellable *
shc_mailing_dialog_begin_asking (ShcMailingDialog *self)
{
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  return self->asking;
}

static ShcIntent *
intent_new (ShcMailingWish  wish,
            const char     *action)
{
  const char *purpose = wish == SHC_MAILING_UNDO ? "undo" : wish == SHC_MAILING_FORGET ? "forget" : "mailing";

  return shc_intent_new ("mailchimp", "members", purpose, action, 0);
}

/* ---- looking */

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  ShcMailingPlan *plan = shc_mailing_plan_finish (SHC_MAILING (object), result, &error);

  if (self->closed)
    {
      shc_mailing_plan_free (plan);
      return;
    }
  g_clear_object (&self->asking);
  if (plan == NULL)
    {
      shc_mailing_dialog_fail (self, error, FALSE);
      return;
    }
  shc_mailing_plan_free (self->plan);
  self->plan = plan;
  shc_mailing_dialog_build_plan (self);
  shc_mailing_dialog_show (self, "plan");
}

void
shc_mailing_dialog_look (ShcMailingDialog *self)
{
  g_autoptr(ShcIntent) intent = intent_new (self->wish, "mailing.look");

  self->options = self->wanted;
  shc_mailing_dialog_begin_asking (self);
  shc_mailing_dialog_wait (self, _("Looking what Mailchimp has of you… Nothing is changed by that."));
  shc_mailing_plan_async (self->mailing, intent, self->wish, &self->options, self->asking, planned_cb, g_object_ref (self));
}

/* ---- running */

static void
ran_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(ShcMailingDialog) self = SHC_MAILING_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcMailingReceipt) receipt = shc_mailing_run_finish (SHC_MAILING (object), result, &error);

  self->running = FALSE;
  if (self->closed)
    return;
  g_clear_object (&self->asking);
  if (receipt != NULL)
    {
      shc_mailing_dialog_build_receipt (self, receipt);
      shc_mailing_dialog_show (self, "receipt");
    }
  else
    {
      /* What was planned holds no longer: it goes on, or is looked at anew. Which of them is read first. */
      self->shown = "setup";
      self->ended = g_steal_pointer (&error);
    }
  shc_mailing_dialog_load (self);
}

static void
begin_run (ShcMailingDialog *self)
{
  self->running = TRUE;
  shc_mailing_dialog_begin_asking (self);
  shc_mailing_dialog_wait (self, _("Carrying it out, step by step…"));
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
}

void
shc_mailing_dialog_run (ShcMailingDialog *self)
{
  g_autoptr(ShcIntent) intent = intent_new (self->wish, "mailing.go");
  g_autoptr(ShcMailingPlan) settled = shc_mailing_plan_settle (self->plan);

  begin_run (self);
  shc_mailing_run_async (self->mailing, intent, settled, self->asking, ran_cb, g_object_ref (self));
}

void
shc_mailing_dialog_resume (GtkWidget  *widget,
                           const char *action_name,
                           GVariant   *parameter)
{
  ShcMailingDialog *self = SHC_MAILING_DIALOG (widget);
  g_autoptr(ShcIntent) intent = intent_new (SHC_MAILING_JOIN, "mailing.resume");

  if (self->asking != NULL)
    return;
  g_clear_pointer (&self->plan, shc_mailing_plan_free);
  begin_run (self);
  shc_mailing_resume_async (self->mailing, intent, self->asking, ran_cb, g_object_ref (self));
}
