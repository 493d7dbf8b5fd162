/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the keyboard is when a page changes. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_focus_page: gives the keyboard to the page that @stack shows, unless it is in it already: to @first (nullable) if that can take it,
 * else to the first control of the page. Otherwise it would stay at a button that is gone, or fall to one that closes everything. */
void shc_focus_page (GtkStack *stack, GtkWidget *first);

G_END_DECLS
