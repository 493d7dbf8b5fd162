/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sentence of a reply is harmful to follow, by its words. */

#define G_LOG_DOMAIN "shc-safety-reply-model"

#include "config.h"

#include "shc-safety-reply-model.h"

#include "shc-safety-model.h"

/* From which log-odds on it is left out: chosen by safety-model-score --replies (tests/safety) so that of harmless sentences, all of
 * which share words with harmful ones, about two in a hundred are. */
#define SURE 1.75

struct _ShcSafetyReplyModel
{
  ShcSafetyWeights  weights;
  GVariant         *data;
};

ShcSafetyReplyModel *
shc_safety_reply_model_new (GBytes *data)
{
  ShcSafetyReplyModel *self = g_new0 (ShcSafetyReplyModel, 1);

  self->data = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(adaday)"), data, TRUE));
  shc_safety_weights_read (&self->weights, self->data, 1, SHC_SAFETY_N_REPLY_FEATURES);
  return self;
}

void
shc_safety_reply_model_free (ShcSafetyReplyModel *self)
{
  g_variant_unref (self->data);
  g_free (self);
}

double
shc_safety_reply_model_answer (const ShcSafetyReplyModel *self,
                               const ShcSafetyText       *sentence)
{
  g_autoptr(ShcSafetyFeatures) features = shc_safety_features_new (sentence);
  double answer;

  shc_safety_weights_add_up (&self->weights, features->features, 0, features->features->len, 1,
                             SHC_SAFETY_N_REPLY_FEATURES, &answer);
  return answer;
}

gboolean
shc_safety_reply_model_judge (const ShcSafetyReplyModel *self,
                              const ShcSafetyText       *sentence)
{
  return shc_safety_reply_model_answer (self, sentence) >= SURE;
}
