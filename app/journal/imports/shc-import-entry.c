/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry as a file holds it, checked before it is staged. */

#define G_LOG_DOMAIN "shc-imports"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-imports.h"
#include "shc-journal-error.h"
#include "shc-text.h"

/* Room for any program's names, web addresses too. */
#define MAX_SOURCE_ID_BYTES 1000

ShcImportEntry *
shc_import_entry_new (void)
{
  return g_new0 (ShcImportEntry, 1);
}

void
shc_import_entry_free (ShcImportEntry *entry)
{
  if (entry == NULL)
    return;

  shc_reflection_free (entry->reflection);
  g_free (entry->source_id);
  g_clear_pointer (&entry->versions, g_ptr_array_unref);
  g_free (entry);
}

/* No name at all is not one that two entries could share. */
static gboolean
check_source_id (ShcImportEntry  *entry,
                 GError         **error)
{
  if (entry->source_id == NULL)
    return TRUE;

  if (strlen (entry->source_id) > MAX_SOURCE_ID_BYTES ||
      !g_utf8_validate (entry->source_id, -1, NULL))
    {
      g_set_error_literal (error, SHC_JOURNAL_ERROR, SHC_JOURNAL_ERROR_INVALID,
                           _("The entry’s “id” is too long to be a name."));
      return FALSE;
    }
  if (*entry->source_id == '\0')
    g_clear_pointer (&entry->source_id, g_free);

  return TRUE;
}

static gboolean
check_versions (const ShcImportEntry  *entry,
                GError               **error)
{
  for (guint i = 0; entry->versions != NULL && i < entry->versions->len; i++)
    {
      const ShcVersion *version = g_ptr_array_index (entry->versions, i);

      if (!shc_text_check (version->text, version->text != NULL ? strlen (version->text) : 0, error))
        {
          g_prefix_error (error, "%s ", _("A former version:"));
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
shc_import_entry_check (ShcImportEntry  *entry,
                        GError         **error)
{
  return (entry->reflection == NULL || shc_reflection_check (entry->reflection, error)) &&
         check_source_id (entry, error) &&
         check_versions (entry, error);
}
