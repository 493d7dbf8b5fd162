/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: light Markdown as paragraphs one below the other. */

#define G_LOG_DOMAIN "shc-markdown-blocks"

#include "config.h"

#include "shc-markdown-blocks.h"

#include <string.h>

#include "shc-markdown-line.h"
#include "shc-widget.h"

/* What changes is laid out anew with its whole block: so much of it at most. */
#define BLOCK_BYTES 1200
#define SPACING 8
/* To learn its smallest width, a label lays out its whole text at that: one of a letter's width has as many lines as
 * letters. Longer ones are never that narrow. */
#define LONG_BYTES 160
#define LONG_CHARS 18

typedef enum { BLOCK_TEXT, BLOCK_HEADING, BLOCK_QUOTE, BLOCK_CODE } BlockKind;

/* @start: @end: bytes of the text. */
typedef struct
{
  gsize     start;
  gsize     end;
  BlockKind kind;
} Block;

struct _ShcMarkdownBlocks
{
  GtkWidget        parent_instance;
  GString         *text;
  GArray          *blocks;  /* (element-type Block) */
  GPtrArray       *labels;  /* (element-type GtkLabel), one for each block; not owned */
  GtkLabel        *read;    /* (nullable): the one that had the focus last; weak */
  ShcMarkdownLine *line;
};

G_DEFINE_FINAL_TYPE (ShcMarkdownBlocks, shc_markdown_blocks, GTK_TYPE_WIDGET)

static const char *const kind_classes[] = { NULL, NULL, "quote", "code" };

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

static BlockKind
find_kind (ShcMarkdownBlocks *self)
{
  for (guint i = 0; i < self->line->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->line->spans, ShcMarkdownSpan, i);

      if (span->kind <= SHC_MARKDOWN_HEADING_3)
        return BLOCK_HEADING;
      if (span->kind == SHC_MARKDOWN_QUOTE)
        return BLOCK_QUOTE;
    }
  return BLOCK_TEXT;
}

/* ---- cutting into blocks */

/* Returns: the bytes of the line at @at, its break aside; of one without end, up to a word's end. */
static gsize
measure_line (ShcMarkdownBlocks *self,
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

static gsize
skip_break (ShcMarkdownBlocks *self,
            gsize              at)
{
  return at < self->text->len && self->text->str[at] == '\n' ? at + 1 : at;
}

static void
add_block (ShcMarkdownBlocks *self,
           gsize              start,
           gsize              end,
           BlockKind          kind)
{
  Block block = { start, end, kind };

  if (end > start)
    g_array_append_val (self->blocks, block);
}

/* What stands between two lines of ```, which are not shown. Returns: where it goes on. */
static gsize
cut_code (ShcMarkdownBlocks *self,
          gsize              at)
{
  gsize start = skip_break (self, at + measure_line (self, at));

  for (at = start; at < self->text->len;)
    {
      gsize length = measure_line (self, at);

      if (is_fence (self->text->str + at, length))
        {
          add_block (self, start, at, BLOCK_CODE);
          return skip_break (self, at + length);
        }
      at = skip_break (self, at + length);
    }
  add_block (self, start, at, BLOCK_CODE);
  return at;
}

/* Lines of one kind, up to an empty one. Returns: where it goes on. */
static gsize
cut_lines (ShcMarkdownBlocks *self,
           gsize              start)
{
  BlockKind kind = BLOCK_TEXT;
  gsize at = start;

  while (at < self->text->len && at - start < BLOCK_BYTES)
    {
      const char *line = self->text->str + at;
      gsize length = measure_line (self, at);

      if (is_blank (line, length) || is_fence (line, length))
        break;
      shc_markdown_line_read (self->line, line, length);
      if (at > start && (kind == BLOCK_HEADING || find_kind (self) != kind))
        break;
      kind = find_kind (self);
      at = skip_break (self, at + length);
    }
  add_block (self, start, at, kind);
  return at;
}

static void
cut_blocks (ShcMarkdownBlocks *self,
            gsize              at)
{
  while (at < self->text->len)
    {
      const char *line = self->text->str + at;
      gsize length = measure_line (self, at);

      if (is_fence (line, length))
        at = cut_code (self, at);
      else if (is_blank (line, length))
        at = skip_break (self, at + MAX (length, line[0] == '\n' ? 0 : 1));
      else
        at = cut_lines (self, at);
    }
}

/* ---- showing them */

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
           const Block       *block,
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
            const Block       *block,
            GtkLabel          *label)
{
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(PangoAttrList) attributes = create_attributes ();

  for (gsize at = block->start; at < block->end;)
    {
      gsize length = measure_line (self, at);

      if (at > block->start)
        g_string_append_c (shown, '\n');
      shc_markdown_line_read (self->line, self->text->str + at, length);
      append_line (self, shown, attributes);
      at = skip_break (self, at + length);
    }
  gtk_label_set_text (label, shown->str);
  gtk_label_set_attributes (label, attributes);
}

static void
has_focus_cb (GtkWidget         *label,
              GParamSpec        *pspec,
              ShcMarkdownBlocks *self)
{
  if (gtk_widget_has_focus (label))
    g_set_weak_pointer (&self->read, GTK_LABEL (label));
}

static GtkLabel *
create_label (ShcMarkdownBlocks *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  g_signal_connect_object (label, "notify::has-focus", G_CALLBACK (has_focus_cb), self, 0);
  gtk_widget_insert_before (label, GTK_WIDGET (self), NULL);
  g_ptr_array_add (self->labels, label);
  return GTK_LABEL (label);
}

