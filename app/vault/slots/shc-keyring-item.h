/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items of the desktop's keyring (libsecret): what is missing, locked or not there at all is told apart
 * without anything being unlocked or asked for. Only files of `vault/` that keep something there
 * include this. All of it blocks. */

#pragma once

/* Only these calls look for an item without unlocking anything, at the price of no more messages
 * than a plain look-up. */
#define SECRET_WITH_UNSTABLE 1
#define SECRET_API_SUBJECT_TO_CHANGE 1
#include <libsecret/secret.h>

#include "shc-vault-error.h"

G_BEGIN_DECLS

/**
 * ShcKeyringKind: one kind of items, and what is said of them
 * @missing_code: the error when there is no such item
 * @missing: @locked: @unavailable: whole sentences, to be translated; the other two errors are
 *   KEYRING_LOCKED and KEYRING
 */
typedef struct
{
  SecretSchema  schema;
  ShcVaultError missing_code;
  const char   *missing;
  const char   *locked;
  const char   *unavailable;
} ShcKeyringKind;

/** shc_keyring_item_lookup: @prompt: whether the desktop may ask the person to unlock the keyring.
 * Returns: (transfer full): the item's value in secure memory. */
GBytes  *shc_keyring_item_lookup (const ShcKeyringKind *kind, GHashTable *attributes, gboolean prompt,
                                  GError **error);

/** shc_keyring_item_exists: @exists: (out): whether there is one, locked or not. */
gboolean shc_keyring_item_exists (const ShcKeyringKind *kind, GHashTable *attributes, gboolean *exists,
                                  GError **error);

/** shc_keyring_item_store: stores and reads back. @label: what the desktop calls it.
 * @value: in secure memory, any text without a zero byte. */
gboolean shc_keyring_item_store (const ShcKeyringKind *kind, GHashTable *attributes, const char *label,
                                 GBytes *value, GError **error);

/** shc_keyring_item_clear: removes every item with @attributes; none is no error. */
gboolean shc_keyring_item_clear (const ShcKeyringKind *kind, GHashTable *attributes, GError **error);

G_END_DECLS
