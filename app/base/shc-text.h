/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What text may be: checks for long texts and one-line names, and counting of words. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Longest reflection, in bytes of UTF-8. */
#define SHC_TEXT_MAX_BYTES ((gsize) 1024 * 1024)
/** Longest one-line name (Healing Name, tag, milestone, e-mail), in characters. */
#define SHC_LABEL_MAX_CHARS 200

typedef enum
{
  SHC_TEXT_ERROR_ENCODING,  /* not UTF-8, or a NUL inside */
  SHC_TEXT_ERROR_EMPTY,
  SHC_TEXT_ERROR_TOO_LONG,
  SHC_TEXT_ERROR_CONTROL,   /* control characters or line breaks in a one-line name */
} ShcTextError;
#define SHC_TEXT_ERROR (shc_text_error_quark ())
GQuark shc_text_error_quark (void);

/**
 * shc_text_check:
 * @text: bytes, may hold anything
 * @length: their number
 *
 * Whether @text can be kept as a reflection: valid UTF-8 without NUL, not empty (white space only
 * counts as empty), at most %SHC_TEXT_MAX_BYTES. Nothing is ever changed in it.
 * Errors: the codes of %SHC_TEXT_ERROR, each with a kind, translated sentence.
 */
gboolean shc_text_check (const char *text, gsize length, GError **error);

/**
 * shc_label_clean:
 * @label: (nullable): what somebody typed
 *
 * Returns: (transfer full): @label in NFC without white space around it; %NULL with an error when
 *   it is empty, too long, not UTF-8 or holds control characters (U+0000–001F, 007F–009F,
 *   U+2028/2029). Bidirectional marks are allowed, overrides (U+202A–202E, 2066–2069) are not.
 */
char *shc_label_clean (const char *label, GError **error);

/** shc_text_count_words: Returns: words by Unicode rules: runs of letters and digits; each
 * ideograph counts as one. Never fails; invalid bytes end a word. */
guint shc_text_count_words (const char *text);

/** shc_text_excerpt: Returns: (transfer full): the beginning of @text in one line, white space
 * folded, light Markdown marks left out, at most @max_chars characters, "…" if cut. */
char *shc_text_excerpt (const char *text, guint max_chars);

G_END_DECLS
