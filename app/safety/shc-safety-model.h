/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A linear model beside the patterns: it hears what is said by circumstances, in words that no pattern
 * names. Its weights were made from the examples in data/safety/examples when the program was built. */

#pragma once

#include "shc-safety.h"
#include "shc-safety-features.h"

G_BEGIN_DECLS

/** The questions that the model answers: whether a text is a mention at least, whether it is a concern at
 * least, and, given that, whether it is now, and which of the topics. */
typedef enum
{
  SHC_SAFETY_ASK_MENTION,
  SHC_SAFETY_ASK_CONCERN,
  SHC_SAFETY_ASK_NOW,
  SHC_SAFETY_ASK_TOPIC,
  SHC_SAFETY_N_QUESTIONS = SHC_SAFETY_ASK_TOPIC + SHC_SAFETY_N_TOPICS,
} ShcSafetyQuestion;

/** SHC_SAFETY_N_LEVELS: levels with weights, which are those above none; what speaks for none is zero. */
#define SHC_SAFETY_N_LEVELS SHC_SAFETY_NOW

/** SHC_SAFETY_N_TOPIC_FEATURES: topics are told apart by fewer features: their numbers modulo this. */
#define SHC_SAFETY_N_TOPIC_FEATURES (1u << 17)

/** SHC_SAFETY_MODEL_FORMAT: twice, for levels and for topics: of each, what is added to its sum, and what
 * a weight of 1 stands for; then for each feature the weights of all. */
#define SHC_SAFETY_MODEL_FORMAT "((adaday)(adaday))"

/** ShcSafetyWeights: of levels or of topics; @weights: by feature, then by level or topic. */
typedef struct
{
  const double *offsets;
  const double *scales;
  const gint8  *weights;
} ShcSafetyWeights;

/** shc_safety_weights_read: @data: "(adaday)", of which nothing is copied: it has to stay. */
void shc_safety_weights_read (ShcSafetyWeights *self, GVariant *data, gsize n_answers, gsize n_features);

/**
 * shc_safety_weights_add_up:
 * @features: numbers (guint32) of which those from @first up to @end count, modulo @n_features
 * @answers: (out caller-allocates) (array length=n_answers): the log-odds of each
 */
void shc_safety_weights_add_up (const ShcSafetyWeights *self, const GArray *features, guint32 first, guint32 end,
                                guint n_answers, guint32 n_features, double *answers);

/** ShcSafetyModel: only read. */
typedef struct
{
  ShcSafetyWeights levels;
  ShcSafetyWeights topics;
  /*< private >*/
  GVariant        *data;
} ShcSafetyModel;

/** shc_safety_model_new: @data: what shc_safety_train() made. Copies nothing. Returns: (transfer full):
 * only read from then on, so any number of threads may use it. */
ShcSafetyModel *shc_safety_model_new  (GBytes *data);
void            shc_safety_model_free (ShcSafetyModel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyModel, shc_safety_model_free)

/**
 * shc_safety_model_answer:
 * @first: the first token of a part of the text
 * @end: the one after its last
 * @answers: (out caller-allocates): the log-odds of each question
 */
void shc_safety_model_answer (const ShcSafetyModel    *self,
                              const ShcSafetyFeatures *features,
                              guint                    first,
                              guint                    end,
                              double                   answers[SHC_SAFETY_N_QUESTIONS]);

/**
 * shc_safety_model_judge:
 * @text: a text of any length; it is looked at in parts of a few sentences
 * @held_down: whether something in the text speaks for a mention only ("years ago", somebody else's words):
 *   then the model has to be surer
 *
 * Returns: the highest level of any part, and what that part is about.
 */
ShcSafetyFinding shc_safety_model_judge (const ShcSafetyModel *self, const ShcSafetyText *text, gboolean held_down);

G_END_DECLS
