/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: light Markdown as paragraphs one below the other. */

#define G_LOG_DOMAIN "shc-markdown-blocks"

#include "config.h"

#include "shc-markdown-blocks-private.h"

#include <string.h>

#include "shc-widget.h"

G_DEFINE_FINAL_TYPE (ShcMarkdownBlocks, shc_markdown_blocks, GTK_TYPE_WIDGET)

static ShcBlock *
get_block (ShcMarkdownBlocks *self,
           guint              number)
{
  return &g_array_index (self->blocks, ShcBlock, number);
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
create_label (ShcMarkdownBlocks *self,
              GtkLabel          *before)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  g_signal_connect_object (label, "notify::has-focus", G_CALLBACK (has_focus_cb), self, 0);
  gtk_widget_insert_after (label, GTK_WIDGET (self), GTK_WIDGET (before));
  return GTK_LABEL (label);
}

void
shc_markdown_blocks_add_label (ShcMarkdownBlocks *self,
                               ShcBlock          *block,
                               GtkLabel          *before)
{
  block->label = create_label (self, before);
  shc_markdown_blocks_fill (self, block, block->label);
}

/* Forgets the blocks from @first on. Returns: (transfer full) (element-type GtkLabel): their labels, not owned. */
static GPtrArray *
take_labels (ShcMarkdownBlocks *self,
             guint              first)
{
  GPtrArray *labels = g_ptr_array_new ();

  for (guint i = first; i < self->blocks->len; i++)
    if (get_block (self, i)->label != NULL)
      g_ptr_array_add (labels, get_block (self, i)->label);
  g_array_set_size (self->blocks, first);
  return labels;
}

/* @labels: are used again. */
static void
show_blocks (ShcMarkdownBlocks *self,
             guint              first,
             GPtrArray         *labels)
{
  guint next = 0;

  for (guint i = first; i < self->blocks->len; i++)
    {
      ShcBlock *block = get_block (self, i);

      if (next < labels->len)
        {
          block->label = g_ptr_array_index (labels, next++);
          shc_markdown_blocks_fill (self, block, block->label);
        }
      else
        shc_markdown_blocks_add_label (self, block, GTK_LABEL (gtk_widget_get_last_child (GTK_WIDGET (self))));
    }
  for (; next < labels->len; next++)
    gtk_widget_unparent (g_ptr_array_index (labels, next));
}

void
shc_markdown_blocks_hold_text (ShcMarkdownBlocks *self,
                               const char        *text,
                               gsize              length,
                               gsize              same)
{
  g_return_if_fail (SHC_IS_MARKDOWN_BLOCKS (self));
  g_return_if_fail (text != NULL && same <= length);

  same = MIN (same, self->text->len);
  g_string_truncate (self->text, same);
  g_string_append_len (self->text, text + same, (gssize) (length - same));
  self->same = MIN (self->same, same);
}

void
shc_markdown_blocks_show (ShcMarkdownBlocks *self)
{
  g_autoptr(GPtrArray) labels = NULL;
  guint kept;
  gsize from = 0;

  g_return_if_fail (SHC_IS_MARKDOWN_BLOCKS (self));

  /* The last one may still grow, and a block of code may have been one without its end. */
  for (kept = self->blocks->len; kept > 0; kept--)
    if (kept < self->blocks->len && get_block (self, kept - 1)->end < self->same)
      break;
  if (kept > 0)
    from = get_block (self, kept - 1)->end;
  if (kept > 0 && get_block (self, kept - 1)->kind == SHC_BLOCK_CODE)
    from = shc_markdown_blocks_skip_break (self, from + shc_markdown_blocks_measure_line (self, from));
  if (kept == 0)
    self->minimum = self->natural = 0;
  labels = take_labels (self, kept);
  shc_markdown_blocks_cut (self, from);
  show_blocks (self, kept, labels);
  self->same = G_MAXSIZE;
}

void
shc_markdown_blocks_set_text (ShcMarkdownBlocks *self,
                              const char        *text,
                              gsize              same)
{
  shc_markdown_blocks_hold_text (self, text, strlen (text), same);
  shc_markdown_blocks_show (self);
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

int
shc_markdown_blocks_get_height (const ShcBlock *block,
                                int             width)
{
  if (block->width == width || block->width <= 0 || width <= 0)
    return block->height;
  return (int) ((gint64) block->height * block->width / width);
}

static int
measure_height (const ShcBlock *block,
                int             width)
{
  int height;

  if (block->label == NULL)
    return shc_markdown_blocks_get_height (block, width);
  gtk_widget_measure (GTK_WIDGET (block->label), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static void
measure_width (ShcMarkdownBlocks *self,
               int               *minimum,
               int               *natural)
{
  *minimum = self->minimum;
  *natural = self->natural;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      const ShcBlock *block = get_block (self, i);
      int label_minimum, label_natural;

      if (block->label == NULL)
        continue;
      gtk_widget_measure (GTK_WIDGET (block->label), GTK_ORIENTATION_HORIZONTAL, -1, &label_minimum, &label_natural, NULL,
                          NULL);
      *minimum = MAX (*minimum, label_minimum);
      *natural = MAX (*natural, label_natural);
    }
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

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }
  *minimum = 0;
  for (guint i = 0; i < self->blocks->len; i++)
    *minimum += measure_height (get_block (self, i), for_size) + (i > 0 ? SHC_BLOCK_SPACING : 0);
  *natural = *minimum;
}

static void
shc_markdown_blocks_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (widget);
  int y = 0;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      ShcBlock *block = get_block (self, i);
      int block_height = measure_height (block, width);

      if (block->label != NULL)
        {
          gtk_widget_size_allocate (GTK_WIDGET (block->label), &(GtkAllocation) { 0, y, width, block_height }, -1);
          block->width = width;
          block->height = block_height;
        }
      y += block_height + SHC_BLOCK_SPACING;
    }
  shc_markdown_blocks_laid_out (self, width);
}

static void
shc_markdown_blocks_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (shc_markdown_blocks_parent_class)->map (widget);

  shc_markdown_blocks_begin_view (SHC_MARKDOWN_BLOCKS (widget));
}

static void
shc_markdown_blocks_unmap (GtkWidget *widget)
{
  shc_markdown_blocks_end_view (SHC_MARKDOWN_BLOCKS (widget));

  GTK_WIDGET_CLASS (shc_markdown_blocks_parent_class)->unmap (widget);
}

static void
shc_markdown_blocks_dispose (GObject *object)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (object);

  shc_markdown_blocks_end_view (self);
  g_clear_weak_pointer (&self->read);
  g_array_set_size (self->blocks, 0);
  shc_widget_clear (GTK_WIDGET (self));

  G_OBJECT_CLASS (shc_markdown_blocks_parent_class)->dispose (object);
}

static void
shc_markdown_blocks_finalize (GObject *object)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (object);

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
  widget_class->map = shc_markdown_blocks_map;
  widget_class->unmap = shc_markdown_blocks_unmap;

  gtk_widget_class_set_css_name (widget_class, "markdownblocks");
}

static void
shc_markdown_blocks_init (ShcMarkdownBlocks *self)
{
  self->text = g_string_new (NULL);
  self->same = G_MAXSIZE;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (ShcBlock));
  self->line = shc_markdown_line_new ();
}
