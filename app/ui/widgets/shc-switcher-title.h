/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A header bar's title: the page switcher where it fits, else the name of the program. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_SWITCHER_TITLE (shc_switcher_title_get_type ())
/**
 * ShcSwitcherTitle:
 *
 * Properties: `stack` (#AdwViewStack, nullable: then only the title), `narrow` (read-only): there
 * are pages to switch and no room for them up here, so show a switcher bar at the bottom.
 */
G_DECLARE_FINAL_TYPE (ShcSwitcherTitle, shc_switcher_title, SHC, SWITCHER_TITLE, GtkWidget)

void     shc_switcher_title_set_stack  (ShcSwitcherTitle *self, AdwViewStack *stack);
gboolean shc_switcher_title_get_narrow (ShcSwitcherTitle *self);

G_END_DECLS
