/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the errors of OpenAI and of servers like it mean for a person. */

#define G_LOG_DOMAIN "shc-openai-errors"

#include "config.h"

#include "shc-openai-errors.h"

#include <glib/gi18n-lib.h>

#include "shc-chat-reader-private.h"
#include "shc-said.h"

/* Longer waits are told: nothing is sent again by itself then. */
#define WAIT_MAX_MS (60 * 1000)

typedef struct
{
  const char      *name;    /* a code, or a type */
  ShcServiceError  code;
  gboolean         retry;
} Known;

static const Known known[] = {
  { "insufficient_quota", SHC_SERVICE_ERROR_QUOTA },
  { "credit_balance_exhausted", SHC_SERVICE_ERROR_QUOTA },
  { "organization_spend_limit_exceeded", SHC_SERVICE_ERROR_QUOTA },
  { "project_spend_limit_exceeded", SHC_SERVICE_ERROR_QUOTA },
  { "organization_usage_limit_exceeded", SHC_SERVICE_ERROR_QUOTA },
  { "context_length_exceeded", SHC_SERVICE_ERROR_TOO_LONG },
  { "exceed_context_size_error", SHC_SERVICE_ERROR_TOO_LONG },
  { "model_not_found", SHC_SERVICE_ERROR_MODEL },
  { "rate_limit_exceeded", SHC_SERVICE_ERROR_RATE_LIMITED, TRUE },
  { "invalid_api_key", SHC_SERVICE_ERROR_KEY },
};

static const Known statuses[] = {
  { "400", SHC_SERVICE_ERROR_REQUEST },
  { "401", SHC_SERVICE_ERROR_KEY },
  { "402", SHC_SERVICE_ERROR_QUOTA },
  { "403", SHC_SERVICE_ERROR_FORBIDDEN },
  { "404", SHC_SERVICE_ERROR_PROTOCOL },
  { "408", SHC_SERVICE_ERROR_TIMEOUT, TRUE },
  { "409", SHC_SERVICE_ERROR_FAULT, TRUE },
  { "422", SHC_SERVICE_ERROR_REQUEST },
  { "429", SHC_SERVICE_ERROR_RATE_LIMITED, TRUE },
};

static const Known *
find (const Known *table,
      gsize        n,
      const char  *name)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

const char *
shc_openai_get_sentence (int code)
{
  switch (code)
    {
    case SHC_SERVICE_ERROR_KEY:
      return _("The key was refused. Please check it, or store another one.");
    case SHC_SERVICE_ERROR_FORBIDDEN:
      return _("The service does not serve this account or this country.");
    case SHC_SERVICE_ERROR_MODEL:
      return _("This model is not available to you. Please choose another one.");
    case SHC_SERVICE_ERROR_TOO_LONG:
      return _("This conversation is longer than the model can read. Begin a new one, or include less.");
    case SHC_SERVICE_ERROR_QUOTA:
      return _("The account at the service has no credit left, or has reached its limit. More tries will not help; "
               "its billing page can.");
    case SHC_SERVICE_ERROR_RATE_LIMITED:
      return _("The service asks to wait: too many requests came at once. Please try again in a minute.");
    case SHC_SERVICE_ERROR_TIMEOUT:
      return _("The server did not answer in time. Please try again.");
    case SHC_SERVICE_ERROR_REQUEST:
      return _("The service did not accept the request.");
    case SHC_SERVICE_ERROR_PROTOCOL:
      return _("The server has nothing at this address. Please check its address (openai.base-url), and the protocol that "
               "it speaks (openai.protocol).");
    default:
      return _("The service had a fault. Trying again later may do.");
    }
}

/* Where the server's words add something, they follow ours; they are somebody else's, so they are quoted. */
static char *
compose (ShcServiceError  code,
         const char      *said)
{
  g_autofree char *line = shc_said_dup_line (said);

  if ((code != SHC_SERVICE_ERROR_REQUEST && code != SHC_SERVICE_ERROR_FAULT) || *line == '\0')
    return g_strdup (shc_openai_get_sentence ((int) code));
  /* Translators: %1$s is a sentence of ours, %2$s what a server says. */
  return g_strdup_printf (_("%1$s The server says: “%2$s”"), shc_openai_get_sentence ((int) code), line);
}

static char *
format_wait (gint64 wait_ms)
{
  gulong minutes = (gulong) ((wait_ms + 59999) / 60000);
  gulong hours = (minutes + 59) / 60;

  if (minutes <= 120)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The service asks to wait %lu minute before the next try.",
                                         "The service asks to wait %lu minutes before the next try.", minutes), minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The service asks to wait %lu hour before the next try.",
                                       "The service asks to wait %lu hours before the next try.", hours), hours);
}

void
shc_openai_explain_wait (GError *error)
{
  const ShcServiceAdvice *advice =
    error != NULL && error->domain == SHC_SERVICE_ERROR ? shc_service_error_get_advice (error) : NULL;
  g_autofree char *wait = NULL;
  char *message;

  if (advice == NULL || !advice->retry || advice->wait_ms <= WAIT_MAX_MS)
    return;
  wait = format_wait (advice->wait_ms);
  message = g_strconcat (error->code == SHC_SERVICE_ERROR_RATE_LIMITED ? _("Too many requests came at once.") : error->message,
                         " ", wait, NULL);
  g_free (error->message);
  error->message = message;
}

gboolean
shc_openai_find_error (JsonObject  *object,
                       const char **code,
                       const char **message)
{
  JsonObject *error = shc_chat_get_object (object, "error");

  *message = error != NULL ? shc_chat_get_string (error, "message") : shc_chat_get_string (object, "error");
  *code = shc_chat_get_string (error, "code");
  if (find (known, G_N_ELEMENTS (known), *code) == NULL && shc_chat_get_string (error, "type") != NULL)
    *code = shc_chat_get_string (error, "type");
  return error != NULL || (*message != NULL && **message != '\0');
}

/* Servers that have no code for it say so in words; of models in general they speak where an address is not theirs. */
static gboolean
is_about_a_model (const char *message)
{
  return message != NULL && g_utf8_validate (message, -1, NULL) &&
         g_regex_match_simple ("\\bmodel\\b", message, G_REGEX_CASELESS, 0);
}

void
shc_openai_judge_code (const char     *code,
                       const char     *message,
                       ShcHttpVerdict *verdict)
{
  const Known *one = find (known, G_N_ELEMENTS (known), code);

  verdict->code = one != NULL ? one->code : SHC_SERVICE_ERROR_FAULT;
  verdict->retry = FALSE;
  verdict->message = compose (verdict->code, message);
}

void
shc_openai_judge (guint           status,
                  GBytes         *body,
                  ShcHttpVerdict *verdict)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = text != NULL ? shc_json_parse (text, length, NULL) : NULL;
  g_autofree char *number = g_strdup_printf ("%u", status);
  const char *code, *message;
  const Known *one;

  shc_openai_find_error (root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL, &code,
                         &message);
  one = find (known, G_N_ELEMENTS (known), code);
  if (one == NULL)
    one = find (statuses, G_N_ELEMENTS (statuses), number);
  verdict->code = one != NULL ? one->code : status >= 500 ? SHC_SERVICE_ERROR_FAULT : SHC_SERVICE_ERROR_REQUEST;
  verdict->retry = one != NULL ? one->retry : status >= 500;
  if (verdict->code == SHC_SERVICE_ERROR_PROTOCOL && is_about_a_model (message))
    verdict->code = SHC_SERVICE_ERROR_MODEL;
  verdict->message = compose (verdict->code, message);
}
