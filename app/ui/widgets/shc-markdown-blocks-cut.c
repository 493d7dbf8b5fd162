/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: where its paragraphs begin and end. */

#define G_LOG_DOMAIN "shc-markdown-blocks"

#include "config.h"

#include "shc-markdown-blocks-private.h"

#include <string.h>

/* What changes is laid out anew with its whole block: so much of it at most. */
#define BLOCK_BYTES 1200

static gboolean
is_fence (const char *line,
          gsize       length)
{
  return length >= 3 && memcmp (line, "```", 3) == 0;
}

static gboolean
is_blank (const char *line,
          gsize       length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (line[i]))
      return FALSE;
  return TRUE;
}

static ShcBlockKind
find_kind (ShcMarkdownBlocks *self)
{
  for (guint i = 0; i < self->line->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->line->spans, ShcMarkdownSpan, i);

      if (span->kind <= SHC_MARKDOWN_HEADING_3)
        return SHC_BLOCK_HEADING;
      if (span->kind == SHC_MARKDOWN_QUOTE)
        return SHC_BLOCK_QUOTE;
    }
  return SHC_BLOCK_TEXT;
}

/* Returns: the bytes of the line at @at, its break aside; of one without end, up to a word's end. */
gsize
shc_markdown_blocks_measure_line (ShcMarkdownBlocks *self,
                                  gsize              at)
{
  const char *line = self->text->str + at;
  gsize rest = self->text->len - at;
  const char *end = memchr (line, '\n', rest);
  gsize length = end != NULL ? (gsize) (end - line) : rest;
  gsize cut = BLOCK_BYTES;

  if (length <= 2 * BLOCK_BYTES)
    return length;
  while (cut < length && line[cut] != ' ' && cut < 2 * BLOCK_BYTES)
    cut++;
  while (cut > 0 && ((guchar) line[cut] & 0xC0) == 0x80)
    cut--;
  return cut;
}

gsize
shc_markdown_blocks_skip_break (ShcMarkdownBlocks *self,
                                gsize              at)
{
  return at < self->text->len && self->text->str[at] == '\n' ? at + 1 : at;
}

static void
add_block (ShcMarkdownBlocks *self,
           gsize              start,
           gsize              end,
           ShcBlockKind          kind)
{
  ShcBlock block = { .start = (guint) start, .end = (guint) end, .kind = kind };

  if (end > start)
    g_array_append_val (self->blocks, block);
}

/* What stands between two lines of ```, which are not shown. Returns: where it goes on. */
static gsize
cut_code (ShcMarkdownBlocks *self,
          gsize              at)
{
  gsize start = shc_markdown_blocks_skip_break (self, at + shc_markdown_blocks_measure_line (self, at));

  for (at = start; at < self->text->len;)
    {
      gsize length = shc_markdown_blocks_measure_line (self, at);

      if (is_fence (self->text->str + at, length))
        {
          add_block (self, start, at, SHC_BLOCK_CODE);
          return shc_markdown_blocks_skip_break (self, at + length);
        }
      at = shc_markdown_blocks_skip_break (self, at + length);
    }
  add_block (self, start, at, SHC_BLOCK_CODE);
  return at;
}

/* Lines of one kind, up to an empty one. Returns: where it goes on. */
static gsize
cut_lines (ShcMarkdownBlocks *self,
           gsize              start)
{
  ShcBlockKind kind = SHC_BLOCK_TEXT;
  gsize at = start;

  while (at < self->text->len && at - start < BLOCK_BYTES)
    {
      const char *line = self->text->str + at;
      gsize length = shc_markdown_blocks_measure_line (self, at);

      if (is_blank (line, length) || is_fence (line, length))
        break;
      shc_markdown_line_read (self->line, line, length);
      if (at > start && (kind == SHC_BLOCK_HEADING || find_kind (self) != kind))
        break;
      kind = find_kind (self);
      at = shc_markdown_blocks_skip_break (self, at + length);
    }
  add_block (self, start, at, kind);
  return at;
}

void
shc_markdown_blocks_cut (ShcMarkdownBlocks *self,
                         gsize              at)
{
  while (at < self->text->len)
    {
      const char *line = self->text->str + at;
      gsize length = shc_markdown_blocks_measure_line (self, at);

      if (is_fence (line, length))
        at = cut_code (self, at);
      else if (is_blank (line, length))
        at = shc_markdown_blocks_skip_break (self, at + MAX (length, line[0] == '\n' ? 0 : 1));
      else
        at = cut_lines (self, at);
    }
}
