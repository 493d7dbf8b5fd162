/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sharing with a base of Airtable: plan, look, run, receipt, undo. */

#pragma once

#include "shc-airtable.h"
#include "shc-base-copy.h"
#include "shc-base-fetched.h"
#include "shc-share-plan.h"
#include "shc-sharing-error.h"
#include "shc-vault.h"

G_BEGIN_DECLS

/**
 * ShcShareReceipt: what became of a run
 * @created: @updated: @deleted: records, by what the plan said
 * @requests: that wrote
 * @failed: (element-type ShcSharingStep): those that the service refused, or that were left, each with why
 */
typedef struct
{
  ShcSharingKind  kind;
  guint           created;
  guint           updated;
  guint           deleted;
  guint           requests;
  GPtrArray      *failed;
} ShcShareReceipt;
void shc_share_receipt_free (ShcShareReceipt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcShareReceipt, shc_share_receipt_free)

#define SHC_TYPE_AIRTABLE_SHARE (shc_airtable_share_get_type ())
/**
 * ShcAirtableShare:
 *
 * Used from the thread that made @vault. One call at a time. Every call that asks the service takes an intent, made by the
 * handler of a person's action: service "airtable", its purpose; endpoint and records are filled in for each request.
 *
 * Signals:
 * - `progress (guint done, guint total)`: records of the run
 * - `waiting (guint ms)`: the service wants nothing for so long
 *
 * Errors of all: %SHC_SHARING_ERROR, %SHC_SERVICE_ERROR, %SHC_JOURNAL_ERROR, %SHC_VAULT_ERROR, %G_IO_ERROR_CANCELLED. Where a
 * run ends with one, it has not ended: shc_airtable_share_resume_async() goes on with it.
 */
G_DECLARE_FINAL_TYPE (ShcAirtableShare, shc_airtable_share, SHC, AIRTABLE_SHARE, GObject)

/** shc_airtable_share_new: @prompt: whether the desktop may ask the person to unlock the keyring for the key. */
ShcAirtableShare *shc_airtable_share_new (ShcVault *vault, gboolean prompt);

/** shc_airtable_share_set_limits: for tests. */
void              shc_airtable_share_set_limits (ShcAirtableShare *self, const ShcAirtableLimits *limits);

/** shc_airtable_share_check: Returns: whether what was planned last may be sent, as far as was known then. Errors: CONSENT, NETWORK_OFF
 * of %SHC_SHARING_ERROR. */
gboolean          shc_airtable_share_check      (ShcAirtableShare *self, GError **error);

/** shc_airtable_share_plan_async: changes nothing at the service. Without consent nothing is asked there: it is compared
 * with what was last known. Finish returns: (transfer full). */
void          shc_airtable_share_plan_async  (ShcAirtableShare *self, const ShcIntent *intent, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data);
ShcSharePlan *shc_airtable_share_plan_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_plan_undo_async: how the last run is taken back. @passes: whether one of which nothing is left is passed, so
 * that it is the one before it; else the plan is empty then. Rows that are not what was written any more are in it, not
 * ticked. Errors: NOTHING. */
void          shc_airtable_share_plan_undo_async  (ShcAirtableShare *self, const ShcIntent *intent, gboolean passes,
                                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                                   gpointer user_data);
ShcSharePlan *shc_airtable_share_plan_undo_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_plan_forget_async: how everything of the person's is deleted there. Needs no consent. */
void          shc_airtable_share_plan_forget_async  (ShcAirtableShare *self, const ShcIntent *intent,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                                     gpointer user_data);
ShcSharePlan *shc_airtable_share_plan_forget_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_run_async: does what is ticked in @plan (copied), of whichever kind. Each batch is written down before it goes.
 * Cancelling ends it after the batch at hand. Finish (also of resuming and ending) returns: (transfer full): Errors: UNFINISHED if
 * an earlier one has to go on first; CONSENT. */
