/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: who writes here, the companion, how the journal opens and locks, backups and places. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_preferences_present: at most one is shown for each window. */
void shc_preferences_present (ShcWindow *window);

G_END_DECLS
