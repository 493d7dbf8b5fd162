/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: one of its paragraphs as a label shows it. */

#define G_LOG_DOMAIN "shc-markdown-blocks"

#include "config.h"

#include "shc-markdown-blocks-private.h"

/* To learn its smallest width, a label lays out its whole text at that: one of a letter's width has as many lines as
 * letters. Longer ones are never that narrow. */
#define LONG_BYTES 160
#define LONG_CHARS 18

static const char *const kind_classes[] = { NULL, NULL, "quote", "code" };

static void
add_attribute (PangoAttrList  *attributes,
               PangoAttribute *attribute,
               gsize           start,
               gsize           end)
{
  attribute->start_index = (guint) start;
  attribute->end_index = (guint) end;
  pango_attr_list_insert (attributes, attribute);
}

static void
add_span (PangoAttrList   *attributes,
          ShcMarkdownKind  kind,
          gsize            start,
          gsize            end)
{
  static const double heading_scales[] = { 1.3, 1.18, 1.08 };

  switch (kind)
    {
    case SHC_MARKDOWN_HEADING_1:
    case SHC_MARKDOWN_HEADING_2:
    case SHC_MARKDOWN_HEADING_3:
      add_attribute (attributes, pango_attr_scale_new (heading_scales[kind]), start, end);
      add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
      break;
    case SHC_MARKDOWN_STRONG:
      add_attribute (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD), start, end);
      break;
    case SHC_MARKDOWN_EMPHASIS:
      add_attribute (attributes, pango_attr_style_new (PANGO_STYLE_ITALIC), start, end);
      break;
    case SHC_MARKDOWN_CODE:
      add_attribute (attributes, pango_attr_family_new ("monospace"), start, end);
      break;
    default:
      break;
    }
}

/* A byte of the source line as one of the shown. */
static gsize
get_shown_byte (ShcMarkdownBlocks *self,
                gsize              at)
{
  const char *shown = self->line->shown->str;

  return (gsize) (g_utf8_offset_to_pointer (shown, g_array_index (self->line->map, int, at)) - shown);
}

static void
append_line (ShcMarkdownBlocks *self,
             GString           *shown,
             PangoAttrList     *attributes)
{
  for (guint i = 0; i < self->line->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->line->spans, ShcMarkdownSpan, i);

      add_span (attributes, span->kind, shown->len + get_shown_byte (self, span->start),
                shown->len + get_shown_byte (self, span->end));
    }
  g_string_append_len (shown, self->line->shown->str, (gssize) self->line->shown->len);
}

/* A word that is broken is not to look as if it had been written with a hyphen. */
static PangoAttrList *
create_attributes (void)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  return attributes;
}

static void
show_code (ShcMarkdownBlocks *self,
           const ShcBlock       *block,
           GtkLabel          *label)
{
  gsize length = block->end - block->start;
  g_autoptr(PangoAttrList) attributes = create_attributes ();
  g_autofree char *code = NULL;

  if (self->text->str[block->end - 1] == '\n')
    length--;
  code = g_strndup (self->text->str + block->start, length);
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_text (label, code);
}

static void
show_lines (ShcMarkdownBlocks *self,
            const ShcBlock       *block,
            GtkLabel          *label)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(PangoAttrList) attributes = create_attributes ();

  for (gsize at = block->start; at < block->end;)
    {
      gsize length = shc_markdown_blocks_measure_line (self, at);

      if (at > block->start)
        g_string_append_c (shown, '\n');
      shc_markdown_line_read (self->line, self->text->str + at, length);
      append_line (self, shown, attributes);
      at = shc_markdown_blocks_skip_break (self, at + length);
    }
  gtk_label_set_text (label, shown->str);
  gtk_label_set_attributes (label, attributes);
}

void
shc_markdown_blocks_fill (ShcMarkdownBlocks *self,
                          const ShcBlock    *block,
                          GtkLabel          *label)
{
  const char *classes[] = { kind_classes[block->kind], NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
  gtk_label_set_width_chars (label, block->end - block->start > LONG_BYTES ? LONG_CHARS : -1);
  if (block->kind == SHC_BLOCK_CODE)
    show_code (self, block, label);
  else
    show_lines (self, block, label);
}
