/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns in memory: views of what the build has put together. */

#define G_LOG_DOMAIN "shc-safety-rules"

#include "config.h"

#include "shc-safety-rules.h"

/* In the order of SHC_SAFETY_RULES_FORMAT. */
enum
{
  WORDS, PARTICLES, LANGUAGES, SETS, PHRASES, POOL, RULES, STEPS, CONDITIONS, BEGUN_BY, BEGUN_BY_SETS, ANCHORED,
  ANCHORED_RULES, FILLERS, COMMON,
};

G_STATIC_ASSERT (sizeof (ShcSafetyRule) == 56);

/* The array's memory belongs to @data, which outlives the view. */
static gconstpointer
get_array (GVariant *data,
           gsize     index,
           gsize     size,
           gsize    *n)
{
  g_autoptr(GVariant) array = g_variant_get_child_value (data, index);

  return g_variant_get_fixed_array (array, n, size);
}

static char **
dup_strings (GVariant *data,
             gsize     index)
{
  g_autoptr(GVariant) array = g_variant_get_child_value (data, index);

  return g_variant_dup_strv (array, NULL);
}

static void
read_words (ShcSafetyRules *self)
{
  g_autoptr(GVariant) words = g_variant_get_child_value (self->data, WORDS);
  g_autoptr(GVariant) particles = g_variant_get_child_value (self->data, PARTICLES);
  g_autofree const char **word = g_variant_get_strv (words, NULL);
  g_autofree const char **particle = g_variant_get_strv (particles, NULL);

  for (gsize i = 0; word[i] != NULL; i++)
    shc_safety_lexicon_add (self->lexicon, word[i]);
  for (gsize i = 0; particle[i] != NULL; i++)
    shc_safety_lexicon_add_particle (self->lexicon, particle[i]);
}

static void
note_anchors (ShcSafetyRules *self)
{
  for (guint kind = 0; kind < SHC_SAFETY_N_RULE_KINDS; kind++)
    self->anchors[kind] = g_new0 (guint64, self->n_sets / 64 + 1);
  for (gsize set = 0; set < self->n_sets; set++)
    for (guint i = 0; i < self->anchored[set].n; i++)
      {
        const ShcSafetyRule *rule = &self->rules[self->anchored_rules[self->anchored[set].first + i]];

        self->anchors[rule->kind][set / 64] |= G_GUINT64_CONSTANT (1) << (set % 64);
      }
}

ShcSafetyRules *
shc_safety_rules_new (GBytes *data)
{
  ShcSafetyRules *self = g_new0 (ShcSafetyRules, 1);
  GVariant *all;
  gsize n;

  self->lexicon = shc_safety_lexicon_new ();
  all = self->data =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (SHC_SAFETY_RULES_FORMAT), data, TRUE));
  read_words (self);
  self->languages = dup_strings (all, LANGUAGES);
  self->sets = get_array (all, SETS, sizeof *self->sets, &self->n_sets);
  self->phrases = get_array (all, PHRASES, sizeof *self->phrases, &n);
  self->pool = get_array (all, POOL, sizeof *self->pool, &n);
  self->rules = get_array (all, RULES, sizeof *self->rules, &n);
  self->steps = get_array (all, STEPS, sizeof *self->steps, &n);
  self->conditions = get_array (all, CONDITIONS, sizeof *self->conditions, &n);
  self->begun_by = get_array (all, BEGUN_BY, sizeof *self->begun_by, &n);
  self->begun_by_sets = get_array (all, BEGUN_BY_SETS, sizeof *self->begun_by_sets, &n);
  self->anchored = get_array (all, ANCHORED, sizeof *self->anchored, &n);
  self->anchored_rules = get_array (all, ANCHORED_RULES, sizeof *self->anchored_rules, &n);
  self->fillers = get_array (all, FILLERS, sizeof *self->fillers, &n);
  self->common = get_array (all, COMMON, sizeof *self->common, &n);
  note_anchors (self);
  return self;
}

void
shc_safety_rules_free (ShcSafetyRules *self)
{
  shc_safety_lexicon_free (self->lexicon);
  g_strfreev (self->languages);
  for (guint kind = 0; kind < SHC_SAFETY_N_RULE_KINDS; kind++)
    g_free (self->anchors[kind]);
  g_variant_unref (self->data);
  g_free (self);
}
