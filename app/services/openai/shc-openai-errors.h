/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of OpenAI and of servers like it mean for a person (OpenAI guide "Error codes"). */

#pragma once

#include <json-glib/json-glib.h>

#include "shc-http.h"

G_BEGIN_DECLS

/** shc_openai_judge: an answer that is no success. */
void shc_openai_judge (guint status, GBytes *body, ShcHttpVerdict *verdict);

/**
 * shc_openai_find_error:
 * @object: (nullable): what came
 * @code: (out) (nullable): a code that is known here, or else what is told in its place
 * @message: (out) (nullable): in the service's words
 *
 * Returns: whether it tells of an error: as an object, or, as some servers have it, as a text.
 */
gboolean shc_openai_find_error (JsonObject *object, const char **code, const char **message);

/** shc_openai_get_sentence: Returns: what @code means, in our words alone. */
const char *shc_openai_get_sentence (int code);

/** shc_openai_explain_wait: tells in @error (nullable) how long the service asks to wait, where that is too long to be waited
 * for. */
void shc_openai_explain_wait (GError *error);

/** shc_openai_judge_code: an error in the middle of a stream. @code: @message: (nullable): in the service's words. */
void shc_openai_judge_code (const char *code, const char *message, ShcHttpVerdict *verdict);

G_END_DECLS
