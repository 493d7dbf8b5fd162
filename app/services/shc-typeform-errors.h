/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of Typeform mean for a person. */

#pragma once

#include "shc-http.h"

G_BEGIN_DECLS

/** shc_typeform_judge: a #ShcHttpJudge. */
void shc_typeform_judge (guint status, GBytes *body, ShcHttpVerdict *verdict);

G_END_DECLS
