/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a stream, one at a time, never more of them in memory than a bound allows. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Reads up to @size bytes into @buffer. Returns: the number read, 0 at the end, -1 with @error. */
typedef gssize (*ShcReadFunc) (gpointer data, void *buffer, gsize size, GError **error);

typedef struct _ShcLineReader ShcLineReader;

typedef enum
{
  SHC_LINE_READ,
  SHC_LINE_TOO_LONG, /* skipped to its end */
  SHC_LINE_END,
  SHC_LINE_FAILED,
} ShcLineResult;

/** shc_line_reader_new: @max_bytes: longest line that is handed out. */
ShcLineReader *shc_line_reader_new (ShcReadFunc read, gpointer data, gsize max_bytes);
void           shc_line_reader_free (ShcLineReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcLineReader, shc_line_reader_free)

/** shc_line_reader_next: @line: (out) (transfer none): without its "\n" (a "\r" stays); valid until
 * the next call; NUL-terminated, but may hold NUL bytes. A byte order mark at the very beginning is
 * left out. */
ShcLineResult shc_line_reader_next (ShcLineReader *self, const char **line, gsize *length,
                                    GError **error);

/** shc_line_reader_get_number: Returns: the number of the line handed out last, from 1. */
guint64 shc_line_reader_get_number (ShcLineReader *self);

G_END_DECLS
