/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes the model from examples. */

#define G_LOG_DOMAIN "shc-safety-trainer"

#include "config.h"

#include "shc-safety-trainer.h"

#include <math.h>
#include <string.h>

#include "shc-safety-reply-model.h"

#define LINES_TOGETHER 100u
#define REPLIES_TOGETHER 10u
#define ROUNDS 6u
#define RATE 0.25f
/* Weights are drawn towards zero a little: what few examples say is believed less. */
#define DRAW 3e-4f
#define HIGHEST 127
/* Of the levels, none included, and of the topics. */
#define MOST_ANSWERS 7u

typedef enum { OF_LEVELS, OF_TOPICS, OF_REPLIES } Subject;

/* One question with several answers, of which one is right. */
typedef struct
{
  const GPtrArray *examples;
  GArray          *order;       /* guint: the examples that are looked at */
  guint            n_answers;
  guint32          n_features;
  Subject          subject;
  float           *weights;     /* by feature, then by answer */
  float           *squares;     /* sums of the squares of their gradients */
  float            offsets[MOST_ANSWERS];
  float            offset_squares[MOST_ANSWERS];
  GRand           *random;
} Trainer;

G_STATIC_ASSERT (SHC_SAFETY_N_TOPICS <= MOST_ANSWERS && SHC_SAFETY_N_LEVELS < MOST_ANSWERS);

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
  g_free (example->sentence);
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

/* Returns: whether @name is what is said of a reply. */
static gboolean
parse_verdict (const char     *name,
               ShcSafetyLevel *level)
{
  *level = g_str_equal (name, "withhold") ? SHC_SAFETY_REPLY_WITHHOLD : SHC_SAFETY_REPLY_SHOW;
  return *level == SHC_SAFETY_REPLY_WITHHOLD || g_str_equal (name, "show");
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

gboolean
shc_safety_reply_examples_read (GPtrArray             *self,
                                const ShcSafetyRules  *rules,
                                const char            *content,
                                const char            *name,
                                guint                  n_parts,
                                GError               **error)
{
  g_auto(GStrv) lines = g_strsplit (content, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) fields = g_strsplit (lines[i], "\t", 3);
      ShcSafetyExample read = { .part = i / REPLIES_TOGETHER % n_parts };

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      if (g_strv_length (fields) != 3 || !parse_verdict (fields[0], &read.level))
        {
          g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_PARSE,
                       "%s, line %u: not “show” or “withhold”, a kind, and a sentence", name, i + 1);
          return FALSE;
        }
      read.text = shc_safety_text_new (fields[2], strlen (fields[2]));
      read.features = shc_safety_reply_features_new (rules, fields[2], strlen (fields[2]), NULL);
      read.sentence = g_strdup (fields[2]);
      g_ptr_array_add (self, g_memdup2 (&read, sizeof read));
    }
  return TRUE;
}

