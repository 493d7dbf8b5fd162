/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the model from examples. */

#define G_LOG_DOMAIN "shc-safety-trainer"

#include "config.h"

#include "shc-safety-trainer.h"

#include <math.h>
#include <string.h>

#define LINES_TOGETHER 100u
#define ROUNDS 8u
#define RATE 0.5
/* What only one example has says nothing about others. */
#define SEEN_ENOUGH 2u
#define HIGHEST 127

typedef struct
{
  const GPtrArray *examples;
  GArray          *order;    /* guint: the examples that are looked at */
  guint16         *seen;     /* by feature: in how many of them it is, up to SEEN_ENOUGH */
  float           *weights;  /* by feature */
  float           *squares;  /* sums of the squares of its gradients */
  double           offset;
  double           offset_squares;
  GRand           *random;
} Trainer;

static const char *const level_names[] = { "none", "mention", "concern", "now" };
static const char *const topic_names[SHC_SAFETY_N_TOPICS] = {
  "life", "harm", "body", "eating", "fasting", "medicine", "home",
};

static void
example_free (gpointer data)
{
  ShcSafetyExample *example = data;

  shc_safety_text_free (example->text);
  shc_safety_features_free (example->features);
  g_free (example);
}

GPtrArray *
shc_safety_examples_new (void)
{
  return g_ptr_array_new_with_free_func (example_free);
}

static gboolean
parse_level (const char     *name,
             ShcSafetyLevel *level)
{
  for (guint i = 0; i < G_N_ELEMENTS (level_names); i++)
    if (g_str_equal (name, level_names[i]))
      {
        *level = (ShcSafetyLevel) i;
        return TRUE;
      }
  return FALSE;
}

static gboolean
parse_topic (const char     *name,
             ShcSafetyLevel  level,
             ShcSafetyTopic *topic)
{
  *topic = SHC_SAFETY_TOPIC_LIFE;
  for (guint i = 0; i < SHC_SAFETY_N_TOPICS; i++)
    if (g_str_equal (name, topic_names[i]))
      {
        *topic = (ShcSafetyTopic) i;
        return level >= SHC_SAFETY_CONCERN;
      }
  return level < SHC_SAFETY_CONCERN && g_str_equal (name, "-");
}

gboolean
shc_safety_examples_read (GPtrArray   *self,
                          const char  *content,
                          const char  *name,
                          guint        n_parts,
                          GError     **error)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      ShcSafetyExample read = { .part = i / LINES_TOGETHER % n_parts };

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) != 3 || !parse_level (fields[0], &read.level) ||
          !parse_topic (fields[1], read.level, &read.topic))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE, "%s, line %u: not LEVEL, topic, text", name,
                       i + 1);
          return FALSE;
        }
      read.text = shc_safety_text_new (fields[2], strlen (fields[2]));
      read.features = shc_safety_features_new (read.text);
      g_ptr_array_add (self, g_memdup2 (&read, sizeof read));
    }
  return TRUE;
}

/* Whether an example is one of which a question is asked at all. */
static gboolean
is_asked (const ShcSafetyExample *example,
          guint                   question)
{
  return question < SHC_SAFETY_ASK_NOW || example->level >= SHC_SAFETY_CONCERN;
}

static gboolean
is_yes (const ShcSafetyExample *example,
        guint                   question)
{
  switch (question)
    {
    case SHC_SAFETY_ASK_MENTION:
      return example->level >= SHC_SAFETY_MENTION;
    case SHC_SAFETY_ASK_CONCERN:
      return example->level >= SHC_SAFETY_CONCERN;
    case SHC_SAFETY_ASK_NOW:
      return example->level == SHC_SAFETY_NOW;
    default:
      return example->topic == (ShcSafetyTopic) (question - SHC_SAFETY_ASK_TOPIC);
    }
}

