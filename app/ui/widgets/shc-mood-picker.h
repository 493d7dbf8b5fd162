/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Five faces, one of which may be chosen, or none. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define SHC_TYPE_MOOD_PICKER (shc_mood_picker_get_type ())
/** ShcMoodPicker: property `mood` (int): 1–5, 0 for none. */
G_DECLARE_FINAL_TYPE (ShcMoodPicker, shc_mood_picker, SHC, MOOD_PICKER, GtkWidget)

int         shc_mood_picker_get_mood (ShcMoodPicker *self);
void        shc_mood_picker_set_mood (ShcMoodPicker *self, int mood);

/** shc_mood_get_name: @mood: 1–5. Returns: its translated name. */
const char *shc_mood_get_name        (int mood);
/** shc_mood_get_icon_name: @mood: 1–5. */
const char *shc_mood_get_icon_name   (int mood);

G_END_DECLS
