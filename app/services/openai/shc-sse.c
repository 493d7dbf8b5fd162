/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server-sent events, from bytes that come in any pieces. */

#define G_LOG_DOMAIN "shc-sse"

#include "config.h"

#include "shc-sse.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-service-error.h"

static const char mark[] = "\xef\xbb\xbf";

struct _ShcSse
{
  ShcSseFunc  func;
  gpointer    user_data;
  GString    *line;
  GString    *data;
  gboolean    has_data;
  gboolean    failed;
  gboolean    after_cr;   /* a line feed now belongs to the line end before it */
  gboolean    begun;      /* the first line is over */
};

ShcSse *
shc_sse_new (ShcSseFunc func,
             gpointer   user_data)
{
  ShcSse *self = g_new0 (ShcSse, 1);

  self->func = func;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  return self;
}

void
shc_sse_free (ShcSse *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_free (self);
}

static gboolean
is_blank (const GString *data)
{
  for (gsize i = 0; i < data->len; i++)
    if (!g_ascii_isspace (data->str[i]))
      return FALSE;
  return TRUE;
}

static void
dispatch (ShcSse *self)
{
  if (self->has_data && !is_blank (self->data))
    self->func (self->data->str, self->data->len, self->failed, self->user_data);
  g_string_truncate (self->data, 0);
  self->has_data = FALSE;
  self->failed = FALSE;
}

static void
add_data (ShcSse     *self,
          const char *value,
          gsize       length)
{
  if (self->has_data)
    g_string_append_c (self->data, '\n');
  g_string_append_len (self->data, value, (gssize) length);
  self->has_data = TRUE;
}

static gboolean
is_field (const char *name,
          gsize       length,
          const char *field)
{
  return length == strlen (field) && memcmp (name, field, length) == 0;
}

static void
read_line (ShcSse *self)
{
  const char *line = self->line->str;
  gsize length = self->line->len;
  const char *colon;
  const char *value;
  gboolean failed;
  gsize name;

  if (!self->begun && length >= 3 && memcmp (line, mark, 3) == 0)
    {
      line += 3;
      length -= 3;
    }
  self->begun = TRUE;
  if (length == 0)
    {
      dispatch (self);
      return;
    }
  colon = memchr (line, ':', length);
  name = colon != NULL ? (gsize) (colon - line) : length;
  value = colon != NULL ? colon + 1 : line + length;
  if (value < line + length && *value == ' ')
    value++;
  failed = is_field (line, name, "error");
  self->failed |= failed;
  if (failed || is_field (line, name, "data"))
    add_data (self, value, (gsize) (line + length - value));
}

static gboolean
is_too_long (const ShcSse  *self,
             GError       **error)
{
  if (self->line->len <= SHC_SSE_LINE_MAX && self->data->len <= SHC_SSE_LINE_MAX)
    return FALSE;
  g_set_error_literal (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                       _("What the server sends makes no sense any more, so the answer was ended here."));
  return TRUE;
}

gboolean
shc_sse_push (ShcSse      *self,
              const char  *bytes,
              gsize        length,
              GError     **error)
{
  const char *end = bytes + length;

  for (const char *at = bytes; at < end;)
    {
      const char *stop = at;

      if (self->after_cr && *at == '\n')
        at = stop = at + 1;
      self->after_cr = FALSE;
      while (stop < end && *stop != '\n' && *stop != '\r')
        stop++;
      g_string_append_len (self->line, at, stop - at);
      if (is_too_long (self, error))
        return FALSE;
      if (stop == end)
        break;
      read_line (self);
      if (is_too_long (self, error))
        return FALSE;
      g_string_truncate (self->line, 0);
      self->after_cr = *stop == '\r';
      at = stop + 1;
    }
  return TRUE;
}
