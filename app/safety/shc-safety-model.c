/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear model: sums of weights over parts of a text. */

#define G_LOG_DOMAIN "shc-safety-model"

#include "config.h"

#include "shc-safety-model.h"

#include <math.h>

/* Words of a part: about as many as the examples have at most. */
#define PART 60u

/* From which log-odds on an answer is yes: chosen by safety-model-score (tests/safety) so that of the
 * examples of no level, which are hard ones, about seven in a hundred raise a card in parts of the examples
 * that the model was not made from. Long texts have many parts, of which any may be taken wrongly. */
#define SURE_MENTION 1.2
#define SURE_CONCERN 0.5
#define SURE_NOW 0.3
#define MORE_HELD_DOWN 1.2
#define MORE_LONG 0.6

void
shc_safety_weights_read (ShcSafetyWeights *self,
                         GVariant         *data,
                         gsize             n_answers,
                         gsize             n_features)
{
  g_autoptr(GVariant) offsets = g_variant_get_child_value (data, 0);
  g_autoptr(GVariant) scales = g_variant_get_child_value (data, 1);
  g_autoptr(GVariant) weights = g_variant_get_child_value (data, 2);
  gsize n;

  self->offsets = g_variant_get_fixed_array (offsets, &n, sizeof *self->offsets);
  g_assert (n == n_answers);
  self->scales = g_variant_get_fixed_array (scales, &n, sizeof *self->scales);
  g_assert (n == n_answers);
  self->weights = g_variant_get_fixed_array (weights, &n, sizeof *self->weights);
  g_assert (n == n_answers * n_features);
}

static void
read_weights (ShcSafetyWeights *self,
              GVariant         *data,
              gsize             index,
              gsize             n_answers,
              gsize             n_features)
{
  g_autoptr(GVariant) all = g_variant_get_child_value (data, index);

  shc_safety_weights_read (self, all, n_answers, n_features);
}

ShcSafetyModel *
shc_safety_model_new (GBytes *data)
{
  ShcSafetyModel *self = g_new0 (ShcSafetyModel, 1);

  self->data =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (SHC_SAFETY_MODEL_FORMAT), data, TRUE));
  read_weights (&self->levels, self->data, 0, SHC_SAFETY_N_LEVELS, SHC_SAFETY_N_FEATURES);
  read_weights (&self->topics, self->data, 1, SHC_SAFETY_N_TOPICS, SHC_SAFETY_N_TOPIC_FEATURES);
  return self;
}

void
shc_safety_model_free (ShcSafetyModel *self)
{
  g_variant_unref (self->data);
  g_free (self);
}

/* @n_answers is known where this is called, so that the inner loop is unrolled. */
static inline void
add_up (const ShcSafetyWeights *self,
        const GArray           *features,
        guint32                 first,
        guint32                 end,
        guint                   n_answers,
        guint32                 n_features,
        double                 *answers)
{
  gint32 sums[SHC_SAFETY_N_TOPICS] = { 0 };
  double length = sqrt (end - first + SHC_SAFETY_LENGTH_SMOOTHING);

  for (guint32 i = first; i < end; i++)
    {
      const gint8 *weights =
        self->weights + (gsize) (g_array_index (features, guint32, i) % n_features) * n_answers;

      for (guint j = 0; j < n_answers; j++)
        sums[j] += weights[j];
    }
  for (guint j = 0; j < n_answers; j++)
    answers[j] = self->offsets[j] + self->scales[j] * sums[j] / length;
}

void
shc_safety_weights_add_up (const ShcSafetyWeights *self,
                           const GArray           *features,
                           guint32                 first,
                           guint32                 end,
                           guint                   n_answers,
                           guint32                 n_features,
                           double                 *answers)
{
  add_up (self, features, first, end, n_answers, n_features, answers);
}

