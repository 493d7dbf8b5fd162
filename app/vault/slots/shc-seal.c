/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealing the data key under a passphrase. */

#define G_LOG_DOMAIN "shc-seal"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "shc-seal.h"
#include "shc-secure.h"

/* Above this a file would only be trying to exhaust the machine. */
#define MAX_MEMORY_BYTES (G_GUINT64_CONSTANT (4) << 30)
#define MAX_OPS 100

G_STATIC_ASSERT (SHC_SEAL_SALT_SIZE == crypto_pwhash_argon2id_SALTBYTES);
G_STATIC_ASSERT (SHC_SEAL_NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (SHC_SEAL_TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (SHC_SEAL_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

static guint64 cost_ops = 3;
static guint64 cost_memory_bytes = G_GUINT64_CONSTANT (256) << 20;

void
shc_seal_set_cost_for_tests (guint64 ops,
                             guint64 memory_bytes)
{
  cost_ops = ops;
  cost_memory_bytes = memory_bytes;
}

static GBytes *
derive (const ShcSeal  *seal,
        GBytes         *secret,
        GError        **error)
{
  guint8 *derived = NULL;
  g_autoptr(GBytes) key = shc_secure_bytes_new (SHC_SEAL_KEY_SIZE, &derived);
  gsize size;
  const char *text = g_bytes_get_data (secret, &size);

  if (crypto_pwhash_argon2id (derived, SHC_SEAL_KEY_SIZE, text != NULL ? text : "", size,
                              seal->salt, seal->ops, (size_t) seal->memory_bytes,
                              crypto_pwhash_argon2id_ALG_ARGON2ID13) == 0)
    return g_steal_pointer (&key);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_FAILED,
                       _("There is not enough free memory to check the passphrase: 256 MiB are "
                         "needed for a moment."));
  return NULL;
}

/* Everything that is not secret about the seal, so that none of it can be exchanged. */
static char *
bind_context (const ShcSeal *seal,
              const char    *context)
{
  char salt[2 * SHC_SEAL_SALT_SIZE + 1];

  sodium_bin2hex (salt, sizeof salt, seal->salt, sizeof seal->salt);
  return g_strdup_printf ("shc-seal-1 %s argon2id13 %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %s",
                          context, seal->ops, seal->memory_bytes, salt);
}

gboolean
shc_seal_close (ShcSeal     *seal,
                GBytes      *secret,
                GBytes      *key,
                const char  *context,
                GError     **error)
{
  g_autoptr(GBytes) wrap = NULL;
  g_autofree char *bound = NULL;

  g_return_val_if_fail (seal != NULL && secret != NULL && context != NULL, FALSE);
  g_return_val_if_fail (key != NULL && g_bytes_get_size (key) == SHC_SEAL_KEY_SIZE, FALSE);

  seal->ops = cost_ops;
  seal->memory_bytes = cost_memory_bytes;
  randombytes_buf (seal->salt, sizeof seal->salt);
  randombytes_buf (seal->nonce, sizeof seal->nonce);
  wrap = derive (seal, secret, error);
  if (wrap == NULL)
    return FALSE;
  bound = bind_context (seal, context);
  crypto_aead_xchacha20poly1305_ietf_encrypt (seal->sealed, NULL, g_bytes_get_data (key, NULL),
                                              SHC_SEAL_KEY_SIZE, (const guint8 *) bound,
                                              strlen (bound), NULL, seal->nonce,
                                              g_bytes_get_data (wrap, NULL));
  return TRUE;
}

GBytes *
shc_seal_open (const ShcSeal  *seal,
               GBytes         *secret,
               const char     *context,
               GError        **error)
{
  guint8 *data = NULL;
  g_autoptr(GBytes) key = shc_secure_bytes_new (SHC_SEAL_KEY_SIZE, &data);
  g_autoptr(GBytes) wrap = NULL;
  g_autofree char *bound = NULL;

  g_return_val_if_fail (seal != NULL && secret != NULL && context != NULL, NULL);

  if (seal->memory_bytes > MAX_MEMORY_BYTES || seal->ops > MAX_OPS ||
      seal->memory_bytes < crypto_pwhash_argon2id_MEMLIMIT_MIN ||
      seal->ops < crypto_pwhash_argon2id_OPSLIMIT_MIN)
    {
      g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_CORRUPT,
                           _("The key file of the journal is damaged. Nothing was changed."));
      return NULL;
    }
  wrap = derive (seal, secret, error);
  if (wrap == NULL)
    return NULL;
  bound = bind_context (seal, context);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (data, NULL, NULL, seal->sealed,
                                                  sizeof seal->sealed, (const guint8 *) bound,
                                                  strlen (bound), seal->nonce,
                                                  g_bytes_get_data (wrap, NULL)) == 0)
    return g_steal_pointer (&key);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("This does not open the journal. Please check it and try again."));
  return NULL;
}
