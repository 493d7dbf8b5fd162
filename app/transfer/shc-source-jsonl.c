/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON Lines: one object a line. */

#define G_LOG_DOMAIN "shc-source-jsonl"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-entry-json.h"
#include "shc-json-lines.h"
#include "shc-line-reader.h"
#include "shc-source.h"

static gboolean
shc_source_jsonl_open (ShcSource *self,
                       GError   **error)
{
  self->state = shc_json_lines_new (shc_source_read, self);

  return TRUE;
}

static ShcSourceResult
shc_source_jsonl_next (ShcSource       *self,
                       ShcImportEntry **entry,
                       ShcSkipped     **skipped,
                       GError         **error)
{
  return shc_json_lines_next (self->state, entry, skipped, error);
}

static void
shc_source_jsonl_close (ShcSource *self)
{
  shc_json_lines_free (self->state);
}

const ShcSourceClass shc_source_jsonl = {
  .format = SHC_FORMAT_JSONL,
  .open = shc_source_jsonl_open,
  .next = shc_source_jsonl_next,
  .close = shc_source_jsonl_close,
};
