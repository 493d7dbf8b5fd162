/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the companion said, quoted in what a person writes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** shc_ai_words_quote: Returns: (transfer full): @text as a quote in Markdown, below a sentence that says whose words
 * these are: each of its lines begins with “>”; it ends with a line break. */
char *shc_ai_words_quote (const char *text);

G_END_DECLS
