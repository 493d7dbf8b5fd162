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

/** The answers that have weights: a mention, a concern or more about each topic, each told from nothing; and
 * "now", told from a concern. That topics are answers of their own lets each have its own words. */
typedef enum
{
  SHC_SAFETY_SAYS_MENTION,
  SHC_SAFETY_SAYS_TOPIC,
  SHC_SAFETY_SAYS_NOW = SHC_SAFETY_SAYS_TOPIC + SHC_SAFETY_N_TOPICS,
  SHC_SAFETY_N_ANSWERS,
} ShcSafetyAnswer;

/** SHC_SAFETY_N_PLACES: how many features may have weights. The one of number n has place n modulo this. */
#define SHC_SAFETY_N_PLACES (1u << 19)

/** SHC_SAFETY_MODEL_FORMAT: for each answer, what is added to its sum, and what a weight of 1 stands for; for each place
 * the weights of all answers; for each place the mark of the feature that has it, 0 if none. */
#define SHC_SAFETY_MODEL_FORMAT "((adaday)ay)"

/** ShcSafetyWeights: @weights: by feature, then by answer. */
typedef struct
{
  const double *offsets;
  const double *scales;
  const gint8  *weights;
} ShcSafetyWeights;

/** shc_safety_weights_read_marked: @data: of SHC_SAFETY_MODEL_FORMAT, of which nothing is copied. Returns: (transfer none): the
 * marks of the places. */
const guint8 *shc_safety_weights_read_marked (ShcSafetyWeights *self, GVariant *data, gsize n_answers);

/** ShcSafetyModel: only read. */
typedef struct
{
  ShcSafetyWeights  weights;
  const guint8     *marks;
  /*< private >*/
  GVariant         *data;
} ShcSafetyModel;

/** shc_safety_get_mark: Returns: what tells @feature from all but a few of the others that have the same place. */
static inline guint8
shc_safety_get_mark (guint32 feature)
{
  return feature >> 24 != 0 ? (guint8) (feature >> 24) : 1;
}

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

typedef struct _ShcSafetyOpinion ShcSafetyOpinion;

/** shc_safety_opinion_new: @text: a text of any length, which has to stay; it is looked at in parts of a few
 * sentences. Returns: (transfer full): what the model says of each. */
ShcSafetyOpinion *shc_safety_opinion_new  (const ShcSafetyModel *model, const ShcSafetyText *text);
void              shc_safety_opinion_free (ShcSafetyOpinion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyOpinion, shc_safety_opinion_free)

/** shc_safety_opinion_get_doubts: Returns: (array): for each token, the lowest level of a rule that is believed there:
 * where the model is sure that there is nothing, a rule for a concern or even for now gives a mention only. */
const guint8 *shc_safety_opinion_get_doubts (const ShcSafetyOpinion *self);

/**
 * shc_safety_opinion_judge:
 * @held_down: whether something in the text speaks for a mention only ("years ago", somebody else's words):
 *   then the model has to be surer
 *
 * Returns: the highest level of any part, and what that part is about.
 */
ShcSafetyFinding shc_safety_opinion_judge (const ShcSafetyOpinion *self, gboolean held_down);

G_END_DECLS
