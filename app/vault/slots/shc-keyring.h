/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data key in the desktop's keyring: a convenience that may vanish, never the only way in.
 *
 * An item belongs to one vault and one generation of its key. What is missing, locked or not there
 * at all is told apart without anything being unlocked or asked for. */

#pragma once

#include <gio/gio.h>

#include "shc-vault-error.h"

G_BEGIN_DECLS

/**
 * shc_keyring_lookup:
 * @prompt: whether the desktop may ask the person to unlock the keyring
 *
 * Blocks; with @prompt as long as the person takes.
 *
 * Returns: (transfer full): the data key in secure memory. Errors: %SHC_VAULT_ERROR_LOCKED when
 *   there is no such item, KEYRING_LOCKED, KEYRING (no service, no bus, or it said no).
 */
GBytes *shc_keyring_lookup (const char *vault_id, guint generation, gboolean prompt,
                            GError **error);

/** shc_keyring_store: stores and reads back. Blocks. Errors: KEYRING_LOCKED, KEYRING. */
gboolean shc_keyring_store (const char *vault_id, guint generation, GBytes *key, GError **error);

/** shc_keyring_clear: removes every item of this vault, of any generation. */
gboolean shc_keyring_clear (const char *vault_id, GError **error);

G_END_DECLS
