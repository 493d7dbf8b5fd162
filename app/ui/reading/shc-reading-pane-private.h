/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the reading pane's files share. */

#pragma once

#include "shc-composer.h"
#include "shc-markdown-view.h"
#include "shc-reading-pane.h"
#include "shc-wrap-box.h"

G_BEGIN_DECLS

struct _ShcReadingPane
{
  GtkWidget        parent_instance;
  GtkStack        *stack;
  GtkWidget       *back_button;
  GtkWidget       *edit_button;
  GtkWidget       *talk_button;
  GtkWidget       *versions_button;
  GtkWidget       *trash_button;
  GtkWidget       *trash_notice;
  GtkLabel        *title;
  GtkWidget       *matches_box;
  GtkLabel        *matches_label;
  GtkLabel        *date;
  ShcWrapBox      *marks;
  GtkRevealer     *draft_notice;
  GtkLabel        *draft_label;
  ShcMarkdownView *text;
  ShcComposer     *composer;

  ShcJournal      *journal;
  GCancellable    *cancellable; /* of the reading that is under way */
  char            *id;          /* what is, or is about to be, shown */
  char            *query;
  char            *next_id;     /* waits until an edit is kept as a draft */
  ShcReading      *reading;
  char            *reading_query;
  gboolean         editing;
  gboolean         leaving;
  gboolean         edit_when_read;
  gboolean         folded;
};

/** Fills the pane from @self->reading; @again: the same reflection as before. */
void shc_reading_pane_update         (ShcReadingPane *self, gboolean again);
void shc_reading_pane_update_matches (ShcReadingPane *self);
/** Reads what is to be shown, again. */
void shc_reading_pane_look           (ShcReadingPane *self);
void shc_reading_pane_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
