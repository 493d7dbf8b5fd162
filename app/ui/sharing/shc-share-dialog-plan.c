/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: what would be sent, taken back, or deleted. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

/* @plan: (transfer full) (nullable). @error: if there is none. */
static void
take_plan (ShcShareDialog *self,
           ShcSharePlan   *plan,
           const GError   *error)
{
  if (!shc_share_dialog_end_call (self))
    {
      g_clear_pointer (&plan, shc_share_plan_free);
      return;
    }
  if (plan == NULL)
    {
      shc_share_dialog_fail (self, error);
      return;
    }
  shc_share_plan_view_set_plan (self->plan_view, plan, self->state);
  g_clear_pointer (&self->plan, shc_share_plan_free);
  self->plan = plan;
  shc_share_dialog_show (self, "plan");
}

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  ShcSharePlan *plan = shc_airtable_share_plan_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  take_plan (self, plan, error);
}

/* ---- sending */

static void
look (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "share", "share.look", 0);

  if (self->state->unfinished)
    {
      shc_share_dialog_show_unfinished (self);
      return;
    }
  shc_share_dialog_wait (self, _("Comparing with the base… Nothing is changed by that."));
  shc_airtable_share_plan_async (self->share, intent, shc_share_dialog_begin_call (self), planned_cb,
                                 g_object_ref (self));
}

void
shc_share_dialog_look (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), look);
}

/* ---- taking back */

static void
undo_planned_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  ShcSharePlan *plan = shc_airtable_share_plan_undo_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  take_plan (self, plan, error);
}

static void
plan_undo (ShcShareDialog *self,
           gboolean        passes)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "undo", "share.undo", 0);

  shc_share_dialog_wait (self, _("Looking how the last run can be taken back… Nothing is changed by that."));
  shc_airtable_share_plan_undo_async (self->share, intent, passes, shc_share_dialog_begin_call (self), undo_planned_cb,
                                      g_object_ref (self));
}

void
shc_share_dialog_plan_undo (ShcShareDialog *self)
{
  plan_undo (self, TRUE);
}

/* Of one that was cut off, what was sent is meant, and nothing that was sent before. */
void
shc_share_dialog_plan_undo_sent (ShcShareDialog *self)
{
  plan_undo (self, FALSE);
}

void
shc_share_dialog_undo (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), shc_share_dialog_plan_undo);
}

/* ---- deleting everything */

static void
forget_planned_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  ShcSharePlan *plan = shc_airtable_share_plan_forget_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  take_plan (self, plan, error);
}

static void
forget (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", "forget", "share.forget", 0);

  shc_share_dialog_wait (self, _("Looking for your rows in the base… Nothing is deleted by that."));
  shc_airtable_share_plan_forget_async (self->share, intent, shc_share_dialog_begin_call (self), forget_planned_cb,
                                        g_object_ref (self));
}

void
shc_share_dialog_forget (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  shc_share_dialog_save_then (SHC_SHARE_DIALOG (widget), forget);
}
