/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recovery codes as pronounceable words. */

#define G_LOG_DOMAIN "shc-recovery-code"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "shc-recovery-code.h"
#include "shc-secure.h"
#include "shc-vault-error.h"

#define WORD_LETTERS 5
#define CHECK_BYTES 2
#define WHOLE_BYTES (SHC_RECOVERY_BITS_BYTES + CHECK_BYTES)
#define CODE_LETTERS (SHC_RECOVERY_WORDS * WORD_LETTERS)

static const char consonants[] = "bdfghjklmnprstvz";
static const char vowels[] = "aiou";

G_STATIC_ASSERT (SHC_RECOVERY_WORDS * 2 == SHC_RECOVERY_BITS_BYTES + CHECK_BYTES);

static void
compute_check (const guint8 *bits,
               guint8        check[CHECK_BYTES])
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, bits, SHC_RECOVERY_BITS_BYTES, NULL, 0);
  memcpy (check, hash, CHECK_BYTES);
  sodium_memzero (hash, sizeof hash);
}

/* Sixteen bits as consonant, vowel, consonant, vowel, consonant: 4 + 2 + 4 + 2 + 4. */
static void
write_word (guint  value,
            char  *word)
{
  word[0] = consonants[value >> 12 & 0xf];
  word[1] = vowels[value >> 10 & 0x3];
  word[2] = consonants[value >> 6 & 0xf];
  word[3] = vowels[value >> 4 & 0x3];
  word[4] = consonants[value & 0xf];
}

static gboolean
read_word (const char *word,
           guint      *value)
{
  static const guint shifts[WORD_LETTERS] = { 12, 10, 6, 4, 0 };
  guint read = 0;

  for (guint i = 0; i < WORD_LETTERS; i++)
    {
      const char *letters = i % 2 == 0 ? consonants : vowels;
      const char *found = strchr (letters, word[i]);

      if (word[i] == '\0' || found == NULL)
        return FALSE;
      read |= (guint) (found - letters) << shifts[i];
    }
  *value = read;
  return TRUE;
}

GBytes *
shc_recovery_code_encode (GBytes *bits)
{
  char *text = NULL;
  GBytes *code;
  guint8 *data = NULL;
  guint8 *code_data = NULL;
  g_autoptr(GBytes) whole G_GNUC_UNUSED = shc_secure_bytes_new (WHOLE_BYTES, &data);

  g_return_val_if_fail (bits != NULL, NULL);
  g_return_val_if_fail (g_bytes_get_size (bits) == SHC_RECOVERY_BITS_BYTES, NULL);

  memcpy (data, g_bytes_get_data (bits, NULL), SHC_RECOVERY_BITS_BYTES);
  compute_check (data, data + SHC_RECOVERY_BITS_BYTES);
  /* Each word takes one character more: the dash, or the zero at the end. */
  code = shc_secure_bytes_new (SHC_RECOVERY_WORDS * (WORD_LETTERS + 1), &code_data);
  text = (char *) code_data;
  for (guint i = 0; i < SHC_RECOVERY_WORDS; i++)
    {
      write_word ((guint) data[2 * i] << 8 | data[2 * i + 1], text + i * (WORD_LETTERS + 1));
      text[i * (WORD_LETTERS + 1) + WORD_LETTERS] = i + 1 < SHC_RECOVERY_WORDS ? '-' : '\0';
    }
  return code;
}

/* Only the letters of @typed, in lower case. Returns: how many, at most one more than a code has;
 * @stray is set when there is something that no code holds. */
static guint
gather_letters (GBytes   *typed,
                char     *letters,
                gboolean *stray)
{
  gsize size;
  const char *text = g_bytes_get_data (typed, &size);
  guint count = 0;

  *stray = FALSE;
  for (gsize i = 0; i < size && text[i] != '\0' && count <= CODE_LETTERS; i++)
    {
      if (g_ascii_isalpha (text[i]))
        letters[count++] = g_ascii_tolower (text[i]);
      else if (g_ascii_isdigit (text[i]))
        *stray = TRUE;
    }
  return count;
}

GBytes *
shc_recovery_code_decode (GBytes  *typed,
                          GError **error)
{
  guint8 *letters = NULL;
  guint8 *data = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (CODE_LETTERS + 1, &letters);
  g_autoptr(GBytes) whole G_GNUC_UNUSED = shc_secure_bytes_new (WHOLE_BYTES, &data);
  guint8 check[CHECK_BYTES];
  gboolean stray;
  guint count;

  g_return_val_if_fail (typed != NULL, NULL);

  count = gather_letters (typed, (char *) letters, &stray);
  for (guint i = 0; i < count / WORD_LETTERS && i < SHC_RECOVERY_WORDS; i++)
    {
      guint value;

      if (!read_word ((const char *) letters + i * WORD_LETTERS, &value))
        {
          g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("Word %u of the recovery code cannot be right. Please compare it."),
                       i + 1);
          return NULL;
        }
      data[2 * i] = (guint8) (value >> 8);
      data[2 * i + 1] = (guint8) value;
    }
  if (count != CODE_LETTERS || stray)
    {
      g_set_error (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                   _("A recovery code has %d words of five letters each."), SHC_RECOVERY_WORDS);
      return NULL;
    }
  compute_check (data, check);
  if (sodium_memcmp (check, data + SHC_RECOVERY_BITS_BYTES, CHECK_BYTES) != 0)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                           _("The words of the recovery code do not belong together. Please "
                             "compare them one by one."));
      return NULL;
    }
  return shc_secure_bytes_copy (data, SHC_RECOVERY_BITS_BYTES);
}

gboolean
shc_recovery_code_word_matches (GBytes     *code,
                                guint       index,
                                const char *typed)
{
  const char *text;
  gsize length;

  g_return_val_if_fail (code != NULL && typed != NULL, FALSE);
  g_return_val_if_fail (index < SHC_RECOVERY_WORDS, FALSE);
  g_return_val_if_fail (g_bytes_get_size (code) >= SHC_RECOVERY_WORDS * (WORD_LETTERS + 1), FALSE);

  while (g_ascii_isspace (*typed))
    typed++;
  length = strlen (typed);
  while (length > 0 && g_ascii_isspace (typed[length - 1]))
    length--;
  text = (const char *) g_bytes_get_data (code, NULL) + index * (WORD_LETTERS + 1);
  return length == WORD_LETTERS && g_ascii_strncasecmp (text, typed, WORD_LETTERS) == 0;
}
