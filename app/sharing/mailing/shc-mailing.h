/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mailing list that a person joins, changes and leaves: plan, look, run, receipt. Not a word of a reflection is read
 * for it. */

#pragma once

#include "shc-mailchimp.h"
#include "shc-mailing-plan.h"
#include "shc-sharing-error.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcMailingReceipt: what became of a run
 * @status: (nullable): of the person at the service, as far as it was heard of
 * @done: steps that were carried out; @requests: requests that wrote
 * @left: (element-type ShcSharingStep): those that were refused, not sent after all, or of which it is not known
 *   whether they arrived, each with why
 */
typedef struct
{
  ShcSharingKind  kind;
  char           *status;
  guint           done;
  guint           requests;
  GPtrArray      *left;
} ShcMailingReceipt;
void shc_mailing_receipt_free (ShcMailingReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcMailingReceipt, shc_mailing_receipt_free)

#define SHC_TYPE_MAILING (shc_mailing_get_type ())
/**
 * ShcMailing:
 *
 * Used from the thread that made @vault. One call at a time. Each takes an intent, made by the handler of a person's
 * action: service "mailchimp" and its purpose; endpoint and records are filled in for each request.
 *
 * Signals:
 * - `progress (guint done, guint total)`: steps of the run
 * - `waiting (guint ms)`: the service wants nothing for so long
 *
 * Errors of all: %SHC_SHARING_ERROR, %SHC_SERVICE_ERROR, %SHC_JOURNAL_ERROR, %SHC_VAULT_ERROR, %G_IO_ERROR_CANCELLED.
 * Where a run ends with one, it has not ended: shc_mailing_resume_async() goes on with it.
 */
G_DECLARE_FINAL_TYPE (ShcMailing, shc_mailing, SHC, MAILING, GObject)

/** shc_mailing_new: @prompt: whether the desktop may ask the person to unlock the keyring for the key. */
ShcMailing *shc_mailing_new (ShcVault *vault, gboolean prompt);

/** shc_mailing_set_limits: @limits: (nullable): for tests; kept as it is given. */
void        shc_mailing_set_limits (ShcMailing *self, const ShcMailchimpLimits *limits);

/** shc_mailing_plan_async: changes nothing at the service. @options: (nullable): copied. To join without consent, nothing is
 * asked there: it is compared with what was last known. Leaving needs no consent, and its plan asks nothing. Finish returns:
 * (transfer full): Errors: UNSET, INCOMPLETE without an e-mail address, PREPARE, NOTHING. */
void            shc_mailing_plan_async  (ShcMailing *self, const ShcIntent *intent, ShcMailingWish wish,
                                         const ShcMailingOptions *options, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data);
ShcMailingPlan *shc_mailing_plan_finish (ShcMailing *self, GAsyncResult *result, GError **error);

/** shc_mailing_run_async: does what is ticked in @plan (copied). Each step is written down before it goes, and an event never
 * goes twice by itself. Finish (also of resuming) returns: (transfer full): Errors: UNFINISHED if an earlier run has to go
 * on first; CONSENT. */
void               shc_mailing_run_async    (ShcMailing *self, const ShcIntent *intent, const ShcMailingPlan *plan,
                                             GCancellable *cancellable, GAsyncReadyCallback callback,
                                             gpointer user_data);
/** shc_mailing_resume_async: goes on with the run that was cut off; where consent was taken back meanwhile, it ends with what
 * has gone. Errors: NOTHING. */
void               shc_mailing_resume_async (ShcMailing *self, const ShcIntent *intent, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
ShcMailingReceipt *shc_mailing_run_finish   (ShcMailing *self, GAsyncResult *result, GError **error);

/** shc_mailing_test_key_async: whether the service takes the key; needs no list and no consent. */
void     shc_mailing_test_key_async  (ShcMailing *self, const ShcIntent *intent, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_mailing_test_key_finish (ShcMailing *self, GAsyncResult *result, GError **error);

/** shc_mailing_list_places_async: which lists the key's account has; needs no list and no consent. Finish returns: (transfer full)
 * (element-type ShcServicePlace): */
void       shc_mailing_list_places_async  (ShcMailing *self, const ShcIntent *intent, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_mailing_list_places_finish (ShcMailing *self, GAsyncResult *result, GError **error);

G_END_DECLS
