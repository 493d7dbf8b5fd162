/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One reflection: read it, go on writing it, see what it was before. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_READING_PANE (shc_reading_pane_get_type ())
/**
 * ShcReadingPane:
 *
 * Property `folded` (gboolean): it stands alone, with a button that leads back to the list.
 * Signals: `back ()`; `emptied ()`: nothing is open any more; `shown (const ShcReflection *)`: another one is shown now.
 * Actions: `reading.edit`, `.versions`, `.back`, `.next-match`, `.previous-match`, `.reload`,
 * `.continue`, `.drop-draft`. The buttons for `reflections.trash`, `.untrash` and `.purge` are here,
 * the actions are the page's.
 */
G_DECLARE_FINAL_TYPE (ShcReadingPane, shc_reading_pane, SHC, READING_PANE, GtkWidget)

void        shc_reading_pane_set_journal (ShcReadingPane *self, ShcJournal *journal);
/** shc_reading_pane_show: @id: (nullable): nothing is chosen; @query: (nullable): what is looked
 * for. An edit that is going on is kept as a draft first. */
void        shc_reading_pane_show        (ShcReadingPane *self, const char *id, const char *query);
/** shc_reading_pane_set_query: colours what is found now, without moving. */
void        shc_reading_pane_set_query   (ShcReadingPane *self, const char *query);
/** shc_reading_pane_look_again: something was committed. Nothing moves if nothing changed. */
void        shc_reading_pane_look_again  (ShcReadingPane *self);
/** Returns: (transfer none) (nullable): what is shown. */
const ShcReflection *shc_reading_pane_get_reflection (ShcReadingPane *self);
const char *shc_reading_pane_get_id      (ShcReadingPane *self);
gboolean    shc_reading_pane_is_editing  (ShcReadingPane *self);
void        shc_reading_pane_edit        (ShcReadingPane *self);
void        shc_reading_pane_keep        (ShcReadingPane *self);
void        shc_reading_pane_set_labels  (ShcReadingPane *self, const char *const *tags,
                                          const char *const *milestones);

void        shc_reading_pane_flush_async  (ShcReadingPane *self, GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean    shc_reading_pane_flush_finish (ShcReadingPane *self, GAsyncResult *result,
                                           GError **error);

G_END_DECLS
