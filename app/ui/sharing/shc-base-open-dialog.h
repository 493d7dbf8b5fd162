/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a copy of a whole base: needs no token, no network and no journal. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** shc_base_open_dialog_present: asks for the copy and what opens it, and writes it out as files that other programs read. */
void shc_base_open_dialog_present (GtkWindow *parent);

G_END_DECLS
