/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the model from examples. */

#define G_LOG_DOMAIN "shc-safety-trainer"

#include "config.h"

#include "shc-safety-trainer.h"

#include <math.h>


#define RATE 0.25f
#define HIGHEST 127
/* The logarithm of how many examples there are for each in which a word of middling rarity is met. */
#define RARITY_OF_MOST 7
/* Of kinds: nothing, a mention, and a concern or more about each topic. */
#define N_KINDS (SHC_SAFETY_SAYS_TOPIC + SHC_SAFETY_N_TOPICS + 1)
/* A feature that is met less often says nothing that would hold for others. */
#define LEAST_MET 3u
/* No example has so many tokens. */
#define LONGEST (1u << 16)
/* Features are counted by so many of their upper bits. */
#define COUNTED_BITS 24u

typedef enum { OF_KINDS, OF_URGENCY, OF_REPLIES } Subject;

/* How each is learned. @draw: weights are drawn towards zero a little: what few examples say is believed less;
 * @first_counts: of each file, how many times as much all examples of the first answer count as all at a concern and above:
 * most of what people write is nothing, and in no language more than in another; 0: each counts once. @rarity: how much
 * faster what is rare is learned; 0: not at all. */
static const struct
{
  guint  n_answers;
  guint  rounds;
  float  draw;
  float  first_counts;
  float  rarity;
} subjects[] = {
  [OF_KINDS] = { N_KINDS, 10, 5e-4f, 6, 1.5f },
  [OF_URGENCY] = { 2, 6, 5e-4f, 0, 1.5f },
  [OF_REPLIES] = { 2, 6, 3e-4f, 0, 0 },
};

/* One question with several answers, of which one is right. */
typedef struct
{
  const GPtrArray *examples;
  const guint8    *marks;       /* of the features that have a place */
  Subject          subject;
  GArray          *order;       /* guint: the examples that are looked at */
  GArray          *places;      /* guint32: of their features, one example after the other */
  gsize           *begin;       /* by example: where in `places`; one more at the end */
  float           *counts;      /* by example: how much it does */
  guint            n_answers;
  float           *weights;     /* by place, then by answer */
  float           *squares;     /* sums of the squares of their gradients */
  float           *rates;       /* by place: how fast its weights are learned */
  float            offsets[N_KINDS];
  float            offset_squares[N_KINDS];
  GRand           *random;
} Trainer;

/* A file of nothing but the first answer counts as it is. */
static void
weigh (Trainer *self)
{
  guint n = self->examples->len;
  guint n_files = n > 0 ? ((const ShcSafetyExample *) g_ptr_array_index (self->examples, n - 1))->file + 1 : 0;
  g_autofree guint *nothing = g_new0 (guint, n_files);
  g_autofree guint *alarms = g_new0 (guint, n_files);

  self->counts = g_new0 (float, n);
  for (guint i = 0; i < n; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (self->examples, i);

      nothing[example->file] += example->level == SHC_SAFETY_NONE;
      alarms[example->file] += example->level >= SHC_SAFETY_CONCERN;
    }
  for (guint i = 0; i < n; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (self->examples, i);
      float times = subjects[self->subject].first_counts;

      self->counts[i] = times > 0 && example->level == SHC_SAFETY_NONE && alarms[example->file] > 0
                          ? times * (float) alarms[example->file] / (float) nothing[example->file]
                          : 1;
    }
}

static void
add_length (Trainer *self,
            guint    n_tokens)
{
  guint32 feature = shc_safety_get_length_feature (n_tokens);
  guint32 place = feature % SHC_SAFETY_N_PLACES;

  if (self->marks[place] == shc_safety_get_mark (feature))
    g_array_append_val (self->places, place);
}

/* Whether one is now is asked of concerns and above only. */
static void
choose_examples (Trainer *self,
                 int      left_out)
{
  self->begin = g_new0 (gsize, self->examples->len + 1);
  for (guint i = 0; i < self->examples->len; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (self->examples, i);
      const GArray *features = example->features->features;
      gboolean chosen = (int) example->part != left_out &&
                        (self->subject != OF_URGENCY || example->level >= SHC_SAFETY_CONCERN);

      if (chosen)
        g_array_append_val (self->order, i);
      for (guint j = 0; chosen && j < features->len; j++)
        {
          guint32 feature = g_array_index (features, guint32, j);
          guint32 place = feature % SHC_SAFETY_N_PLACES;

          if (self->marks[place] == shc_safety_get_mark (feature))
            g_array_append_val (self->places, place);
        }
      if (chosen)
        add_length (self, example->text->tokens->len);
      self->begin[i + 1] = self->places->len;
    }
}

static void
shuffle (Trainer *self)
{
  guint *order = (guint *) (gpointer) self->order->data;

  for (guint i = self->order->len; i > 1; i--)
    {
      guint other = (guint) g_rand_int_range (self->random, 0, (gint32) i);
      guint kept = order[i - 1];

      order[i - 1] = order[other];
      order[other] = kept;
    }
}

