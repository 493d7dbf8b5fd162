/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the on-device check in a terminal. */

#pragma once

#include "shc-cli.h"
#include "shc-safety-card.h"

G_BEGIN_DECLS

/** shc_care_format_card: Returns: (transfer full): some lines, without a line break at the end. */
char *shc_care_format_card (const ShcSafetyCard *card);

/** shc_care_create_card: Returns: (transfer full): for @finding, in the open vault's country. */
ShcSafetyCard *shc_care_create_card (ShcCli *self, ShcSafetyFinding finding);

/** shc_care_say_where: one line on standard error, where help is to be found. */
void shc_care_say_where (ShcCli *self);

/** shc_care_attend: @text: what was just kept, in the open vault. If somebody may need help, says on
 * standard error who can; keeps nothing of it. */
void shc_care_attend (ShcCli *self, const char *text);

/** shc_care_attend_quietly: the same for what is only read again, such as what was imported: no more than a line. */
void shc_care_attend_quietly (ShcCli *self, const char *text);

G_END_DECLS
