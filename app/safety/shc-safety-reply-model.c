/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sentence of a reply is harmful to follow, by its words and what is known of them. */

#define G_LOG_DOMAIN "shc-safety-reply-model"

#include "config.h"

#include "shc-safety-reply-model.h"

#include <math.h>

#include "shc-safety-model.h"
#include "shc-safety-reply-features.h"

/* How much what the rules say is worth beside the model: nearly always enough. */
#define BY_RULE 4.0
/* Of sentences with so many words the model knows little: what it says for them is not held against a rule. */
#define LONG 60u

struct _ShcSafetyReplyModel
{
  ShcSafetyWeights  weights;
  const guint8     *marks;
  GVariant         *data;
};

ShcSafetyReplyModel *
shc_safety_reply_model_new (GBytes *data)
{
  ShcSafetyReplyModel *self = g_new0 (ShcSafetyReplyModel, 1);

  self->data =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (SHC_SAFETY_MODEL_FORMAT), data, TRUE));
  self->marks = shc_safety_weights_read_marked (&self->weights, self->data, 1);
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
                               const ShcSafetyFeatures   *features)
{
  const GArray *numbers = features->features;
  gint32 sum = 0;

  for (guint i = 0; i < numbers->len; i++)
    {
      guint32 feature = g_array_index (numbers, guint32, i);
      guint32 place = feature % SHC_SAFETY_N_PLACES;

      if (self->marks[place] == shc_safety_get_mark (feature))
        sum += self->weights.weights[place];
    }
  return self->weights.offsets[0] +
         self->weights.scales[0] * sum / sqrt (numbers->len + SHC_SAFETY_LENGTH_SMOOTHING);
}

gboolean
shc_safety_reply_is_anchored (const GPtrArray *matched)
{
  for (guint i = 0; i < matched->len; i++)
    if (((const ShcSafetyRule *) g_ptr_array_index (matched, i))->level != SHC_SAFETY_CONCERN)
      return TRUE;
  return FALSE;
}

static gboolean
has_level (const GPtrArray *matched,
           ShcSafetyLevel   level)
{
  for (guint i = 0; i < matched->len; i++)
    if (((const ShcSafetyRule *) g_ptr_array_index (matched, i))->level == level)
      return TRUE;
  return FALSE;
}

static gboolean
has_name (const GPtrArray *matched,
          const char      *name)
{
  for (guint i = 0; i < matched->len; i++)
    if (((const ShcSafetyRule *) g_ptr_array_index (matched, i))->name == g_str_hash (name))
      return TRUE;
  return FALSE;
}

double
shc_safety_reply_judge (const ShcSafetyRules      *rules,
                        const ShcSafetyReplyModel *model,
                        const char                *sentence,
                        gsize                      length)
{
  g_autoptr(GPtrArray) matched = g_ptr_array_new ();
  g_autoptr(ShcSafetyFeatures) features = shc_safety_reply_features_new (rules, sentence, length, matched);
  double answer;

  if (!shc_safety_reply_is_anchored (matched) || has_name (matched, "safe"))
    return -HUGE_VAL;
  if (shc_safety_reply_is_question (sentence, length) && !has_name (matched, "suggestion"))
    return -HUGE_VAL;
  answer = shc_safety_reply_model_answer (model, features);
  if (has_level (matched, SHC_SAFETY_NOW) && !has_name (matched, "kind-protects") && !has_name (matched, "kind-tells"))
    answer = (features->begin->len > LONG ? MAX (answer, 0) : answer) + BY_RULE;
  return answer;
}