/* How much too likely each answer is taken to be (a softmax). */
static void
find_errors (const Trainer *self,
             const guint32 *places,
             gsize          n,
             float          value,
             guint          right,
             float         *errors)
{
  float sums[N_KINDS] = { 0 };
  float highest = -G_MAXFLOAT;
  float all = 0;

  for (gsize i = 0; i < n; i++)
    {
      const float *weights = self->weights + (gsize) places[i] * self->n_answers;

      for (guint j = 0; j < self->n_answers; j++)
        sums[j] += weights[j];
    }
  for (guint j = 0; j < self->n_answers; j++)
    {
      sums[j] = sums[j] * value + self->offsets[j];
      highest = MAX (highest, sums[j]);
    }
  for (guint j = 0; j < self->n_answers; j++)
    all += errors[j] = expf (sums[j] - highest);
  for (guint j = 0; j < self->n_answers; j++)
    errors[j] = errors[j] / all - (j == right ? 1 : 0);
}

/* What is met in few examples says more about them than what is met everywhere (the "inverse document frequency" of Spärck
 * Jones, "A statistical interpretation of term specificity", Journal of Documentation 28, 1972), so it is learned faster. */
static void
set_rates (Trainer *self)
{
  float n = (float) self->order->len + 1;

  self->rates = g_new0 (float, SHC_SAFETY_N_PLACES);
  for (guint i = 0; i < self->places->len; i++)
    self->rates[g_array_index (self->places, guint32, i)]++;
  for (guint32 i = 0; i < SHC_SAFETY_N_PLACES; i++)
    self->rates[i] = RATE * powf (logf (n / (self->rates[i] + 1)) / RARITY_OF_MOST + 0.1f, subjects[self->subject].rarity);
}

static void
move (float *weight,
      float *squares,
      float  gradient,
      float  rate)
{
  *squares += gradient * gradient;
  *weight -= rate * gradient / sqrtf (*squares + 1e-8f);
}

static guint
get_right (const Trainer          *self,
           const ShcSafetyExample *example)
{
  switch (self->subject)
    {
    case OF_URGENCY:
      return example->level == SHC_SAFETY_NOW;
    case OF_REPLIES:
      return example->level == SHC_SAFETY_REPLY_WITHHOLD;
    case OF_KINDS:
    default:
      if (example->level < SHC_SAFETY_CONCERN)
        return example->level;
      return SHC_SAFETY_SAYS_TOPIC + 1 + example->topic;
    }
}

/* One example: its features' weights are moved towards the right answer. */
static void
learn (Trainer *self,
       guint    index)
{
  const ShcSafetyExample *example = g_ptr_array_index (self->examples, index);
  const guint32 *places = &g_array_index (self->places, guint32, self->begin[index]);
  gsize n = self->begin[index + 1] - self->begin[index];
  float value = 1 / sqrtf ((float) (example->features->features->len + SHC_SAFETY_LENGTH_SMOOTHING));
  guint right = get_right (self, example);
  float draw = subjects[self->subject].draw;
  float errors[N_KINDS];

  find_errors (self, places, n, value, right, errors);
  for (guint j = 0; j < self->n_answers; j++)
    {
      errors[j] *= self->counts[index];
      move (&self->offsets[j], &self->offset_squares[j], errors[j], RATE);
    }
  for (gsize i = 0; i < n; i++)
    {
      gsize at = (gsize) places[i] * self->n_answers;

      for (guint j = 0; j < self->n_answers; j++)
        move (&self->weights[at + j], &self->squares[at + j], errors[j] * value + draw * self->weights[at + j],
              self->rates[places[i]]);
    }
}

static void
train (Trainer         *self,
       const GPtrArray *examples,
       const guint8    *marks,
       Subject          subject,
       int              left_out)
{
  self->examples = examples;
  self->marks = marks;
  self->subject = subject;
  self->n_answers = subjects[subject].n_answers;
  self->order = g_array_new (FALSE, FALSE, sizeof (guint));
  self->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->weights = g_new0 (float, (gsize) SHC_SAFETY_N_PLACES * self->n_answers);
  self->squares = g_new0 (float, (gsize) SHC_SAFETY_N_PLACES * self->n_answers);
  self->random = g_rand_new_with_seed (1);
  weigh (self);
  choose_examples (self, left_out);
  set_rates (self);
  for (guint round = 0; round < subjects[subject].rounds; round++)
    {
      shuffle (self);
      for (guint i = 0; i < self->order->len; i++)
        learn (self, g_array_index (self->order, guint, i));
    }
}

static void
trainer_clear (Trainer *self)
{
  g_array_unref (self->order);
  g_array_unref (self->places);
  g_free (self->begin);
  g_free (self->counts);
  g_free (self->weights);
  g_free (self->squares);
  g_free (self->rates);
  g_rand_free (self->random);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trainer, trainer_clear)

