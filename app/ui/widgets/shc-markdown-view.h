/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to read: light Markdown shown without its marks, found words coloured. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_MARKDOWN_VIEW (shc_markdown_view_get_type ())
/** ShcMarkdownView: properties `n-matches` and `match` (guint, read-only). */
G_DECLARE_FINAL_TYPE (ShcMarkdownView, shc_markdown_view, SHC, MARKDOWN_VIEW, GtkWidget)

/**
 * shc_markdown_view_set_text:
 * @text: UTF-8
 * @ranges: (nullable) (element-type ShcRange): bytes of @text to colour
 * @keep_place: whether to stay where one is reading; else the beginning, or the first match, is shown
 *
 * A long text is shown from its beginning at once, the rest a few milliseconds at a time.
 */
void  shc_markdown_view_set_text     (ShcMarkdownView *self, const char *text, GArray *ranges,
                                      gboolean keep_place);
guint shc_markdown_view_get_n_matches (ShcMarkdownView *self);
/** shc_markdown_view_get_match: the one gone to, counted from 1; 0 before. */
guint shc_markdown_view_get_match    (ShcMarkdownView *self);
/** shc_markdown_view_has_more_matches: whether there are so many that not all are marked and counted. */
gboolean shc_markdown_view_has_more_matches (ShcMarkdownView *self);
/** shc_markdown_view_step: to the next (1) or former (-1) match, round the end. */
void  shc_markdown_view_step         (ShcMarkdownView *self, int step);
/** Returns: (transfer none). */
GtkTextView *shc_markdown_view_get_view (ShcMarkdownView *self);

G_END_DECLS
