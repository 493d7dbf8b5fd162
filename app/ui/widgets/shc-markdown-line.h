/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of light Markdown as it is shown: without its marks, its bullets drawn. */

#pragma once

#include "shc-markdown.h"

G_BEGIN_DECLS

/**
 * ShcMarkdownLine:
 * @spans: (element-type ShcMarkdownSpan): what is in the source line
 * @shown: the line as it is shown
 * @map: (element-type int): for each byte of the source line and its end, how many characters of the shown line stand
 *   before it
 */
typedef struct
{
  GArray  *spans;
  GString *shown;
  GArray  *map;
  GArray  *hidden; /* (element-type ShcMarkdownSpan): marks and bullets */
} ShcMarkdownLine;

ShcMarkdownLine *shc_markdown_line_new  (void);
void             shc_markdown_line_free (ShcMarkdownLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMarkdownLine, shc_markdown_line_free)

/** shc_markdown_line_read: @line: UTF-8, without its line break. @length: bytes. What was read before is gone. */
void shc_markdown_line_read (ShcMarkdownLine *self, const char *line, gsize length);

G_END_DECLS
