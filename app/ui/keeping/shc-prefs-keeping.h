/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: backups, and where things are kept. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

#define SHC_TYPE_PREFS_KEEPING (shc_prefs_keeping_get_type ())
G_DECLARE_FINAL_TYPE (ShcPrefsKeeping, shc_prefs_keeping, SHC, PREFS_KEEPING, AdwPreferencesPage)

void shc_prefs_keeping_set_window (ShcPrefsKeeping *self, ShcWindow *window);

G_END_DECLS