void
shc_safety_model_answer (const ShcSafetyModel    *self,
                         const ShcSafetyFeatures *features,
                         guint                    first,
                         guint                    end,
                         double                   answers[SHC_SAFETY_N_QUESTIONS])
{
  guint32 at = g_array_index (features->begin, guint32, first);
  guint32 after = g_array_index (features->begin, guint32, end);
  double levels[SHC_SAFETY_N_LEVELS];
  double mention;
  double alarm;

  add_up (&self->levels, features->features, at, after, SHC_SAFETY_N_LEVELS, SHC_SAFETY_N_FEATURES, levels);
  add_up (&self->topics, features->features, at, after, SHC_SAFETY_N_TOPICS, SHC_SAFETY_N_TOPIC_FEATURES,
          answers + SHC_SAFETY_ASK_TOPIC);
  mention = exp (levels[SHC_SAFETY_MENTION - 1]);
  alarm = exp (levels[SHC_SAFETY_CONCERN - 1]) + exp (levels[SHC_SAFETY_NOW - 1]);
  answers[SHC_SAFETY_ASK_MENTION] = log (mention + alarm);
  answers[SHC_SAFETY_ASK_CONCERN] = log (alarm / (1 + mention));
  answers[SHC_SAFETY_ASK_NOW] = levels[SHC_SAFETY_NOW - 1] - levels[SHC_SAFETY_CONCERN - 1];
}

static ShcSafetyTopic
choose_topic (const double answers[SHC_SAFETY_N_QUESTIONS])
{
  guint best = SHC_SAFETY_TOPIC_LIFE;

  for (guint topic = 0; topic < SHC_SAFETY_N_TOPICS; topic++)
    if (answers[SHC_SAFETY_ASK_TOPIC + topic] > answers[SHC_SAFETY_ASK_TOPIC + best])
      best = topic;
  return (ShcSafetyTopic) best;
}

static ShcSafetyFinding
judge_part (const double answers[SHC_SAFETY_N_QUESTIONS],
            double       more)
{
  ShcSafetyFinding finding = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };

  if (answers[SHC_SAFETY_ASK_CONCERN] >= SURE_CONCERN + more)
    {
      finding.level = answers[SHC_SAFETY_ASK_NOW] >= SURE_NOW ? SHC_SAFETY_NOW : SHC_SAFETY_CONCERN;
      finding.topic = choose_topic (answers);
    }
  else if (answers[SHC_SAFETY_ASK_MENTION] >= SURE_MENTION + more)
    finding.level = SHC_SAFETY_MENTION;
  return finding;
}

/* As many whole sentences as a part may have; of a sentence longer than that, its beginning. */
static guint
find_end (const ShcSafetyText *text,
          guint                first)
{
  const ShcSafetyToken *tokens = (const ShcSafetyToken *) (gpointer) text->tokens->data;
  guint most = MIN (first + PART, text->tokens->len);
  guint end = most;

  if (end == text->tokens->len)
    return end;
  while (end > first && tokens[end - 1].sentence == tokens[most].sentence)
    end--;
  return end > first ? end : most;
}

/* Parts overlap by about a half, so that what belongs together is seen together. */
static guint
find_next (const ShcSafetyText *text,
           guint                first,
           guint                end)
{
  const ShcSafetyToken *tokens = (const ShcSafetyToken *) (gpointer) text->tokens->data;
  guint middle = (first + end) / 2;
  guint next = MAX (middle, first + 1);

  while (next < end && tokens[next].sentence == tokens[next - 1].sentence)
    next++;
  return next < end ? next : MAX (middle, first + 1);
}

ShcSafetyFinding
shc_safety_model_judge (const ShcSafetyModel *self,
                        const ShcSafetyText  *text,
                        gboolean              held_down)
{
  g_autoptr(ShcSafetyFeatures) features = shc_safety_features_new (text);
  ShcSafetyFinding best = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };
  double more = (held_down ? MORE_HELD_DOWN : 0) + (text->tokens->len > PART ? MORE_LONG : 0);
  guint end = 0;

  for (guint first = 0; end < text->tokens->len; first = find_next (text, first, end))
    {
      double answers[SHC_SAFETY_N_QUESTIONS];
      ShcSafetyFinding finding;

      end = find_end (text, first);
      shc_safety_model_answer (self, features, first, end, answers);
      finding = judge_part (answers, more);
      if (finding.level > best.level)
        best = finding;
    }
  return best;
}
