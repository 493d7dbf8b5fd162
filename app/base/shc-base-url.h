/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Base URLs of services: the address that the paths of a service's endpoints are put behind. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * shc_base_url_clean:
 * @text: what was typed
 *
 * HTTPS to any host; HTTP only to this computer itself: 127.0.0.0/8, [::1] or localhost. No user or
 * password, no query, no fragment; visible ASCII only.
 *
 * Returns: (transfer full) (nullable): @text with scheme and host in small letters and no slash at its
 *   end, which comes out of this unchanged; %NULL if it is not allowed.
 */
char *shc_base_url_clean (const char *text);

/** shc_base_url_is_this_computer: @host: in small letters. Returns: whether it is 127.0.0.0/8, ::1 or localhost. */
gboolean shc_base_url_is_this_computer (const char *host);

G_END_DECLS
