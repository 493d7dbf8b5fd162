/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data key in the desktop's keyring (libsecret). */

#define G_LOG_DOMAIN "shc-keyring"

#include "config.h"

#include <glib/gi18n-lib.h>
/* Only these calls look for an item without unlocking anything, at the price of no more messages
 * than a plain look-up. */
#define SECRET_WITH_UNSTABLE 1
#define SECRET_API_SUBJECT_TO_CHANGE 1
#include <libsecret/secret.h>
#include <sodium.h>
#include <string.h>

#include "shc-keyring.h"
#include "shc-secure.h"

#define KEY_SIZE 32

static const SecretSchema schema = {
  .name = "org.sacredhealing.Companion.Vault",
  .flags = SECRET_SCHEMA_NONE,
  .attributes = {
    { "vault", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "generation", SECRET_SCHEMA_ATTRIBUTE_INTEGER },
    { NULL, 0 },
  },
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

/* Inside a sandbox, or where it is asked for, libsecret keeps a file of its own and never talks to
 * the service; looking for the item at the service would then always fail. */
static gboolean
uses_file_backend (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 ||
         g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL;
}

static void
set_missing (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED,
                       _("This computer's keyring does not hold the key of this journal. Your "
                         "passphrase or recovery code opens it."));
}

static void
set_locked (GError **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED,
                       _("This computer's keyring is locked. Unlock it, or use your passphrase or "
                         "recovery code."));
}

static void
set_unavailable (GError       **error,
                 const GError  *cause)
{
  g_debug ("keyring: %s", cause != NULL ? cause->message : "no service");
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING,
                       _("This computer's keyring cannot be reached. Your passphrase or recovery "
                         "code opens the journal."));
}

static GBytes *
key_from_text (const char  *text,
               gsize        length,
               GError     **error)
{
  guint8 *data = NULL;
  g_autoptr(GBytes) key = shc_secure_bytes_new (KEY_SIZE, &data);
  gsize got = 0;

  if (text != NULL && length == 2 * KEY_SIZE &&
      sodium_hex2bin (data, KEY_SIZE, text, length, NULL, &got, NULL) == 0 && got == KEY_SIZE)
    return g_steal_pointer (&key);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_KEY,
                       _("The key in this computer's keyring does not open this journal. Your "
                         "passphrase or recovery code does."));
  return NULL;
}

static GBytes *
look_up_in_file (GHashTable  *attributes,
                 GError     **error)
{
  g_autoptr(GError) local_error = NULL;
  char *text = secret_password_lookupv_nonpageable_sync (&schema, attributes, NULL, &local_error);
  GBytes *key = NULL;

  if (text != NULL)
    key = key_from_text (text, strlen (text), error);
  else if (local_error != NULL)
    set_unavailable (error, local_error);
  else
    set_missing (error);
  secret_password_free (text);
  return key;
}

/* The path of an unlocked item, or what stands in the way. */
static char *
find_item (SecretService  *service,
           GHashTable     *attributes,
           gboolean        prompt,
           GError        **error)
{
  g_autoptr(GError) local_error = NULL;
  g_auto(GStrv) unlocked = NULL;
  g_auto(GStrv) locked = NULL;
  g_auto(GStrv) opened = NULL;

  if (!secret_service_search_for_dbus_paths_sync (service, &schema, attributes, NULL, &unlocked,
                                                  &locked, &local_error))
    {
      set_unavailable (error, local_error);
      return NULL;
    }
  if (unlocked != NULL && unlocked[0] != NULL)
    return g_strdup (unlocked[0]);
  if (locked == NULL || locked[0] == NULL)
    {
      set_missing (error);
      return NULL;
    }
  if (prompt && secret_service_unlock_dbus_paths_sync (service, (const char **) locked, NULL,
                                                       &opened, &local_error) > 0 &&
      opened != NULL && opened[0] != NULL)
    return g_strdup (opened[0]);
  set_locked (error);
  return NULL;
}

GBytes *
shc_keyring_lookup (const char  *vault_id,
                    guint        generation,
                    gboolean     prompt,
                    GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, generation);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretValue) value = NULL;
  g_autofree char *item = NULL;
  const char *text;
  gsize length;

  if (uses_file_backend ())
    return look_up_in_file (attributes, error);
  service = secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &local_error);
  if (service == NULL)
    {
      set_unavailable (error, local_error);
      return NULL;
    }
  item = find_item (service, attributes, prompt, error);
  if (item == NULL)
    return NULL;
  /* The value stays in libsecret's own locked memory. */
  value = secret_service_get_secret_for_dbus_path_sync (service, item, NULL, &local_error);
  if (value == NULL)
    {
      set_unavailable (error, local_error);
      return NULL;
    }
  text = secret_value_get (value, &length);
  return key_from_text (text, length, error);
}

gboolean
shc_keyring_store (const char  *vault_id,
                   guint        generation,
                   GBytes      *key,
                   GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, generation);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) back = NULL;
  guint8 *text = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (2 * KEY_SIZE + 1, &text);

  sodium_bin2hex ((char *) text, 2 * KEY_SIZE + 1, g_bytes_get_data (key, NULL), KEY_SIZE);
  if (!secret_password_storev_sync (&schema, attributes, SECRET_COLLECTION_DEFAULT,
                                    _("Sacred Healing Companion: key of your journal"),
                                    (const char *) text, NULL, &local_error))
    {
      if (g_error_matches (local_error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
        set_locked (error);
      else
        set_unavailable (error, local_error);
      return FALSE;
    }
  back = shc_keyring_lookup (vault_id, generation, FALSE, error);
  if (back == NULL)
    return FALSE;
  if (shc_secure_bytes_equal (back, key))
    return TRUE;
  set_unavailable (error, NULL);
  return FALSE;
}

gboolean
shc_keyring_clear (const char  *vault_id,
                   GError     **error)
{
  g_autoptr(GHashTable) attributes = create_attributes (vault_id, 0);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) left = NULL;

  secret_password_clearv_sync (&schema, attributes, NULL, &local_error);
  if (local_error != NULL)
    {
      set_unavailable (error, local_error);
      return FALSE;
    }
  /* What is locked is passed over without an error. */
  left = shc_keyring_lookup (vault_id, 0, FALSE, &local_error);
  if (g_error_matches (local_error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_LOCKED))
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    set_unavailable (error, NULL);
  return FALSE;
}
