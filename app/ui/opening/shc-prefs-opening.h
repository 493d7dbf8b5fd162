/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: how the journal opens and locks, and what was agreed to. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

#define SHC_TYPE_PREFS_OPENING (shc_prefs_opening_get_type ())
G_DECLARE_FINAL_TYPE (ShcPrefsOpening, shc_prefs_opening, SHC, PREFS_OPENING, AdwPreferencesPage)

void shc_prefs_opening_set_window (ShcPrefsOpening *self, ShcWindow *window);
/** Reads slots, settings and what was agreed to again. */
void shc_prefs_opening_refresh    (ShcPrefsOpening *self);

G_END_DECLS
