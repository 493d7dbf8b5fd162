/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Renaming that fails, or in the midst of which the program is killed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** In place of an error number: the program is killed there. */
#define FAIL_RENAME_KILLED (-1)

/** fail_rename: from now on renaming to paths that end in @suffix fails with @errnum, once @skip
 * others were let pass; %NULL: no more. */
void fail_rename (const char *suffix, int skip, int errnum);

G_END_DECLS
