/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries, one JSON object a line, from any stream of bytes. */

#define G_LOG_DOMAIN "shc-json-lines"

#include "config.h"

#include "shc-json-lines.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "shc-entry-json.h"
#include "shc-json.h"
#include "shc-text.h"

/* A text of the longest kind with every byte written as \u00XX, and as much again for versions. */
#define MAX_LINE_BYTES (SHC_TEXT_MAX_BYTES * 64)

struct _ShcJsonLines
{
  ShcLineReader *reader;
};

ShcJsonLines *
shc_json_lines_new (ShcReadFunc read,
                    gpointer    data)
{
  ShcJsonLines *self = g_new0 (ShcJsonLines, 1);

  self->reader = shc_line_reader_new (read, data, MAX_LINE_BYTES);

  return self;
}

void
shc_json_lines_free (ShcJsonLines *self)
{
  shc_line_reader_free (self->reader);
  g_free (self);
}

static ShcSkipped *
skip (ShcJsonLines *self,
      const char   *why)
{
  g_autofree char *where = g_strdup_printf (_("line %" PRIu64),
                                            shc_line_reader_get_number (self->reader));

  return shc_skipped_new (where, why);
}

static gboolean
is_blank (const char *line,
          gsize       length)
{
  return strspn (line, " \t\r") == length;
}

/* A NUL would end the text early, and what follows it would be lost without a word. */
static gboolean
holds_nul (const char *line,
           gsize       length)
{
  const char *end = line + length;

  for (const char *at = memchr (line, '\\', length); at != NULL && at + 1 < end;
       at = memchr (at, '\\', (gsize) (end - at)))
    {
      if (end - at >= 6 && strncmp (at, "\\u0000", 6) == 0)
        return TRUE;
      at += 2;
    }

  return memchr (line, '\0', length) != NULL;
}

static const char *
why_not_json (const char *line,
              gsize       length)
{
  if (!g_utf8_validate_len (line, length, NULL))
    return _("This line is not valid UTF-8.");
  if (holds_nul (line, length))
    return _("This line holds a NUL character, which a text cannot.");

  return _("This line is not JSON, or it is cut off.");
}

static ShcSourceResult
take_line (ShcJsonLines    *self,
           const char      *line,
           gsize            length,
           ShcImportEntry **entry,
           ShcSkipped     **skipped)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (JsonNode) node = shc_json_parse (line, length, NULL);

  if (node == NULL)
    {
      *skipped = skip (self, why_not_json (line, length));
      return SHC_SOURCE_SKIPPED;
    }

  *entry = shc_entry_from_json (node, &why);
  if (*entry != NULL)
    return SHC_SOURCE_ENTRY;

  *skipped = skip (self, why->message);

  return SHC_SOURCE_SKIPPED;
}

ShcSourceResult
shc_json_lines_next (ShcJsonLines    *self,
                     ShcImportEntry **entry,
                     ShcSkipped     **skipped,
                     GError         **error)
{
  const char *line = NULL;
  gsize length = 0;

  for (;;)
    switch (shc_line_reader_next (self->reader, &line, &length, error))
      {
      case SHC_LINE_READ:
        if (!is_blank (line, length))
          return take_line (self, line, length, entry, skipped);
        break;
      case SHC_LINE_TOO_LONG:
        *skipped = skip (self, _("This line is too long."));
        return SHC_SOURCE_SKIPPED;
      case SHC_LINE_END:
        return SHC_SOURCE_END;
      case SHC_LINE_FAILED:
      default:
        return SHC_SOURCE_FAILED;
      }
}
