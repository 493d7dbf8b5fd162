/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box whose children wrap like words. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_WRAP_BOX (shc_wrap_box_get_type ())
/** ShcWrapBox: properties `spacing` and `line-spacing` (int, pixels); see #ShcWrapLayout. */
G_DECLARE_FINAL_TYPE (ShcWrapBox, shc_wrap_box, SHC, WRAP_BOX, GtkWidget)

void shc_wrap_box_append (ShcWrapBox *self, GtkWidget *child);
void shc_wrap_box_clear  (ShcWrapBox *self);

G_END_DECLS
