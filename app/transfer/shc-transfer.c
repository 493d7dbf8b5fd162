/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What import and export share: the error domain, names of formats, results. */

#define G_LOG_DOMAIN "shc-transfer"

#include "config.h"

#include "shc-transfer.h"

#include "shc-source.h"

G_DEFINE_QUARK (shc-transfer-error-quark, shc_transfer_error)

static const char *const format_names[] = {
  [SHC_FORMAT_AUTO] = "auto",
  [SHC_FORMAT_SHC] = "shc",
  [SHC_FORMAT_JSONL] = "jsonl",
  [SHC_FORMAT_JRNL] = "jrnl",
  [SHC_FORMAT_MARKDOWN] = "markdown",
};

gboolean
shc_format_from_string (const char *text,
                        ShcFormat  *format)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (format_names); i++)
    if (g_str_equal (text, format_names[i]))
      {
        *format = (ShcFormat) i;
        return TRUE;
      }

  return FALSE;
}

void
shc_import_result_free (ShcImportResult *result)
{
  if (result == NULL)
    return;

  g_clear_pointer (&result->skipped, g_ptr_array_unref);
  g_free (result);
}

void
shc_export_result_free (ShcExportResult *result)
{
  if (result == NULL)
    return;

  g_free (result->file);
  g_free (result);
}
