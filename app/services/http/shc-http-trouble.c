/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a failed connection means, and how long a service asks to wait. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "shc-http-private.h"

static gboolean
parse_number (const char *text,
              double     *number)
{
  char *end;

  if (text == NULL || !g_ascii_isdigit (*text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && *number < 1e9;
}

/* "Retry-After" is a number of seconds or a date (RFC 9110, section 10.2.3); OpenAI's "retry-after-ms" goes first. */
gint64
shc_http_get_wait_ms (SoupMessageHeaders *headers)
{
  const char *seconds = shc_soup.message_headers_get_one (headers, "Retry-After");
  g_autoptr(GDateTime) date = NULL;
  g_autoptr(GDateTime) now = NULL;
  double number;

  if (parse_number (shc_soup.message_headers_get_one (headers, "retry-after-ms"), &number))
    return (gint64) number;
  if (parse_number (seconds, &number))
    return (gint64) (number * 1000);
  date = seconds != NULL ? shc_soup.date_time_new_from_http_string (seconds) : NULL;
  if (date == NULL)
    return -1;
  now = g_date_time_new_now_utc ();
  return MAX (g_date_time_difference (date, now) / 1000, -1);
}

static gboolean
is_connection_error (const GError *error)
{
  return error->domain == G_RESOLVER_ERROR || error->domain == G_IO_ERROR ||
         error->domain == shc_soup.session_error_quark ();
}

/* What is wrong on the way decides what the person can do about it. */
static const char *
explain_connection (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return _("Nothing answers at the server’s address: it may not be running. If it is one of your own, start it; "
             "otherwise check the address in the settings.");
  if (g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return _("No server of this name was found. Check whether this computer is online, and the address in the "
             "settings.");
  return _("There is no connection to the server. Check whether this computer is online, then try again.");
}

GError *
shc_http_explain (const GError *error,
                  gboolean     *retry)
{
  g_debug ("connection: %s %d", g_quark_to_string (error->domain), error->code);
  *retry = FALSE;
  if (error->domain == G_TLS_ERROR && !g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_EOF))
    return g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_TLS,
                                _("The server could not prove that it is the one it should be, so nothing was sent. "
                                  "If somebody else’s network is in between, try another one."));
  if (g_error_matches (error, shc_soup.session_error_quark (), SOUP_SESSION_ERROR_PARSING))
    return g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_PROTOCOL,
                                _("What came back is no answer of this service."));
  *retry = is_connection_error (error) || error->domain == G_TLS_ERROR;
  return g_error_new_literal (SHC_SERVICE_ERROR, SHC_SERVICE_ERROR_OFFLINE,
                              explain_connection (error));
}
