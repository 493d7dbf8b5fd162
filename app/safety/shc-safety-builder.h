/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns while they are read from their files. No program that people use holds this: the build does
 * it, and tests of patterns. */

#pragma once

#include "shc-safety-rules.h"

G_BEGIN_DECLS

/** ShcSafetyBuiltSet: @phrases: (element-type ShcSafetyPhrase) */
typedef struct
{
  char   *name;
  GArray *phrases;
} ShcSafetyBuiltSet;

/** ShcSafetyBuiltRule: @steps: (element-type ShcSafetyStep); @conditions: (element-type
 * ShcSafetyCondition); what they are in @rule is filled in at the end. */
typedef struct
{
  ShcSafetyRule rule;
  GArray       *steps;
  GArray       *conditions;
} ShcSafetyBuiltRule;

typedef struct
{
  ShcSafetyLexicon *lexicon;
  GPtrArray        *words;      /* as given to the lexicon, in the order of their symbols from 1 on */
  GPtrArray        *particles;
  GPtrArray        *languages;
  GPtrArray        *sets;       /* ShcSafetyBuiltSet */
  GPtrArray        *rules;      /* ShcSafetyBuiltRule */
  GArray           *pool;       /* guint32: symbols of phrases */
  GHashTable       *fillers;    /* symbols */
  GHashTable       *common;     /* symbol → bits of languages */
  GHashTable       *names;      /* set by name */
  GPtrArray        *caps;       /* names, in the order of their bits */
} ShcSafetyBuilder;

ShcSafetyBuilder *shc_safety_builder_new  (void);
void              shc_safety_builder_free (ShcSafetyBuilder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyBuilder, shc_safety_builder_free)

/** shc_safety_builder_add_word: Returns: the symbol of @word, as shc_safety_lexicon_add(). */
guint shc_safety_builder_add_word (ShcSafetyBuilder *self, const char *word);

/** shc_safety_builder_take_set: @name: (transfer full). Returns: the index of the set with that name,
 * which is made if it is new. */
guint shc_safety_builder_take_set (ShcSafetyBuilder *self, char *name);

/**
 * shc_safety_builder_read:
 * @prefix: what sets and caps of this file are kept apart by: its language
 * @content: a whole file of patterns
 *
 * Errors: %G_KEY_FILE_ERROR_PARSE with the line that is not understood.
 */
gboolean shc_safety_builder_read (ShcSafetyBuilder *self, const char *prefix, const char *content, GError **error);

/** shc_safety_builder_finish: to be called once, after the last file. Returns: (transfer full): for
 * shc_safety_rules_new(). */
GBytes *shc_safety_builder_finish (ShcSafetyBuilder *self);

G_END_DECLS
