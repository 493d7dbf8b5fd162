/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How strong a passphrase is, estimated by zxcvbn. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  SHC_STRENGTH_EMPTY,
  SHC_STRENGTH_WEAK,   /* refused */
  SHC_STRENGTH_FAIR,   /* accepted with a word of advice */
  SHC_STRENGTH_GOOD,
  SHC_STRENGTH_STRONG,
} ShcStrength;

/** shc_passphrase_rate: about a millisecond; the passphrase is not copied outside secure memory by
 * us. @guesses_log10: (out) (optional). */
ShcStrength shc_passphrase_rate (GBytes *passphrase, double *guesses_log10);

/** shc_strength_describe: Returns: a translated sentence. */
const char *shc_strength_describe (ShcStrength strength);

G_END_DECLS
