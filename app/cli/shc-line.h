/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line from the terminal, with its ends told apart. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_LINE_TYPED,
  SHC_LINE_END,    /* Ctrl-D */
  SHC_LINE_BREAK,  /* Ctrl-C */
  SHC_LINE_IDLE,   /* nobody typed for too long */
  SHC_LINE_SIGNAL, /* the program is told to end */
} ShcLineEnd;

/** shc_line_read: with signals held back (shc_signals_hold()). @prompt: goes to standard error.
 * @idle_min: minutes, 0 for ever. @line: (out) (transfer full): valid UTF-8 without its line break,
 * for %SHC_LINE_TYPED only. */
ShcLineEnd shc_line_read (const char *prompt, int idle_min, char **line);

G_END_DECLS
