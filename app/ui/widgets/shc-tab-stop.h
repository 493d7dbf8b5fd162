/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that Tab goes through in one row. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_TAB_STOP (shc_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (ShcTabStop, shc_tab_stop, SHC, TAB_STOP, AdwBin)

/* Stands around a scrolled GtkListView whose rows have controls: Tab goes through those of one row and then leaves the list, arrows go from
 * row to row. Otherwise what stands behind five hundred rows is a thousand presses away. */

G_END_DECLS
