/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to read: light Markdown shown without its marks, found words coloured. */

#define G_LOG_DOMAIN "shc-markdown-view"

#include "config.h"

#include "shc-markdown-view.h"

#include "shc-search.h"
#include "shc-text-tags.h"
#include "shc-widget.h"

#define SLICE_US 6000

struct _ShcMarkdownView
{
  GtkWidget      parent_instance;
  GtkScrolledWindow *scroller;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  ShcTextTags   *tags;

  char          *text;
  gsize          length;
  gsize          done;       /* bytes of @text that are in the buffer */
  GArray        *ranges;     /* (element-type ShcRange) */
  guint          next_range; /* the first that may still come */
  GArray        *matches;    /* (element-type int): character offsets in the buffer */
  guint          match;      /* the one gone to, counted from 1 */
  GArray        *spans;
  GArray        *hidden;     /* (element-type ShcMarkdownSpan): marks and bullets of a line */
  guint          idle_id;
  gboolean       find_first;
};

G_DEFINE_FINAL_TYPE (ShcMarkdownView, shc_markdown_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_N_MATCHES, N_PROPS };
static GParamSpec *properties[N_PROPS];

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  gsize start_a = ((const ShcMarkdownSpan *) a)->start;
  gsize start_b = ((const ShcMarkdownSpan *) b)->start;

  return start_a < start_b ? -1 : start_a > start_b;
}

/* Sorts what is not shown as it is into @hidden. */
static void
collect_hidden (ShcMarkdownView *self)
{
  g_array_set_size (self->hidden, 0);
  for (guint i = 0; i < self->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->spans, ShcMarkdownSpan, i);

      if (span->kind == SHC_MARKDOWN_MARK || span->kind == SHC_MARKDOWN_BULLET)
        g_array_append_vals (self->hidden, span, 1);
    }
  g_array_sort (self->hidden, compare_spans);
}

/* Appends the line as it is shown; @map gets, for each byte of the source line and its end, the
 * byte of the shown line. */
static void
build_line (ShcMarkdownView *self,
            const char      *line,
            gsize            length,
            GString         *shown,
            GArray          *map)
{
  guint next = 0;
  gsize at = 0;

  g_string_truncate (shown, 0);
  g_array_set_size (map, (guint) length + 1);
  while (at < length)
    {
      const ShcMarkdownSpan *span = next < self->hidden->len
        ? &g_array_index (self->hidden, ShcMarkdownSpan, next) : NULL;

      if (span != NULL && span->start <= at)
        {
          for (; at < span->end; at++)
            g_array_index (map, gsize, at) = shown->len;
          if (span->kind == SHC_MARKDOWN_BULLET)
            g_string_append (shown, "•");
          next++;
          continue;
        }
      g_array_index (map, gsize, at) = shown->len;
      g_string_append_c (shown, line[at]);
      at++;
    }
  g_array_index (map, gsize, length) = shown->len;
}

static void
apply (ShcMarkdownView *self,
       GtkTextTag      *tag,
       int              line_offset,
       const GString   *shown,
       gsize            start,
       gsize            end)
{
  GtkTextIter from;
  GtkTextIter to;
  int first = (int) g_utf8_pointer_to_offset (shown->str, shown->str + start);
  int last = (int) g_utf8_pointer_to_offset (shown->str, shown->str + end);

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, line_offset + first);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, line_offset + last);
  gtk_text_buffer_apply_tag (self->buffer, tag, &from, &to);
}

static void
apply_matches (ShcMarkdownView *self,
               int              line_offset,
               gsize            line_start,
               gsize            length,
               const GString   *shown,
               const GArray    *map)
{
  while (self->next_range < self->ranges->len)
    {
      const ShcRange *range = &g_array_index (self->ranges, ShcRange, self->next_range);
      gsize start;
      gsize end;
      int offset;

      if (range->start >= line_start + length)
        return;
      self->next_range++;
      if (range->end <= line_start)
        continue;
      start = g_array_index (map, gsize, MAX (range->start, line_start) - line_start);
      end = g_array_index (map, gsize, MIN (range->end - line_start, length));
      if (end <= start)
        continue;
      apply (self, shc_text_tags_get_match (self->tags), line_offset, shown, start, end);
      offset = line_offset + (int) g_utf8_pointer_to_offset (shown->str, shown->str + start);
      g_array_append_val (self->matches, offset);
    }
}

static void
append_line (ShcMarkdownView *self,
             gsize            line_start,
             gsize            length,
             GString         *shown,
             GArray          *map)
{
  const char *line = self->text + line_start;
  GtkTextIter end;
  int offset;

  shc_markdown_parse_line (line, length, self->spans);
  collect_hidden (self);
  build_line (self, line, length, shown, map);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  offset = gtk_text_iter_get_offset (&end);
  if (line_start + length < self->length)
    g_string_append_c (shown, '\n');
  gtk_text_buffer_insert (self->buffer, &end, shown->str, (int) shown->len);

  for (guint i = 0; i < self->spans->len; i++)
    {
      const ShcMarkdownSpan *span = &g_array_index (self->spans, ShcMarkdownSpan, i);

      if (span->kind != SHC_MARKDOWN_MARK)
        apply (self, shc_text_tags_get (self->tags, span->kind), offset, shown,
               g_array_index (map, gsize, span->start), g_array_index (map, gsize, span->end));
    }
  apply_matches (self, offset, line_start, length, shown, map);
}

