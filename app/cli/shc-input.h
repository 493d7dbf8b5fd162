/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes in: texts from standard input, values of options, each checked and named. */

#pragma once

#include "shc-cli.h"
#include "shc-date.h"
#include "shc-reflections.h"

G_BEGIN_DECLS

/** shc_input_open: Returns: a descriptor to close for file @path (`-`: standard input), -1 with an
 * error that says what is wrong with the file. */
int      shc_input_open (const char *path, GError **error);

/** shc_input_check_file: whether @path is there and no folder, or a descriptor that is open, without
 * opening it: a pipe can be opened once only. NOT_FOUND or USAGE. */
gboolean shc_input_check_file (const char *path, GError **error);

/** shc_input_read: reads @fd to its end, but not more than @max + 1 bytes.
 * Returns: (transfer full): with a NUL behind it. */
char    *shc_input_read (int fd, gsize max, gsize *length, GError **error);

/** shc_input_dup_text: Returns: (transfer full): @text, or all of standard input byte for byte if it
 * is `-`; checked by shc_text_check(). */
char    *shc_input_dup_text (const char *text, GError **error);

/** shc_input_can_type: whether standard input is a terminal; USAGE if not. */
gboolean shc_input_can_type (GError **error);

/* Values of options; what is not given leaves @value as it is. Errors: USAGE or INVALID, naming the
 * option. */

gboolean shc_input_get_date (const ShcArgs *args, const char *option, ShcDate *value, GError **error);
gboolean shc_input_get_day (const ShcArgs *args, const char *option, gint64 *value, GError **error);
gboolean shc_input_get_number (const ShcArgs *args, const char *option, gint64 min, gint64 max,
                               gint64 *value, GError **error);
/** @value: (inout) (transfer full): the cleaned label. */
gboolean shc_input_get_label (const ShcArgs *args, const char *option, char **value, GError **error);

/** shc_input_get_filter: --from, --to, --milestone, --tag, --mood. */
gboolean shc_input_get_filter (const ShcArgs *args, ShcFilter *filter, GError **error);

G_END_DECLS
