/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The on-device check on bytes that may be anything: it must end, and quickly. */

#include "config.h"

#include <stdint.h>

#include "shc-safety-text.h"
#include "shc-safety.h"

int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Reading the patterns is no part of the time of an input. */
int
LLVMFuzzerInitialize (int    *argc,
                      char ***argv)
{
  shc_safety_check ("", 0);
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(ShcSafetyText) text = shc_safety_text_new ((const char *) data, size);

  for (guint i = 0; i < text->tokens->len; i++)
    {
      guint32 word = g_array_index (text->tokens, ShcSafetyToken, i).word;

      g_assert (word < text->words->len);
      g_assert (g_utf8_validate (g_ptr_array_index (text->words, word), -1, NULL));
    }
  g_assert (shc_safety_check ((const char *) data, (gssize) size).level <= SHC_SAFETY_NOW);
  return 0;
}