static void
go_to_match (ShcMarkdownView *self)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter,
                                      g_array_index (self->matches, int, self->match - 1));
  gtk_text_buffer_place_cursor (self->buffer, &iter);
  /* By the mark: it waits until the lines above have got their heights. */
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0.1, TRUE,
                                0, 0.3);
}

/* Returns whether something is left to show. */
static gboolean
show_slice (ShcMarkdownView *self)
{
  gint64 deadline = g_get_monotonic_time () + SLICE_US;
  g_autoptr(GString) shown = g_string_new (NULL);
  g_autoptr(GArray) map = g_array_new (FALSE, FALSE, sizeof (gsize));
  guint n_before = self->matches->len;

  while (self->done < self->length && g_get_monotonic_time () < deadline)
    {
      const char *line = self->text + self->done;
      const char *end = memchr (line, '\n', self->length - self->done);
      gsize length = end != NULL ? (gsize) (end - line) : self->length - self->done;

      append_line (self, self->done, length, shown, map);
      self->done += length + (end != NULL ? 1 : 0);
    }
  if (self->matches->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
  if (self->find_first && self->matches->len > 0)
    {
      self->find_first = FALSE;
      self->match = 1;
      go_to_match (self);
    }
  return self->done < self->length;
}

static gboolean
idle_cb (gpointer data)
{
  ShcMarkdownView *self = data;

  if (show_slice (self))
    return G_SOURCE_CONTINUE;
  self->idle_id = 0;
  return G_SOURCE_REMOVE;
}

static void
shc_markdown_view_get_property (GObject    *object,
                                guint       prop_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_N_MATCHES:
      g_value_set_uint (value, SHC_MARKDOWN_VIEW (object)->matches->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
shc_markdown_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SHC_MARKDOWN_VIEW (widget)->view));
}

static void
shc_markdown_view_dispose (GObject *object)
{
  ShcMarkdownView *self = SHC_MARKDOWN_VIEW (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_object (&self->tags);
  shc_widget_clear (GTK_WIDGET (self));

  G_OBJECT_CLASS (shc_markdown_view_parent_class)->dispose (object);
}

static void
shc_markdown_view_finalize (GObject *object)
{
  ShcMarkdownView *self = SHC_MARKDOWN_VIEW (object);

  g_free (self->text);
  g_array_unref (self->ranges);
  g_array_unref (self->matches);
  g_array_unref (self->spans);
  g_array_unref (self->hidden);

  G_OBJECT_CLASS (shc_markdown_view_parent_class)->finalize (object);
}

static void
shc_markdown_view_class_init (ShcMarkdownViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = shc_markdown_view_get_property;
  object_class->dispose = shc_markdown_view_dispose;
  object_class->finalize = shc_markdown_view_finalize;
  widget_class->grab_focus = shc_markdown_view_grab_focus;

  properties[PROP_N_MATCHES] =
    g_param_spec_uint ("n-matches", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/sacredhealing/Companion/shc-markdown-view.ui");
  gtk_widget_class_bind_template_child (widget_class, ShcMarkdownView, scroller);
  gtk_widget_class_bind_template_child (widget_class, ShcMarkdownView, view);
}

static void
shc_markdown_view_init (ShcMarkdownView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_enable_undo (self->buffer, FALSE);
  self->tags = shc_text_tags_new (self->buffer);
  self->text = g_strdup ("");
  self->ranges = g_array_new (FALSE, FALSE, sizeof (ShcRange));
  self->matches = g_array_new (FALSE, FALSE, sizeof (int));
  self->spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
  self->hidden = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
}

void
shc_markdown_view_set_text (ShcMarkdownView *self,
                            const char      *text,
                            GArray          *ranges,
                            gboolean         keep_place)
{
  GtkAdjustment *adjustment;
  double place;

  g_return_if_fail (SHC_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (text != NULL);

  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  place = gtk_adjustment_get_value (adjustment);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_free (self->text);
  self->text = g_strdup (text);
  self->length = strlen (text);
  self->done = 0;
  g_array_set_size (self->ranges, 0);
  if (ranges != NULL)
    g_array_append_vals (self->ranges, ranges->data, ranges->len);
  g_array_set_size (self->matches, 0);
  self->next_range = 0;
  self->match = 0;
  self->find_first = !keep_place;
  gtk_text_buffer_set_text (self->buffer, "", 0);
  if (show_slice (self))
    self->idle_id = g_idle_add (idle_cb, self);
  gtk_adjustment_set_value (adjustment, keep_place ? place : 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
}

guint
shc_markdown_view_get_n_matches (ShcMarkdownView *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_VIEW (self), 0);

  return self->matches->len;
}

void
shc_markdown_view_step (ShcMarkdownView *self,
                        int              step)
{
  guint n;

  g_return_if_fail (SHC_IS_MARKDOWN_VIEW (self));
  g_return_if_fail (step == 1 || step == -1);

  n = self->matches->len;
  if (n == 0)
    return;
  if (step > 0)
    self->match = self->match >= n ? 1 : self->match + 1;
  else
    self->match = self->match <= 1 ? n : self->match - 1;
  go_to_match (self);
}

GtkTextView *
shc_markdown_view_get_view (ShcMarkdownView *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_VIEW (self), NULL);

  return self->view;
}
