/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the letters of the world's scripts need before they are put into the full-text index. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_SCRIPT_WORD,    /* SQLite's own word rules are right for it */
  SHC_SCRIPT_BIGRAM,  /* written without spaces: indexed in overlapping pairs */
  SHC_SCRIPT_SYMBOL,  /* emoji, arrows, stars: indexed one by one */
  SHC_SCRIPT_IGNORED, /* vowel points, stretching, variation selectors: as if not written */
  SHC_SCRIPT_MARK,    /* an accent: joins the letter before it, or else is ignored */
} ShcScriptKind;

/** shc_script_is_plain: Returns: whether SQLite's own word rules give the right words for all of
 * @text (@length bytes, UTF-8, may be damaged); most texts in Latin, Cyrillic, Devanagari and
 * Korean are, and cost no more than this look. */
gboolean shc_script_is_plain (const char *text, gsize length);

/** shc_script_get_kind: how @letter is treated. */
ShcScriptKind shc_script_get_kind (gunichar letter);

/** shc_script_fold: Returns: the letter that stands for @letter in the index: without Greek accents,
 * with one form of alef, and so on; itself for most. */
gunichar shc_script_fold (gunichar letter);

/** shc_script_expand: takes a presentation form (ligature, half or full width, positional form,
 * compatibility ideograph) apart. @letters: (out) (array fixed-size=18): what it stands for.
 * Returns: how many; 0 for any other letter. */
gsize shc_script_expand (gunichar letter, gunichar *letters);

G_END_DECLS
