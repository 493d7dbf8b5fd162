/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the model from examples, while the program is built. */

#pragma once

#include "shc-safety-model.h"
#include "shc-safety-rules.h"

G_BEGIN_DECLS

/** ShcSafetyExample: @topic: only told at a concern and above; @part: which part of the examples it is from,
 * for measuring; @file: counted from 0; @sentence: (nullable): of a reply, as it stands. */
typedef struct
{
  ShcSafetyLevel     level;
  ShcSafetyTopic     topic;
  guint              part;
  guint              file;
  ShcSafetyText     *text;
  ShcSafetyFeatures *features;
  char              *sentence;
} ShcSafetyExample;

/** SHC_SAFETY_REPLY_SHOW: the level of an example of a companion's reply that may be shown, and of one that may not. */
#define SHC_SAFETY_REPLY_SHOW SHC_SAFETY_NONE
#define SHC_SAFETY_REPLY_WITHHOLD SHC_SAFETY_NOW

/** shc_safety_examples_new: Returns: (transfer full) (element-type ShcSafetyExample): to be filled. */
GPtrArray *shc_safety_examples_new (void);

/**
 * shc_safety_examples_read:
 * @content: lines of LEVEL, topic or "-", and text, with tabs between them
 * @name: what errors call it
 *
 * Every line is taken to belong to one of @n_parts parts by its place: a hundred lines in a row are the same.
 *
 * Errors: %G_KEY_FILE_ERROR_PARSE with the line that is not understood.
 */
gboolean shc_safety_examples_read (GPtrArray *self, const char *content, const char *name, guint n_parts,
                                   GError **error);

/**
 * shc_safety_reply_examples_read:
 * @rules: those of replies
 * @content: lines of "show" or "withhold", a word for whoever reads them, and a sentence, with tabs between them
 *
 * As shc_safety_examples_read(), for what a companion may say and may not; ten lines in a row are of the same part.
 *
 * Errors: %G_KEY_FILE_ERROR_PARSE with the line that is not understood.
 */
gboolean shc_safety_reply_examples_read (GPtrArray *self, const ShcSafetyRules *rules, const char *content,
                                         const char *name, guint n_parts, GError **error);

/**
 * shc_safety_train:
 * @left_out: a part that is not looked at, or -1
 *
 * A softmax regression over nothing, a mention and the topics of what is more, and one over whether that is now, by
 * stochastic gradients with a rate of its own for each weight (Duchi, Hazan and Singer, "Adaptive subgradient
 * methods", JMLR 12, 2011). The same examples give the same model, up to rounding.
 *
 * Returns: (transfer full): for shc_safety_model_new().
 */
GBytes *shc_safety_train (const GPtrArray *examples, int left_out);

/** shc_safety_train_replies: the same for examples of replies, and the one question whether they are to be withheld.
 * Returns: (transfer full): for shc_safety_reply_model_new(). */
GBytes *shc_safety_train_replies (const GPtrArray *examples, int left_out);

G_END_DECLS
