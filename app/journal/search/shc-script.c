/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the letters of the world's scripts need before they are put into the full-text index.
 *
 * Arabic follows what is usual in search: vowel marks and tatweel are as if not written, the forms
 * of alef are one, so are teh marbuta and heh, alef maqsura and yeh, and the Persian forms of yeh
 * and kaf; Arabic digits are digits. Hebrew loses its points, Greek its accents, Russian writes yo
 * as ye. Latin accents are left to SQLite, which folds them itself.
 */

#define G_LOG_DOMAIN "shc-script"

#include "config.h"

#include "shc-script.h"

typedef struct
{
  gunichar first;
  gunichar last;
} Range;

static gboolean
is_within (const Range *ranges,
           gsize        n_ranges,
           gunichar     letter)
{
  gsize low = 0;
  gsize high = n_ranges;

  while (low < high)
    {
      gsize middle = (low + high) / 2;

      if (letter > ranges[middle].last)
        low = middle + 1;
      else if (letter < ranges[middle].first)
        high = middle;
      else
        return TRUE;
    }
  return FALSE;
}

/* Lead bytes after which the second byte decides; all others up to 0xCB are plain. A text that is
 * plain here must get the same words from the long way, or a query would miss it. */
static gboolean
is_plain_pair (guchar lead,
               guchar next)
{
  if (lead >= 0xD0 && lead <= 0xD5) /* Cyrillic but for yo and its combining marks; Armenian */
    return !((lead == 0xD0 && next == 0x81) || (lead == 0xD1 && next == 0x91) ||
             (lead == 0xD2 && next >= 0x83 && next <= 0x89));
  if (lead == 0xD6)                 /* Armenian; Hebrew points from U+0591 */
    return next <= 0x90;
  if (lead == 0xD7)                 /* Hebrew letters */
    return next >= 0x90;
  if (lead == 0xDC || lead == 0xDD || lead == 0xDE || lead == 0xDF)
    return TRUE;
  if (lead == 0xE0)                 /* India's scripts and Tibetan */
    return (next >= 0xA4 && next <= 0xB7) || next >= 0xBC;
  if (lead == 0xE1)                 /* not Burmese, Jamo, Khmer, accents, old Greek */
    return !(next <= 0x82 || (next >= 0x84 && next <= 0x87) || next == 0x9E || next == 0x9F ||
             next == 0xAA || next == 0xAB || next == 0xB7 || next >= 0xBC);
  if (lead == 0xEA)                 /* Yi, Vai, Hangul; not the extensions of Burmese */
    return next != 0xA7 && next != 0xA9;
  return lead == 0xEB || lead == 0xEC || lead == 0xED || lead == 0xEE;
}

