/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of the dialog for an intake form share. */

#pragma once

#include "shc-answers-dialog.h"
#include "shc-intake-source.h"
#include "shc-intake.h"
#include "shc-window-private.h"

G_BEGIN_DECLS

#define SHC_TYPE_ANSWERS_DIALOG (shc_answers_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcAnswersDialog, shc_answers_dialog, SHC, ANSWERS_DIALOG, AdwWindow)

/** ShcAnswersNext: what comes after something. */
typedef void (*ShcAnswersNext) (ShcAnswersDialog *self);

struct _ShcAnswersDialog
{
  AdwWindow            parent_instance;
  ShcWindow           *window;
  gboolean             closed;
  GCancellable        *cancellable;
  const char          *shown;      /* the page that a failure leads back to */

  GBytes              *file;       /* (nullable): what came from a file */
  ShcIntakeFound      *found;      /* (nullable) */
  ShcIntakePlan       *plan;       /* (nullable) */
  GPtrArray           *rows;       /* (element-type GtkWidget): of the page that is built from what was found */
  AdwComboRow         *combos[SHC_INTAKE_N_FIELDS];
  GtkCheckButton      *checks[SHC_INTAKE_N_FIELDS];
  AdwComboRow         *meaning;    /* (nullable): what a choice that nobody knows means */

  GtkWidget           *back_button;
  GtkButton           *go_button;
  GtkRevealer         *problem_revealer;
  GtkLabel            *problem;
  GtkStack            *stack;
  GtkLabel            *busy_label;
  AdwEntryRow         *form_row;
  AdwEntryRow         *response_row;
  AdwPasswordEntryRow *token_row;
  AdwActionRow        *stored_row;
  GtkWidget           *choose_button;
  GtkWidget           *test_button;
  GtkWidget           *remove_button;
  GtkWidget           *stop_button;
  AdwComboRow         *place_row;
  AdwPreferencesGroup *mine_group;
  AdwPreferencesGroup *mapping_group;
  AdwPreferencesGroup *changes_group;
  GtkLabel            *unused;
};

/** shc_answers_show: turns to page @name: "source", "busy", "mine", "mapping", "changes". */
void shc_answers_show (ShcAnswersDialog *self, const char *name);
/** shc_answers_wait: shows that something takes its time. */
void shc_answers_wait (ShcAnswersDialog *self, const char *text);
/** shc_answers_wait_for_service: the same, and it can be stopped. */
void shc_answers_wait_for_service (ShcAnswersDialog *self, const char *text);
/** shc_answers_fail: says it on the page that was shown before. */
void shc_answers_fail (ShcAnswersDialog *self, const GError *error);
/** shc_answers_take_found: goes on with what was found. @found: (transfer full). */
void shc_answers_take_found (ShcAnswersDialog *self, ShcIntakeFound *found);

/** shc_answers_look: compares what was found with the profile. @mapping: (transfer full) (nullable): %NULL for the one that is
 * set, or a suggestion. */
void shc_answers_look (ShcAnswersDialog *self, ShcIntakeMapping *mapping);

/* shc-answers-source.c */
void shc_answers_source_load (ShcAnswersDialog *self);
void shc_answers_fetch (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_answers_choose_file (GtkWidget *widget, const char *action_name, GVariant *parameter);
/** shc_answers_store: what was typed, then @next; not if that fails. */
void shc_answers_store (ShcAnswersDialog *self, ShcAnswersNext next);
/** shc_answers_say_token: whether one is @stored. @text: (nullable): more than that. */
void shc_answers_say_token (ShcAnswersDialog *self, gboolean stored, const char *text);
/** shc_answers_name: the person says that response @parameter is theirs. */
void shc_answers_name (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-answers-token.c */
void shc_answers_test_token   (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_answers_remove_token (GtkWidget *widget, const char *action_name, GVariant *parameter);
void shc_answers_choose_form  (GtkWidget *widget, const char *action_name, GVariant *parameter);

/* shc-answers-rows.c: each builds its page from what was found. */
void shc_answers_build_mine    (ShcAnswersDialog *self);
void shc_answers_build_mapping (ShcAnswersDialog *self, const ShcIntakeMapping *mapping);
void shc_answers_build_changes (ShcAnswersDialog *self);
/** shc_answers_dup_mapping: Returns: (transfer full): as it is set on its page. */
ShcIntakeMapping *shc_answers_dup_mapping (ShcAnswersDialog *self);
/** shc_answers_get_fields: Returns: the set of fields that are ticked. */
guint shc_answers_get_fields (ShcAnswersDialog *self);

G_END_DECLS
