/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shows light Markdown in a text buffer while it is written; the text itself stays as it is. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_HIGHLIGHTER (shc_highlighter_get_type ())
G_DECLARE_FINAL_TYPE (ShcHighlighter, shc_highlighter, SHC, HIGHLIGHTER, GObject)

/** shc_highlighter_new: follows @buffer from now on. Only changed lines are looked at, a few
 * milliseconds' worth at a time. */
ShcHighlighter *shc_highlighter_new    (GtkTextBuffer *buffer);
/** shc_highlighter_is_idle: Returns: whether everything is shown as it should be. */
gboolean        shc_highlighter_is_idle (ShcHighlighter *self);

G_END_DECLS
