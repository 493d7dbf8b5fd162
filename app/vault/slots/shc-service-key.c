/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's keys for services, in the desktop's keyring. */

#define G_LOG_DOMAIN "shc-service-key"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "shc-keyring-item.h"
#include "shc-secure.h"
#include "shc-service-key.h"
#include "shc-vault-private.h"

/* The vault's id has another name here than in the item of its data key: libsecret's own file, in which a
 * sandbox keeps both, does not look at the schema, and forgetting the one must not remove the other. */
static const ShcKeyringKind service_key = {
  .schema = {
    .name = "org.sacredhealing.Companion.Service",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "journal", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "service", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
    },
  },
  .missing_code = SHC_VAULT_ERROR_NO_SERVICE_KEY,
  .missing = N_("No key for this service is stored on this computer."),
  .locked = N_("This computer’s keyring is locked. Unlock it, and try again."),
  .unavailable = N_("This computer’s keyring cannot be reached. Keys for services are kept nowhere else."),
};

/* The two arrays go together. */
static const char *const services[] = { "openai", "airtable", "mailchimp", "typeform", NULL };
static const char *const titles[] = { "OpenAI", "Airtable", "Mailchimp", "Typeform" };
G_STATIC_ASSERT (G_N_ELEMENTS (services) == G_N_ELEMENTS (titles) + 1);

typedef struct
{
  char     *service;
  gboolean  prompt;
} Lookup;

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  g_free (lookup->service);
  g_free (lookup);
}

const char *const *
shc_service_key_services (void)
{
  return services;
}

const char *
shc_service_key_get_title (const char *service)
{
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    if (g_strcmp0 (services[i], service) == 0)
      return titles[i];

  return NULL;
}

/* Returns: (nullable): a sentence, if @text cannot be a key. */
static const char *
find_fault (const char *text,
            gsize       length)
{
  if (length == 0)
    return _("No key was given, so nothing was stored.");
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return _("A key is one line of letters, digits and signs without spaces, as the service shows it. "
               "Nothing was stored.");
  if (length < SHC_SERVICE_KEY_MIN || length > SHC_SERVICE_KEY_MAX)
    return _("A key has 8 to 512 characters. Nothing was stored.");
  return NULL;
}

GBytes *
shc_service_key_clean (GBytes  *typed,
                       GError **error)
{
  const char *fault;
  const char *text;
  gsize length;

  g_return_val_if_fail (typed != NULL, NULL);

  text = g_bytes_get_data (typed, &length);
  while (length > 0 && g_ascii_isspace (text[0]))
    {
      text++;
      length--;
    }
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  fault = find_fault (text, length);
  if (fault == NULL)
    return shc_secure_bytes_copy (text, length);
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BAD_SERVICE_KEY, fault);
  return NULL;
}

static GHashTable *
create_attributes (ShcVault    *vault,
                   const char  *service,
                   GError     **error)
{
  char *id = shc_vault_dup_id (vault, error);
  GHashTable *attributes;

  if (id == NULL)
    return NULL;
  attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (attributes, (gpointer) "journal", id);
  g_hash_table_insert (attributes, (gpointer) "service", g_strdup (service));
  return attributes;
}

gboolean
shc_service_key_store (ShcVault    *vault,
                       const char  *service,
                       GBytes      *key,
                       GError     **error)
{
  g_autoptr(GHashTable) attributes = NULL;
  g_autoptr(GBytes) clean = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && shc_service_key_get_title (service) != NULL, FALSE);

  clean = shc_service_key_clean (key, error);
  if (clean == NULL)
    return FALSE;
  attributes = create_attributes (vault, service, error);
  if (attributes == NULL)
    return FALSE;
  /* Translators: %s is a service, "OpenAI"; what the desktop calls the key in its list of passwords. */
  label = g_strdup_printf (_("Sacred Healing Companion: your key for %s"),
                           shc_service_key_get_title (service));
  return shc_keyring_item_store (&service_key, attributes, label, clean, error);
}

GBytes *
shc_service_key_lookup (ShcVault    *vault,
                        const char  *service,
                        gboolean     prompt,
                        GError     **error)
{
  g_autoptr(GHashTable) attributes = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && shc_service_key_get_title (service) != NULL, NULL);

  attributes = create_attributes (vault, service, error);
  return attributes != NULL ? shc_keyring_item_lookup (&service_key, attributes, prompt, error) : NULL;
}

static void
lookup_in_thread (GTask *task)
{
  Lookup *lookup = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *key = shc_service_key_lookup (g_task_get_source_object (task), lookup->service,
                                        lookup->prompt, &error);

  if (key != NULL)
    g_task_return_pointer (task, key, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
shc_service_key_lookup_async (ShcVault            *vault,
                              const char          *service,
                              gboolean             prompt,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Lookup *lookup;

  g_return_if_fail (SHC_IS_VAULT (vault) && shc_service_key_get_title (service) != NULL);

  task = g_task_new (vault, cancellable, callback, user_data);
  g_task_set_source_tag (task, shc_service_key_lookup_async);
  lookup = g_new0 (Lookup, 1);
  lookup->service = g_strdup (service);
  lookup->prompt = prompt;
  g_task_set_task_data (task, lookup, lookup_free);
  shc_vault_spawn (g_steal_pointer (&task), lookup_in_thread);
}

GBytes *
shc_service_key_lookup_finish (ShcVault      *vault,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, vault), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, shc_service_key_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
shc_service_key_has (ShcVault    *vault,
                     const char  *service,
                     gboolean    *stored,
                     GError     **error)
{
  g_autoptr(GHashTable) attributes = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && shc_service_key_get_title (service) != NULL, FALSE);
  g_return_val_if_fail (stored != NULL, FALSE);

  attributes = create_attributes (vault, service, error);
  return attributes != NULL && shc_keyring_item_exists (&service_key, attributes, stored, error);
}

gboolean
shc_service_key_clear (ShcVault    *vault,
                       const char  *service,
                       GError     **error)
{
  g_autoptr(GHashTable) attributes = NULL;

  g_return_val_if_fail (SHC_IS_VAULT (vault) && shc_service_key_get_title (service) != NULL, FALSE);

  attributes = create_attributes (vault, service, error);
  return attributes != NULL && shc_keyring_item_clear (&service_key, attributes, error);
}
