/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: a run, its end, and one that was cut off. */

#define G_LOG_DOMAIN "shc-share-dialog"

#include "config.h"

#include "shc-share-private.h"

#include <glib/gi18n-lib.h>

#include "shc-confirm.h"

static const char *const purposes[] = { [SHC_SHARING_SHARE] = "share", [SHC_SHARING_UNDO] = "undo",
                                        [SHC_SHARING_FORGET] = "forget" };

/* ---- how far it is */

static void
show_progress (ShcShareDialog *self,
               guint           done,
               guint           total)
{
  g_autofree char *text = NULL;

  /* Translators: %u rows of a table are done, of %u. */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u row", "%u of %u rows", total), done, total);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress, total > 0 ? (double) done / total : 0);
}

void
shc_share_dialog_progress_cb (ShcShareDialog *self,
                              guint           done,
                              guint           total)
{
  self->waits_until_us = 0;
  if (!self->closed && self->copying)
    shc_share_dialog_show_copied (self, done, total);
  if (self->closed || !self->running)
    return;
  show_progress (self, done, total);
  /* With the last batch the run ends by itself. */
  if (self->stopping && done < total)
    g_cancellable_cancel (self->calling);
}

/* While it waits, nothing is out: then it can be stopped at once. */
void
shc_share_dialog_waiting_cb (ShcShareDialog *self,
                             guint           ms)
{
  guint seconds = (ms + 999) / 1000;
  g_autofree char *text = NULL;

  if (self->closed)
    return;
  self->waits_until_us = g_get_monotonic_time () + (gint64) ms * 1000;
  if (self->stopping)
    {
      g_cancellable_cancel (self->calling);
      return;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Airtable asks for a pause of %u second. It goes on by itself.",
                                       "Airtable asks for a pause of %u seconds. It goes on by itself.", seconds), seconds);
  gtk_label_set_text (self->running ? self->progress_label : self->busy_label, text);
}

void
shc_share_dialog_stop (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);

  if (self->calling == NULL)
    return;
  if (!self->running || self->stopping || g_get_monotonic_time () < self->waits_until_us)
    {
      g_cancellable_cancel (self->calling);
      return;
    }
  self->stopping = TRUE;
  gtk_label_set_text (self->progress_label, _("Stopping when the batch under way has arrived…"));
  gtk_button_set_label (self->stop_button, _("Stop at _Once"));
}

/* ---- its end */

/* What it did can be taken back, unless it was that itself. */
static void
allow_undo (ShcShareDialog *self)
{
  shc_share_receipt_view_set_can_undo (self->receipt_view, self->state->last_us > 0);
}

static void
show_result (ShcShareDialog        *self,
             const ShcShareReceipt *receipt)
{
  shc_share_receipt_view_set_receipt (self->receipt_view, self->window->vault, receipt, self->plan);
  shc_share_dialog_show (self, "receipt");
  shc_share_plan_view_set_plan (self->plan_view, NULL, NULL);
  g_clear_pointer (&self->plan, shc_share_plan_free);
  shc_share_dialog_load (self, NULL, allow_undo);
}

typedef struct
{
  ShcShareDialog *self;
  GError         *error;
} Ending;

/* What is left of it is read from the journal. */
static void
failed_state_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autofree Ending *ending = user_data;
  g_autoptr(ShcShareDialog) self = ending->self;
  g_autoptr(GError) error = ending->error;
  ShcShareState *state = shc_share_state_load_finish (result, NULL);

  if (state == NULL || self->closed)
    {
      if (!self->closed)
        shc_share_dialog_fail (self, error);
      shc_share_state_free (state);
      return;
    }
  shc_share_setup_fill (self->setup, state);
  g_clear_pointer (&self->state, shc_share_state_free);
  self->state = state;
  if (state->unfinished)
    shc_share_dialog_show_unfinished (self);
  shc_share_dialog_fail (self, error);
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  GError *error = NULL;
  g_autoptr(ShcShareReceipt) receipt = shc_airtable_share_run_finish (SHC_AIRTABLE_SHARE (object), result, &error);
  Ending *ending;

  self->running = FALSE;
  if (!shc_share_dialog_end_call (self))
    {
      g_clear_error (&error);
      return;
    }
  if (receipt != NULL)
    {
      show_result (self, receipt);
      return;
    }
  ending = g_new0 (Ending, 1);
  ending->self = g_object_ref (self);
  ending->error = error;
  shc_share_state_load_async (self->window->vault, NULL, failed_state_cb, ending);
}

/* ---- its beginning */

static void
begin (ShcShareDialog *self,
       ShcSharingKind  kind,
       guint           done,
       guint           total)
{
  self->running = TRUE;
  self->stopping = FALSE;
  self->waits_until_us = 0;
  gtk_label_set_text (self->running_title, kind == SHC_SHARING_SHARE  ? _("Sending to Airtable")
                                           : kind == SHC_SHARING_UNDO ? _("Taking the Last Run Back")
                                                                      : _("Deleting Your Rows"));
  gtk_button_set_label (self->stop_button, _("_Stop"));
  show_progress (self, done, total);
  shc_share_dialog_show (self, "running");
}

