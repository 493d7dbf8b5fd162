/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data key in the desktop's keyring (libsecret). */

#define G_LOG_DOMAIN "shc-keyring"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "shc-keyring-item.h"
#include "shc-keyring.h"
#include "shc-secure.h"

#define KEY_SIZE 32

static const ShcKeyringKind data_key = {
  .schema = {
    .name = "org.sacredhealing.Companion.Vault",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "vault", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "generation", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
      { NULL, 0 },
    },
  },
  .missing_code = SHC_VAULT_ERROR_LOCKED,
  .missing = N_("This computer's keyring does not hold the key of this journal. Your passphrase or "
                "recovery code opens it."),
  .locked = N_("This computer's keyring is locked. Unlock it, or use your passphrase or recovery code."),
  .unavailable = N_("This computer's keyring cannot be reached. Your passphrase or recovery code opens "
                    "the journal."),
};

static GHashTable *
create_attributes (const char *vault_id,
                   guint       generation)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "vault", g_strdup (vault_id));
  if (generation > 0)
    g_hash_table_insert (attributes, (gpointer) "generation",
                         g_strdup_printf ("%u", generation));
  return attributes;
}

static GBytes *
key_from_text (GBytes  *text,
               GError **error)
{
  guint8 *data = NULL;
  g_autoptr(GBytes) key = shc_secure_bytes_new (KEY_SIZE, &data);
  gsize length;
  const char *hex = g_bytes_get_data (text, &length);
  gsize got = 0;

  if (length == 2 * KEY_SIZE &&
      sodium_hex2bin (data, KEY_SIZE, hex, length, NULL, &got, NULL) == 0 && got == KEY_SIZE)
    return g_steal_pointer (&key);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("The key in this computer's keyring does not open this journal. Your "
                         "passphrase or recovery code does."));
  return NULL;
}

/* The zero byte that libsodium puts behind it is none of the text. */
static GBytes *
key_to_text (GBytes *key)
{
  guint8 *hex = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (2 * KEY_SIZE + 1, &hex);

  sodium_bin2hex ((char *) hex, 2 * KEY_SIZE + 1, g_bytes_get_data (key, NULL), KEY_SIZE);
  return shc_secure_bytes_copy (hex, 2 * KEY_SIZE);
}

GBytes *
shc_keyring_lookup (const char  *vault_id,
                    guint        generation,
                    gboolean     prompt,
                    GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, generation);
  g_autoptr(GBytes) text = shc_keyring_item_lookup (&data_key, attributes, prompt, error);

  return text != NULL ? key_from_text (text, error) : NULL;
}

gboolean
shc_keyring_store (const char  *vault_id,
                   guint        generation,
                   GBytes      *key,
                   GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, generation);
  g_autoptr(GBytes) text = key_to_text (key);

  return shc_keyring_item_store (&data_key, attributes, _("Sacred Healing Companion: key of your journal"),
                                 text, error);
}

gboolean
shc_keyring_clear (const char  *vault_id,
                   GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, 0);

  return shc_keyring_item_clear (&data_key, attributes, error);
}
