/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typeform, read only: a form's questions, and one person's answers to them. Wire formats end here. */

#pragma once

#include "shc-http.h"
#include "shc-service-place.h"
#include "shc-typeform-types.h"

G_BEGIN_DECLS

/** Most responses in one answer of the service. */
#define SHC_TYPEFORM_PAGE 1000

/** shc_typeform_http_limits: how long is waited for it, and that what failed is tried three times. */
extern const ShcHttpLimits shc_typeform_http_limits;

/** How long after a request the next one goes: the service allows two a second. */
#define SHC_TYPEFORM_GAP_MS 600

#define SHC_TYPE_TYPEFORM (shc_typeform_get_type ())
/**
 * ShcTypeform:
 *
 * One request at a time, paced. Used from the thread that made it, where callbacks run; one call at a time.
 *
 * Every call takes an intent of which service, purpose and action count; the endpoint is filled in for each request.
 * Errors of all: %SHC_SERVICE_ERROR, %G_IO_ERROR_CANCELLED, or what kept a request from being written down. KEY: the token
 * was refused, or has not the right; GONE: no such form, not of this account, or in another data centre; RATE_LIMITED,
 * FAULT, OFFLINE, TIMEOUT: three tries did not do; PROTOCOL: what came is not what Typeform speaks.
 */
G_DECLARE_FINAL_TYPE (ShcTypeform, shc_typeform, SHC, TYPEFORM, GObject)

/**
 * shc_typeform_new:
 * @base_url: such as "https://api.typeform.com", without a slash at its end
 * @token: goes into the header and nowhere else
 * @gap_ms: %SHC_TYPEFORM_GAP_MS unless a test says otherwise
 */
ShcTypeform *shc_typeform_new (ShcHttp *http, const char *base_url, GBytes *token, guint gap_ms);

/** shc_typeform_test_async: whether the token is one. Finish returns: (transfer full): whose it is, in the service's words; "" if it
 * does not say. */
void  shc_typeform_test_async  (ShcTypeform *self, const ShcIntent *intent, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
char *shc_typeform_test_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

/** shc_typeform_list_forms_async: the two hundred that were changed last. Finish returns: (transfer full) (element-type
 * ShcServicePlace): the account's forms. */
void       shc_typeform_list_forms_async  (ShcTypeform *self, const ShcIntent *intent, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_typeform_list_forms_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

/** shc_typeform_get_form_async: @form_id: letters, digits, "_" and "-". Finish returns: (transfer full): */
void             shc_typeform_get_form_async  (ShcTypeform *self, const ShcIntent *intent, const char *form_id,
                                               GCancellable *cancellable, GAsyncReadyCallback callback,
                                               gpointer user_data);
ShcTypeformForm *shc_typeform_get_form_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

/** shc_typeform_get_response_async: one that was sent off. Whatever else comes along is dropped unread. Finish returns:
 * (transfer full) (nullable): %NULL without an error if there is none of this id. */
void                 shc_typeform_get_response_async  (ShcTypeform *self, const ShcIntent *intent, const char *form_id,
                                                       const char *response_id, GCancellable *cancellable,
                                                       GAsyncReadyCallback callback, gpointer user_data);
ShcTypeformResponse *shc_typeform_get_response_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

/**
 * shc_typeform_find_async:
 * @email: never sent: the comparison is made here
 * @fields: (array zero-terminated=1) (nullable): ids of the questions that ask for an e-mail address: nothing but the answers to these
 *   is asked for
 *
 * Goes through all responses that were sent off. Finish returns: (transfer full) (element-type ShcTypeformResponse): those with
 * this e-mail address, without answers, the newest first. Of the others nothing is kept.
 */
void       shc_typeform_find_async  (ShcTypeform *self, const ShcIntent *intent, const char *form_id, const char *email,
                                     const char *const *fields, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_typeform_find_finish (ShcTypeform *self, GAsyncResult *result, GError **error);

G_END_DECLS