static void
run (ShcShareDialog *self)
{
  g_autoptr(ShcIntent) intent = shc_intent_new ("airtable", "records", purposes[self->plan->kind], "share.send", 0);

  begin (self, self->plan->kind, 0, shc_share_plan_count_ticked (self->plan));
  shc_airtable_share_run_async (self->share, intent, self->plan, shc_share_dialog_begin_call (self), ended_cb,
                                g_object_ref (self));
}

static void
confirmed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);

  if (shc_confirm_finish (result) && !self->closed && self->plan != NULL && self->calling == NULL)
    run (self);
}

void
shc_share_dialog_send (GtkWidget  *widget,
                       const char *action_name,
                       GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  g_autofree char *heading = NULL;
  guint n;

  if (self->plan == NULL || self->calling != NULL || shc_share_plan_count_ticked (self->plan) == 0)
    return;
  if (self->plan->kind != SHC_SHARING_FORGET)
    {
      run (self);
      return;
    }
  n = shc_share_plan_count_ticked (self->plan);
  heading = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Delete %u Row of Yours?", "Delete %u Rows of Yours?", n), n);
  shc_confirm_async (widget, heading,
                     _("They are deleted in the base at once, and this program cannot bring them back; only the words in your "
                       "journal stay. What others read, copied or exported there cannot be taken back, and Airtable keeps "
                       "deleted rows in the base’s trash and snapshots for a while."),
                     _("_Cancel"), _("_Delete Them"), SHC_CONFIRM_DESTRUCTIVE, self->cancellable, confirmed_cb,
                     g_object_ref (self));
}

/* ---- one that was cut off */

static char *
dup_how_far (const ShcShareState *state)
{
  guint total = state->n_steps;

  if (state->unfinished_kind == SHC_SHARING_SHARE)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u row has been sent.", "%u of %u rows have been sent.",
                                         total), state->n_done, total);
  if (state->unfinished_kind == SHC_SHARING_UNDO)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u row has been taken back.",
                                         "%u of %u rows have been taken back.", total), state->n_done, total);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u row has been deleted.",
                                       "%u of %u rows have been deleted.", total), state->n_done, total);
}

static const char *
get_advice (const ShcShareState *state)
{
  if (state->busy)
    return _("Another window or program on this computer is at it right now. Wait until it is done, then look again.");
  if (state->unfinished_kind == SHC_SHARING_SHARE && !state->consent)
    return _("You have not agreed to sending to this base any more: going on sends nothing, and ends the run with what has "
             "been sent. “Forget Me There” can delete that.");
  return _("What was written there stays, and nothing is lost: going on does the rest, and does nothing twice. What became of "
           "a batch that was under way is found out first.");
}

void
shc_share_dialog_show_unfinished (ShcShareDialog *self)
{
  const ShcShareState *state = self->state;
  g_autofree char *how_far = dup_how_far (state);
  g_autofree char *text = g_strconcat (how_far, " ", get_advice (state), NULL);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_status_page_set_title (self->unfinished, state->busy ? _("Sharing Is Under Way Elsewhere") : _("A Run Has Not Ended"));
  adw_status_page_set_description (self->unfinished, escaped);
  gtk_widget_set_visible (self->resume_button, !state->busy);
  gtk_widget_set_visible (self->end_button, !state->busy && state->unfinished_kind == SHC_SHARING_SHARE);
  gtk_widget_set_visible (self->again_button, state->busy);
  shc_share_dialog_show (self, "unfinished");
}

void
shc_share_dialog_resume (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  g_autoptr(ShcIntent) intent = NULL;

  if (self->state == NULL || !self->state->unfinished || self->calling != NULL)
    return;
  intent = shc_intent_new ("airtable", "records", purposes[self->state->unfinished_kind], "share.resume", 0);
  shc_share_plan_view_set_plan (self->plan_view, NULL, NULL);
  g_clear_pointer (&self->plan, shc_share_plan_free);
  begin (self, self->state->unfinished_kind, self->state->n_done, self->state->n_steps);
  shc_airtable_share_resume_async (self->share, intent, shc_share_dialog_begin_call (self), ended_cb,
                                   g_object_ref (self));
}

/* What has arrived is known now, and can be taken back. */
static void
ended_with_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(ShcShareDialog) self = SHC_SHARE_DIALOG (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcShareReceipt) receipt = shc_airtable_share_run_finish (SHC_AIRTABLE_SHARE (object), result, &error);

  if (!shc_share_dialog_end_call (self))
    return;
  if (receipt == NULL)
    shc_share_dialog_fail (self, error);
  else
    shc_share_dialog_load (self, NULL, shc_share_dialog_plan_undo_sent);
}

void
shc_share_dialog_end (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  ShcShareDialog *self = SHC_SHARE_DIALOG (widget);
  g_autoptr(ShcIntent) intent = NULL;

  if (self->state == NULL || !self->state->unfinished || self->calling != NULL)
    return;
  intent = shc_intent_new ("airtable", "records", "undo", "share.end", 0);
  shc_share_dialog_wait (self, _("Looking what has arrived… Nothing more is sent."));
  shc_airtable_share_end_async (self->share, intent, shc_share_dialog_begin_call (self), ended_with_cb,
                                g_object_ref (self));
}
