/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The linear model: sums of weights over parts of a text. */

#define G_LOG_DOMAIN "shc-safety-model"

#include "config.h"

#include "shc-safety-model.h"

#include <math.h>
#include <string.h>

/* Words of a part: about as many as the examples have at most. */
#define PART 60u

/* From which log-odds on an answer is yes: chosen by safety-model-score (tests/safety) so that of the
 * examples of no level, which are hard ones, four or five in a hundred raise a card in parts of the examples
 * that the model was not made from; that of a concern lower, as those who had written none of them are heard
 * less, and a card too many costs less than one too few. Long texts have many parts, of which any may be taken wrongly. */
#define SURE_MENTION 0.25
#define SURE_CONCERN -0.9
#define SURE_NOW 0.3
#define MORE_HELD_DOWN 1.2
#define MORE_LONG 1.1
/* Of a few words the model knows nearly nothing: what is said in so few is for the patterns to hear. */
#define TINY_TOKENS 3u
#define MORE_TINY 3.0
#define SHORT_TOKENS 6u
#define MORE_SHORT 2.0
/* Below which log-odds of a concern it is sure that there is nothing, whatever a rule for a concern, or for now, says:
 * where that is so, less than half of the examples that a rule matches are what it says. Few words are no evidence. */
#define NOTHING_CONCERN -2.5
#define NOTHING_NOW -4.5
#define FEW_TOKENS 8u

typedef struct
{
  guint  first;   /* tokens */
  guint  end;
  double answers[SHC_SAFETY_N_QUESTIONS];
} Part;

struct _ShcSafetyOpinion
{
  GArray *parts;    /* Part */
  guint8 *doubts;   /* by token: the lowest level that is believed of a rule */
  double  more;     /* how much surer it has to be, as the text is long */
};

static void
read_weights (ShcSafetyWeights *self,
              GVariant         *data,
              gsize             n_answers)
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
  g_assert (n == n_answers * SHC_SAFETY_N_PLACES);
}

const guint8 *
shc_safety_weights_read_marked (ShcSafetyWeights *self,
                                GVariant         *data,
                                gsize             n_answers)
{
  g_autoptr(GVariant) weights = g_variant_get_child_value (data, 0);
  g_autoptr(GVariant) marks = g_variant_get_child_value (data, 1);
  const guint8 *read;
  gsize n;

  read_weights (self, weights, n_answers);
  read = g_variant_get_fixed_array (marks, &n, 1);
  g_assert (n == SHC_SAFETY_N_PLACES);
  return read;
}

ShcSafetyModel *
shc_safety_model_new (GBytes *data)
{
  ShcSafetyModel *self = g_new0 (ShcSafetyModel, 1);

  self->data =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (SHC_SAFETY_MODEL_FORMAT), data, TRUE));
  self->marks = shc_safety_weights_read_marked (&self->weights, self->data, SHC_SAFETY_N_ANSWERS);
  return self;
}

void
shc_safety_model_free (ShcSafetyModel *self)
{
  g_variant_unref (self->data);
  g_free (self);
}

/* Features without a weight, which is most, cost a look at their mark. */
static void
add_weights (const ShcSafetyModel *self,
             const guint32        *features,
             gsize                 n,
             gint32                sums[SHC_SAFETY_N_ANSWERS])
{
  for (gsize i = 0; i < n; i++)
    {
      gsize place = features[i] % SHC_SAFETY_N_PLACES;
      const gint8 *weights = self->weights.weights + place * SHC_SAFETY_N_ANSWERS;

      if (self->marks[place] == shc_safety_get_mark (features[i]))
        for (guint j = 0; j < SHC_SAFETY_N_ANSWERS; j++)
          sums[j] += weights[j];
    }
}

