/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of OpenAI and of servers like it mean for a person (OpenAI guide "Error codes"). */

#pragma once

#include "shc-http.h"

G_BEGIN_DECLS

/** shc_openai_judge: an answer that is no success. */
void shc_openai_judge (guint status, GBytes *body, ShcHttpVerdict *verdict);

/** shc_openai_judge_code: an error in the middle of a stream. @code: @message: (nullable): in the service's words. */
void shc_openai_judge_code (const char *code, const char *message, ShcHttpVerdict *verdict);

G_END_DECLS
