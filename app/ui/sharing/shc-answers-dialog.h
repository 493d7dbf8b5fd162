/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing in a person's answers to an intake form: from Typeform or a file, looked at, then taken. */

#pragma once

#include "shc-window.h"

G_BEGIN_DECLS

/** shc_answers_dialog_present: nothing is asked of anybody before a button is pressed. */
void shc_answers_dialog_present (ShcWindow *window);

G_END_DECLS
