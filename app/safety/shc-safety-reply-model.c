/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sentence of a reply is harmful to follow, by its words and what is known of them. */

#define G_LOG_DOMAIN "shc-safety-reply-model"

#include "config.h"

#include "shc-safety-reply-model.h"

#include <math.h>
#include <string.h>

#include "shc-safety-matcher.h"
#include "shc-safety-model.h"

/* How much what the rules say is worth beside the model: nearly always enough. */
#define BY_RULE 4.0

struct _ShcSafetyReplyModel
{
  ShcSafetyWeights  weights;
  GVariant         *data;
};

static gboolean
is_question (const char *sentence,
             gsize       length)
{
  while (length > 0 && g_ascii_isspace (sentence[length - 1]))
    length--;
  return (length >= 1 && sentence[length - 1] == '?') ||
         (length >= strlen ("؟") && memcmp (sentence + length - strlen ("؟"), "؟", strlen ("؟")) == 0);
}

static void
add_name (GArray  *names,
          guint32  name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_array_index (names, guint32, i) == name)
      return;
  g_array_append_val (names, name);
}

ShcSafetyFeatures *
shc_safety_reply_features_new (const ShcSafetyRules *rules,
                               const char           *sentence,
                               gsize                 length,
                               GPtrArray            *matched)
{
  g_autoptr(ShcSafetyText) text = shc_safety_text_new (sentence, length);
  g_autoptr(GPtrArray) own = g_ptr_array_new ();
  g_autoptr(GArray) names = g_array_new (FALSE, FALSE, sizeof (guint32));
  ShcSafetyFeatures *features = shc_safety_features_new (text);
  GPtrArray *found = matched != NULL ? matched : own;

  shc_safety_match (rules, text, found);
  for (guint i = 0; i < found->len; i++)
    add_name (names, ((const ShcSafetyRule *) g_ptr_array_index (found, i))->name);
  if (is_question (sentence, length))
    add_name (names, g_str_hash ("?"));
  shc_safety_features_add_named (features, (const guint32 *) (gpointer) names->data, names->len);
  return features;
}

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
                               const ShcSafetyFeatures   *features)
{
  double answer;

  shc_safety_weights_add_up (&self->weights, features->features, 0, features->features->len, 1,
                             SHC_SAFETY_N_REPLY_FEATURES, &answer);
  return answer;
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

  if (!shc_safety_reply_is_anchored (matched))
    return -HUGE_VAL;
  if (has_level (matched, SHC_SAFETY_NOW) && (!is_question (sentence, length) || has_name (matched, "suggestion")))
    return shc_safety_reply_model_answer (model, features) + BY_RULE;
  return has_name (matched, "safe") ? -HUGE_VAL : shc_safety_reply_model_answer (model, features);
}
