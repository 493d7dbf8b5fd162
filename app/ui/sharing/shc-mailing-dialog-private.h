/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the dialog for journey e-mails share. */

#pragma once

#include "shc-mailing-dialog.h"
#include "shc-mailing.h"
#include "shc-window-private.h"

G_BEGIN_DECLS

#define SHC_TYPE_MAILING_DIALOG (shc_mailing_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcMailingDialog, shc_mailing_dialog, SHC, MAILING_DIALOG, AdwWindow)

/**
 * ShcMailingState: what is set, as it was last read
 * @list: "" for none; @email: (nullable): of the profile
 * @asks_first: whether somebody who joins has to confirm a mail (double opt-in)
 * @cut_off: whether a run has to go on; @undoable: whether there is one to take back
 * @key_problem: (nullable): why it is not known whether a key is stored
 */
typedef struct
{
  char     *list;
  char     *base_url;
  char     *email;
  char     *key_problem;
  gboolean  has_key;
  gboolean  asks_first;
  gboolean  consent;
  gboolean  cut_off;
  gboolean  undoable;
} ShcMailingState;

typedef void (*ShcMailingDialogNext) (ShcMailingDialog *self);

struct _ShcMailingDialog
{
  AdwWindow          parent_instance;
  ShcWindow         *window;
  gboolean           closed;
  GCancellable      *cancellable;
  GCancellable      *asking;       /* (nullable): what is under way at the service */
  ShcMailing        *mailing;
  ShcMailingState   *state;        /* (nullable): until it was read */
  gboolean           running;      /* what is under way changes something there */
  gboolean           storing;      /* what was typed, before something else is done */
  const char        *shown;        /* the page that a failure leads back to */
  GError            *ended;        /* (nullable): of a run, until it is known whether it has to go on */

  ShcMailingWish     wish;
  ShcMailingOptions  options;      /* with which the plan was made */
  ShcMailingOptions  wanted;       /* as they are ticked now */
  ShcMailingPlan    *plan;         /* (nullable): what is shown; its ticks are the person's */
  GPtrArray         *rows;         /* (element-type GtkWidget): of the pages that are built */
  GPtrArray         *checks;       /* (element-type GtkWidget): of @plan */

  GtkWidget           *back_button;
  GtkRevealer         *problem_revealer;
  GtkLabel            *problem;
  GtkStack            *stack;
  GtkLabel            *bar_note;
  GtkButton           *go_button;
  GtkWidget           *stop_button;

  GtkWidget           *cut_off_group;
  AdwEntryRow         *list_row;
  GtkWidget           *choose_button;
  AdwActionRow        *email_row;
  GtkSwitch           *ask_first_switch;
  AdwActionRow        *key_row;
  GtkWidget           *test_button;
  GtkWidget           *remove_button;
  AdwPasswordEntryRow *new_key_row;
  AdwEntryRow         *base_url_row;
  GtkLabel            *key_note;
  AdwActionRow        *consent_row;
  GtkButton           *consent_button;
  GtkWidget           *leave_group;
  GtkWidget           *undo_row;

  GtkLabel            *busy_label;
  GtkProgressBar      *progress;
  GtkLabel            *waiting_label;

  AdwPreferencesGroup *now_group;
  AdwPreferencesGroup *changes_group;
  AdwPreferencesGroup *offers_group;
  AdwPreferencesGroup *notes_group;
  AdwStatusPage       *receipt;
  AdwPreferencesGroup *left_group;
  AdwPreferencesGroup *receipt_notes_group;
};

/** shc_mailing_dialog_show: turns to page @name: "setup", "busy", "plan", "receipt". */
void shc_mailing_dialog_show (ShcMailingDialog *self, const char *name);
/** shc_mailing_dialog_place_focus: gives the keyboard to the page that is shown, unless it is there. */
void shc_mailing_dialog_place_focus (ShcMailingDialog *self);
/** shc_mailing_dialog_wait: shows that something takes its time. */
void shc_mailing_dialog_wait (ShcMailingDialog *self, const char *text);
/** shc_mailing_dialog_fail: says on the page that was shown before what happened. @cut_off: whether a run has to go on. */
void shc_mailing_dialog_fail (ShcMailingDialog *self, const GError *error, gboolean cut_off);
/** shc_mailing_dialog_complain: @text: (nullable): %NULL takes away what was said. */
void shc_mailing_dialog_complain (ShcMailingDialog *self, const char *text);
/** shc_mailing_dialog_update: labels and buttons, by what is shown, chosen and under way. */
void shc_mailing_dialog_update (ShcMailingDialog *self);

/* shc-mailing-dialog-setup.c */
void shc_mailing_state_free (ShcMailingState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailingState, shc_mailing_state_free)
/** shc_mailing_dialog_load: reads what is set. */
void shc_mailing_dialog_load (ShcMailingDialog *self);
/** shc_mailing_dialog_store: keeps what was typed, then goes on with @next. Another press meanwhile counts for nothing. */
void shc_mailing_dialog_store (ShcMailingDialog *self, ShcMailingDialogNext next);
void shc_mailing_dialog_test_key   (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_mailing_dialog_remove_key (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_mailing_dialog_consent    (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-mailing-dialog-choose.c */
void shc_mailing_dialog_choose_list (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-mailing-dialog-run.c: each asks the service. */
/** shc_mailing_dialog_look: makes a plan for what is wished, and shows it. */
void shc_mailing_dialog_look (ShcMailingDialog *self);
/** shc_mailing_dialog_run: does what is ticked. */
void shc_mailing_dialog_run (ShcMailingDialog *self);
void shc_mailing_dialog_resume (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_mailing_dialog_begin_asking: Returns: (transfer none): what stops it. */
GCancellable *shc_mailing_dialog_begin_asking (ShcMailingDialog *self);

/* shc-mailing-dialog-rows.c */
void shc_mailing_dialog_build_plan    (ShcMailingDialog *self);
void shc_mailing_dialog_build_receipt (ShcMailingDialog *self, const ShcMailingReceipt *receipt);

/* shc-mailing-dialog-words.c: each returns (transfer full). */
/** @status: (nullable). */
char *shc_mailing_words_status (const char *status);
/** Returns: (nullable): what becomes of it. */
char *shc_mailing_words_change (const ShcMailingItem *item, const ShcMailingChange *change);
/** What a change, or a request of which @change is the first, is called. */
char *shc_mailing_words_title  (const ShcMailingItem *item, const ShcMailingChange *change);
/** What the button does. @n: requests. */
char *shc_mailing_words_button (const ShcMailingPlan *settled, guint n);
char *shc_mailing_words_step   (const ShcSharingStep *step);
/** What happened, what is safe, what to do. @cut_off: whether a run has to go on. */
char *shc_mailing_words_problem (const GError *error, gboolean cut_off);

G_END_DECLS
