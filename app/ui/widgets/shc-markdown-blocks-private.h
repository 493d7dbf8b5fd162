/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of ShcMarkdownBlocks share. */

#pragma once

#include "shc-markdown-blocks.h"
#include "shc-markdown-line.h"

G_BEGIN_DECLS

#define SHC_BLOCK_SPACING 8

typedef enum { SHC_BLOCK_TEXT, SHC_BLOCK_HEADING, SHC_BLOCK_QUOTE, SHC_BLOCK_CODE } ShcBlockKind;

/**
 * ShcBlock:
 * @start: @end: bytes of the text
 * @width: @height: as it was laid out last; 0 before that
 * @label: (nullable): not owned; only what is in view or near to it has one
 */
typedef struct
{
  guint         start;
  guint         end;
  ShcBlockKind  kind;
  int           width;
  int           height;
  GtkLabel     *label;
} ShcBlock;

struct _ShcMarkdownBlocks
{
  GtkWidget        parent_instance;
  GString         *text;
  gsize            same;     /* bytes that are as @blocks has them; G_MAXSIZE: all */
  GArray          *blocks;   /* (element-type ShcBlock) */
  GtkLabel        *read;     /* (nullable): the one that had the focus last; weak */
  ShcMarkdownLine *line;

  /* What has no labels: */
  GtkAdjustment   *place;    /* (nullable): of the view it is scrolled in, while it is mapped */
  gulong           moved_id;
  gulong           resized_id;
  guint            drop_id;
  guint            renew_id;
  guint            fonts;    /* the serial of those it was laid out with */
  int              minimum;  /* width, of all that had a label once */
  int              natural;
};

/* shc-markdown-blocks-cut.c */
/** Returns: the bytes of the line at @at, its break aside; of one without end, up to a word's end. */
gsize shc_markdown_blocks_measure_line (ShcMarkdownBlocks *self, gsize at);
/** Returns: @at, or what is behind the line break there. */
gsize shc_markdown_blocks_skip_break   (ShcMarkdownBlocks *self, gsize at);
/** Adds the blocks from @at on. */
void  shc_markdown_blocks_cut          (ShcMarkdownBlocks *self, gsize at);

/* shc-markdown-blocks-fill.c */
void  shc_markdown_blocks_fill         (ShcMarkdownBlocks *self, const ShcBlock *block, GtkLabel *label);

/* shc-markdown-blocks.c */
/** Gives a block a label. @before: (nullable): the one of the nearest block before it that has one. */
void  shc_markdown_blocks_add_label    (ShcMarkdownBlocks *self, ShcBlock *block, GtkLabel *before);
/** Returns: how high a block without a label is at that width, as far as is known. */
int   shc_markdown_blocks_get_height   (const ShcBlock *block, int width);

/* shc-markdown-blocks-view.c */
/** It is mapped: from now on only what is in view needs labels. */
void  shc_markdown_blocks_begin_view   (ShcMarkdownBlocks *self);
void  shc_markdown_blocks_end_view     (ShcMarkdownBlocks *self);
/** It was laid out. */
void  shc_markdown_blocks_laid_out     (ShcMarkdownBlocks *self, int width);

G_END_DECLS
