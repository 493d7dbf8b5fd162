/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows light Markdown in a text buffer while it is written. */

#define G_LOG_DOMAIN "shc-highlighter"

#include "config.h"

#include "shc-highlighter.h"

#include "shc-text-tags.h"

#define SLICE_US 3000

struct _ShcHighlighter
{
  GObject        parent_instance;
  GtkTextBuffer *buffer;
  ShcTextTags   *tags;
  GtkTextMark   *from; /* what is still to be looked at; only with a pending source */
  GtkTextMark   *to;
  guint          source_id;
  GArray        *spans;
};

G_DEFINE_FINAL_TYPE (ShcHighlighter, shc_highlighter, G_TYPE_OBJECT)

/* Asked for one tag, the buffer looks in its tree; asked for any, it would walk to the end of a text
 * without tags, once for each line. */
static gboolean
has_tag (const GtkTextIter *start,
         const GtkTextIter *end,
         GtkTextTag        *tag)
{
  GtkTextIter iter = *start;

  return gtk_text_iter_has_tag (start, tag)
         || (gtk_text_iter_forward_to_tag_toggle (&iter, tag)
             && gtk_text_iter_compare (&iter, end) < 0);
}

static void
clear_line (ShcHighlighter    *self,
            const GtkTextIter *start,
            const GtkTextIter *end)
{
  for (guint kind = 0; kind < SHC_MARKDOWN_N_KINDS; kind++)
    {
      GtkTextTag *tag = shc_text_tags_get (self->tags, kind);

      if (has_tag (start, end, tag))
        gtk_text_buffer_remove_tag (self->buffer, tag, start, end);
    }
}

/* @line_start is revalidated by the buffer: tags change segments, not text. */
static void
show_line (ShcHighlighter    *self,
           const GtkTextIter *line_start)
{
  GtkTextIter end = *line_start;
  g_autofree char *line = NULL;
  gsize length;

  if (!gtk_text_iter_ends_line (&end))
    gtk_text_iter_forward_to_line_end (&end);
  clear_line (self, line_start, &end);
  if (gtk_text_iter_get_bytes_in_line (line_start) > SHC_MARKDOWN_MAX_LINE + 2)
    return;

  line = gtk_text_iter_get_slice (line_start, &end);
  length = strlen (line);
  shc_markdown_parse_line (line, length, self->spans);
  for (guint i = 0; i < self->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->spans, ShcMarkdownSpan, i);
      GtkTextIter span_start = *line_start;
      GtkTextIter span_end = *line_start;

      gtk_text_iter_set_line_index (&span_start, (int) span->start);
      if (span->end >= length)
        span_end = end;
      else
        gtk_text_iter_set_line_index (&span_end, (int) span->end);
      gtk_text_buffer_apply_tag (self->buffer, shc_text_tags_get (self->tags, span->kind),
                                 &span_start, &span_end);
    }
}

static gboolean
work_cb (gpointer data)
{
  ShcHighlighter *self = data;
  gint64 deadline = g_get_monotonic_time () + SLICE_US;
  GtkTextIter iter;
  GtkTextIter end;

  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->from);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &end, self->to);
  gtk_text_iter_set_line_offset (&iter, 0);
  do
    {
      show_line (self, &iter);
      if (!gtk_text_iter_forward_line (&iter) || gtk_text_iter_compare (&iter, &end) > 0)
        {
          self->source_id = 0;
          return G_SOURCE_REMOVE;
        }
    }
  while (g_get_monotonic_time () < deadline);

  gtk_text_buffer_move_mark (self->buffer, self->from, &iter);
  /* What remains is out of sight, most likely: drawing and typing go first. */
  self->source_id = g_idle_add (work_cb, self);
  return G_SOURCE_REMOVE;
}

static void
look_again (ShcHighlighter    *self,
            const GtkTextIter *start,
            const GtkTextIter *end)
{
  GtkTextIter iter;

  if (self->source_id == 0)
    {
      gtk_text_buffer_move_mark (self->buffer, self->from, start);
      gtk_text_buffer_move_mark (self->buffer, self->to, end);
      /* Before the next frame, so that a line never flickers. */
      self->source_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 2, work_cb, self, NULL);
      return;
    }
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->from);
  if (gtk_text_iter_compare (start, &iter) < 0)
    gtk_text_buffer_move_mark (self->buffer, self->from, start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &iter, self->to);
  if (gtk_text_iter_compare (end, &iter) > 0)
    gtk_text_buffer_move_mark (self->buffer, self->to, end);
}

static void
inserted_cb (ShcHighlighter *self,
             GtkTextIter    *location,
             const char     *text,
             int             length)
{
  GtkTextIter start = *location;

  gtk_text_iter_backward_chars (&start, (int) g_utf8_strlen (text, length));
  look_again (self, &start, location);
}

static void
deleted_cb (ShcHighlighter *self,
            GtkTextIter    *start,
            GtkTextIter    *end)
{
  look_again (self, start, end);
}

static void
shc_highlighter_finalize (GObject *object)
{
  ShcHighlighter *self = SHC_HIGHLIGHTER (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_object (&self->tags);
  g_array_unref (self->spans);

  G_OBJECT_CLASS (shc_highlighter_parent_class)->finalize (object);
}

static void
shc_highlighter_class_init (ShcHighlighterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = shc_highlighter_finalize;
}

static void
shc_highlighter_init (ShcHighlighter *self)
{
  self->spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
}

ShcHighlighter *
shc_highlighter_new (GtkTextBuffer *buffer)
{
  ShcHighlighter *self;
  GtkTextIter start;
  GtkTextIter end;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  self = g_object_new (SHC_TYPE_HIGHLIGHTER, NULL);
  self->buffer = buffer; /* its owner owns us too, and lets us go first */
  self->tags = shc_text_tags_new (buffer);
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  self->from = gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE);
  self->to = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (inserted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (deleted_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  look_again (self, &start, &end);
  return self;
}

gboolean
shc_highlighter_is_idle (ShcHighlighter *self)
{
  g_return_val_if_fail (SHC_IS_HIGHLIGHTER (self), TRUE);

  return self->source_id == 0;
}
