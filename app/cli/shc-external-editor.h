/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing in an editor of one's own, in a file that is gone afterwards. */

#pragma once

#include "shc-cli.h"

G_BEGIN_DECLS

/**
 * shc_editor_run:
 * @text: what stands there at first
 *
 * Says first that editors keep copies, then runs $VISUAL or $EDITOR on a file (0600, in a folder of
 * its own, 0700) in the runtime folder, which is removed with all the editor left in it.
 *
 * Returns: (transfer full): what was written, checked by shc_text_check(); a line break that only
 *   the editor put at the end is taken away.
 */
char *shc_editor_run (ShcCli *cli, const char *text, GError **error);

G_END_DECLS