/* Only differences count between answers. The first is the one that the others are told from and has no weights: those
 * of the others are more or less than its. They are kept in @n columns from @column on. */
static void
keep (Trainer *self,
      guint    column,
      guint    n,
      double  *offsets,
      double  *scales,
      gint8   *kept)
{
  for (guint j = 1; j < self->n_answers; j++, column++)
    {
      float highest = 1e-6f;

      for (gsize at = 0; at < (gsize) SHC_SAFETY_N_PLACES * self->n_answers; at += self->n_answers)
        highest = MAX (highest, fabsf (self->weights[at + j] - self->weights[at]));
      scales[column] = (double) highest / HIGHEST;
      offsets[column] = (double) (self->offsets[j] - self->offsets[0]);
      for (gsize i = 0; i < SHC_SAFETY_N_PLACES; i++)
        {
          double weight = (double) (self->weights[i * self->n_answers + j] - self->weights[i * self->n_answers]);

          kept[i * n + column] = (gint8) lround (weight / scales[column]);
        }
    }
}

static GVariant *
pack (const double *offsets,
      const double *scales,
      const gint8  *kept,
      guint         n,
      const guint8 *marks)
{
  return g_variant_new ("((@ad@ad@ay)@ay)",
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, offsets, n, sizeof *offsets),
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, scales, n, sizeof *scales),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, kept, (gsize) n * SHC_SAFETY_N_PLACES, 1),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, marks, SHC_SAFETY_N_PLACES, 1));
}

/* A place belongs to the feature that is met most of those that have it. */
static guint8 *
give_places (const GPtrArray *examples,
             int              left_out)
{
  g_autofree guint16 *met = g_new0 (guint16, 1 << COUNTED_BITS);
  g_autofree guint16 *most = g_new0 (guint16, SHC_SAFETY_N_PLACES);
  guint8 *marks = g_new0 (guint8, SHC_SAFETY_N_PLACES);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < examples->len; i++)
      {
        const ShcSafetyExample *example = g_ptr_array_index (examples, i);
        const GArray *features = example->features->features;

        for (guint j = 0; (int) example->part != left_out && j < features->len; j++)
          {
            guint32 feature = g_array_index (features, guint32, j);
            guint16 *count = &met[feature >> (32 - COUNTED_BITS)];
            guint32 place = feature % SHC_SAFETY_N_PLACES;

            if (pass == 0 && *count < G_MAXUINT16)
              (*count)++;
            if (pass == 0 || *count < LEAST_MET || *count <= most[place])
              continue;
            most[place] = *count;
            marks[place] = shc_safety_get_mark (feature);
          }
      }
  for (guint n_tokens = 1; n_tokens < LONGEST; n_tokens *= 2)
    {
      guint32 feature = shc_safety_get_length_feature (n_tokens);

      marks[feature % SHC_SAFETY_N_PLACES] = shc_safety_get_mark (feature);
    }
  return marks;
}

GBytes *
shc_safety_train (const GPtrArray *examples,
                  int              left_out)
{
  g_autofree guint8 *marks = give_places (examples, left_out);
  g_autofree gint8 *kept = g_new0 (gint8, (gsize) SHC_SAFETY_N_PLACES * SHC_SAFETY_N_ANSWERS);
  double offsets[SHC_SAFETY_N_ANSWERS];
  double scales[SHC_SAFETY_N_ANSWERS];
  g_auto(Trainer) kinds = { 0 };
  g_auto(Trainer) urgency = { 0 };
  g_autoptr(GVariant) data = NULL;

  train (&kinds, examples, marks, OF_KINDS, left_out);
  train (&urgency, examples, marks, OF_URGENCY, left_out);
  keep (&kinds, SHC_SAFETY_SAYS_MENTION, SHC_SAFETY_N_ANSWERS, offsets, scales, kept);
  keep (&urgency, SHC_SAFETY_SAYS_NOW, SHC_SAFETY_N_ANSWERS, offsets, scales, kept);
  data = g_variant_ref_sink (pack (offsets, scales, kept, SHC_SAFETY_N_ANSWERS, marks));
  return g_variant_get_data_as_bytes (data);
}

GBytes *
shc_safety_train_replies (const GPtrArray *examples,
                          int              left_out)
{
  g_autofree guint8 *marks = give_places (examples, left_out);
  g_autofree gint8 *kept = g_new0 (gint8, SHC_SAFETY_N_PLACES);
  double offset;
  double scale;
  g_auto(Trainer) trainer = { 0 };
  g_autoptr(GVariant) data = NULL;

  train (&trainer, examples, marks, OF_REPLIES, left_out);
  keep (&trainer, 0, 1, &offset, &scale, kept);
  data = g_variant_ref_sink (pack (&offset, &scale, kept, 1, marks));
  return g_variant_get_data_as_bytes (data);
}
