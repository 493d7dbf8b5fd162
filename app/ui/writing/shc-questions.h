/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to begin with. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_question_for: @journey_day: 0 without a journey. @today: civil day. Returns: (transfer none):
 * translated; the same all day long. */
const char *shc_question_for (gint64 journey_day, gint64 today);
/** shc_questions_pick: @day: of the journey, or a civil day without one. @nth: 0, 1, 2 … Returns: (transfer none):
 * translated; the same all day long, another one for each @nth. */
const char *shc_questions_pick (gint64 day, guint nth);
/** All of them, untranslated, for whoever reviews them; %NULL-terminated. */
const char *const *shc_questions_get_all (void);

G_END_DECLS
