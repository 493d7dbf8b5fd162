/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the Reflections page share. */

#pragma once

#include "shc-filter-bar.h"
#include "shc-reading-pane.h"
#include "shc-reflection-model.h"
#include "shc-reflections-page.h"

G_BEGIN_DECLS

struct _ShcReflectionsPage
{
  AdwBin              parent_instance;
  AdwLeaflet         *leaflet;
  GtkSearchEntry     *search;
  GtkToggleButton    *filter_button;
  GtkToggleButton    *trash_button;
  ShcFilterBar       *filter_bar;
  GtkWidget          *narrowed;
  GtkLabel           *narrowed_label;
  AdwStatusPage      *nothing_page;
  GtkStack           *list_stack;
  GtkListView        *list;
  GtkSingleSelection *selection;
  ShcReadingPane     *reading;

  ShcJournal         *journal;
  ShcReflectionModel *model; /* %NULL until shc_page_load() */
  GCancellable       *cancellable;
  guint               labels_id;
  guint               look_again_id;
  gint64              count;      /* of all reflections, when last looked; 0 before */
  gint64              reveal_row; /* selected and scrolled to as soon as the list has it, 0 for none */
  guint               next_position; /* selected when the row in its place has gone, or G_MAXUINT */
  gboolean            scroll_up;
  gboolean            selecting;
};

void shc_reflections_page_create_list     (ShcReflectionsPage *self);
/** Chooses the row at @position (GTK_INVALID_LIST_POSITION: none) without showing it. */
void shc_reflections_page_select          (ShcReflectionsPage *self, guint position,
                                           gboolean scroll);
void shc_reflections_page_show_selected   (ShcReflectionsPage *self);
/** Once the list has what was looked for: selects what is to be shown, or goes back up. */
void shc_reflections_page_settle          (ShcReflectionsPage *self);
/** Puts the focus into the list, on its first row if none is chosen. */
void shc_reflections_page_go_to_list      (ShcReflectionsPage *self);
/** Says how much of the whole a narrowed list shows. */
void shc_reflections_page_update_narrowed (ShcReflectionsPage *self);
/** Looks with what is typed and chosen. */
void shc_reflections_page_apply_filter    (ShcReflectionsPage *self);
/** The actions `reflections.trash`, `.untrash` and `.purge`. */
void shc_reflections_page_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
