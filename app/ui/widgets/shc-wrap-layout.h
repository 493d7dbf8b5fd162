/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays children out like words: in lines, at their natural widths, wrapping where a line is full. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_WRAP_LAYOUT (shc_wrap_layout_get_type ())
/** ShcWrapLayout: properties `spacing` and `line-spacing` (int, pixels, default 6), `natural-width`
 * (int, pixels, default 0: all in one line). A child that expands horizontally takes what its line
 * has left. */
G_DECLARE_FINAL_TYPE (ShcWrapLayout, shc_wrap_layout, SHC, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
