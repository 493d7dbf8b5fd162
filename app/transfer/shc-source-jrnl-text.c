/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jrnl's own file: "[2026-01-07 21:04] A title *", and the body until the next such line. */

#define G_LOG_DOMAIN "shc-source-jrnl-text"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shc-jrnl.h"
#include "shc-line-reader.h"
#include "shc-source.h"
#include "shc-text.h"

#define MAX_LINE_BYTES (SHC_TEXT_MAX_BYTES + 4096)

typedef struct
{
  ShcLineReader *reader;
  GString       *text;    /* of the entry being read */
  char          *when;    /* its date as written; NULL before the first one */
  guint64        line;    /* where it begins */
  gboolean       ended;
  gboolean       too_long;
} State;

static gboolean
shc_source_jrnl_text_open (ShcSource *self,
                           GError   **error)
{
  State *state = g_new0 (State, 1);

  state->reader = shc_line_reader_new (shc_source_read, self, MAX_LINE_BYTES);
  state->text = g_string_new (NULL);
  self->state = state;

  return TRUE;
}

/* Returns: (transfer full) (nullable): what stands between the brackets, if it is a date: jrnl's
 * usual "%Y-%m-%d %H:%M", with "T", seconds or an AM/PM mark as its other settings write it. */
static char *
parse_head (const char  *line,
            const char **rest)
{
  const char *close = line[0] == '[' ? strchr (line, ']') : NULL;
  g_autofree char *when = NULL;
  char *mark;
  ShcDate date;

  if (close == NULL || (close[1] != ' ' && close[1] != '\0' && close[1] != '\r'))
    return NULL;

  when = g_strndup (line + 1, (gsize) (close - line - 1));
  mark = strrchr (when, ' ');
  if (mark != NULL && (g_ascii_strcasecmp (mark, " am") == 0 || g_ascii_strcasecmp (mark, " pm") == 0))
    {
      gboolean afternoon = g_ascii_tolower (mark[1]) == 'p';
      int hour, minute, second = 0;
      char day[11];

      if (sscanf (when, "%10s %d:%d:%d", day, &hour, &minute, &second) < 3 || hour < 1 || hour > 12)
        return NULL;
      hour = hour % 12 + (afternoon ? 12 : 0);
      g_free (when);
      when = g_strdup_printf ("%s %02d:%02d:%02d", day, hour, minute, second);
    }

  if (!shc_date_parse (when, &date, NULL))
    return NULL;

  *rest = close[1] == ' ' ? close + 2 : close + 1;

  return g_steal_pointer (&when);
}

/* A file that went through Windows ends its lines by CR LF: the CR is the file's, not the text's. */
static gsize
trim_return (const char *line,
             gsize       length)
{
  return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
}

/* jrnl marks a star by " *" at the end of the title. */
static gboolean
take_star (GString *text)
{
  gsize title = strcspn (text->str, "\n");
  gsize end = title;

  while (end > 0 && strchr (" \r", text->str[end - 1]))
    end--;
  if (end == 0 || text->str[end - 1] != '*' || (end > 1 && text->str[end - 2] != ' '))
    return FALSE;

  while (end > 0 && strchr (" *", text->str[end - 1]))
    end--;
  g_string_erase (text, (gssize) end, (gssize) (title - end));

  return TRUE;
}

static ShcSourceResult
finish_entry (State           *state,
              ShcImportEntry **entry,
              ShcSkipped     **skipped)
{
  g_autofree char *where = g_strdup_printf (_("line %" PRIu64), state->line);
  g_autoptr (GError) why = NULL;
  gboolean starred;

  if (state->too_long || !g_utf8_validate_len (state->text->str, state->text->len, NULL))
    {
      *skipped = shc_skipped_new (where, state->too_long ? _("This entry is too long.")
                                                         : _("This entry is not valid UTF-8."));
      return SHC_SOURCE_SKIPPED;
    }

  starred = take_star (state->text);
  while (state->text->len > 0 && g_ascii_isspace (state->text->str[state->text->len - 1]))
    g_string_truncate (state->text, state->text->len - 1);

  *entry = shc_jrnl_entry_new (state->when, NULL, state->text->str, starred, NULL, &why);
  if (*entry != NULL)
    return SHC_SOURCE_ENTRY;

  *skipped = shc_skipped_new (where, why->message);

  return SHC_SOURCE_SKIPPED;
}

static void
begin_entry (State      *state,
             char       *when,
             const char *rest,
             gsize       length)
{
  g_free (state->when);
  state->when = when;
  state->line = shc_line_reader_get_number (state->reader);
  state->too_long = FALSE;
  g_string_truncate (state->text, 0);
  g_string_append_len (state->text, rest, (gssize) trim_return (rest, length));
  g_string_append_c (state->text, '\n');
}

static void
continue_entry (State      *state,
                const char *line,
                gsize       length)
{
  if (state->text->len + length > MAX_LINE_BYTES)
    state->too_long = TRUE;
  if (state->too_long)
    return;

  g_string_append_len (state->text, line, (gssize) trim_return (line, length));
  g_string_append_c (state->text, '\n');
}

static gboolean
nothing_before_first (State      *state,
                      const char *line,
                      gsize       length,
                      GError    **error)
{
  if (state->when != NULL || strspn (line, " \t\r") == length)
    return TRUE;

  g_set_error_literal (error, SHC_TRANSFER_ERROR, SHC_TRANSFER_ERROR_UNKNOWN_FORMAT,
                       _("This does not begin as a jrnl journal does, with a date in brackets. "
                         "Nothing was imported."));
  return FALSE;
}

static ShcSourceResult
shc_source_jrnl_text_next (ShcSource       *self,
                           ShcImportEntry **entry,
                           ShcSkipped     **skipped,
                           GError         **error)
{
  State *state = self->state;

  while (!state->ended)
    {
      const char *line = NULL;
      const char *rest = NULL;
      gsize length = 0;
      char *when;
      ShcLineResult result = shc_line_reader_next (state->reader, &line, &length, error);

      if (result == SHC_LINE_FAILED)
        return SHC_SOURCE_FAILED;
      if (result == SHC_LINE_TOO_LONG)
        {
          state->too_long = TRUE;
          continue;
        }
      if (result == SHC_LINE_END)
        {
          state->ended = TRUE;
          break;
        }

      when = parse_head (line, &rest);
      if (when != NULL)
        {
          gsize rest_length = length - (gsize) (rest - line);
          ShcSourceResult finished = SHC_SOURCE_END;

          if (state->when != NULL)
            finished = finish_entry (state, entry, skipped);
          begin_entry (state, when, rest, rest_length);
          if (finished != SHC_SOURCE_END)
            return finished;
        }
      else if (!nothing_before_first (state, line, length, error))
        return SHC_SOURCE_FAILED;
      else if (state->when != NULL)
        continue_entry (state, line, length);
    }

  if (state->when == NULL)
    return SHC_SOURCE_END;

  {
    ShcSourceResult finished = finish_entry (state, entry, skipped);

    g_clear_pointer (&state->when, g_free);
    return finished;
  }
}

static void
shc_source_jrnl_text_close (ShcSource *self)
{
  State *state = self->state;

  shc_line_reader_free (state->reader);
  g_string_free (state->text, TRUE);
  g_free (state->when);
  g_free (state);
}

const ShcSourceClass shc_source_jrnl_text = {
  .format = SHC_FORMAT_JRNL,
  .open = shc_source_jrnl_text_open,
  .next = shc_source_jrnl_text_next,
  .close = shc_source_jrnl_text_close,
};
