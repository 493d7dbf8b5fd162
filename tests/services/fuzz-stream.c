/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream of any bytes, in pieces of any size: it must end in a reply of whole characters. The first byte says
 * which wire format and how large the pieces are. */

#include "config.h"

#include <stdint.h>

#include "shc-chat-reader.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
text_cb (const char *text,
         gsize       length,
         gsize       kept,
         gpointer    user_data)
{
  gsize *told = user_data;

  g_assert (kept <= *told && kept <= length);
  g_assert (g_utf8_validate (text, (gssize) length, NULL));
  *told = length;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  gsize told = 0;
  gsize piece;
  g_autoptr(ShcChatReader) reader = NULL;
  g_autoptr(ShcChatReply) reply = NULL;

  if (size < 1)
    return 0;
  reader = shc_chat_reader_new (data[0] & 1 ? SHC_CHAT_RESPONSES : SHC_CHAT_COMPLETIONS, data[0] & 2, text_cb, &told);
  piece = (gsize) (data[0] >> 2) + 1;
  for (size_t at = 1; at < size; at += piece)
    if (!shc_chat_reader_push (reader, (const char *) data + at, MIN (piece, size - at)))
      break;
  reply = shc_chat_reader_end (reader, NULL);
  g_assert (g_utf8_validate (reply->text, -1, NULL));
  g_assert (reply->state != SHC_CHAT_STOPPED);
  return 0;
}
