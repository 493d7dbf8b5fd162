/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to read: light Markdown shown without its marks, found words coloured. */

#define G_LOG_DOMAIN "shc-markdown-view"

#include "config.h"

#include "shc-markdown-view.h"

#include "shc-markdown-line.h"
#include "shc-search.h"
#include "shc-text-tags.h"
#include "shc-widget.h"

#define SLICE_US 6000
/* Each marked word is a piece of its own to the text view, which walks through the pieces of a line:
 * a letter that is found in every word of a long text would keep it from ever being shown. */
#define MATCHES_MAX 1000
/* So many tags are set before the clock is looked at. */
#define TAGS_AT_ONCE 8

typedef struct
{
  int start; /* character offsets in the buffer */
  int end;
} Match;

struct _ShcMarkdownView
{
  GtkWidget      parent_instance;
  GtkScrolledWindow *scroller;
  GtkTextView   *view;
  GtkTextBuffer *buffer;
  ShcTextTags   *tags;

  char          *text;
  gsize          length;
  gsize          done;       /* bytes of @text that are in the buffer and have their tags */
  GArray        *ranges;     /* (element-type ShcRange) */
  guint          next_range; /* the first that may still come */
  GArray        *matches;    /* (element-type Match) */
  guint          match;      /* the one gone to, counted from 1 */

  /* The line that is being shown. */
  gboolean       in_line;
  gsize          line_length; /* bytes of @text, its line break aside */
  int            line_offset; /* characters in the buffer before it */
  ShcMarkdownLine *line;
  guint          next_span;

  guint          idle_id;
  gboolean       find_first;
};

G_DEFINE_FINAL_TYPE (ShcMarkdownView, shc_markdown_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_N_MATCHES, PROP_MATCH, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
apply (ShcMarkdownView *self,
       GtkTextTag      *tag,
       int              start,
       int              end)
{
  GtkTextIter from;
  GtkTextIter to;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &from, start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &to, end);
  gtk_text_buffer_apply_tag (self->buffer, tag, &from, &to);
}

/* The buffer's offset of a byte of the line. */
static int
get_offset (ShcMarkdownView *self,
            gsize            at)
{
  return self->line_offset + g_array_index (self->line->map, int, at);
}

static void
apply_next_span (ShcMarkdownView *self)
{
  const ShcMarkdownSpan *span =
    &g_array_index (self->line->spans, ShcMarkdownSpan, self->next_span++);

  if (span->kind != SHC_MARKDOWN_MARK)
    apply (self, shc_text_tags_get (self->tags, span->kind), get_offset (self, span->start),
           get_offset (self, span->end));
}

/* Returns whether there was one in this line; nothing of it may be shown. */
static gboolean
take_match (ShcMarkdownView *self,
            Match           *match)
{
  const ShcRange *range;

  if (self->next_range >= self->ranges->len || self->matches->len >= MATCHES_MAX)
    return FALSE;
  range = &g_array_index (self->ranges, ShcRange, self->next_range);
  if (range->start >= self->done + self->line_length)
    return FALSE;
  self->next_range++;
  match->start = get_offset (self, MAX (range->start, self->done) - self->done);
  match->end = range->end <= self->done
                 ? match->start
                 : get_offset (self, MIN (range->end - self->done, self->line_length));
  if (match->end > match->start)
    g_array_append_vals (self->matches, match, 1);
  return TRUE;
}

/* A line so long that it has no marks. Cut up piece by piece once it is there, all that follows would be
 * copied for each piece, and laid out anew in between: it comes in its pieces. */
static void
insert_long_line (ShcMarkdownView *self)
{
  GtkTextTag *plain = shc_text_tags_get_plain (self->tags);
  const char *from = self->line->shown->str;
  int offset = self->line_offset;
  GtkTextIter end;
  Match match;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  while (take_match (self, &match))
    {
      const char *start = g_utf8_offset_to_pointer (from, match.start - offset);
      const char *stop = g_utf8_offset_to_pointer (start, match.end - match.start);

      gtk_text_buffer_insert_with_tags (self->buffer, &end, from, (int) (start - from), plain, NULL);
      gtk_text_buffer_insert_with_tags (self->buffer, &end, start, (int) (stop - start), plain,
                                        shc_text_tags_get_match (self->tags), NULL);
      from = stop;
      offset = match.end;
    }
  gtk_text_buffer_insert_with_tags (self->buffer, &end, from, -1, plain, NULL);
}

