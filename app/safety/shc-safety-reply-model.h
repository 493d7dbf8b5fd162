/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear model of what a companion must not say. Its weights were made from the examples in
 * data/safety/replies/examples when the program was built. */

#pragma once

#include "shc-safety-text.h"

G_BEGIN_DECLS

/** SHC_SAFETY_N_REPLY_FEATURES: of those that a text has (shc-safety-features.h), their numbers modulo this. */
#define SHC_SAFETY_N_REPLY_FEATURES (1u << 17)

typedef struct _ShcSafetyReplyModel ShcSafetyReplyModel;

/** shc_safety_reply_model_new: @data: what shc_safety_train_replies() made. Copies nothing. Returns: (transfer full): only read from
 * then on, so any number of threads may use it. */
ShcSafetyReplyModel *shc_safety_reply_model_new  (GBytes *data);
void                 shc_safety_reply_model_free (ShcSafetyReplyModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyReplyModel, shc_safety_reply_model_free)

/** shc_safety_reply_model_answer: Returns: the log-odds of @sentence being harmful to follow. */
double shc_safety_reply_model_answer (const ShcSafetyReplyModel *self, const ShcSafetyText *sentence);

/** shc_safety_reply_model_judge: Returns: whether that is enough to leave it out. */
gboolean shc_safety_reply_model_judge (const ShcSafetyReplyModel *self, const ShcSafetyText *sentence);

G_END_DECLS
