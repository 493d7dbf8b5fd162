/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How reflections look to people: columns that align, colour on a terminal only. */

#pragma once

#include "shc-reflections.h"
#include "shc-search.h"

G_BEGIN_DECLS

/** How much of a reflection's id is shown where it is one of many; enough to name it by. */
#define SHC_OUTPUT_ID_CHARS 8

/** shc_output_safe: Returns: (transfer full): @text as it may go to standard output: on a terminal
 * control characters are made visible, so that a text cannot steer it; elsewhere unchanged. */
char *shc_output_safe (const char *text);

/** shc_output_make_visible: Returns: (transfer full): @text, which may be anything, as valid UTF-8
 * with its control characters made visible. @one_line: line breaks, tabs and what turns the
 * direction of writing over as well. */
char *shc_output_make_visible (const char *text, gboolean one_line);

/** shc_output_get_cells: Returns: how many cells of a terminal @c takes: 0, 1 or 2. */
guint shc_output_get_cells (gunichar c);

/** shc_output_fit: Returns: (transfer full): @text in exactly @columns cells of a terminal, cut with
 * "…" or filled with spaces; wide and combining characters count as they are shown. */
char *shc_output_fit (const char *text, guint columns);

/** shc_output_format_date: Returns: (transfer full): "2026-01-07 21:04", or the day alone. */
char *shc_output_format_date (ShcDate date);

/** shc_output_format_time: Returns: (transfer full): a point in time by this computer's clock, such
 * as "2026-01-07 21:04". */
char *shc_output_format_time (gint64 utc_us);

/** shc_output_print_kept: that @reflection was kept, @added or changed, and how long it is. */
void  shc_output_print_kept (const ShcReflection *reflection, gboolean added);
void  shc_output_print_list (GPtrArray *reflections);
void  shc_output_print_hits (GPtrArray *hits);
void  shc_output_print_reflection (const ShcReflection *reflection);

/** shc_output_mark_matches: Returns: (transfer full): a snippet with its matches as «match». */
char *shc_output_mark_matches (const char *snippet);

G_END_DECLS