/* @n: how many features the sums are of, from so many tokens. */
static void
answer (const ShcSafetyModel *self,
        gint32                sums[SHC_SAFETY_N_ANSWERS],
        guint32               n,
        guint                 n_tokens,
        double                answers[SHC_SAFETY_N_QUESTIONS])
{
  guint32 by_length = shc_safety_get_length_feature (n_tokens);
  double length = sqrt (n + SHC_SAFETY_LENGTH_SMOOTHING);
  double said[SHC_SAFETY_N_ANSWERS];
  double alarm = 0;
  double mention;

  add_weights (self, &by_length, 1, sums);
  for (guint j = 0; j < SHC_SAFETY_N_ANSWERS; j++)
    said[j] = self->weights.offsets[j] + self->weights.scales[j] * sums[j] / length;
  for (guint topic = 0; topic < SHC_SAFETY_N_TOPICS; topic++)
    {
      answers[SHC_SAFETY_ASK_TOPIC + topic] = said[SHC_SAFETY_SAYS_TOPIC + topic];
      alarm += exp (said[SHC_SAFETY_SAYS_TOPIC + topic]);
    }
  mention = exp (said[SHC_SAFETY_SAYS_MENTION]);
  answers[SHC_SAFETY_ASK_MENTION] = log (mention + alarm);
  answers[SHC_SAFETY_ASK_CONCERN] = log (alarm / (1 + mention));
  answers[SHC_SAFETY_ASK_NOW] = said[SHC_SAFETY_SAYS_NOW];
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
  gint32 sums[SHC_SAFETY_N_ANSWERS] = { 0 };

  add_weights (self, &g_array_index (features->features, guint32, at), after - at, sums);
  answer (self, sums, after - at, end - first, answers);
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

/* How much surer it has to be of a text with so many tokens. */
static double
get_more (guint n_tokens)
{
  if (n_tokens > PART)
    return MORE_LONG;
  if (n_tokens < TINY_TOKENS)
    return MORE_TINY;
  return n_tokens < SHORT_TOKENS ? MORE_SHORT : 0;
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

/* Parts share tokens, so the sums of all that come before each token are made once. */
static gint32 *
sum_up (const ShcSafetyModel    *model,
        const ShcSafetyFeatures *features)
{
  guint n = features->begin->len - 1;
  gint32 *sums = g_new (gint32, (gsize) (n + 1) * SHC_SAFETY_N_ANSWERS);

  memset (sums, 0, SHC_SAFETY_N_ANSWERS * sizeof *sums);
  for (guint token = 0; token < n; token++)
    {
      gint32 *after = sums + (gsize) (token + 1) * SHC_SAFETY_N_ANSWERS;
      guint32 begin = g_array_index (features->begin, guint32, token);
      guint32 end = g_array_index (features->begin, guint32, token + 1);

      memcpy (after, after - SHC_SAFETY_N_ANSWERS, SHC_SAFETY_N_ANSWERS * sizeof *sums);
      add_weights (model, &g_array_index (features->features, guint32, begin), end - begin, after);
    }
  return sums;
}

static void
add_part (ShcSafetyOpinion *self,
          Part             *part)
{
  double sure = part->answers[SHC_SAFETY_ASK_CONCERN];
  ShcSafetyLevel believed = sure < NOTHING_NOW ? SHC_SAFETY_NOW + 1
                            : sure < NOTHING_CONCERN && part->end - part->first >= FEW_TOKENS ? SHC_SAFETY_NOW
                                                                                              : SHC_SAFETY_NONE;

  for (guint token = part->first; token < part->end; token++)
    self->doubts[token] = MIN (self->doubts[token], (guint8) believed);
  g_array_append_val (self->parts, *part);
}

ShcSafetyOpinion *
shc_safety_opinion_new (const ShcSafetyModel *model,
                        const ShcSafetyText  *text)
{
  ShcSafetyOpinion *self = g_new0 (ShcSafetyOpinion, 1);
  g_autoptr(ShcSafetyFeatures) features = shc_safety_features_new_near (text);
  g_autofree gint32 *sums = sum_up (model, features);
  Part part = { 0 };

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->doubts = g_malloc (text->tokens->len + 1);
  self->more = get_more (text->tokens->len);
  memset (self->doubts, G_MAXUINT8, text->tokens->len + 1);
  for (; part.end < text->tokens->len; part.first = find_next (text, part.first, part.end))
    {
      gint32 own[SHC_SAFETY_N_ANSWERS];

      part.end = find_end (text, part.first);
      for (guint j = 0; j < SHC_SAFETY_N_ANSWERS; j++)
        own[j] = sums[(gsize) part.end * SHC_SAFETY_N_ANSWERS + j] - sums[(gsize) part.first * SHC_SAFETY_N_ANSWERS + j];
      answer (model, own, g_array_index (features->begin, guint32, part.end) -
                            g_array_index (features->begin, guint32, part.first), part.end - part.first, part.answers);
      add_part (self, &part);
    }
  return self;
}

void
shc_safety_opinion_free (ShcSafetyOpinion *self)
{
  g_array_unref (self->parts);
  g_free (self->doubts);
  g_free (self);
}

const guint8 *
shc_safety_opinion_get_doubts (const ShcSafetyOpinion *self)
{
  return self->doubts;
}

ShcSafetyFinding
shc_safety_opinion_judge (const ShcSafetyOpinion *self,
                          gboolean                held_down)
{
  ShcSafetyFinding best = { SHC_SAFETY_NONE, SHC_SAFETY_TOPIC_LIFE };

  for (guint i = 0; i < self->parts->len; i++)
    {
      ShcSafetyFinding finding = judge_part (g_array_index (self->parts, Part, i).answers,
                                             self->more + (held_down ? MORE_HELD_DOWN : 0));

      if (finding.level > best.level)
        best = finding;
    }
  return best;
}
