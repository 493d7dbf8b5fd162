/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry that offers what was used before: typing narrows the offer, Down goes into it. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_SUGGEST_ENTRY (shc_suggest_entry_get_type ())
/**
 * ShcSuggestEntry:
 *
 * Properties: `placeholder-text`, `label` (accessible name), `primary-icon-name` (strings).
 * Signals: `changed ()`; `activate ()`: Return, or a suggestion was chosen.
 */
G_DECLARE_FINAL_TYPE (ShcSuggestEntry, shc_suggest_entry, SHC, SUGGEST_ENTRY, GtkWidget)

GtkEntry   *shc_suggest_entry_get_entry       (ShcSuggestEntry *self);
const char *shc_suggest_entry_get_text        (ShcSuggestEntry *self);
void        shc_suggest_entry_set_text        (ShcSuggestEntry *self, const char *text);
/** @suggestions: (nullable): best first; copied. */
void        shc_suggest_entry_set_suggestions (ShcSuggestEntry *self, const char *const *suggestions);

G_END_DECLS
