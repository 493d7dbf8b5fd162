/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was used before, below an entry. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_SUGGESTIONS (shc_suggestions_get_type ())
/**
 * ShcSuggestions:
 *
 * Never has the focus, so that one can go on typing. Signal: `chosen (const char *text)`.
 */
G_DECLARE_FINAL_TYPE (ShcSuggestions, shc_suggestions, SHC, SUGGESTIONS, GtkPopover)

/** Returns: (transfer floating). */
GtkWidget  *shc_suggestions_new         (void);
/** shc_suggestions_fill: @all: (nullable): of which those are listed that go on where @typed begins.
 * Nothing is selected then. Returns: how many there are. */
guint       shc_suggestions_fill        (ShcSuggestions    *self,
                                         const char *const *all,
                                         const char        *typed);
/** shc_suggestions_move: selects the next one (@step 1) or the one before (-1); none above the first. */
void        shc_suggestions_move        (ShcSuggestions *self, int step);
/** shc_suggestions_choose: chooses what is selected. Returns: whether something was. */
gboolean    shc_suggestions_choose      (ShcSuggestions *self);

G_END_DECLS
