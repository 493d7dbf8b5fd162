/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text that may still be growing: labels for what is in view or near to it. One costs a hundred times its text. */

#define G_LOG_DOMAIN "shc-markdown-blocks"

#include "config.h"

#include "shc-markdown-blocks-private.h"

/* So many heights of the view above and below it have labels, to be gone to by keyboard, and so many more are kept. */
#define NEAR_VIEWS 1
#define FAR_VIEWS 2
/* A window that is made wider or narrower goes on for a while. */
#define RENEW_MS 150
#define RENEWED_AT_ONCE 200

typedef struct
{
  double top;
  double bottom;
  double height;
} View;

/* Returns: whether it is known which part of the text is in view. */
static gboolean
find_view (ShcMarkdownBlocks *self,
           View              *view)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);
  GtkWidget *content = scroller != NULL ? gtk_viewport_get_child (GTK_VIEWPORT (scroller)) : NULL;
  graphene_point_t begin;

  if (content == NULL || self->place == NULL || gtk_adjustment_get_page_size (self->place) <= 0 ||
      !gtk_widget_compute_point (GTK_WIDGET (self), content, &GRAPHENE_POINT_INIT (0, 0), &begin))
    return FALSE;
  view->height = gtk_adjustment_get_page_size (self->place);
  view->top = gtk_adjustment_get_value (self->place) - (double) begin.y;
  view->bottom = view->top + view->height;
  return TRUE;
}

static gboolean
is_within (const View *view,
           int         y,
           int         height,
           int         n_views)
{
  return y + height >= view->top - n_views * view->height && y <= view->bottom + n_views * view->height;
}

/* What was selected stays so, and what had the focus has it. */
static gboolean
is_needed (ShcMarkdownBlocks *self,
           GtkLabel          *label)
{
  return label == self->read || gtk_label_get_selection_bounds (label, NULL, NULL);
}

static void
drop_label (ShcMarkdownBlocks *self,
            ShcBlock          *block)
{
  int minimum, natural;

  gtk_widget_measure (GTK_WIDGET (block->label), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  self->minimum = MAX (self->minimum, minimum);
  self->natural = MAX (self->natural, natural);
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&block->label)));
}

/* The last one may still grow. @drop: whether what is far away loses its labels. */
static void
look (ShcMarkdownBlocks *self,
      gboolean           drop)
{
  GtkLabel *before = NULL;
  View view;
  int y = 0;

  /* What is held changes it all in a moment. */
  if (self->same < G_MAXSIZE || !find_view (self, &view))
    return;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      ShcBlock *block = &g_array_index (self->blocks, ShcBlock, i);
      int height = shc_markdown_blocks_get_height (block, gtk_widget_get_width (GTK_WIDGET (self)));

      if (block->label == NULL && is_within (&view, y, height, NEAR_VIEWS))
        shc_markdown_blocks_add_label (self, block, before);
      else if (drop && block->label != NULL && block->width > 0 && i + 1 < self->blocks->len &&
               !is_within (&view, y, height, FAR_VIEWS) && !is_needed (self, block->label))
        drop_label (self, block);
      before = block->label != NULL ? block->label : before;
      y += height + SHC_BLOCK_SPACING;
    }
}

static gboolean
drop_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ShcMarkdownBlocks *self = SHC_MARKDOWN_BLOCKS (widget);

  self->drop_id = 0;
  look (self, TRUE);
  return G_SOURCE_REMOVE;
}

/* Not while it is being laid out, and not only when there is nothing else to do: with the next frame. */
static void
drop_later (ShcMarkdownBlocks *self)
{
  if (self->drop_id == 0 && self->place != NULL)
    self->drop_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), drop_cb, NULL, NULL);
}

static void
moved_cb (ShcMarkdownBlocks *self)
{
  look (self, FALSE);
  drop_later (self);
}

/* ---- another width, another font */

static gboolean
renew_cb (gpointer user_data)
{
  ShcMarkdownBlocks *self = user_data;
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  GtkLabel *before = NULL;
  guint n = 0;

  self->renew_id = 0;
  for (guint i = 0; i < self->blocks->len && n < RENEWED_AT_ONCE && self->same == G_MAXSIZE; i++)
    {
      ShcBlock *block = &g_array_index (self->blocks, ShcBlock, i);

      if (block->label == NULL && block->width != width)
        {
          shc_markdown_blocks_add_label (self, block, before);
          n++;
        }
      before = block->label != NULL ? block->label : before;
    }
  return G_SOURCE_REMOVE;
}

static void
forget_sizes (ShcMarkdownBlocks *self)
{
  self->minimum = self->natural = 0;
  for (guint i = 0; i < self->blocks->len; i++)
    {
      ShcBlock *block = &g_array_index (self->blocks, ShcBlock, i);

      if (block->label == NULL)
        block->width = 0;
    }
}

void
shc_markdown_blocks_laid_out (ShcMarkdownBlocks *self,
                              int                width)
{
  guint fonts = pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  gboolean stale = FALSE;

  if (fonts != self->fonts)
    forget_sizes (self);
  self->fonts = fonts;
  for (guint i = 0; i < self->blocks->len && !stale; i++)
    stale = g_array_index (self->blocks, ShcBlock, i).label == NULL &&
            g_array_index (self->blocks, ShcBlock, i).width != width;
  if (stale)
    {
      g_clear_handle_id (&self->renew_id, g_source_remove);
      self->renew_id = g_timeout_add (RENEW_MS, renew_cb, self);
    }
  drop_later (self);
}

/* ---- being in a view at all */

void
shc_markdown_blocks_begin_view (ShcMarkdownBlocks *self)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_VIEWPORT);

  shc_markdown_blocks_end_view (self);
  if (viewport == NULL)
    return;
  self->place = g_object_ref (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)));
  self->moved_id = g_signal_connect_swapped (self->place, "value-changed", G_CALLBACK (moved_cb), self);
  self->resized_id = g_signal_connect_swapped (self->place, "notify::page-size", G_CALLBACK (drop_later), self);
  drop_later (self);
}

void
shc_markdown_blocks_end_view (ShcMarkdownBlocks *self)
{
  if (self->drop_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->drop_id);
  self->drop_id = 0;
  g_clear_handle_id (&self->renew_id, g_source_remove);
  if (self->place != NULL)
    {
      g_clear_signal_handler (&self->moved_id, self->place);
      g_clear_signal_handler (&self->resized_id, self->place);
    }
  g_clear_object (&self->place);
}
