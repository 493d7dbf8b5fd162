/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preferences: who answers the companion, with which key, how much, and what was agreed to. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

#define SHC_TYPE_PREFS_COMPANION (shc_prefs_companion_get_type ())
/** ShcPrefsCompanion: Signal `consent-changed`: something was agreed to here, or taken back. */
G_DECLARE_FINAL_TYPE (ShcPrefsCompanion, shc_prefs_companion, SHC, PREFS_COMPANION, AdwPreferencesPage)

void shc_prefs_companion_set_window (ShcPrefsCompanion *self, ShcWindow *window);
/** Reads settings, consents and the person again. */
void shc_prefs_companion_refresh    (ShcPrefsCompanion *self);

G_END_DECLS
