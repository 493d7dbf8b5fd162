/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a card says: warm, short, with a number to call, in the person's language and for their country. */

#pragma once

#include "shc-help-lines.h"
#include "shc-safety.h"

G_BEGIN_DECLS

/**
 * ShcSafetyCard:
 * @text: what it says
 * @emergency: the emergency numbers of the country, or where to find one, as a clause
 * @lines: (element-type ShcHelpLine): those of the country; they belong to the program
 * @directory: where those of other countries are
 * @check: (nullable): a sentence that asks to check the numbers, unless all were read lately
 */
typedef struct
{
  char       *text;
  char       *emergency;
  GPtrArray  *lines;
  const char *directory;
  char       *check;
} ShcSafetyCard;
void shc_safety_card_free (ShcSafetyCard *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyCard, shc_safety_card_free)

/**
 * shc_safety_card_new:
 * @finding: of level CONCERN or NOW; a lower one makes the card that "Support" shows
 * @language: (nullable): a language's code, such as "pt" or "pt_BR"; %NULL for the desktop's
 * @country: (nullable): ISO 3166-1 alpha-2; %NULL for the desktop's
 * @now_us: UTC microseconds: whether the numbers were read lately
 *
 * Returns: (transfer full): in English where there is no such language; without lines where there is
 *   no such country. Any thread.
 */
ShcSafetyCard *shc_safety_card_new (ShcSafetyFinding finding, const char *language,
                                    const char *country, gint64 now_us);

/** shc_safety_card_get_languages: Returns: (transfer full) (array zero-terminated=1): their codes. */
char **shc_safety_card_get_languages (void);

G_END_DECLS
