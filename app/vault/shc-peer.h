/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking the window of the same vault, over D-Bus, to lock or to let go of the file. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** shc_peer_ask: @action: "lock" or "let-go", an application action of the window.
 * @found: (out): whether a window was there to ask. Returns: %FALSE with an error if it was there
 * and did not answer. Blocks for two seconds at most; never starts a window. */
gboolean shc_peer_ask (const char *vault_dir, const char *action, gboolean *found, GError **error);

G_END_DECLS
