/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns in memory, as they were put together when the program was built (data/safety/README.md has
 * the form that people write them in). */

#pragma once

#include "shc-safety.h"
#include "shc-safety-lexicon.h"

G_BEGIN_DECLS

/** ShcSafetyRange: @n things of an array from the one at @first on. */
typedef struct
{
  guint32 first;
  guint32 n;
} ShcSafetyRange;

/** ShcSafetyPhrase: words in a row: @n symbols from @at in the rules' pool. */
typedef struct
{
  guint32 first;
  guint32 at;
  guint32 n;
} ShcSafetyPhrase;

typedef enum
{
  SHC_SAFETY_STEP_WORDS,
  SHC_SAFETY_STEP_NUMBER,   /* digits, not below `least` */
  SHC_SAFETY_STEP_END,      /* nothing but what must not follow */
} ShcSafetyStepKind;

/** ShcSafetyStep: one part of a pattern. @kind: a #ShcSafetyStepKind; @gap: how many other words may
 * stand before it; @without: a set of which nothing may stand in that gap, or -1. */
typedef struct
{
  guint32 kind;
  guint32 set;
  guint32 least;
  guint32 gap;
  guint32 optional;
  gint32  without;
} ShcSafetyStep;

typedef enum
{
  SHC_SAFETY_RULE_LEVEL,    /* gives a level */
  SHC_SAFETY_RULE_MASK,     /* its words are heard no more */
  SHC_SAFETY_RULE_CAP,      /* rules of the sentence that name it give no more than a mention */
  SHC_SAFETY_N_RULE_KINDS,
} ShcSafetyRuleKind;

/** ShcSafetyCondition: whether @set is @wanted in the text, or in the sentence. */
typedef struct
{
  guint32 set;
  guint32 wanted;
  guint32 sentence;
} ShcSafetyCondition;

/** ShcSafetyRule: @caps: bits of the caps that hold it down, or its own bit if it is one; @kind, @level,
 * @topic: of the enumerations; @language: which file it is from, counted from 0; @anchor: the set without
 * which it need not be tried; @line: where it stands in that file, for those who write rules;
 * @name: g_str_hash() of what its section is called, which is the same in every language. */
typedef struct
{
  guint64        caps;
  guint32        kind;
  guint32        level;
  guint32        topic;
  guint32        language;
  guint32        reaches_next;
  guint32        anchor;
  guint32        line;
  ShcSafetyRange steps;
  ShcSafetyRange conditions;
  guint32        name;
} ShcSafetyRule;

/** ShcSafetyRules: @sets: phrases of each, sorted by their first symbol; @begun_by: for each symbol, sets
 * with a phrase that begins with it; @anchored: for each set, rules; @anchors: for each kind of rule, bits of the sets
 * that some are anchored at; @fillers: symbols that may stand
 * between any two words; @common: for each symbol, bits of the languages that it is a common word of. */
typedef struct
{
  ShcSafetyLexicon         *lexicon;
  const ShcSafetyRange     *sets;
  const ShcSafetyPhrase    *phrases;
  const guint32            *pool;
  const ShcSafetyRule      *rules;
  const ShcSafetyStep      *steps;
  const ShcSafetyCondition *conditions;
  const ShcSafetyRange     *begun_by;
  const guint32            *begun_by_sets;
  const ShcSafetyRange     *anchored;
  guint64                  *anchors[SHC_SAFETY_N_RULE_KINDS];
  const guint32            *anchored_rules;
  const guint8             *fillers;
  const guint32            *common;
  char                    **languages;
  gsize                     n_sets;
  /*< private >*/
  GVariant                 *data;
} ShcSafetyRules;

/** SHC_SAFETY_RULES_FORMAT: words, particles, languages, then the arrays of #ShcSafetyRules in their order. */
#define SHC_SAFETY_RULES_FORMAT \
  "(asasasa(uu)a(uuu)aua(tuuuuuuu(uu)(uu)u)a(uuuuui)a(uuu)a(uu)aua(uu)auayau)"

/**
 * shc_safety_rules_new:
 * @data: what shc_safety_builder_finish() made, on this kind of machine
 *
 * Reads no text and copies little: it takes about a millisecond.
 *
 * Returns: (transfer full): only read from then on, so any number of threads may use it.
 */
ShcSafetyRules *shc_safety_rules_new  (GBytes *data);
void            shc_safety_rules_free (ShcSafetyRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyRules, shc_safety_rules_free)

G_END_DECLS