static void
choose_examples (Trainer *self,
                 guint    question,
                 int      left_out)
{
  g_array_set_size (self->order, 0);
  memset (self->seen, 0, SHC_SAFETY_N_FEATURES * sizeof *self->seen);
  for (guint i = 0; i < self->examples->len; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (self->examples, i);

      if ((int) example->part == left_out || !is_asked (example, question))
        continue;
      g_array_append_val (self->order, i);
      for (guint j = 0; j < example->features->features->len; j++)
        {
          guint32 feature = g_array_index (example->features->features, guint32, j);

          self->seen[feature] = (guint16) MIN (self->seen[feature] + 1u, SEEN_ENOUGH);
        }
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

/* One example: its features' weights are moved towards the right answer. */
static void
learn (Trainer                *self,
       const ShcSafetyExample *example,
       gboolean                yes)
{
  const guint32 *features = (const guint32 *) (gpointer) example->features->features->data;
  guint n = example->features->features->len;
  double value = 1 / sqrt (n + SHC_SAFETY_LENGTH_SMOOTHING);
  double sum = self->offset;
  double error;

  for (guint i = 0; i < n; i++)
    sum += self->weights[features[i]] * value;
  error = 1 / (1 + exp (-sum)) - (yes ? 1 : 0);
  self->offset_squares += error * error;
  self->offset -= RATE * error / sqrt (self->offset_squares + 1e-8);
  for (guint i = 0; i < n; i++)
    {
      double gradient = error * value;
      guint32 feature = features[i];

      if (self->seen[feature] < SEEN_ENOUGH)
        continue;
      self->squares[feature] += (float) (gradient * gradient);
      self->weights[feature] -= (float) (RATE * gradient / sqrt (self->squares[feature] + 1e-8));
    }
}

static void
ask (Trainer *self,
     guint    question,
     int      left_out)
{
  memset (self->weights, 0, SHC_SAFETY_N_FEATURES * sizeof *self->weights);
  memset (self->squares, 0, SHC_SAFETY_N_FEATURES * sizeof *self->squares);
  self->offset = 0;
  self->offset_squares = 0;
  choose_examples (self, question, left_out);
  for (guint round = 0; round < ROUNDS; round++)
    {
      shuffle (self);
      for (guint i = 0; i < self->order->len; i++)
        {
          const ShcSafetyExample *example =
            g_ptr_array_index (self->examples, g_array_index (self->order, guint, i));

          learn (self, example, is_yes (example, question));
        }
    }
}

/* Weights in a byte each: the highest is HIGHEST times the scale. */
static double
keep (const Trainer *self,
      guint          question,
      gint8         *kept)
{
  float highest = 1e-6f;
  double scale;

  for (guint i = 0; i < SHC_SAFETY_N_FEATURES; i++)
    highest = MAX (highest, fabsf (self->weights[i]));
  scale = (double) highest / HIGHEST;
  for (guint i = 0; i < SHC_SAFETY_N_FEATURES; i++)
    kept[(gsize) i * SHC_SAFETY_N_QUESTIONS + question] = (gint8) lround (self->weights[i] / scale);
  return scale;
}

GBytes *
shc_safety_train (const GPtrArray *examples,
                  int              left_out)
{
  Trainer self = { .examples = examples };
  g_autofree gint8 *kept = g_new0 (gint8, (gsize) SHC_SAFETY_N_FEATURES * SHC_SAFETY_N_QUESTIONS);
  double offsets[SHC_SAFETY_N_QUESTIONS];
  double scales[SHC_SAFETY_N_QUESTIONS];
  g_autoptr(GVariant) data = NULL;

  self.order = g_array_new (FALSE, FALSE, sizeof (guint));
  self.seen = g_new (guint16, SHC_SAFETY_N_FEATURES);
  self.weights = g_new (float, SHC_SAFETY_N_FEATURES);
  self.squares = g_new (float, SHC_SAFETY_N_FEATURES);
  self.random = g_rand_new_with_seed (1);
  for (guint question = 0; question < SHC_SAFETY_N_QUESTIONS; question++)
    {
      ask (&self, question, left_out);
      scales[question] = keep (&self, question, kept);
      offsets[question] = self.offset;
    }
  data = g_variant_ref_sink (g_variant_new ("(@ad@ad@ay)",
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, offsets, SHC_SAFETY_N_QUESTIONS, sizeof *offsets),
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, scales, SHC_SAFETY_N_QUESTIONS, sizeof *scales),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, kept, (gsize) SHC_SAFETY_N_FEATURES * SHC_SAFETY_N_QUESTIONS, 1)));
  g_array_unref (self.order);
  g_free (self.seen);
  g_free (self.weights);
  g_free (self.squares);
  g_rand_free (self.random);
  return g_variant_get_data_as_bytes (data);
}
