/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as text. */

#define G_LOG_DOMAIN "shc-csv"

#include "config.h"

#include "shc-csv.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_QUARK (shc-csv-error-quark, shc_csv_error)

#define BYTE_ORDER_MARK "\357\273\277"

typedef struct
{
  const char *at;
  const char *end;
  char        separator;
  guint       line;
  GPtrArray  *rows;
  GPtrArray  *row;    /* of the line that is being read */
} Scan;

static gboolean
check_text (const char  *text,
            gsize        length,
            GError     **error)
{
  if (length > SHC_CSV_MAX_BYTES)
    {
      g_set_error_literal (error, SHC_CSV_ERROR, SHC_CSV_ERROR_TOO_LONG,
                           _("This table is longer than 32 MiB, the most that is read."));
      return FALSE;
    }
  if (g_utf8_validate_len (text, length, NULL))
    return TRUE;
  g_set_error_literal (error, SHC_CSV_ERROR, SHC_CSV_ERROR_ENCODING,
                       _("This is no table in UTF-8. A spreadsheet can save it again as “CSV UTF-8”."));
  return FALSE;
}

/* What the first line has most of, outside of quotation marks. */
static char
guess_separator (const char *text,
                 const char *end)
{
  static const char separators[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (separators)] = { 0 };
  gboolean quoted = FALSE;
  gsize best = 0;

  for (; text < end && (quoted || (*text != '\n' && *text != '\r')); text++)
    {
      quoted ^= *text == '"';
      for (gsize i = 0; i < G_N_ELEMENTS (separators) && !quoted; i++)
        counts[i] += *text == separators[i];
    }
  for (gsize i = 1; i < G_N_ELEMENTS (separators); i++)
    if (counts[i] > counts[best])
      best = i;
  return separators[best];
}

static gboolean
is_break (const Scan *scan)
{
  return scan->at < scan->end && (*scan->at == '\n' || *scan->at == '\r');
}

static void
take_break (Scan *scan)
{
  if (*scan->at == '\r' && scan->at + 1 < scan->end && scan->at[1] == '\n')
    scan->at++;
  scan->at++;
  scan->line++;
}

static gboolean
fail (const Scan  *scan,
      guint        line,
      GError     **error)
{
  g_set_error (error, SHC_CSV_ERROR, SHC_CSV_ERROR_SYNTAX,
               _("Line %u of this table cannot be read: its quotation marks do not match."), line);
  return FALSE;
}

/* Up to the quotation mark that is not doubled. */
static gboolean
take_quoted (Scan     *scan,
             GString  *value,
             GError  **error)
{
  guint begun = scan->line;

  scan->at++;
  while (scan->at < scan->end)
    {
      if (*scan->at == '"' && (scan->at + 1 == scan->end || scan->at[1] != '"'))
        {
          scan->at++;
          if (scan->at == scan->end || *scan->at == scan->separator || is_break (scan))
            return TRUE;
          return fail (scan, scan->line, error);
        }
      if (is_break (scan))
        {
          take_break (scan);
          g_string_append_c (value, '\n');
          continue;
        }
      scan->at += *scan->at == '"';
      g_string_append_c (value, *scan->at++);
    }
  return fail (scan, begun, error);
}

static gboolean
take_value (Scan    *scan,
            GError **error)
{
  g_autoptr(GString) value = g_string_new (NULL);
  const char *begin = scan->at;

  if (scan->at < scan->end && *scan->at == '"')
    {
      if (!take_quoted (scan, value, error))
        return FALSE;
    }
  else
    {
      while (scan->at < scan->end && *scan->at != scan->separator && !is_break (scan))
        scan->at++;
      g_string_append_len (value, begin, scan->at - begin);
    }
  g_ptr_array_add (scan->row, g_strdup (value->str));
  return TRUE;
}

static void
end_row (Scan *scan)
{
  const char *only = g_ptr_array_index (scan->row, 0);

  if (scan->row->len > 1 || *only != '\0')
    {
      g_ptr_array_add (scan->row, NULL);
      g_ptr_array_add (scan->rows, g_ptr_array_steal (scan->row, NULL));
    }
  g_ptr_array_set_size (scan->row, 0);
}

static gboolean
take_row (Scan    *scan,
          GError **error)
{
  while (take_value (scan, error))
    {
      if (scan->at < scan->end && *scan->at == scan->separator)
        {
          scan->at++;
          continue;
        }
      if (is_break (scan))
        take_break (scan);
      end_row (scan);
      return TRUE;
    }
  return FALSE;
}

GPtrArray *
shc_csv_parse (const char  *text,
               gsize        length,
               GError     **error)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr(GPtrArray) row = g_ptr_array_new_with_free_func (g_free);
  Scan scan = { text, text + length, ',', 1, rows, row };

  if (!check_text (text, length, error))
    return NULL;
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    scan.at += strlen (BYTE_ORDER_MARK);
  scan.separator = guess_separator (scan.at, scan.end);
  while (scan.at < scan.end)
    if (!take_row (&scan, error))
      return NULL;
  return g_steal_pointer (&rows);
}

static void
add_cell (GString    *text,
          const char *cell)
{
  const char *mark = *cell != '\0' && strchr ("=+-@\t\r\n", *cell) != NULL ? "'" : "";

  if (strpbrk (cell, ",\"\r\n") == NULL)
    {
      g_string_append_printf (text, "%s%s", mark, cell);
      return;
    }
  g_string_append_printf (text, "\"%s", mark);
  for (; *cell != '\0'; cell++)
    {
      if (*cell == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *cell);
    }
  g_string_append_c (text, '"');
}

void
shc_csv_add_row (GString           *text,
                 const char *const *cells)
{
  g_return_if_fail (text != NULL && cells != NULL);

  for (guint i = 0; cells[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      add_cell (text, cells[i]);
    }
  g_string_append (text, "\r\n");
}
