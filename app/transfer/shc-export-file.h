/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new, private file that text is appended to. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_export_file_new: over the open @fd, which is closed with it, and on failure. */
gpointer shc_export_file_new (int fd, GError **error);

/** shc_export_file_open: @path must not exist. Returns: (transfer full) (nullable). Errors: as
 * shc_export_set_errno(). */
gpointer shc_export_file_open (const char *path, GError **error);
gboolean shc_export_file_write (gpointer file, const char *text, GError **error);
/** shc_export_file_flush: hands over what is buffered; shc_export_file_finish: syncs it as well. */
gboolean shc_export_file_flush (gpointer file, GError **error);
gboolean shc_export_file_finish (gpointer file, GError **error);
void     shc_export_file_close (gpointer file);

G_END_DECLS
