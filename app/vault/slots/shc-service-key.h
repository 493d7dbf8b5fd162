/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's keys for the services that they use, in the desktop's keyring: one a service and vault.
 * They are nowhere else: in no file of the vault, no backup, no setting.
 *
 * A vault need not be unlocked for it, since the keyring guards them and not the vault. Calls block
 * as long as the keyring takes, the form with `_async` apart. Errors of all: %SHC_VAULT_ERROR_MISSING
 * and others of shc_vault_dup_id(), KEYRING_LOCKED, KEYRING (no service, no bus, or it said no). */

#pragma once

#include "shc-vault.h"

G_BEGIN_DECLS

/** Fewest and most characters of a key. */
#define SHC_SERVICE_KEY_MIN 8
#define SHC_SERVICE_KEY_MAX 512

/** shc_service_key_services: Returns: (array zero-terminated=1): "openai", "airtable", … */
const char *const *shc_service_key_services (void);

/** shc_service_key_get_title: Returns: (transfer none) (nullable): the name of @service as it writes
 * itself, "OpenAI"; %NULL for one that is none of these. */
const char *shc_service_key_get_title (const char *service);

/** shc_service_key_clean: Returns: (transfer full): what was typed without the white space around it, in
 * secure memory: one line of %SHC_SERVICE_KEY_MIN to %SHC_SERVICE_KEY_MAX visible ASCII characters.
 * Errors: BAD_SERVICE_KEY with a sentence that holds nothing of @typed. */
GBytes  *shc_service_key_clean (GBytes *typed, GError **error);

/** shc_service_key_store: @key: in secure memory, as it was typed; it takes the place of a former one.
 * Errors: BAD_SERVICE_KEY as well. */
gboolean shc_service_key_store (ShcVault *vault, const char *service, GBytes *key, GError **error);

/** shc_service_key_lookup: @prompt: whether the desktop may ask the person to unlock the keyring.
 * Returns: (transfer full): the key in secure memory, without a zero byte behind it. Errors:
 * NO_SERVICE_KEY when none is stored. */
GBytes  *shc_service_key_lookup (ShcVault *vault, const char *service, gboolean prompt, GError **error);

/** shc_service_key_lookup_async: the same on a thread of its own; for the window and a chat. */
void     shc_service_key_lookup_async (ShcVault *vault, const char *service, gboolean prompt,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
GBytes  *shc_service_key_lookup_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/** shc_service_key_has: @stored: (out): whether there is one, in a locked keyring too. Asks nothing. */
gboolean shc_service_key_has (ShcVault *vault, const char *service, gboolean *stored, GError **error);

/** shc_service_key_clear: none to remove is no error. */
gboolean shc_service_key_clear (ShcVault *vault, const char *service, GError **error);

G_END_DECLS
