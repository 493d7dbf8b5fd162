/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The full-text index's tokenizer `shc`: SQLite's unicode61 and what it lacks. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/**
 * shc_tokenizer_register: makes `tokenize='shc'` known on @db.
 *
 * Words are those of `unicode61 remove_diacritics 2 categories 'L* N* Co M*'`. Chinese, Japanese,
 * Thai, Lao, Khmer and Burmese become overlapping pairs of letters, each run of them ending with
 * its last letter alone, so that one letter is found as a beginning ("字"*). Emoji and symbols are
 * indexed one by one, at the place of the word before them, so that phrases reach across them.
 * Offsets are those of the original text.
 */
gboolean shc_tokenizer_register (ShcDb *db, GError **error);

/** ShcTokenFunc: @flags: FTS5_TOKEN_COLOCATED or 0. @start: @end: bytes of the text.
 * Returns: SQLITE_OK to go on; anything else stops. */
typedef int (*ShcTokenFunc) (void *user_data, int flags, const char *token, int length, int start,
                             int end);

/** ShcTokenizer: the same for the program's own use; belongs to @db and its thread. */
typedef struct _ShcTokenizer ShcTokenizer;
ShcTokenizer *shc_tokenizer_new (ShcDb *db, GError **error);
void          shc_tokenizer_free (ShcTokenizer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcTokenizer, shc_tokenizer_free)

/** shc_tokenizer_run: @query: as words of a query are taken apart: a run of pairs at the end of
 * @text may go on in what is looked for. Returns: SQLITE_OK, also when @func ended it with
 * SQLITE_DONE, or a failure. */
int shc_tokenizer_run (ShcTokenizer *self, gboolean query, const char *text, gsize length,
                       ShcTokenFunc func, gpointer user_data);

G_END_DECLS
