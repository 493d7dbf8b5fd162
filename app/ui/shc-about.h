/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this program is, and where a person finds people when it is hard. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void shc_about_present   (GtkWindow *parent);
/** General words and an international directory only: numbers go stale. Needs no open journal. */
void shc_support_present (GtkWindow *parent);

G_END_DECLS