static void
show_block (ShcMarkdownBlocks *self,
            guint              number)
{
  const Block *block = &g_array_index (self->blocks, Block, number);
  GtkLabel *label = number < self->labels->len ? g_ptr_array_index (self->labels, number) : create_label (self);
  const char *classes[] = { kind_classes[block->kind], NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (label), classes);
  gtk_label_set_width_chars (label, block->end - block->start > LONG_BYTES ? LONG_CHARS : -1);
  if (block->kind == BLOCK_CODE)
    show_code (self, block, label);
  else
    show_lines (self, block, label);
}

void
shc_markdown_blocks_set_text (ShcMarkdownBlocks *self,
                              const char        *text,
                              gsize              same)
{
  guint kept;
  gsize from = 0;

  g_return_if_fail (SHC_IS_MARKDOWN_BLOCKS (self));
  g_return_if_fail (text != NULL);

  g_string_truncate (self->text, MIN (same, self->text->len));
  g_string_append (self->text, text + self->text->len);
  /* The last one may still grow, and a block of code may have been one without its end. */
  for (kept = self->blocks->len; kept > 0; kept--)
    if (kept < self->blocks->len && g_array_index (self->blocks, Block, kept - 1).end < same)
      break;
  if (kept > 0)
    from = g_array_index (self->blocks, Block, kept - 1).end;
  if (kept > 0 && g_array_index (self->blocks, Block, kept - 1).kind == BLOCK_CODE)
    from = skip_break (self, from + measure_line (self, from));
  g_array_set_size (self->blocks, kept);
  cut_blocks (self, from);
  for (guint i = kept; i < self->blocks->len; i++)
    show_block (self, i);
  while (self->labels->len > self->blocks->len)
    gtk_widget_unparent (g_ptr_array_steal_index (self->labels, self->labels->len - 1));
}

const char *
shc_markdown_blocks_get_text (ShcMarkdownBlocks *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_BLOCKS (self), NULL);

  return self->text->str;
}

char *
shc_markdown_blocks_dup_selected (ShcMarkdownBlocks *self)
{
  int start, end;

  g_return_val_if_fail (SHC_IS_MARKDOWN_BLOCKS (self), NULL);

  if (self->read == NULL || !gtk_label_get_selection_bounds (self->read, &start, &end))
    return NULL;
  return g_utf8_substring (gtk_label_get_text (self->read), start, end);
}

/* Not a box: one of those is asked for its width at many heights, and a label then tries out one width after the other,
 * each with a layout of all of its text. */
static GtkSizeRequestMode
shc_markdown_blocks_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
shc_markdown_blocks_measure (GtkWidget      *widget,
                             GtkOrientation  orientation,
                             int             for_size,
                             int            *minimum,
                             int            *natural,
                             int            *minimum_baseline,
                             int            *natural_baseline)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (widget);

  *minimum = *natural = 0;
  for (guint i = 0; i < self->labels->len; i++)
    {
      GtkWidget *label = g_ptr_array_index (self->labels, i);
      int label_minimum, label_natural;

      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          gtk_widget_measure (label, orientation, -1, &label_minimum, &label_natural, NULL, NULL);
          *minimum = MAX (*minimum, label_minimum);
          *natural = MAX (*natural, label_natural);
          continue;
        }
      gtk_widget_measure (label, orientation, for_size, &label_minimum, &label_natural, NULL, NULL);
      *minimum += label_minimum + (i > 0 ? SPACING : 0);
      *natural += label_natural + (i > 0 ? SPACING : 0);
    }
}

static void
shc_markdown_blocks_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (widget);
  int y = 0;

  for (guint i = 0; i < self->labels->len; i++)
    {
      GtkWidget *label = g_ptr_array_index (self->labels, i);
      int label_height;

      gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, width, &label_height, NULL, NULL, NULL);
      gtk_widget_size_allocate (label, &(GtkAllocation) { 0, y, width, label_height }, -1);
      y += label_height + SPACING;
    }
}

static void
shc_markdown_blocks_dispose (GObject *object)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (object);

  g_clear_weak_pointer (&self->read);
  g_ptr_array_set_size (self->labels, 0);
  g_array_set_size (self->blocks, 0);
  shc_widget_clear (GTK_WIDGET (self));

  G_OBJECT_CLASS (shc_markdown_blocks_parent_class)->dispose (object);
}

static void
shc_markdown_blocks_finalize (GObject *object)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (object);

  g_ptr_array_unref (self->labels);
  g_array_unref (self->blocks);
  g_string_free (self->text, TRUE);
  shc_markdown_line_free (self->line);

  G_OBJECT_CLASS (shc_markdown_blocks_parent_class)->finalize (object);
}

static void
shc_markdown_blocks_class_init (ShcMarkdownBlocksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = shc_markdown_blocks_dispose;
  object_class->finalize = shc_markdown_blocks_finalize;

  widget_class->get_request_mode = shc_markdown_blocks_get_request_mode;
  widget_class->measure = shc_markdown_blocks_measure;
  widget_class->size_allocate = shc_markdown_blocks_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "markdownblocks");
}

static void
shc_markdown_blocks_init (ShcMarkdownBlocks *self)
{
  self->text = g_string_new (NULL);
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  self->labels = g_ptr_array_new ();
  self->line = shc_markdown_line_new ();
}