/* What an example is about is only told at a concern and above. */
static void
choose_examples (Trainer *self,
                 int      left_out)
{
  for (guint i = 0; i < self->examples->len; i++)
    {
      const ShcSafetyExample *example = g_ptr_array_index (self->examples, i);

      if ((int) example->part != left_out && (self->subject != OF_TOPICS || example->level >= SHC_SAFETY_CONCERN))
        g_array_append_val (self->order, i);
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
             const guint32 *features,
             guint          n,
             float          value,
             guint          right,
             float         *errors)
{
  float sums[MOST_ANSWERS] = { 0 };
  float highest = -G_MAXFLOAT;
  float all = 0;

  for (guint i = 0; i < n; i++)
    {
      const float *weights = self->weights + (gsize) (features[i] % self->n_features) * self->n_answers;

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

static void
move (float *weight,
      float *squares,
      float  gradient)
{
  *squares += gradient * gradient;
  *weight -= RATE * gradient / sqrtf (*squares + 1e-8f);
}

static guint
get_right (const Trainer          *self,
           const ShcSafetyExample *example)
{
  switch (self->subject)
    {
    case OF_TOPICS:
      return example->topic;
    case OF_REPLIES:
      return example->level == SHC_SAFETY_REPLY_WITHHOLD;
    case OF_LEVELS:
    default:
      return example->level;
    }
}

/* One example: its features' weights are moved towards the right answer. */
static void
learn (Trainer                *self,
       const ShcSafetyExample *example)
{
  const guint32 *features = (const guint32 *) (gpointer) example->features->features->data;
  guint n = example->features->features->len;
  float value = 1 / sqrtf ((float) (n + SHC_SAFETY_LENGTH_SMOOTHING));
  float errors[MOST_ANSWERS];

  find_errors (self, features, n, value, get_right (self, example), errors);
  for (guint j = 0; j < self->n_answers; j++)
    move (&self->offsets[j], &self->offset_squares[j], errors[j]);
  for (guint i = 0; i < n; i++)
    {
      gsize at = (gsize) (features[i] % self->n_features) * self->n_answers;

      for (guint j = 0; j < self->n_answers; j++)
        move (&self->weights[at + j], &self->squares[at + j], errors[j] * value + DRAW * self->weights[at + j]);
    }
}

/* Only differences count between answers. Where the first is the one that the others are told from, it has
 * no weights: those of the others are more or less than its. */
static GVariant *
keep (Trainer *self)
{
  guint first = self->subject == OF_TOPICS ? 0 : 1;
  guint n = self->n_answers - first;
  g_autofree gint8 *kept = g_new (gint8, (gsize) self->n_features * n);
  double offsets[MOST_ANSWERS];
  double scales[MOST_ANSWERS];

  for (guint j = 0; j < n; j++)
    {
      float highest = 1e-6f;

      for (gsize at = 0; at < (gsize) self->n_features * self->n_answers; at += self->n_answers)
        {
          if (first > 0)
            self->weights[at + j + first] -= self->weights[at];
          highest = MAX (highest, fabsf (self->weights[at + j + first]));
        }
      scales[j] = (double) highest / HIGHEST;
      offsets[j] = (double) (self->offsets[j + first] - (first > 0 ? self->offsets[0] : 0));
      for (gsize i = 0; i < self->n_features; i++)
        kept[i * n + j] = (gint8) lround ((double) self->weights[i * self->n_answers + j + first] / scales[j]);
    }
  return g_variant_new ("(@ad@ad@ay)",
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, offsets, n, sizeof *offsets),
    g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, scales, n, sizeof *scales),
    g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, kept, (gsize) self->n_features * n, 1));
}

static GVariant *
ask (const GPtrArray *examples,
     int              left_out,
     Subject          subject)
{
  static const guint n_answers[] = { SHC_SAFETY_N_LEVELS + 1, SHC_SAFETY_N_TOPICS, 2 };
  static const guint32 n_features[] = { SHC_SAFETY_N_FEATURES, SHC_SAFETY_N_TOPIC_FEATURES, SHC_SAFETY_N_REPLY_FEATURES };
  Trainer self = { .examples = examples, .subject = subject };
  GVariant *kept;

  self.n_answers = n_answers[subject];
  self.n_features = n_features[subject];
  self.order = g_array_new (FALSE, FALSE, sizeof (guint));
  self.weights = g_new0 (float, (gsize) self.n_features * self.n_answers);
  self.squares = g_new0 (float, (gsize) self.n_features * self.n_answers);
  self.random = g_rand_new_with_seed (1);
  choose_examples (&self, left_out);
  for (guint round = 0; round < ROUNDS; round++)
    {
      shuffle (&self);
      for (guint i = 0; i < self.order->len; i++)
        learn (&self, g_ptr_array_index (examples, g_array_index (self.order, guint, i)));
    }
  kept = keep (&self);
  g_array_unref (self.order);
  g_free (self.weights);
  g_free (self.squares);
  g_rand_free (self.random);
  return kept;
}

GBytes *
shc_safety_train (const GPtrArray *examples,
                  int              left_out)
{
  GVariant *levels = ask (examples, left_out, OF_LEVELS);
  GVariant *topics = ask (examples, left_out, OF_TOPICS);
  g_autoptr(GVariant) data =
    g_variant_ref_sink (g_variant_new ("(@(adaday)@(adaday))", levels, topics));

  return g_variant_get_data_as_bytes (data);
}

GBytes *
shc_safety_train_replies (const GPtrArray *examples,
                          int              left_out)
{
  g_autoptr(GVariant) data = g_variant_ref_sink (ask (examples, left_out, OF_REPLIES));

  return g_variant_get_data_as_bytes (data);
}
