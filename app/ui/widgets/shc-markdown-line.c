/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of light Markdown as it is shown. */

#define G_LOG_DOMAIN "shc-markdown-line"

#include "config.h"

#include "shc-markdown-line.h"

ShcMarkdownLine *
shc_markdown_line_new (void)
{
  ShcMarkdownLine *self = g_new0 (ShcMarkdownLine, 1);

  self->spans = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
  self->hidden = g_array_new (FALSE, FALSE, sizeof (ShcMarkdownSpan));
  self->map = g_array_new (FALSE, FALSE, sizeof (int));
  self->shown = g_string_new (NULL);
  return self;
}

void
shc_markdown_line_free (ShcMarkdownLine *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->spans);
  g_array_unref (self->hidden);
  g_array_unref (self->map);
  g_string_free (self->shown, TRUE);
  g_free (self);
}

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
collect_hidden (ShcMarkdownLine *self)
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

static void
build (ShcMarkdownLine *self,
       const char      *line,
       gsize            length)
{
  guint next = 0;
  int n_chars = 0;

  g_string_truncate (self->shown, 0);
  g_array_set_size (self->map, (guint) length + 1);
  for (gsize at = 0; at < length;)
    {
      const ShcMarkdownSpan *span = next < self->hidden->len
        ? &g_array_index (self->hidden, ShcMarkdownSpan, next) : NULL;

      if (span != NULL && span->start <= at)
        {
          for (; at < span->end; at++)
            g_array_index (self->map, int, at) = n_chars;
          if (span->kind == SHC_MARKDOWN_BULLET)
            {
              g_string_append (self->shown, "•");
              n_chars++;
            }
          next++;
          continue;
        }
      g_array_index (self->map, int, at) = n_chars;
      g_string_append_c (self->shown, line[at]);
      at++;
      /* A character ends where none of its bytes follows. */
      n_chars += at == length || ((guchar) line[at] & 0xC0) != 0x80 ? 1 : 0;
    }
  g_array_index (self->map, int, length) = n_chars;
}

void
shc_markdown_line_read (ShcMarkdownLine *self,
                        const char      *line,
                        gsize            length)
{
  g_return_if_fail (self != NULL && line != NULL);

  shc_markdown_parse_line (line, length, self->spans);
  collect_hidden (self);
  build (self, line, length);
}
