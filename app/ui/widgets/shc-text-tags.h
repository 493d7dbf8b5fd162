/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tags that show light Markdown and matches in a text buffer, in the colours of the moment. */

#pragma once

#include <adwaita.h>

#include "shc-markdown.h"

G_BEGIN_DECLS

#define SHC_TYPE_TEXT_TAGS (shc_text_tags_get_type ())
/**
 * ShcTextTags:
 *
 * Belongs to one #GtkTextBuffer: makes its tags and follows the desktop between light and dark.
 */
G_DECLARE_FINAL_TYPE (ShcTextTags, shc_text_tags, SHC, TEXT_TAGS, GObject)

ShcTextTags *shc_text_tags_new       (GtkTextBuffer *buffer);
/** Returns: (transfer none). */
GtkTextTag  *shc_text_tags_get       (ShcTextTags *self, ShcMarkdownKind kind);
/** Returns: (transfer none): for a found word. */
GtkTextTag  *shc_text_tags_get_match (ShcTextTags *self);
/** Returns: (transfer none): for all of the text. */
GtkTextTag  *shc_text_tags_get_plain (ShcTextTags *self);
/** Returns: (transfer none): for the found word that was gone to; shown over the former. */
GtkTextTag  *shc_text_tags_get_current_match (ShcTextTags *self);

G_END_DECLS
