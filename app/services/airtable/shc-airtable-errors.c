/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Airtable's errors mean for a person. */

#define G_LOG_DOMAIN "shc-airtable-errors"

#include "config.h"

#include "shc-airtable-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-json.h"

/* Longer than any type of theirs. */
#define TYPE_MAX 60

typedef struct
{
  const char      *type;
  ShcServiceError  code;
  gboolean         retry;
  gboolean         quote;    /* its words name a column, and never hold a cell */
} Known;

static const Known known[] = {
  { "AUTHENTICATION_REQUIRED", SHC_SERVICE_ERROR_KEY },
  { "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND", SHC_SERVICE_ERROR_FORBIDDEN },
  { "INVALID_PERMISSIONS", SHC_SERVICE_ERROR_FORBIDDEN, FALSE, TRUE },
  { "NOT_FOUND", SHC_SERVICE_ERROR_GONE },
  { "ROW_DOES_NOT_EXIST", SHC_SERVICE_ERROR_GONE },
  { "REQUEST_TOO_LARGE", SHC_SERVICE_ERROR_TOO_LARGE },
  { "INVALID_MULTIPLE_CHOICE_OPTIONS", SHC_SERVICE_ERROR_CHOICE },
  { "UNKNOWN_FIELD_NAME", SHC_SERVICE_ERROR_FIELD, FALSE, TRUE },
  { "INVALID_VALUE_FOR_COLUMN", SHC_SERVICE_ERROR_BAD_RECORD },
  { "INVALID_RECORDS", SHC_SERVICE_ERROR_BAD_RECORD },
  { "LIST_RECORDS_ITERATOR_NOT_AVAILABLE", SHC_SERVICE_ERROR_EXPIRED },
  { "PUBLIC_API_BILLING_LIMIT_EXCEEDED", SHC_SERVICE_ERROR_MONTH_SPENT },
  { "RATE_LIMIT_REACHED", SHC_SERVICE_ERROR_RATE_LIMITED, TRUE },
};

/* Where the type says nothing. */
static const struct
{
  guint            status;
  ShcServiceError  code;
  gboolean         retry;
} statuses[] = {
  { 401, SHC_SERVICE_ERROR_KEY },
  { 403, SHC_SERVICE_ERROR_FORBIDDEN },
  { 404, SHC_SERVICE_ERROR_GONE },
  { 408, SHC_SERVICE_ERROR_TIMEOUT, TRUE },
  { 410, SHC_SERVICE_ERROR_GONE },
  { 413, SHC_SERVICE_ERROR_TOO_LARGE },
  { 414, SHC_SERVICE_ERROR_TOO_LARGE },
  { 429, SHC_SERVICE_ERROR_RATE_LIMITED, TRUE },
};

static const char *
get_sentence (ShcServiceError code)
{
  switch (code)
    {
    case SHC_SERVICE_ERROR_KEY:
      return _("Airtable refused the token. Please check it; nothing was changed.");
    case SHC_SERVICE_ERROR_FORBIDDEN:
      return _("Airtable does not let this token do that, or there is no such base or table. Please check that the "
               "token includes this base, and that the base still exists.");
    case SHC_SERVICE_ERROR_GONE:
      return _("What is meant is not at Airtable any more.");
    case SHC_SERVICE_ERROR_TOO_LARGE:
      return _("That is too much for Airtable at once.");
    case SHC_SERVICE_ERROR_CHOICE:
      return _("A value is not among the choices of its column in Airtable. Please choose another one, or add it there.");
    case SHC_SERVICE_ERROR_FIELD:
      return _("A column is not in the table at Airtable: it was renamed, or taken away.");
    case SHC_SERVICE_ERROR_BAD_RECORD:
      return _("Airtable refused a row, and with it everything that was sent together.");
    case SHC_SERVICE_ERROR_EXPIRED:
      return _("Airtable lost its place in the list several times. Please try again later.");
    case SHC_SERVICE_ERROR_MONTH_SPENT:
      return _("The requests that Airtable allows in a month are used up. More tries will not help; a new month or "
               "another plan there can.");
    case SHC_SERVICE_ERROR_RATE_LIMITED:
      return _("Airtable asks to wait: too many requests come for this base. Please try again later.");
    case SHC_SERVICE_ERROR_TIMEOUT:
      return _("Airtable did not answer in time.");
    case SHC_SERVICE_ERROR_REQUEST:
      return _("Airtable did not accept the request.");
    default:
      return _("Airtable had a fault. Trying again later may do.");
    }
}

static gboolean
is_type (const char *text)
{
  gsize length = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

  return length > 0 && length <= TYPE_MAX && text[length] == '\0';
}

/* What a service says of a row may hold what is in it: of those, only the type is shown. */
static void
take_said (ShcHttpVerdict *verdict,
           const Known    *one,
           const char     *type,
           const char     *message)
{
  if (one != NULL && one->quote)
    verdict->said = g_strdup (message);
  else if ((one == NULL || verdict->code == SHC_SERVICE_ERROR_BAD_RECORD) && type != NULL && is_type (type))
    {
      verdict->said = g_strdup (type);
      verdict->is_name = TRUE;
    }
}

static ShcServiceError
judge_status (guint     status,
              gboolean  is_write,
              gboolean *retry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].status == status)
      {
        *retry = statuses[i].retry;
        return statuses[i].code;
      }
  *retry = status >= 500;
  if (status >= 500)
    return SHC_SERVICE_ERROR_FAULT;
  return status == 422 && is_write ? SHC_SERVICE_ERROR_BAD_RECORD : SHC_SERVICE_ERROR_REQUEST;
}

static const Known *
find_known (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].type, type) == 0)
      return &known[i];
  return NULL;
}

/* "error" is an object with type and message, an object with a type, or the type itself. Of a server that broke, the
 * status counts, whatever it says. */
static void
judge (guint           status,
       GBytes         *body,
       gboolean        is_write,
       ShcHttpVerdict *verdict)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);
  g_autoptr(JsonNode) root = text != NULL ? shc_json_parse (text, length, NULL) : NULL;
  JsonNode *error = shc_airtable_get_object (root, "error");
  const char *type = error != NULL ? shc_airtable_get_string (error, "type") : shc_airtable_get_string (root, "error");
  const Known *one = status < 500 ? find_known (type) : NULL;

  if (one != NULL)
    {
      verdict->code = one->code;
      verdict->retry = one->retry;
    }
  else
    verdict->code = judge_status (status, is_write, &verdict->retry);
  verdict->message = g_strdup (get_sentence (verdict->code));
  take_said (verdict, one, type, shc_airtable_get_string (error, "message"));
}

void
shc_airtable_judge_read (guint           status,
                         GBytes         *body,
                         ShcHttpVerdict *verdict)
{
  judge (status, body, FALSE, verdict);
}

void
shc_airtable_judge_write (guint           status,
                          GBytes         *body,
                          ShcHttpVerdict *verdict)
{
  judge (status, body, TRUE, verdict);
}

GError *
shc_airtable_protocol_error (void)
{
  return g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                              _("What came back is no answer of Airtable. If a network asks you to log in first, do "
                                "that and try again."));
}

gboolean
shc_airtable_is_refused (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain == SHC_SERVICE_ERROR)
    return shc_service_error_get_advice (error)->undone;
  /* What could not be written down did not go. */
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}
