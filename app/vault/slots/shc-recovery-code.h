/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recovery codes: 128 random bits and a 16-bit check, as nine pronounceable five-letter words
 * (proquints, arXiv:0901.4016), such as "lusab-babad-…". */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define SHC_RECOVERY_WORDS 9
#define SHC_RECOVERY_BITS_BYTES 16

/** shc_recovery_code_encode: @bits: 16 secure bytes. Returns: (transfer full): NUL-terminated text
 * in secure memory, words joined by "-". */
GBytes *shc_recovery_code_encode (GBytes *bits);

/** shc_recovery_code_decode: takes what a person typed: any case, any separators, extra white
 * space. Returns: (transfer full) (nullable): the 16 bytes; %NULL with %SHC_VAULT_ERROR_BAD_KEY and
 * a sentence that names the first word that cannot be right, or says that the check fails. */
GBytes *shc_recovery_code_decode (GBytes *typed, GError **error);

/** shc_recovery_code_word_matches: whether @typed is word @index (from 0) of @code. */
gboolean shc_recovery_code_word_matches (GBytes *code, guint index, const char *typed);

G_END_DECLS