gboolean
shc_script_is_plain (const char *text,
                     gsize       length)
{
  const guchar *bytes = (const guchar *) text;

  for (gsize i = 0; i < length; i++)
    {
      guchar lead = bytes[i];
      guchar next;

      if (G_LIKELY (lead < 0xCC))
        continue;

      next = i + 1 < length ? bytes[i + 1] : 0;
      if (lead == 0xE2)             /* quotation marks and dashes are in every text */
        {
          if (next >= 0x86 && (next <= 0xAF || next >= 0xBA))
            return FALSE;
          if (next == 0x83 && i + 2 < length && bytes[i + 2] >= 0x90)
            return FALSE;
        }
      else if (!is_plain_pair (lead, next))
        {
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_bigram (gunichar letter)
{
  static const Range ranges[] = {
    { 0x0E00, 0x0EFF }, /* Thai, Lao */
    { 0x1000, 0x109F }, /* Burmese */
    { 0x1780, 0x17FF }, /* Khmer */
    { 0x3005, 0x3007 }, { 0x3021, 0x3029 }, { 0x3031, 0x3035 }, { 0x303B, 0x303C },
    { 0x3041, 0x312F }, /* kana, Bopomofo */
    { 0x31A0, 0x31BF }, { 0x31F0, 0x31FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
    { 0xA9E0, 0xA9FF }, { 0xAA60, 0xAA7F }, { 0xF900, 0xFAFF },
    { 0x1AFF0, 0x1B16F },
  };

  /* Ideographs newer than GLib's tables are letters all the same. */
  if (letter >= 0x20000)
    return letter <= 0x3FFFF;
  if (letter < 0x0E00 || !is_within (ranges, G_N_ELEMENTS (ranges), letter))
    return FALSE;
  return letter >= 0x3400 || g_unichar_isalnum (letter) || g_unichar_ismark (letter) ||
         g_unichar_type (letter) == G_UNICODE_LETTER_NUMBER;
}

static gboolean
is_symbol (gunichar letter)
{
  if (letter >= 0x1F000 && letter <= 0x1FAFF)
    return !g_unichar_isalnum (letter) && g_unichar_type (letter) != G_UNICODE_OTHER_NUMBER;
  if (letter < 0x2180 || letter > 0x2BFF)
    return FALSE;
  return g_unichar_type (letter) == G_UNICODE_OTHER_SYMBOL ||
         g_unichar_type (letter) == G_UNICODE_MATH_SYMBOL;
}

static gboolean
is_ignored (gunichar letter)
{
  static const Range ranges[] = {
    { 0x0483, 0x0489 },                                                 /* Cyrillic */
    { 0x0591, 0x05BD }, { 0x05BF, 0x05BF }, { 0x05C1, 0x05C2 },         /* Hebrew points */
    { 0x05C4, 0x05C5 }, { 0x05C7, 0x05C7 },
    { 0x0610, 0x061A }, { 0x0640, 0x0640 }, { 0x064B, 0x065F },         /* Arabic marks, tatweel */
    { 0x0670, 0x0670 }, { 0x06D6, 0x06DC }, { 0x06DF, 0x06E4 },
    { 0x06E7, 0x06E8 }, { 0x06EA, 0x06ED }, { 0x08CA, 0x08E1 }, { 0x08E3, 0x08FF },
    { 0x20D0, 0x20FF },                                                 /* keycaps */
    { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0x1F3FB, 0x1F3FF },       /* variants of form, … */
    { 0xE0100, 0xE01EF },                                               /* … of skin, of glyph */
  };

  return is_within (ranges, G_N_ELEMENTS (ranges), letter);
}

/* Marks that g_unichar_compose() can join to a letter: accents, vowels of Jamo, kana voicing. */
static gboolean
is_joining (gunichar letter)
{
  static const Range ranges[] = {
    { 0x0300, 0x036F }, { 0x0653, 0x0655 }, { 0x1161, 0x1175 }, { 0x11A8, 0x11C2 },
    { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x3099, 0x309A },
  };

  return is_within (ranges, G_N_ELEMENTS (ranges), letter);
}

ShcScriptKind
shc_script_get_kind (gunichar letter)
{
  if (letter < 0x0300)
    return SHC_SCRIPT_WORD;
  if (is_joining (letter))
    return SHC_SCRIPT_MARK;
  if (is_ignored (letter))
    return SHC_SCRIPT_IGNORED;
  if (is_bigram (letter))
    return SHC_SCRIPT_BIGRAM;
  return is_symbol (letter) ? SHC_SCRIPT_SYMBOL : SHC_SCRIPT_WORD;
}

static gunichar
fold_arabic (gunichar letter)
{
  if ((letter >= 0x0660 && letter <= 0x0669) || (letter >= 0x06F0 && letter <= 0x06F9))
    return '0' + (letter & 0xF);

  switch (letter)
    {
    case 0x0622: case 0x0623: case 0x0625: case 0x0671: case 0x0672: case 0x0673:
      return 0x0627; /* alef */
    case 0x0629: case 0x06C0: case 0x06C1: case 0x06C2: case 0x06C3: case 0x06D5:
      return 0x0647; /* heh */
    case 0x0649: case 0x06CC: case 0x06D2: case 0x06D3:
      return 0x064A; /* yeh */
    case 0x06A9: case 0x06AA:
      return 0x0643; /* kaf */
    default:
      return letter;
    }
}

static gunichar
fold_greek (gunichar letter)
{
  gunichar base;
  gunichar mark;

  while (g_unichar_decompose (letter, &base, &mark))
    letter = base;
  return letter;
}

gunichar
shc_script_fold (gunichar letter)
{
  if ((letter >= 0x0370 && letter <= 0x03FF) || (letter >= 0x1F00 && letter <= 0x1FFF))
    return fold_greek (letter);
  if (letter == 0x0401 || letter == 0x0451)
    return 0x0435; /* Cyrillic ye */
  if (letter >= 0x0600 && letter <= 0x06FF)
    return fold_arabic (letter);
  return letter;
}

gsize
shc_script_expand (gunichar  letter,
                   gunichar *letters)
{
  gsize n;

  /* Circled and parenthesised letters are left alone: they are symbols to whoever wrote them. */
  if (letter < 0xF900 || (letter > 0xFFEF && letter < 0x2F800) || letter > 0x2FA1F ||
      (letter >= 0xFE00 && letter <= 0xFE2F))
    return 0;

  n = g_unichar_fully_decompose (letter, TRUE, letters, G_UNICHAR_MAX_DECOMPOSITION_LENGTH);
  return n == 1 && letters[0] == letter ? 0 : n;
}
