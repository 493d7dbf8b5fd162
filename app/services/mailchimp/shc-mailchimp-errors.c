/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Mailchimp's errors mean for a person. */

#define G_LOG_DOMAIN "shc-mailchimp-errors"

#include "config.h"

#include "shc-mailchimp-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-json.h"

typedef struct
{
  const char      *title;
  ShcServiceError  code;
} Titled;

/* Cases are told apart by their titles: the type is the same for all. */
static const Titled titles[] = {
  { "API Key Invalid", SHC_SERVICE_ERROR_KEY },
  { "API Key Missing", SHC_SERVICE_ERROR_KEY },
  { "Member In Compliance State", SHC_SERVICE_ERROR_COMPLIANCE },
  { "Forgotten Email Not Subscribed", SHC_SERVICE_ERROR_ERASED },
};

static const char *
get_sentence (ShcServiceError code)
{
  switch (code)
    {
    case SHC_SERVICE_ERROR_KEY:
      return _("Mailchimp refused the key: it is not right, or belongs to another of its data centres.");
    case SHC_SERVICE_ERROR_FORBIDDEN:
      return _("Mailchimp does not let this key do that: the account may be switched off, or have a plan without it.");
    case SHC_SERVICE_ERROR_GONE:
      return _("Mailchimp does not know this audience, or nobody with this address is in it.");
    case SHC_SERVICE_ERROR_COMPLIANCE:
      return _("This address left the list earlier, or mails to it came back. Only you can join again: by "
               "Mailchimp’s own form, or by confirming a mail from it.");
    case SHC_SERVICE_ERROR_ERASED:
      return _("This address was erased from the list for good. Only the list’s own sign-up form can bring it back.");
    case SHC_SERVICE_ERROR_LATER:
      return _("Mailchimp takes no more sign-ups of this address for now, because it joined many lists lately. "
               "Tomorrow may do.");
    case SHC_SERVICE_ERROR_RATE_LIMITED:
      return _("Mailchimp asks to wait: too much is asked of it at once.");
    case SHC_SERVICE_ERROR_TLS:
      return _("Mailchimp wants a newer encryption than this computer offers.");
    case SHC_SERVICE_ERROR_REQUEST:
      return _("Mailchimp did not accept what was sent.");
    default:
      return _("Mailchimp had a fault. Trying again later may do.");
    }
}

static const char *
get_string (JsonObject *object,
            const char *name)
{
  const char *value = NULL;

  if (object != NULL)
    shc_json_get_string (object, name, FALSE, &value, NULL);
  return value;
}

/* A field that is wrong says more than the sentence for all of it. */
static char *
find_said (JsonObject *problem)
{
  JsonNode *node = problem != NULL ? json_object_get_member (problem, "errors") : NULL;
  JsonArray *errors = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonNode *first = errors != NULL && json_array_get_length (errors) > 0 ? json_array_get_element (errors, 0) : NULL;
  JsonObject *one = first != NULL && JSON_NODE_HOLDS_OBJECT (first) ? json_node_get_object (first) : NULL;
  const char *message = get_string (one, "message");
  const char *field = get_string (one, "field");

  if (message != NULL && field != NULL && *field != '\0')
    return g_strdup_printf ("%s: %s", field, message);
  return g_strdup (message != NULL ? message : get_string (problem, "detail"));
}

/* Addresses are in no message. */
static char *
without_addresses (const char *said)
{
  g_auto(GStrv) words = g_strsplit_set (said, " \r\n\t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strchr (words[i], '@') != NULL)
      {
        g_free (words[i]);
        words[i] = g_strdup ("…");
      }
  return g_strjoinv (" ", words);
}

static gboolean
is_later (JsonObject *problem)
{
  const char *detail = get_string (problem, "detail");

  return detail != NULL && strstr (detail, "signed up to a lot of lists") != NULL;
}

static ShcServiceError
find_code (guint       status,
           JsonObject *problem)
{
  const char *title = get_string (problem, "title");

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (titles[i].title, title) == 0)
      return titles[i].code;
  switch (status)
    {
    case 401:
      return SHC_SERVICE_ERROR_KEY;
    case 403:
      /* Throttled in silence: no fault of the key. */
      return problem == NULL ? SHC_SERVICE_ERROR_RATE_LIMITED : SHC_SERVICE_ERROR_FORBIDDEN;
    case 404:
    /* Of somebody archived already. */
    case 405:
      return SHC_SERVICE_ERROR_GONE;
    case 408:
      return SHC_SERVICE_ERROR_TIMEOUT;
    case 426:
      return SHC_SERVICE_ERROR_TLS;
    case 429:
      return SHC_SERVICE_ERROR_RATE_LIMITED;
    default:
      if (status >= 500)
        return SHC_SERVICE_ERROR_FAULT;
      return is_later (problem) ? SHC_SERVICE_ERROR_LATER : SHC_SERVICE_ERROR_REQUEST;
    }
}

void
shc_mailchimp_judge (guint           status,
                     GBytes         *body,
                     ShcHttpVerdict *verdict)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = text != NULL ? shc_json_parse (text, length, NULL) : NULL;
  JsonObject *problem = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  verdict->code = find_code (status, problem);
  verdict->retry = verdict->code == SHC_SERVICE_ERROR_RATE_LIMITED || verdict->code == SHC_SERVICE_ERROR_FAULT ||
                   verdict->code == SHC_SERVICE_ERROR_TIMEOUT;
  verdict->message = g_strdup (get_sentence (verdict->code));
  if (verdict->code == SHC_SERVICE_ERROR_REQUEST || verdict->code == SHC_SERVICE_ERROR_FORBIDDEN)
    {
      g_autofree char *said = find_said (problem);

      verdict->said = said != NULL ? without_addresses (said) : NULL;
    }
}
