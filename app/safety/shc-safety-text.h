/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text as the check reads it: words without capitals, accents and apostrophes, and where a sentence
 * ends. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ShcSafetyToken: @word: index into the text's different words; @sentence: counted from 0. */
typedef struct
{
  guint32 word;
  guint32 sentence;
} ShcSafetyToken;

/** ShcSafetyText: @tokens: (element-type ShcSafetyToken): in their order; @words: (element-type
 * utf8): each different word once. */
typedef struct
{
  GArray    *tokens;
  GPtrArray *words;
  /*< private >*/
  GHashTable   *indices;
  GStringChunk *strings;
} ShcSafetyText;

/**
 * shc_safety_text_new:
 * @text: any bytes; what is not UTF-8 separates words
 * @length: their number
 *
 * Words are runs of letters and digits after compatibility decomposition, without marks (accents,
 * Arabic vowels), in lower case, with apostrophes taken out ("don’t" is "dont") and Arabic letter
 * forms unified. An asterisk inside a word stays, as somebody's way to veil it. A word spelt letter
 * by letter is put together. A pictograph is a word of its own. A sentence ends at . ! ? ; or an
 * empty line, not at a line break, a comma or "...".
 *
 * Returns: (transfer full): any thread may make one.
 */
ShcSafetyText *shc_safety_text_new (const char *text, gsize length);
void           shc_safety_text_free (ShcSafetyText *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyText, shc_safety_text_free)

G_END_DECLS