static void
begin_line (ShcMarkdownView *self)
{
  const char *line = self->text + self->done;
  const char *line_end = memchr (line, '\n', self->length - self->done);
  GtkTextIter end;

  self->line_length = line_end != NULL ? (gsize) (line_end - line) : self->length - self->done;
  shc_markdown_line_read (self->line, line, self->line_length);
  self->next_span = 0;
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  self->line_offset = gtk_text_iter_get_offset (&end);
  if (line_end != NULL)
    g_string_append_c (self->line->shown, '\n');
  if (self->line_length > SHC_MARKDOWN_MAX_LINE)
    insert_long_line (self);
  else
    gtk_text_buffer_insert_with_tags (self->buffer, &end, self->line->shown->str,
                                      (int) self->line->shown->len, shc_text_tags_get_plain (self->tags), NULL);
  self->in_line = TRUE;
}

/* Returns whether the line has all its tags: not if @deadline came first. */
static gboolean
end_line (ShcMarkdownView *self,
          gint64           deadline)
{
  Match match;
  guint n = 0;

  while (TRUE)
    {
      if (self->next_span < self->line->spans->len)
        apply_next_span (self);
      else if (!take_match (self, &match))
        break;
      else if (match.end > match.start)
        apply (self, shc_text_tags_get_match (self->tags), match.start, match.end);
      if (++n % TAGS_AT_ONCE == 0 && g_get_monotonic_time () >= deadline)
        return FALSE;
    }
  self->done += self->line_length;
  self->done += self->done < self->length ? 1 : 0;
  self->in_line = FALSE;
  return TRUE;
}

static void
go_to_match (ShcMarkdownView *self,
             guint            match)
{
  GtkTextTag *current = shc_text_tags_get_current_match (self->tags);
  GtkTextIter start;
  GtkTextIter end;
  const Match *place;

  if (self->match > 0)
    {
      place = &g_array_index (self->matches, Match, self->match - 1);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &start, place->start);
      gtk_text_buffer_get_iter_at_offset (self->buffer, &end, place->end);
      gtk_text_buffer_remove_tag (self->buffer, current, &start, &end);
    }
  self->match = match;
  place = &g_array_index (self->matches, Match, match - 1);
  apply (self, current, place->start, place->end);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, place->start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  /* By the mark: it waits until the lines above have got their heights. */
  gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (self->buffer), 0.1, TRUE,
                                0, 0.3);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MATCH]);
}

/* Returns whether something is left to show. */
static gboolean
show_slice (ShcMarkdownView *self)
{
  gint64 deadline = g_get_monotonic_time () + SLICE_US;
  guint n_before = self->matches->len;

  while ((self->in_line || self->done < self->length) && g_get_monotonic_time () < deadline)
    {
      if (!self->in_line)
        begin_line (self);
      if (!end_line (self, deadline))
        break;
    }
  if (self->matches->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_MATCHES]);
  if (self->find_first && self->matches->len > 0)
    {
      self->find_first = FALSE;
      go_to_match (self, 1);
    }
  return self->in_line || self->done < self->length;
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
    case PROP_MATCH:
      g_value_set_uint (value, SHC_MARKDOWN_VIEW (object)->match);
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
  shc_markdown_line_free (self->line);

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
  properties[PROP_MATCH] =
    g_param_spec_uint ("match", NULL, NULL, 0, G_MAXUINT, 0,
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
  self->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  self->line = shc_markdown_line_new ();
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
  self->in_line = FALSE;
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
shc_markdown_view_get_match (ShcMarkdownView *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_VIEW (self), 0);

  return self->match;
}

gboolean
shc_markdown_view_has_more_matches (ShcMarkdownView *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_VIEW (self), FALSE);

  return self->matches->len >= MATCHES_MAX && self->next_range < self->ranges->len;
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
    go_to_match (self, self->match >= n ? 1 : self->match + 1);
  else
    go_to_match (self, self->match <= 1 ? n : self->match - 1);
}

GtkTextView *
shc_markdown_view_get_view (ShcMarkdownView *self)
{
  g_return_val_if_fail (SHC_IS_MARKDOWN_VIEW (self), NULL);

  return self->view;
}
