/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading which icons there are before the first of them is shown. */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * shc_icons_read_early:
 * @display: an open display
 *
 * Has a thread read the folders of the icon theme as soon as GTK, this program and libadwaita have all
 * said where they keep theirs. GTK begins this by itself when it comes up, but each place that is named
 * afterwards throws away what was read, and the window would wait for it with its first icon. To be
 * called after gtk_init() and before the application's own startup, on the main thread.
 */
void shc_icons_read_early (GdkDisplay *display);

G_END_DECLS
