/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the dialog for sharing with Airtable share. */

#pragma once

#include "shc-airtable-share.h"
#include "shc-share-coming-view.h"
#include "shc-share-dialog.h"
#include "shc-share-plan-view.h"
#include "shc-share-prepare-view.h"
#include "shc-share-receipt-view.h"
#include "shc-share-setup.h"
#include "shc-share-state.h"
#include "shc-window-private.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_DIALOG (shc_share_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcShareDialog, shc_share_dialog, SHC, SHARE_DIALOG, AdwWindow)

struct _ShcShareDialog
{
  AdwWindow            parent_instance;
  ShcWindow           *window;
  ShcAirtableShare    *share;
  gboolean             closed;
  GCancellable        *cancellable;     /* of questions */
  GCancellable        *calling;         /* (nullable): of what is under way */
  const char          *shown;           /* the page that a failure leads back to */
  ShcShareState       *state;           /* (nullable): until it was read once */
  ShcSharePlan        *plan;            /* (nullable) */
  ShcBaseFetched      *fetched;         /* (nullable) */
  ShcSharePrepared    *prepared;        /* (nullable) */
  gboolean             running;
  gboolean             copying;         /* the whole base */
  gboolean             stopping;        /* after the batch under way */
  GtkWidget           *focus;           /* (nullable), weak: where the keyboard was when something began to be read */
  gint64               waits_until_us;  /* monotonic: until then nothing is under way */

  GtkWidget           *close_button;
  GtkWidget           *back_button;
  GtkWidget           *look_button;
  GtkWidget           *more_button;
  GtkRevealer         *problem_revealer;
  GtkLabel            *problem;
  GtkStack            *stack;
  GtkLabel            *busy_label;
  GtkWidget           *busy_stop_button;
  ShcShareSetup       *setup;
  ShcSharePlanView    *plan_view;
  ShcShareComingView  *coming_view;
  ShcSharePrepareView *prepare_view;
  GtkLabel            *running_title;
  GtkProgressBar      *progress;
  GtkLabel            *progress_label;
  GtkButton           *stop_button;
  ShcShareReceiptView *receipt_view;
  AdwStatusPage       *saved;
  GtkWidget           *saved_button;
  AdwStatusPage       *unfinished;
  GtkWidget           *resume_button;
  GtkWidget           *end_button;
  GtkWidget           *again_button;
};

/** ShcShareNext: what comes after something. */
typedef void (*ShcShareNext) (ShcShareDialog *self);

/** shc_share_dialog_show: turns to page @name: "setup", "busy", "plan", "coming", "running", "receipt",
 * "unfinished", "prepare", "saved". */
void shc_share_dialog_show (ShcShareDialog *self, const char *name);
/** shc_share_dialog_place_focus: gives the keyboard to the page that is shown, unless it is there. */
void shc_share_dialog_place_focus (ShcShareDialog *self);
/** shc_share_dialog_wait: shows that something takes its time. */
void shc_share_dialog_wait (ShcShareDialog *self, const char *text);
/** shc_share_dialog_fail: says it on the page that was shown before. */
void shc_share_dialog_fail (ShcShareDialog *self, const GError *error);
/** shc_share_dialog_begin_call: Returns: (transfer none): of the call that is made now; one at a time. */
GCancellable *shc_share_dialog_begin_call (ShcShareDialog *self);
/** shc_share_dialog_end_call: Returns: %FALSE if the dialog was closed meanwhile: nothing may be shown. */
gboolean shc_share_dialog_end_call (ShcShareDialog *self);

/* shc-share-dialog-setup.c */
/** shc_share_dialog_load: reads what is set and how far it has come, then @next. @entries: (transfer full) (nullable): saved first. */
void shc_share_dialog_load (ShcShareDialog *self, ShcShareEntries *entries, ShcShareNext next);
/** shc_share_dialog_show_start: the page that one begins with. */
void shc_share_dialog_show_start (ShcShareDialog *self);
/** shc_share_dialog_show_setup: the page of what is set, whatever has not ended. */
void shc_share_dialog_show_setup (ShcShareDialog *self);
void shc_share_dialog_test_token (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_remove_token (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_change_consent (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_save_then: @next, once what was typed was taken over; not if it can be no base. */
void shc_share_dialog_save_then (ShcShareDialog *self, ShcShareNext next);

/* shc-share-dialog-plan.c: each shows a plan. */
void shc_share_dialog_look (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_undo (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_forget (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_plan_undo: shows how the last run of which something is left would be taken back. */
void shc_share_dialog_plan_undo (ShcShareDialog *self);
/** shc_share_dialog_plan_undo_sent: the same of the last run alone, even if nothing of it has arrived. */
void shc_share_dialog_plan_undo_sent (ShcShareDialog *self);

/* shc-share-dialog-fetch.c */
/** shc_share_dialog_fetch: looks what would come back; shc_share_dialog_take(): takes it into the journal. */
void shc_share_dialog_fetch (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_take (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_forget_fetched: shows none of it any more. */
void shc_share_dialog_forget_fetched (ShcShareDialog *self);

/* shc-share-dialog-choose.c */
void shc_share_dialog_choose_base (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-share-dialog-copy.c */
/** shc_share_dialog_save_base: all of the base goes into a file, encrypted; shc_share_dialog_open_base(): and out of one again. */
void shc_share_dialog_save_base (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_open_base (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_show_copied: says how many tables were read. */
void shc_share_dialog_show_copied (ShcShareDialog *self, guint done, guint total);

/* shc-share-dialog-prepare.c */
/** shc_share_dialog_prepare: looks what the base lacks; shc_share_dialog_make(): makes it; shc_share_dialog_keep_choices(): takes over which
 * of its choices were chosen. */
void shc_share_dialog_prepare (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_make (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_keep_choices (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-share-dialog-run.c */
void shc_share_dialog_send (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_share_dialog_resume (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_end: ends the run that was cut off, and shows how it would be taken back. */
void shc_share_dialog_end (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_stop: what is under way; of a run the batch that is out is waited for, and not on a second press. */
void shc_share_dialog_stop (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_share_dialog_show_unfinished: the page of a run that was cut off, by the state. */
void shc_share_dialog_show_unfinished (ShcShareDialog *self);
void shc_share_dialog_progress_cb (ShcShareDialog *self, guint done, guint total);
void shc_share_dialog_waiting_cb (ShcShareDialog *self, guint ms);

G_END_DECLS
