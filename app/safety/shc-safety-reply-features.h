/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the model of replies knows of a sentence. */

#pragma once

#include "shc-safety-features.h"
#include "shc-safety-rules.h"

G_BEGIN_DECLS

/** shc_safety_reply_is_question: Returns: whether @sentence ends as one; spaces behind do not matter. */
gboolean shc_safety_reply_is_question (const char *sentence, gsize length);

/**
 * shc_safety_reply_features_new:
 * @rules: those of data/safety/replies
 * @sentence: as it stands
 * @matched: (nullable) (out): the rules that matched
 *
 * What the model knows of any text; which rules match; whether it asks something; and where the things that rules of one part
 * name are said: at the beginning, one behind the other, and three in a row. Names of rules are the same in all
 * languages, so what one tells of them is known of all.
 *
 * Returns: (transfer full):
 */
ShcSafetyFeatures *shc_safety_reply_features_new (const ShcSafetyRules *rules, const char *sentence, gsize length,
                                                  GPtrArray *matched);

G_END_DECLS