void             shc_airtable_share_run_async    (ShcAirtableShare *self, const ShcIntent *intent, const ShcSharePlan *plan,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
/** shc_airtable_share_resume_async: goes on with the run that was cut off; where consent was taken back meanwhile, it ends with
 * what has gone. Errors: NOTHING. */
void             shc_airtable_share_resume_async (ShcAirtableShare *self, const ShcIntent *intent,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
/** shc_airtable_share_end_async: ends the run that was cut off with what has arrived, so that it can be taken back: nothing more
 * is sent. What was under way is looked for in the base. Needs no consent. Errors: NOTHING; UNFINISHED if what
 * was cut off was itself taking back or deleting. */
void             shc_airtable_share_end_async    (ShcAirtableShare *self, const ShcIntent *intent,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
ShcShareReceipt *shc_airtable_share_run_finish   (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_fetch_async: what was written or changed in the person's own rows comes back: into the journal, row by row, if
 * @take; else it is only looked what would, and without consent, or with the network switched off, nothing is asked. Nothing is
 * changed at the service. What was taken when it is cancelled or cut off stays, and is not taken again. Finish returns:
 * (transfer full): Errors: CONSENT. */
void             shc_airtable_share_fetch_async  (ShcAirtableShare *self, const ShcIntent *intent, gboolean take,
                                                  GCancellable *cancellable, GAsyncReadyCallback callback,
                                                  gpointer user_data);
ShcBaseFetched  *shc_airtable_share_fetch_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_count_bytes: Returns: how many bytes the bodies of the requests have that do what is ticked in @plan. */
gsize            shc_airtable_share_count_bytes (ShcSharePlan *plan);

/** shc_airtable_share_copy_base_async: all tables and rows of the base, of everybody: for whoever keeps it. Nothing of the person's is
 * sent, so it needs no consent. Finish returns: (transfer full): what shc_base_copy_write() takes; @count: (out). */
void    shc_airtable_share_copy_base_async  (ShcAirtableShare *self, const ShcIntent *intent, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
GBytes *shc_airtable_share_copy_base_finish (ShcAirtableShare *self, GAsyncResult *result, ShcBaseCopyCount *count,
                                             GError **error);

/** shc_airtable_share_test_key_async: whether the service takes the key; needs no base and no consent. */
void     shc_airtable_share_test_key_async  (ShcAirtableShare *self, const ShcIntent *intent, GCancellable *cancellable,
                                             GAsyncReadyCallback callback, gpointer user_data);
gboolean shc_airtable_share_test_key_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/** shc_airtable_share_list_places_async: which bases the token may open; needs no base and no consent. Finish returns: (transfer full)
 * (element-type ShcServicePlace): */
void       shc_airtable_share_list_places_async  (ShcAirtableShare *self, const ShcIntent *intent, GCancellable *cancellable,
                                                  GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *shc_airtable_share_list_places_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

/**
 * ShcShareChoice: what the person has that a column cannot hold, since it is none of its choices
 * @key: what the mapping calls it: "fasting.Some"
 * @column: what the base calls the column
 * @ours: "Some"
 * @theirs: (array zero-terminated=1): the base's own choices
 */
typedef struct
{
  char  *key;
  char  *column;
  char  *ours;
  char **theirs;
} ShcShareChoice;
void shc_share_choice_free (ShcShareChoice *self);

/** ShcSharePrepared: @tables: (element-type utf8): those that are there now, ours by name; @missing: (element-type utf8): what is
 * not there, or is not what it should be; @choices: (element-type ShcShareChoice): they are never made, but can be given another
 * name; @made: how much of what was missing was made. */
typedef struct
{
  GPtrArray *tables;
  GPtrArray *missing;
  GPtrArray *choices;
  guint      made;
} ShcSharePrepared;
void shc_share_prepared_free (ShcSharePrepared *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSharePrepared, shc_share_prepared_free)

/** shc_airtable_share_prepare_async: @make: makes what is missing, where the token may. Looking needs no consent; making anything does,
 * before each table and column. Finish returns: (transfer full): Errors: CONSENT, naming what is missing. */
void              shc_airtable_share_prepare_async  (ShcAirtableShare *self, const ShcIntent *intent, gboolean make,
                                                     GCancellable *cancellable, GAsyncReadyCallback callback,
                                                     gpointer user_data);
ShcSharePrepared *shc_airtable_share_prepare_finish (ShcAirtableShare *self, GAsyncResult *result, GError **error);

G_END_DECLS
