/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Lines out: one object a line, with what is needed to bring it back. */

#define G_LOG_DOMAIN "shc-export-jsonl"

#include "config.h"

#include "shc-entry-json.h"
#include "shc-export-file.h"
#include "shc-export-writer.h"

static gboolean
add_jsonl (gpointer             state,
           const ShcReflection *reflection,
           GPtrArray           *versions,
           GError             **error)
{
  g_autofree char *line = shc_entry_to_json_line (reflection, NULL);

  return shc_export_file_write (state, line, error) && shc_export_file_write (state, "\n", error);
}

const ShcExportFormat shc_export_jsonl = {
  .open_file = shc_export_file_new,
  .add = add_jsonl,
  .finish = shc_export_file_finish,
  .close = shc_export_file_close,
};
