/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both forms of a jrnl journal share (https://jrnl.sh): titles, tags, stars. */

#pragma once

#include "shc-imports.h"

G_BEGIN_DECLS

/** shc_jrnl_entry_new: @date: "YYYY-MM-DD". @time: (nullable): "HH:MM" and what jrnl's time formats
 * may add. @text: (transfer none): title and body. @starred: kept as the tag "starred".
 * @listed: (nullable): tags that are named beside the text, without their symbol.
 * Returns: (transfer full) (nullable): checked; words with "@" before them are its tags too. */
ShcImportEntry *shc_jrnl_entry_new (const char *date, const char *time, const char *text,
                                    gboolean starred, const char *const *listed, GError **error);

G_END_DECLS
