/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a server for the companion runs on this computer. Nothing but this computer is asked. */

#pragma once

#include "shc-intent.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/** ShcServerPlace: where a program listens unless told otherwise. @name: as its makers write it; not owned. */
typedef struct
{
  const char *name;
  guint16     port;
} ShcServerPlace;

/** shc_server_search_get_places: @n: (out). Returns: (array length=n): the usual places. */
const ShcServerPlace *shc_server_search_get_places (guint *n);

/**
 * ShcFoundServer:
 * @name: of the program whose usual place it is; another one may be there in its stead
 * @base_url: as the setting has it
 * @models: (array zero-terminated=1): ids, sorted; it may be empty
 */
typedef struct
{
  char  *name;
  char  *base_url;
  char **models;
} ShcFoundServer;
void shc_found_server_free (ShcFoundServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcFoundServer, shc_found_server_free)

/** shc_found_server_dup_words: Returns: (transfer full): how many models it offers, for people. */
char *shc_found_server_dup_words (const ShcFoundServer *self);

/** shc_server_search_create_intent: Returns: (transfer full): to be called by nothing but the handler of a person's
 * action. @action: its name. */
ShcIntent *shc_server_search_create_intent (const char *action);

/**
 * shc_server_search_async:
 * @places: (array length=n_places) (nullable): where is looked; %NULL for the usual places
 *
 * Asks each place once for its models, over plain HTTP at 127.0.0.1, without a key, all of them at a time, for a few
 * seconds at most. Each request is written down before. Whatever is there and is no such server counts as nothing.
 *
 * Finish returns: (transfer full) (element-type ShcFoundServer): in the order of the places. Errors:
 * %SHC_COMPANION_ERROR_NETWORK_OFF, %SHC_VAULT_ERROR, %G_IO_ERROR_CANCELLED.
 */
void       shc_server_search_async  (ShcVault *vault, const ShcIntent *intent, const ShcServerPlace *places,
                                     guint n_places, GCancellable *cancellable, GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *shc_server_search_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/** shc_server_search_get_advice: Returns: what to do where none was found, for people. */
const char *shc_server_search_get_advice (void);

G_END_DECLS
