/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the composer scrolls: above all a text, whatever room there is. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_COMPOSER_BODY (shc_composer_body_get_type ())
/**
 * ShcComposerBody:
 *
 * Stacks its children. The last three are the editor, a button that unfolds what is below it, and
 * that. Where all of it has room there is nothing to unfold and the button is not shown; else what is
 * below stays folded until property `open` (gboolean), and the editor never gets less than a few lines.
 */
G_DECLARE_FINAL_TYPE (ShcComposerBody, shc_composer_body, SHC, COMPOSER_BODY, GtkWidget)

void shc_composer_body_set_open (ShcComposerBody *self, gboolean open);

G_END_DECLS
