/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of certificates that are trusted beside those of the system: for private hosts and for tests. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_ca_file_is_path: whether @path is absolute and free of control characters; looks at no file. */
gboolean shc_ca_file_is_path (const char *path);

/** shc_ca_file_check: whether file @path can be read and holds at least one certificate in PEM. Blocks.
 * Errors: %SHC_JOURNAL_ERROR_INVALID with a sentence that names the file alone. */
gboolean shc_ca_file_check (const char *path, GError **error);

G_END_DECLS
