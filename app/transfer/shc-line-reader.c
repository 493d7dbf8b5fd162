/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a stream, one at a time. */

#define G_LOG_DOMAIN "shc-line-reader"

#include "config.h"

#include "shc-line-reader.h"

#include <string.h>

#define CHUNK_BYTES 65536
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

struct _ShcLineReader
{
  ShcReadFunc read;
  gpointer    data;
  gsize       max_bytes;
  GString    *line;
  guint64     number;
  gboolean    at_end;
  gsize       start; /* of what is left in @chunk */
  gsize       end;
  char        chunk[CHUNK_BYTES];
};

ShcLineReader *
shc_line_reader_new (ShcReadFunc read,
                     gpointer    data,
                     gsize       max_bytes)
{
  ShcLineReader *self = g_new0 (ShcLineReader, 1);

  self->read = read;
  self->data = data;
  self->max_bytes = max_bytes;
  self->line = g_string_new (NULL);

  return self;
}

void
shc_line_reader_free (ShcLineReader *self)
{
  if (self == NULL)
    return;

  g_string_free (self->line, TRUE);
  g_free (self);
}

guint64
shc_line_reader_get_number (ShcLineReader *self)
{
  return self->number;
}

static gboolean
fill (ShcLineReader *self,
      GError       **error)
{
  gssize n = self->read (self->data, self->chunk, CHUNK_BYTES, error);

  if (n < 0)
    return FALSE;

  self->start = 0;
  self->end = (gsize) n;
  self->at_end = n == 0;

  return TRUE;
}

/* Takes what the chunk holds of the current line; returns whether its end was met. */
static gboolean
take_part (ShcLineReader *self,
           gboolean      *too_long)
{
  const char *from = self->chunk + self->start;
  gsize left = self->end - self->start;
  const char *stop = memchr (from, '\n', left);
  gsize n = stop != NULL ? (gsize) (stop - from) : left;

  if (*too_long || self->line->len + n > self->max_bytes)
    *too_long = TRUE;
  else
    g_string_append_len (self->line, from, (gssize) n);

  self->start += n + (stop != NULL ? 1 : 0);

  return stop != NULL;
}

ShcLineResult
shc_line_reader_next (ShcLineReader *self,
                      const char   **line,
                      gsize         *length,
                      GError       **error)
{
  gboolean too_long = FALSE;
  gboolean any = FALSE;
  gboolean whole = FALSE;

  g_string_truncate (self->line, 0);

  while (!whole)
    {
      if (self->start == self->end && !self->at_end && !fill (self, error))
        return SHC_LINE_FAILED;
      if (self->start == self->end && self->at_end)
        break;

      any = TRUE;
      whole = take_part (self, &too_long);
    }

  if (!any)
    return SHC_LINE_END;

  self->number++;
  if (too_long)
    return SHC_LINE_TOO_LONG;

  if (self->number == 1 && g_str_has_prefix (self->line->str, BYTE_ORDER_MARK))
    g_string_erase (self->line, 0, (gssize) strlen (BYTE_ORDER_MARK));

  *line = self->line->str;
  *length = self->line->len;

  return SHC_LINE_READ;
}
