/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking up, storing and removing one item of the desktop's keyring. */

#define G_LOG_DOMAIN "shc-keyring-item"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-keyring-item.h"
#include "shc-secure.h"

/* Inside a sandbox, or where it is asked for, libsecret keeps a file of its own and never talks to
 * the service; looking for the item at the service would then always fail. */
static gboolean
uses_file_backend (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 ||
         g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL;
}

static void
set_missing (const ShcKeyringKind  *kind,
             GError               **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, (int) kind->missing_code, _(kind->missing));
}

static void
set_locked (const ShcKeyringKind  *kind,
            GError               **error)
{
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING_LOCKED, _(kind->locked));
}

static void
set_unavailable (const ShcKeyringKind  *kind,
                 const GError          *cause,
                 GError               **error)
{
  g_debug ("keyring: %s", cause != NULL ? cause->message : "no service");
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_KEYRING, _(kind->unavailable));
}

static GBytes *
look_up_in_file (const ShcKeyringKind  *kind,
                 GHashTable            *attributes,
                 GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  char *text = secret_password_lookupv_nonpageable_sync (&kind->schema, attributes, NULL, &local_error);
  GBytes *value = NULL;

  if (text != NULL)
    value = shc_secure_bytes_copy (text, strlen (text));
  else if (local_error != NULL)
    set_unavailable (kind, local_error, error);
  else
    set_missing (kind, error);
  secret_password_free (text);
  return value;
}

static SecretService *
connect_service (const ShcKeyringKind  *kind,
                 GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  SecretService *service = secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &local_error);

  if (service == NULL)
    set_unavailable (kind, local_error, error);
  return service;
}

/* @unlocked: @locked: (out) (transfer full): paths of the items; empty lists for none. */
static gboolean
search (const ShcKeyringKind   *kind,
        SecretService          *service,
        GHashTable             *attributes,
        GStrv                  *unlocked,
        GStrv                  *locked,
        GError                **error)
{
  g_autoptr(GError) local_error = NULL;

  if (secret_service_search_for_dbus_paths_sync (service, &kind->schema, attributes, NULL, unlocked, locked,
                                                 &local_error))
    return TRUE;
  set_unavailable (kind, local_error, error);
  return FALSE;
}

static const char *
first_of (GStrv paths)
{
  return paths != NULL ? paths[0] : NULL;
}

/* The path of an unlocked item, or what stands in the way. */
static char *
find_item (const ShcKeyringKind  *kind,
           SecretService         *service,
           GHashTable            *attributes,
           gboolean               prompt,
           GError               **error)
{
  g_auto(GStrv) unlocked = NULL;
  g_auto(GStrv) locked = NULL;
  g_auto(GStrv) opened = NULL;

  if (!search (kind, service, attributes, &unlocked, &locked, error))
    return NULL;
  if (first_of (unlocked) != NULL)
    return g_strdup (unlocked[0]);
  if (first_of (locked) == NULL)
    {
      set_missing (kind, error);
      return NULL;
    }
  if (prompt && secret_service_unlock_dbus_paths_sync (service, (const char **) locked, NULL, &opened,
                                                       NULL) > 0 &&
      first_of (opened) != NULL)
    return g_strdup (opened[0]);
  set_locked (kind, error);
  return NULL;
}

GBytes *
shc_keyring_item_lookup (const ShcKeyringKind  *kind,
                         GHashTable            *attributes,
                         gboolean               prompt,
                         GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(SecretService) service = NULL;
  g_autoptr(SecretValue) value = NULL;
  g_autofree char *item = NULL;
  const char *text;
  gsize length;

  if (uses_file_backend ())
    return look_up_in_file (kind, attributes, error);
  service = connect_service (kind, error);
  if (service == NULL)
    return NULL;
  item = find_item (kind, service, attributes, prompt, error);
  if (item == NULL)
    return NULL;
  /* The value stays in libsecret's own locked memory. */
  value = secret_service_get_secret_for_dbus_path_sync (service, item, NULL, &local_error);
  if (value == NULL)
    {
      set_unavailable (kind, local_error, error);
      return NULL;
    }
  text = secret_value_get (value, &length);
  return shc_secure_bytes_copy (text, length);
}

static gboolean
exists_in_file (const ShcKeyringKind  *kind,
                GHashTable            *attributes,
                gboolean              *exists,
                GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) value = look_up_in_file (kind, attributes, &local_error);

  if (value != NULL || g_error_matches (local_error, SHC_VAULT_ERROR, (int) kind->missing_code))
    {
      *exists = value != NULL;
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
shc_keyring_item_exists (const ShcKeyringKind  *kind,
                         GHashTable            *attributes,
                         gboolean              *exists,
                         GError               **error)
{
  g_autoptr(SecretService) service = NULL;
  g_auto(GStrv) unlocked = NULL;
  g_auto(GStrv) locked = NULL;

  if (uses_file_backend ())
    return exists_in_file (kind, attributes, exists, error);
  service = connect_service (kind, error);
  if (service == NULL || !search (kind, service, attributes, &unlocked, &locked, error))
    return FALSE;
  *exists = first_of (unlocked) != NULL || first_of (locked) != NULL;
  return TRUE;
}

static gboolean
store (const ShcKeyringKind  *kind,
       GHashTable            *attributes,
       const char            *label,
       GBytes                *value,
       GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  gsize size;
  gconstpointer data = g_bytes_get_data (value, &size);
  guint8 *text = NULL;
  g_autoptr(GBytes) memory G_GNUC_UNUSED = shc_secure_bytes_new (size + 1, &text);

  memcpy (text, data, size);
  if (secret_password_storev_sync (&kind->schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                                   (const char *) text, NULL, &local_error))
    return TRUE;
  if (g_error_matches (local_error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    set_locked (kind, error);
  else
    set_unavailable (kind, local_error, error);
  return FALSE;
}

gboolean
shc_keyring_item_store (const ShcKeyringKind  *kind,
                        GHashTable            *attributes,
                        const char            *label,
                        GBytes                *value,
                        GError               **error)
{
  g_autoptr(GBytes) back = NULL;

  if (!store (kind, attributes, label, value, error))
    return FALSE;
  back = shc_keyring_item_lookup (kind, attributes, FALSE, error);
  if (back == NULL)
    return FALSE;
  if (shc_secure_bytes_equal (back, value))
    return TRUE;
  set_unavailable (kind, NULL, error);
  return FALSE;
}

gboolean
shc_keyring_item_clear (const ShcKeyringKind  *kind,
                        GHashTable            *attributes,
                        GError               **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(GBytes) left = NULL;

  secret_password_clearv_sync (&kind->schema, attributes, NULL, &local_error);
  if (local_error != NULL)
    {
      set_unavailable (kind, local_error, error);
      return FALSE;
    }
  /* What is locked is passed over without an error. */
  left = shc_keyring_item_lookup (kind, attributes, FALSE, &local_error);
  if (g_error_matches (local_error, SHC_VAULT_ERROR, (int) kind->missing_code))
    return TRUE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    set_unavailable (kind, NULL, error);
  return FALSE;
}
