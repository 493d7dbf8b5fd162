/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window as somebody without a mouse meets it. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** Fails unless Tab, forward and backward, reaches each control of @window that can be used now. Of a long list Tab goes through one row: arrows go
 * to the others. The keyboard is where it was afterwards. */
void walk_test_by_tab (GtkWindow *window);

/** The same, and fails unless the keyboard was at something that is seen, and not at a button that only closes or goes back, where the page has more
 * than that. */
void walk_test_page (GtkWindow *window);

G_END_DECLS
