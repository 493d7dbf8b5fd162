/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear model of what a companion must not say. Its weights were made from the examples in
 * data/safety/replies/examples when the program was built. */

#pragma once

#include "shc-safety-features.h"
#include "shc-safety-rules.h"

G_BEGIN_DECLS

typedef struct _ShcSafetyReplyModel ShcSafetyReplyModel;

/** shc_safety_reply_model_new: @data: what shc_safety_train_replies() made. Copies nothing. Returns: (transfer full): only read
 * from then on, so any number of threads may use it. */
ShcSafetyReplyModel *shc_safety_reply_model_new  (GBytes *data);
void                 shc_safety_reply_model_free (ShcSafetyReplyModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyReplyModel, shc_safety_reply_model_free)

/** shc_safety_reply_model_answer: Returns: the log-odds of a sentence with @features being harmful to follow. */
double shc_safety_reply_model_answer (const ShcSafetyReplyModel *self, const ShcSafetyFeatures *features);

/** SHC_SAFETY_REPLY_SURE: from which log-odds on a sentence is left out: chosen by safety-reply-score --parts
 * (tests/safety) so that of harmless sentences, all of which share words with harmful ones, one in thirteen is. */
#define SHC_SAFETY_REPLY_SURE 0.75

/** shc_safety_reply_is_anchored: @matched: (element-type ShcSafetyRule): the rules that matched the beginning of a sentence.
 * Returns: whether its end has to be waited for. Rules of the level in between only tell the model what is said. */
gboolean shc_safety_reply_is_anchored (const GPtrArray *matched);

/**
 * shc_safety_reply_judge:
 * @sentence: as it stands
 *
 * Only what had an anchor is looked at: anything else was seen already. A question asks for no more than an answer, unless it
 * is how something is suggested. Of what is plainly meant well the model is not asked. A rule adds nothing where the
 * sentence warns, sends to help or tells somebody what they said.
 *
 * Returns: the log-odds of its being harmful to follow by the model, and more where a rule says so.
 */
double shc_safety_reply_judge (const ShcSafetyRules *rules, const ShcSafetyReplyModel *model, const char *sentence,
                               gsize length);

G_END_DECLS
