/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry as a JSON object: the form of JSON Lines and of what an export holds. */

#pragma once

#include "shc-imports.h"

G_BEGIN_DECLS

/** shc_entry_from_json: Returns: (transfer full) (nullable): checked; %NULL with a translated
 * sentence that names the member that is wrong. Unknown members are ignored. The entry of a line that
 * only continues the one before has no reflection. */
ShcImportEntry *shc_entry_from_json (JsonNode *node, GError **error);

/** shc_entry_to_json_line: @versions: (nullable) (element-type ShcVersion): written too.
 * Returns: (transfer full): one line without its line break. */
char           *shc_entry_to_json_line (const ShcReflection *reflection, GPtrArray *versions);

/** shc_entry_continue_json_line: Returns: (transfer full): a line with more versions of the entry called
 * @id, which has to follow that entry's own line. */
char           *shc_entry_continue_json_line (const char *id, GPtrArray *versions);

G_END_DECLS
