/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light Markdown, a line at a time: what in it is a heading, a quote, a list, an emphasis. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Lines longer than this (bytes) are shown as they are: nobody's emphasis spans so much. */
#define SHC_MARKDOWN_MAX_LINE 20000

typedef enum
{
  SHC_MARKDOWN_HEADING_1,
  SHC_MARKDOWN_HEADING_2,
  SHC_MARKDOWN_HEADING_3,
  SHC_MARKDOWN_QUOTE,
  SHC_MARKDOWN_LIST,
  SHC_MARKDOWN_STRONG,
  SHC_MARKDOWN_EMPHASIS,
  SHC_MARKDOWN_CODE,
  SHC_MARKDOWN_BULLET, /* the "-" of a list */
  SHC_MARKDOWN_MARK,   /* characters that only make something else: "## ", "**", "> " */
  SHC_MARKDOWN_N_KINDS
} ShcMarkdownKind;

/**
 * ShcMarkdownSpan:
 * @start: @end: bytes from the beginning of the line
 */
typedef struct
{
  gsize           start;
  gsize           end;
  ShcMarkdownKind kind;
} ShcMarkdownSpan;

/**
 * shc_markdown_parse_line:
 * @line: UTF-8, without its line break
 * @length: bytes
 * @spans: (element-type ShcMarkdownSpan): emptied and filled, in order of their beginnings except
 *   that spans which enclose others may stand before or after them; marks never overlap
 *
 * Takes time in proportion to @length, whatever is in it.
 */
void shc_markdown_parse_line (const char *line, gsize length, GArray *spans);

G_END_DECLS
