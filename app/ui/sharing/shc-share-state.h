/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for sharing with Airtable, and how far it has come: all from this computer. */

#pragma once

#include "shc-sharing-runs.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcShareState:
 * @consent: whether the person agreed to sending to @base
 * @has_key: whether a token is stored; @key_problem: (nullable): why that is not known
 * @shared: whether anything was ever shared with @base from here
 * @unfinished: whether a run was cut off; of which kind, and how many of how many rows of it are done
 * @busy: whether another program is at it now
 * @last_us: when the last run ended that can be taken back; 0 if there is none
 */
typedef struct
{
  char           *base;
  char           *users;
  char           *reflections;
  char           *mapping;
  char           *host;
  gboolean        network;
  gboolean        consent;
  gboolean        has_key;
  char           *key_problem;
  gboolean        shared;
  gboolean        unfinished;
  ShcSharingKind  unfinished_kind;
  guint           n_done;
  guint           n_steps;
  gboolean        busy;
  gint64          last_us;
} ShcShareState;
void shc_share_state_free (ShcShareState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcShareState, shc_share_state_free)

/** ShcShareEntries: what was typed. @token: (nullable): in secure memory; %NULL to leave the stored one alone. @remove_token: take it
 * away. */
typedef struct
{
  char     *base;
  char     *users;
  char     *reflections;
  char     *mapping;
  GBytes   *token;
  gboolean  remove_token;
} ShcShareEntries;
void shc_share_entries_free (ShcShareEntries *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcShareEntries, shc_share_entries_free)

/** shc_share_state_load_async: @entries: (transfer full) (nullable): saved before it is read. What can be saved is, also where the rest
 * cannot. Finish returns: (transfer full): Errors: of the vault, the journal, the keyring. */
void           shc_share_state_load_async  (ShcVault *vault, ShcShareEntries *entries, GAsyncReadyCallback callback,
                                            gpointer user_data);
ShcShareState *shc_share_state_load_finish (GAsyncResult *result, GError **error);

G_END_DECLS
