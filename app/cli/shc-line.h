/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines from the terminal, edited here: the terminal itself keeps no more than 4095 bytes of one. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_LINE_TYPED,
  SHC_LINE_END,    /* Ctrl-D, or the terminal is gone */
  SHC_LINE_BREAK,  /* Ctrl-C */
  SHC_LINE_IDLE,   /* nobody typed for too long */
  SHC_LINE_SIGNAL, /* the program is told to end: shc_signals_get() says by what */
} ShcLineEnd;

typedef struct _ShcLine ShcLine;

/** shc_line_new: from now on the terminal hands over each key, and signals are held back
 * (shc_signals_hold()); both until shc_line_free(). Standard input must be a terminal. */
ShcLine   *shc_line_new (void);
void       shc_line_free (ShcLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcLine, shc_line_free)

/**
 * shc_line_read:
 * @prompt: goes to standard error
 * @idle_min: minutes, 0 for ever
 * @line: (out) (transfer full) (nullable): valid UTF-8 without its line break and control
 *   characters; with %SHC_LINE_END, IDLE and SIGNAL what stands there unfinished, %NULL if nothing;
 *   always %NULL with %SHC_LINE_BREAK
 *
 * Backspace takes the last character away, Ctrl-W the last word, Ctrl-U all of the line.
 */
ShcLineEnd shc_line_read (ShcLine *self, const char *prompt, int idle_min, char **line);

G_END_DECLS
