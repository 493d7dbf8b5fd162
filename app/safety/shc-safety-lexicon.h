/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that patterns know, found again in what people type: with a slip of the finger, a letter
 * held down, digits for letters, or a particle written onto them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ShcSafetyLexicon ShcSafetyLexicon;

/** SHC_SAFETY_NUMBER: the symbol of every word of digits. */
#define SHC_SAFETY_NUMBER 0u

ShcSafetyLexicon *shc_safety_lexicon_new  (void);
void              shc_safety_lexicon_free (ShcSafetyLexicon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyLexicon, shc_safety_lexicon_free)

/** shc_safety_lexicon_add: @word: one word as #ShcSafetyText has it, or the beginning of words followed
 * by an asterisk. Returns: its symbol, the same for the same word. */
guint shc_safety_lexicon_add (ShcSafetyLexicon *self, const char *word);

/** shc_safety_lexicon_add_particle: @particle: what may be written onto the beginning of a word. */
void shc_safety_lexicon_add_particle (ShcSafetyLexicon *self, const char *particle);

/** shc_safety_lexicon_set_exact: from now on words are only found as they are spelt: for texts in which nobody slips. Before
 * any thread uses it. */
void shc_safety_lexicon_set_exact (ShcSafetyLexicon *self);

/**
 * shc_safety_lexicon_find:
 * @word: a word of an #ShcSafetyText
 * @symbols: (element-type guint): the symbols of all words that it may be are added here
 *
 * A word that is known is only that; otherwise, one of five letters and more may also be a known one
 * with one letter wrong, missing, too many, or two changed about, if the first is right.
 */
void shc_safety_lexicon_find (const ShcSafetyLexicon *self, const char *word, GArray *symbols);

G_END_DECLS
