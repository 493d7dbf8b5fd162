/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the editor's files share. */

#pragma once

#include "shc-editor.h"
#include "shc-highlighter.h"

G_BEGIN_DECLS

/** Returns: (transfer full): a buffer of the kind that spell checking, if built in, needs. */
GtkTextBuffer *shc_editor_create_buffer   (void);
/** Turns spell checking on, if built in, once the first frame is out. */
void           shc_editor_set_up_spelling (GtkTextView *view);

G_END_DECLS
