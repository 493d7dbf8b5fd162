/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one writes: plain text, light Markdown shown, undo, words counted, never over 1 MiB. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_EDITOR (shc_editor_get_type ())
/**
 * ShcEditor:
 *
 * Properties: `blank` (gboolean, read-only): nothing but white space is in it; `words` (guint,
 * read-only): counted a moment after the last key; `placeholder` (string).
 * Signals: `changed ()`: by the person, not by shc_editor_set_text(); `refused (const char *why)`:
 * something did not fit and was left out as a whole; @why is a translated sentence.
 */
G_DECLARE_FINAL_TYPE (ShcEditor, shc_editor, SHC, EDITOR, GtkWidget)

GtkWidget *shc_editor_new      (void);
/** shc_editor_set_text: @text: UTF-8. It cannot be undone, and is not a change by the person. */
void       shc_editor_set_text (ShcEditor *self, const char *text);
/** Returns: (transfer full): byte for byte what is in it. */
char      *shc_editor_dup_text (ShcEditor *self);
/** Bytes of UTF-8, known without looking at the text. */
gsize      shc_editor_get_size (ShcEditor *self);
gboolean   shc_editor_get_blank (ShcEditor *self);
guint      shc_editor_get_words (ShcEditor *self);
/** Puts the cursor at the end and scrolls there. */
void       shc_editor_go_to_end (ShcEditor *self);
/** Inserts @text at the cursor as one step that can be undone. */
void       shc_editor_insert    (ShcEditor *self, const char *text);
/** The same at the end, whatever is selected. */
void       shc_editor_append    (ShcEditor *self, const char *text);
/** Returns: (transfer none): for tests and for labels in templates. */
GtkTextView *shc_editor_get_view (ShcEditor *self);

G_END_DECLS
