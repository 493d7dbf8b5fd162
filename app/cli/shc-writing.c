/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing a reflection in the terminal. */

#define G_LOG_DOMAIN "shc-writing"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-output.h"
#include "shc-settings.h"
#include "shc-text.h"
#include "shc-writing.h"

static gboolean
load_idle (ShcDb    *db,
           gpointer  data,
           GError  **error)
{
  int *idle_min = data;

  *idle_min = shc_settings_get_int (db, SHC_SETTING_LOCK_IDLE_MINUTES, NULL);
  return TRUE;
}

static gboolean
add (ShcDb    *db,
     gpointer  data,
     GError  **error)
{
  return shc_reflections_add (db, data, g_get_real_time (), error);
}

/* What goes beyond the longest text is read, so that it is not taken for commands, and let go. */
static void
append_line (GString    *text,
             const char *line,
             gboolean    first)
{
  if (text->len > SHC_TEXT_MAX_BYTES)
    return;
  if (!first)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/* What was written is in memory only: it must not be lost because a disk is full. */
static gboolean
ask_again (ShcLine      *line,
           const GError *problem)
{
  char *typed;
  ShcLineEnd end;

  shc_cli_warn ("%s", problem->message);
  end = shc_line_read (line, _("Your text is still here. Enter tries again, Ctrl-C drops it. "), 0,
                       &typed);
  g_free (typed);
  return end == SHC_LINE_TYPED;
}

int
shc_writing_get_idle (ShcCli *cli)
{
  int idle_min = 0;

  shc_cli_do (cli, SHC_DB_READER, load_idle, &idle_min, NULL);
  return idle_min;
}

ShcLineEnd
shc_writing_take (ShcLine   *line,
                  int        idle_min,
                  gboolean   dot,
                  char     **text)
{
  g_autoptr(GString) written = g_string_new (NULL);
  gboolean first = TRUE;
  ShcLineEnd end;
  char *typed;

  *text = NULL;
  shc_cli_warn (dot
                  ? _("Write as long as you like. A line with only a dot keeps it, and so does "
                      "Ctrl-D; Ctrl-C drops it.\nIf the terminal is closed, what you wrote is kept.")
                  : _("Write as long as you like. Ctrl-D keeps it, Ctrl-C drops it.\n"
                      "If the terminal is closed, what you wrote is kept."));
  do
    {
      g_autofree char *owned = NULL;

      end = shc_line_read (line, "", idle_min, &typed);
      owned = typed;
      if (end == SHC_LINE_TYPED && dot && g_str_equal (typed, "."))
        break;
      if (typed != NULL)
        append_line (written, typed, first);
      first = FALSE;
    }
  while (end == SHC_LINE_TYPED);

  if (end == SHC_LINE_BREAK)
    return end;
  if (end == SHC_LINE_END)
    end = SHC_LINE_TYPED;
  if (written->len > 0)
    *text = g_string_free (g_steal_pointer (&written), FALSE);
  return end;
}

gboolean
shc_writing_keep (ShcCli         *cli,
                  ShcLine        *line,
                  ShcReflection  *reflection,
                  ShcLineEnd      end,
                  GError        **error)
{
  GError *problem = NULL;

  if (!shc_reflection_check (reflection, error))
    return FALSE;
  while (!shc_cli_do (cli, SHC_DB_WRITER, add, reflection, &problem))
    {
      if (end != SHC_LINE_TYPED || !ask_again (line, problem))
        {
          g_propagate_error (error, problem);
          return FALSE;
        }
      g_clear_error (&problem);
    }

  if (end != SHC_LINE_TYPED)
    shc_cli_say (cli, _("\nWhat you wrote so far is kept."));
  return TRUE;
}
