/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base URLs of services. */

#define G_LOG_DOMAIN "shc-base-url"

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "shc-base-url.h"

#define MAX_BYTES 2000

/* What RFC 3986 knows, and nothing that one program reads otherwise than the next. */
static gboolean
has_url_characters (const char *text)
{
  static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,;=%";

  return strnlen (text, MAX_BYTES + 1) <= MAX_BYTES && text[strspn (text, letters)] == '\0';
}

/* A host with “%” in it would be another one once it is decoded. */
static gboolean
has_plain_authority (const char *text)
{
  const char *begin = strstr (text, "://");

  return begin != NULL && memchr (begin + 3, '%', strcspn (begin + 3, "/")) == NULL;
}

/* Of the kinds of hosts that there are, an address or a plain name. */
static gboolean
is_host (const char *host)
{
  if (host == NULL || *host == '\0' || *host == '.')
    return FALSE;
  if (g_hostname_is_ip_address (host))
    return TRUE;
  return host[strspn (host, "abcdefghijklmnopqrstuvwxyz0123456789-._")] == '\0';
}

gboolean
shc_base_url_is_this_computer (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  address = g_inet_address_new_from_string (host);
  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
is_allowed (GUri       *uri,
            const char *host)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (!is_host (host) || g_uri_get_port (uri) == 0 || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  return g_str_equal (scheme, "https") || (g_str_equal (scheme, "http") && shc_base_url_is_this_computer (host));
}

char *
shc_base_url_clean (const char *text)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (!has_url_characters (text) || !has_plain_authority (text))
    return NULL;
  uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (!is_allowed (uri, host))
    return NULL;

  path = g_strdup (g_uri_get_path (uri));
  for (gsize length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), path,
                     NULL, NULL);
}
