/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables as text: comma-separated values (RFC 4180), as other programs write them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Longest text that is read; a table of one form's answers is far below it. */
#define SHC_CSV_MAX_BYTES ((gsize) 32 * 1024 * 1024)

typedef enum
{
  SHC_CSV_ERROR_ENCODING, /* not UTF-8, or a NUL inside */
  SHC_CSV_ERROR_SYNTAX,   /* a quotation mark without its other half, or text behind it */
  SHC_CSV_ERROR_TOO_LONG,
} ShcCsvError;
#define SHC_CSV_ERROR (shc_csv_error_quark ())
GQuark shc_csv_error_quark (void);

/**
 * shc_csv_parse:
 * @text: bytes, may hold anything; a byte order mark at the beginning is left out
 * @length: their number
 *
 * Values are separated by comma, semicolon or tab, whichever the first line has most of, and may stand in
 * quotation marks, which are doubled inside and may then hold line breaks. Lines end in LF, CR LF or CR; empty ones
 * are left out. Rows may differ in length. Values are not trimmed.
 *
 * Returns: (transfer full) (element-type GStrv): rows of values, the first one's first. Errors: %SHC_CSV_ERROR, with a
 *   translated sentence that names the line; never any of the text.
 */
GPtrArray *shc_csv_parse (const char *text, gsize length, GError **error);

/** shc_csv_add_row: appends one row to @text, ended by CR LF: a value with a comma, a quotation mark or a line break stands in
 * quotation marks. A value that a spreadsheet would take for a formula (that begins with =, +, -, @, a tab or a line break) gets an
 * apostrophe before it: whoever opens the table must not run what somebody else wrote. @cells: (array zero-terminated=1). */
void       shc_csv_add_row (GString *text, const char *const *cells);

G_END_DECLS
