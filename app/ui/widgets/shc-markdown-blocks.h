/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: light Markdown as paragraphs one below the other. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_MARKDOWN_BLOCKS (shc_markdown_blocks_get_type ())
/**
 * ShcMarkdownBlocks:
 *
 * As high as its text, unlike #ShcMarkdownView. What was shown before stays as it is when text is added at the end, so
 * that this costs no more than its last paragraph. Each paragraph can be selected.
 */
G_DECLARE_FINAL_TYPE (ShcMarkdownBlocks, shc_markdown_blocks, SHC, MARKDOWN_BLOCKS, GtkWidget)

/** shc_markdown_blocks_set_text: @text: UTF-8. @same: how many bytes at its beginning are as they were set last. */
void        shc_markdown_blocks_set_text (ShcMarkdownBlocks *self, const char *text, gsize same);
/** shc_markdown_blocks_hold_text: the same, to be seen with the next shc_markdown_blocks_show(): what comes many times a
 * frame. @length: of @text, in bytes. */
void        shc_markdown_blocks_hold_text (ShcMarkdownBlocks *self, const char *text, gsize length, gsize same);
void        shc_markdown_blocks_show     (ShcMarkdownBlocks *self);
/** Returns: (transfer none): as it was set. */
const char *shc_markdown_blocks_get_text (ShcMarkdownBlocks *self);
/** Returns: (transfer full) (nullable): what is selected in the paragraph that had the focus last, as it is shown. */
char       *shc_markdown_blocks_dup_selected (ShcMarkdownBlocks *self);

G_END_DECLS
