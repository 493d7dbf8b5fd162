/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set for a service that one shares with or fetches from, and whether it may be called. */

#pragma once

#include "shc-http.h"
#include "shc-sharing-error.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcAccount:
 * @service: "airtable", "mailchimp" or "typeform"
 * @base_url: where it is reached; "" for the one that the key names
 * @place: the base, list or form; "" if none is set
 * @extra_ca_file: "" for none
 * @network: whether anything may use the network
 * @consent: whether the person agreed to sending to @place: always, where nothing of theirs is sent
 */
typedef struct
{
  char     *service;
  char     *base_url;
  char     *place;
  char     *extra_ca_file;
  gboolean  network;
  gboolean  consent;
} ShcAccount;
void shc_account_free (ShcAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcAccount, shc_account_free)

/** shc_account_load: reads what is set now. Returns: (transfer full). Errors: of the journal. */
ShcAccount *shc_account_load (ShcDb *db, const char *service, GError **error);

/** shc_account_check_place: Errors: UNSET. */
gboolean    shc_account_check_place (const ShcAccount *self, GError **error);
/** shc_account_check_network: Errors: NETWORK_OFF. */
gboolean    shc_account_check_network (const ShcAccount *self, GError **error);
/** shc_account_check_consent: Errors: CONSENT. */
gboolean    shc_account_check_consent (const ShcAccount *self, GError **error);

/** shc_account_check_now: what is set is read once more, in the same breath as what is done next is begun. @consent: whether that needs
 * the person's. Errors: NETWORK_OFF; CONSENT; of the journal. */
gboolean    shc_account_check_now (ShcDb *db, const char *service, gboolean consent, GError **error);

/** shc_account_connect: the way out, which exists only where the network is not switched off. @limits: (nullable): for
 * tests. Returns: (transfer full). Errors: NETWORK_OFF; of reading the file of certificates. */
ShcHttp    *shc_account_connect (const ShcAccount *self, ShcVault *vault, const ShcHttpLimits *limits, GError **error);

G_END_DECLS
