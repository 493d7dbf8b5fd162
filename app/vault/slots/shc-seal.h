/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealing the data key under a passphrase: Argon2id, then XChaCha20-Poly1305 (libsodium). */

#pragma once

#include <gio/gio.h>

#include "shc-vault-error.h"

G_BEGIN_DECLS

#define SHC_SEAL_SALT_SIZE 16
#define SHC_SEAL_NONCE_SIZE 24
#define SHC_SEAL_TAG_SIZE 16
#define SHC_SEAL_KEY_SIZE 32

/** A sealed data key: none of it is secret. */
typedef struct
{
  guint64 ops;
  guint64 memory_bytes;
  guint8  salt[SHC_SEAL_SALT_SIZE];
  guint8  nonce[SHC_SEAL_NONCE_SIZE];
  guint8  sealed[SHC_SEAL_KEY_SIZE + SHC_SEAL_TAG_SIZE];
} ShcSeal;

/**
 * shc_seal_close:
 * @seal: (out caller-allocates): filled with fresh salt and nonce
 * @secret: passphrase or bits of the recovery code
 * @key: the data key
 * @context: what the seal belongs to; bound to it together with the cost, salt and nonce
 *
 * Blocks for about half a second and needs 256 MiB. Errors: %SHC_VAULT_ERROR_FAILED (no memory).
 */
gboolean shc_seal_close (ShcSeal *seal, GBytes *secret, GBytes *key, const char *context,
                         GError **error);

/** shc_seal_open: Returns: (transfer full): the data key in secure memory. Errors:
 * %SHC_VAULT_ERROR_BAD_KEY (also when the seal or its context was changed), CORRUPT for a cost no
 * one would choose, FAILED (no memory). Blocks as shc_seal_close() does. */
GBytes *shc_seal_open (const ShcSeal *seal, GBytes *secret, const char *context, GError **error);

/** shc_seal_set_cost_for_tests: what new seals of this process cost; tests make it small. */
void shc_seal_set_cost_for_tests (guint64 ops, guint64 memory_bytes);

G_END_DECLS
