/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sessions that requests go through: one for the world, and one for what is on this computer. */

#define G_LOG_DOMAIN "shc-http"

#include "config.h"

#include "shc-base-url.h"
#include "shc-http-private.h"

gboolean
shc_http_is_on_this_computer (const char *url)
{
  g_autoptr(GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && shc_base_url_is_this_computer (host);
}

/* No time-out of its own: ours know what is waited for. A proxy would take to itself, unencrypted, what is never to
 * leave this computer. */
SoupSession *
shc_http_session_new (gboolean on_this_computer)
{
  SoupSession *session = shc_soup.session_new_with_options ("timeout", 0, "idle-timeout", 30, NULL);

  shc_soup.session_remove_feature_by_type (session, shc_soup.cookie_jar_get_type ());
  if (on_this_computer)
    shc_soup.session_set_proxy_resolver (session, NULL);
  return session;
}
