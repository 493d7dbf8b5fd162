/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for sharing with Airtable, and how far it has come. */

#define G_LOG_DOMAIN "shc-share-state"

#include "config.h"

#include "shc-share-state.h"

#include "shc-account.h"
#include "shc-remote-links.h"
#include "shc-service-key.h"
#include "shc-settings.h"
#include "shc-transaction.h"
#include "shc-vault-error.h"
#include "shc-vault-hold.h"
#include "shc-work.h"

#define SERVICE "airtable"
#define HOLD "sharing"

void
shc_share_state_free (ShcShareState *self)
{
  if (self == NULL)
    return;
  g_free (self->base);
  g_free (self->users);
  g_free (self->reflections);
  g_free (self->mapping);
  g_free (self->host);
  g_free (self->key_problem);
  g_free (self);
}

void
shc_share_entries_free (ShcShareEntries *self)
{
  if (self == NULL)
    return;
  g_free (self->base);
  g_free (self->users);
  g_free (self->reflections);
  g_free (self->mapping);
  g_clear_pointer (&self->token, g_bytes_unref);
  g_free (self);
}

/* ---- reading */

static void
take_unfinished (ShcShareState       *self,
                 const ShcSharingRun *run)
{
  self->unfinished = TRUE;
  self->unfinished_kind = run->kind;
  self->n_steps = run->steps->len;
  for (guint i = 0; i < run->steps->len; i++)
    self->n_done += ((const ShcSharingStep *) g_ptr_array_index (run->steps, i))->state >= SHC_SHARING_DONE;
}

static gboolean
read_runs (ShcDb          *db,
           ShcShareState  *self,
           GError        **error)
{
  g_autoptr(ShcSharingRun) open = NULL;
  g_autoptr(ShcSharingRun) last = NULL;
  g_autoptr(GPtrArray) links = NULL;

  if (*self->base == '\0')
    return TRUE;
  if (!shc_sharing_runs_get_open (db, SERVICE, self->base, &open, error) ||
      !shc_sharing_runs_get_last (db, SERVICE, self->base, &last, error))
    return FALSE;
  links = shc_remote_links_list (db, SERVICE, self->base, error);
  if (links == NULL)
    return FALSE;
  for (guint i = 0; i < links->len; i++)
    self->shared |= ((const ShcRemoteLink *) g_ptr_array_index (links, i))->remote_id != NULL;
  if (open != NULL)
    take_unfinished (self, open);
  /* Of a run that was cut off it is not known what has arrived. */
  self->shared |= open != NULL;
  self->last_us = last != NULL ? last->ended_us : 0;
  return TRUE;
}

static char *
dup_host (const char *address)
{
  g_autofree char *host = NULL;

  g_uri_split_network (address, G_URI_FLAGS_NONE, NULL, &host, NULL, NULL);
  return host != NULL ? g_steal_pointer (&host) : g_strdup (address);
}

static gpointer
read_job (ShcDb     *db,
          gpointer   data,
          GError   **error)
{
  ShcShareState *self = data;
  g_autoptr(ShcAccount) account = shc_account_load (db, SERVICE, error);

  if (account == NULL)
    return NULL;
  self->base = g_strdup (account->place);
  self->host = dup_host (account->base_url);
  self->network = account->network;
  self->consent = account->consent;
  self->users = shc_settings_get (db, SHC_SETTING_AIRTABLE_USERS_TABLE, error);
  self->reflections = self->users != NULL ? shc_settings_get (db, SHC_SETTING_AIRTABLE_REFLECTIONS_TABLE, error) : NULL;
  self->mapping = self->reflections != NULL ? shc_settings_get (db, SHC_SETTING_AIRTABLE_MAPPING, error) : NULL;
  return GINT_TO_POINTER (self->mapping != NULL && read_runs (db, self, error));
}

/* Without a keyring there is no token; whoever asks with it is told so. */
static void
look_for_key (ShcVault      *vault,
              ShcShareState *self)
{
  g_autoptr(GError) error = NULL;

  if (!shc_service_key_has (vault, SERVICE, &self->has_key, &error))
    self->key_problem = g_strdup (error->message);
}

static gboolean
is_busy (ShcVault *vault)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ShcVaultHold) hold = shc_vault_hold_take (vault, HOLD, &error);

  return hold == NULL && g_error_matches (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_BUSY);
}

static ShcShareState *
read_state (ShcVault  *vault,
            GError   **error)
{
  g_autoptr(ShcShareState) self = g_new0 (ShcShareState, 1);

  if (shc_vault_run (vault, SHC_DB_READER, read_job, self, error) == NULL)
    return NULL;
  look_for_key (vault, self);
  self->busy = self->unfinished && is_busy (vault);
  return g_steal_pointer (&self);
}

/* ---- writing */

static gboolean
write_all (ShcDb                  *db,
           const ShcShareEntries  *entries,
           GError                **error)
{
  return shc_settings_set (db, SHC_SETTING_AIRTABLE_BASE_ID, entries->base, error) &&
         shc_settings_set (db, SHC_SETTING_AIRTABLE_USERS_TABLE, entries->users, error) &&
         shc_settings_set (db, SHC_SETTING_AIRTABLE_REFLECTIONS_TABLE, entries->reflections, error) &&
         shc_settings_set (db, SHC_SETTING_AIRTABLE_MAPPING, entries->mapping, error);
}

static gpointer
write_job (ShcDb     *db,
           gpointer   data,
           GError   **error)
{
  gboolean own;

  return GINT_TO_POINTER (shc_transaction_begin (db, &own, error) &&
                          shc_transaction_end (db, own, write_all (db, data, error), error));
}

/* A token that was typed is not lost because something else cannot be saved. */
static gboolean
save (ShcVault               *vault,
      const ShcShareEntries  *entries,
      GError                **error)
{
  g_autoptr(GError) token_problem = NULL;
  g_autoptr(GError) problem = NULL;

  if (entries->remove_token)
    shc_service_key_clear (vault, SERVICE, &token_problem);
  else if (entries->token != NULL)
    shc_service_key_store (vault, SERVICE, entries->token, &token_problem);
  shc_vault_run (vault, SHC_DB_WRITER, write_job, (gpointer) entries, &problem);
  if (problem == NULL && token_problem != NULL)
    problem = g_steal_pointer (&token_problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* ---- both */

typedef struct
{
  ShcVault        *vault;
  ShcShareEntries *entries;
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_object_unref (loading->vault);
  shc_share_entries_free (loading->entries);
  g_free (loading);
}

static gpointer
load_in_thread (gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const Loading *loading = data;

  if (loading->entries != NULL && !save (loading->vault, loading->entries, error))
    return NULL;
  return read_state (loading->vault, error);
}

void
shc_share_state_load_async (ShcVault            *vault,
                            ShcShareEntries     *entries,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Loading *loading;

  g_return_if_fail (SHC_IS_VAULT (vault));

  loading = g_new0 (Loading, 1);
  loading->vault = g_object_ref (vault);
  loading->entries = entries;
  shc_work_async (NULL, load_in_thread, loading, loading_free, (GDestroyNotify) shc_share_state_free, NULL, callback,
                  user_data);
}

ShcShareState *
shc_share_state_load_finish (GAsyncResult  *result,
                             GError       **error)
{
  return shc_work_finish (result, error);
}
