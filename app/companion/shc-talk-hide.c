/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says of a request may repeat what was in it: none of that is shown or kept. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-openai-errors.h"

/* So many letters or digits in a row are a repetition: with fewer, plain words would be. */
#define KEY_RUN 8
#define WORDS_RUN 12
/* What is shorter as a whole is in everything. */
#define LEAST 4

/* Letters and digits alone: however it was quoted, it is the same. */
static char *
fold (const char *text)
{
  g_autofree char *lower = g_utf8_casefold (text, -1);
  GString *folded = g_string_sized_new (strlen (lower));

  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (folded, g_utf8_get_char (at));
  return g_string_free (folded, FALSE);
}

/* @said: folded. */
static gboolean
repeats (const char *said,
         const char *text,
         glong       run)
{
  g_autofree char *folded = fold (text);
  glong length = g_utf8_strlen (folded, -1);
  const char *end = said;

  if (length < run)
    return length >= LEAST && strstr (said, folded) != NULL;
  for (glong i = 0; i < run; i++)
    {
      if (*end == '\0')
        return FALSE;
      end = g_utf8_next_char (end);
    }
  for (const char *at = said;; at = g_utf8_next_char (at), end = g_utf8_next_char (end))
    {
      g_autofree char *part = g_strndup (at, (gsize) (end - at));

      if (strstr (folded, part) != NULL)
        return TRUE;
      if (*end == '\0')
        return FALSE;
    }
}

static gboolean
repeats_request (const char           *said,
                 const ShcChatRequest *request)
{
  if (request->instructions != NULL && repeats (said, request->instructions, WORDS_RUN))
    return TRUE;
  for (guint i = 0; i < request->turns->len; i++)
    if (repeats (said, ((const ShcChatTurn *) g_ptr_array_index (request->turns, i))->text, WORDS_RUN))
      return TRUE;
  return FALSE;
}

static void
take_message (GError *error,
              char   *message)
{
  g_free (error->message);
  error->message = message;
}

static void
replace_key (const char *key,
             GError     *error)
{
  g_autoptr(GString) message = g_string_new (error->message);

  g_string_replace (message, key, "…", 0);
  take_message (error, g_string_free (g_steal_pointer (&message), FALSE));
}

/* Only these are told in the server's words. */
static gboolean
has_words (const GError *error)
{
  return g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_REQUEST) ||
         g_error_matches (error, SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_FAULT);
}

void
shc_talk_hide_sent (GBytes               *key,
                    const ShcChatRequest *request,
                    GError               *error)
{
  gsize length = 0;
  const char *bytes = key != NULL ? g_bytes_get_data (key, &length) : NULL;
  g_autofree char *secret = length > 0 ? g_utf8_make_valid (bytes, (gssize) length) : NULL;
  g_autofree char *said = NULL;

  if (error == NULL)
    return;
  if (secret != NULL && *secret != '\0')
    replace_key (secret, error);
  if (!has_words (error))
    return;
  said = fold (error->message);
  if ((secret != NULL && repeats (said, secret, KEY_RUN)) || (request != NULL && repeats_request (said, request)))
    take_message (error, g_strdup_printf (_("%s What the server says of it is left out: it repeats what was sent."),
                                          shc_openai_get_sentence (error->code)));
}
