/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing a new reflection, or going on with one that is there: editor, details, draft, Keep. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_COMPOSER (shc_composer_get_type ())
/**
 * ShcComposer:
 *
 * Property `journal` (#ShcJournal, write-once before shc_composer_begin_*()); `header` (#GtkWidget,
 * write-only): what scrolls above the text.
 * Signals: `kept (const ShcReflection *reflection, gboolean kept_both)`; `left ()`: editing ends
 * without keeping (what was typed is a draft still).
 * Actions: `composer.keep` (enabled with text in the editor), `composer.leave` (when editing).
 */
G_DECLARE_FINAL_TYPE (ShcComposer, shc_composer, SHC, COMPOSER, GtkWidget)

void     shc_composer_set_journal  (ShcComposer *self, ShcJournal *journal);
/** shc_composer_begin_new: @draft: (nullable): what was being written. */
void     shc_composer_begin_new    (ShcComposer *self, const ShcDraft *draft);
/** shc_composer_begin_edit: @draft: (nullable): an edit that was cut off. */
void     shc_composer_begin_edit   (ShcComposer *self, const ShcReflection *reflection,
                                    const ShcDraft *draft);
/** shc_composer_end: stops; nothing is collected any more. */
void     shc_composer_end          (ShcComposer *self);
void     shc_composer_set_day      (ShcComposer *self, gint64 day);
void     shc_composer_set_labels   (ShcComposer *self, const char *const *tags,
                                    const char *const *milestones);
void     shc_composer_keep         (ShcComposer *self);
/** Whether something was typed that is not kept as a reflection. */
gboolean shc_composer_is_touched   (ShcComposer *self);
/** Whether the editor holds nothing but white space. */
gboolean shc_composer_is_blank     (ShcComposer *self);
/** shc_composer_append: puts @text at the end, and the cursor behind it. Returns: whether it could: not while what is
 * there is being kept. One that is too long is refused in words, and changes nothing. */
gboolean shc_composer_append       (ShcComposer *self, const char *text);
/** Puts a reflection (of which a keeping was undone) back, as something to keep again. */
void     shc_composer_take_back    (ShcComposer *self, const ShcReflection *reflection);

void     shc_composer_flush_async  (ShcComposer *self, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean shc_composer_flush_finish (ShcComposer *self, GAsyncResult *result, GError **error);

G_END_DECLS
