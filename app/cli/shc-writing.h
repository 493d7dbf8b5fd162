/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reflection typed in the terminal: it is kept, whatever ends the typing, unless Ctrl-C drops it. */

#pragma once

#include "shc-cli.h"
#include "shc-line.h"
#include "shc-reflections.h"

G_BEGIN_DECLS

/** shc_writing_get_idle: Returns: after how many minutes without a key the open journal locks
 * (`lock.idle-minutes`), 0 for never. */
int        shc_writing_get_idle (ShcCli *cli);

/**
 * shc_writing_take:
 * @dot: whether a line with only a dot ends the text as well
 * @text: (out) (transfer full) (nullable): %NULL if nothing was written, or it was dropped
 *
 * Returns: how it ended: %SHC_LINE_TYPED by the person's will, %SHC_LINE_BREAK dropped, else cut off
 *   by %SHC_LINE_IDLE or %SHC_LINE_SIGNAL.
 */
ShcLineEnd shc_writing_take (ShcLine *line, int idle_min, gboolean dot, char **text);

/** shc_writing_keep: adds @reflection, with the text set; @end: as shc_writing_take() returned it.
 * While the journal cannot take it (no room, busy) a person who is there may try again. */
gboolean   shc_writing_keep (ShcCli *cli, ShcLine *line, ShcReflection *reflection, ShcLineEnd end,
                             GError **error);

G_END_DECLS
