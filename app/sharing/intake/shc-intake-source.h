/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A person's answers to an intake form: fetched from Typeform, or read from a file that somebody saved. */

#pragma once

#include "shc-intent.h"
#include "shc-sharing-error.h"
#include "shc-typeform-types.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcIntakeFound: what was found that may be the person's; of others nothing is in it
 * @form: its questions; without titles where they could not be asked for
 * @response: (nullable): the one, with its answers; %NULL where more than one was found
 * @candidates: (element-type ShcTypeformResponse): what their e-mail address was found in, the newest first, without answers; none if
 *   it was named by its id
 * @confirmed: whether the person named it; else they have to say that it is theirs
 */
typedef struct
{
  ShcTypeformForm     *form;
  ShcTypeformResponse *response;
  GPtrArray           *candidates;
  gboolean             confirmed;
} ShcIntakeFound;
void shc_intake_found_free (ShcIntakeFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcIntakeFound, shc_intake_found_free)

/** shc_intake_found_count: Returns: how many responses are, or may be, the person's. */
guint           shc_intake_found_count (const ShcIntakeFound *self);

/** shc_intake_found_check: whether it may be taken. Errors: UNCONFIRMED, with what was found and when it was sent off. */
gboolean        shc_intake_found_check (const ShcIntakeFound *self, GError **error);

/**
 * shc_intake_fetch_async:
 * @intent: of service, purpose and action
 * @form: (nullable): an id or address; %NULL for the one that is set
 * @response: (nullable): an id; %NULL for the one that is set for this form, or whichever has the profile's e-mail address
 * @prompt: whether the desktop may ask to unlock the keyring
 *
 * Finish returns: (transfer full): Errors: %SHC_SHARING_ERROR: UNSET, NETWORK_OFF, INCOMPLETE (no e-mail address to look by),
 * NOT_FOUND; NO_SERVICE_KEY; %SHC_SERVICE_ERROR; %G_IO_ERROR_CANCELLED.
 */
void            shc_intake_fetch_async  (ShcVault *vault, const ShcIntent *intent, const char *form, const char *response,
                                         gboolean prompt, GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
ShcIntakeFound *shc_intake_fetch_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/**
 * shc_intake_read:
 * @text: a file's bytes, may hold anything; see shc_typeform_file_read()
 * @response: (nullable): an id
 * @known: (nullable): an id that is used if it is there and none is named
 * @email: (nullable): the profile's
 *
 * A file of one response is taken to be the person's. Returns: (transfer full): Errors: NOT_FOUND, INCOMPLETE,
 * %SHC_TYPEFORM_ERROR_FORMAT.
 */
ShcIntakeFound *shc_intake_read (const char *text, gsize length, const char *response, const char *known,
                                 const char *email, GError **error);

/** shc_intake_test_async: whether the token is one. Finish returns: (transfer full): whose it is; "" if that is not said. */
void            shc_intake_test_async  (ShcVault *vault, const ShcIntent *intent, gboolean prompt,
                                        GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
char           *shc_intake_test_finish (ShcVault *vault, GAsyncResult *result, GError **error);

/** shc_intake_list_places_async: which forms the token's account has. Finish returns: (transfer full) (element-type ShcServicePlace): */
void            shc_intake_list_places_async  (ShcVault *vault, const ShcIntent *intent, gboolean prompt,
                                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray      *shc_intake_list_places_finish (ShcVault *vault, GAsyncResult *result, GError **error);

G_END_DECLS
