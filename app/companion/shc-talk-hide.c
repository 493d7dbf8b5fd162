/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says of a request may repeat what was in it: none of that is shown or kept. */

#define G_LOG_DOMAIN "shc-talk"

#include "config.h"

#include "shc-talk-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "shc-openai-errors.h"
#include "shc-said.h"

static gboolean
repeats_request (const ShcSaid        *said,
                 const ShcChatRequest *request)
{
  if (request->instructions != NULL && shc_said_repeats (said, request->instructions))
    return TRUE;
  for (guint i = 0; i < request->turns->len; i++)
    if (shc_said_repeats (said, ((const ShcChatTurn *) g_ptr_array_index (request->turns, i))->text))
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
replace_key (GBytes *key,
             GError *error)
{
  gsize length = 0;
  const char *bytes = g_bytes_get_data (key, &length);
  g_autofree char *secret = g_strndup (bytes, length);
  g_autoptr(GString) message = g_string_new (error->message);

  if (*secret != '\0')
    g_string_replace (message, secret, "…", 0);
  sodium_memzero (secret, length);
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
  g_autoptr(ShcSaid) said = NULL;

  if (error == NULL)
    return;
  if (key != NULL)
    replace_key (key, error);
  if (!has_words (error))
    return;
  said = shc_said_new (error->message);
  if (shc_said_repeats_key (said, key) || (request != NULL && repeats_request (said, request)))
    take_message (error, g_strdup_printf (_("%s What the server says of it is left out: it repeats what was sent."),
                                          shc_openai_get_sentence (error->code)));
}
