/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How strong a passphrase is. */

#define G_LOG_DOMAIN "shc-passphrase"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <zxcvbn.h>

#include "shc-passphrase.h"
#include "shc-secure.h"

/* Words that somebody would try first on this program's files. */
static const char *own_words[] = {
  "sacred", "healing", "companion", "journal", "reflection", "journey", NULL
};

/* Past this the estimate only takes longer (it grows with the square) and is strong anyway. */
#define LONGEST_RATED ((gsize) 128)

/* Guesses, as powers of ten, against a key derivation that allows some ten guesses a second on one
 * machine: 10^8 are months for one, 10^10 are years for a hundred. */
#define FAIR_LOG10 8.0
#define GOOD_LOG10 10.0
#define STRONG_LOG10 14.0

ShcStrength
shc_passphrase_rate (GBytes *passphrase,
                     double *guesses_log10)
{
  gsize size;
  const char *text = g_bytes_get_data (passphrase, &size);
  gsize rated = MIN (size, LONGEST_RATED);
  guint8 *copy = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (rated + 1, &copy);
  double guesses;

  if (size > 0)
    memcpy (copy, text, rated);
  guesses = 0.0;
  if (copy[0] != '\0')
    guesses = ZxcvbnMatch ((const char *) copy, own_words, NULL) * log10 (2.0);
  if (guesses_log10 != NULL)
    *guesses_log10 = guesses;
  if (size == 0)
    return SHC_STRENGTH_EMPTY;
  if (guesses < FAIR_LOG10)
    return SHC_STRENGTH_WEAK;
  if (guesses < GOOD_LOG10)
    return SHC_STRENGTH_FAIR;
  return guesses < STRONG_LOG10 ? SHC_STRENGTH_GOOD : SHC_STRENGTH_STRONG;
}

const char *
shc_strength_describe (ShcStrength strength)
{
  switch (strength)
    {
    case SHC_STRENGTH_EMPTY:
      return _("Type a passphrase: four or five unrelated words are a good one.");
    case SHC_STRENGTH_WEAK:
      return _("Too easy to guess. Add another word or two that do not belong together.");
    case SHC_STRENGTH_FAIR:
      return _("Good enough. One more word would make it much stronger.");
    case SHC_STRENGTH_GOOD:
      return _("A good passphrase.");
    case SHC_STRENGTH_STRONG:
      return _("A strong passphrase.");
    default:
      g_return_val_if_reached ("");
    }
}
