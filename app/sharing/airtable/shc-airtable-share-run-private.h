/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as it goes on, batch by batch. */

#pragma once

#include "shc-airtable-share-private.h"
#include "shc-vault-hold.h"

G_BEGIN_DECLS

/**
 * ShcShareRunning: the data of a call that runs or resumes
 * @run: (nullable): until it is written down, or found
 * @batch: (element-type ShcSharingStep): steps of @run that go together next
 * @single_until: number of the last step of a batch that was refused: until then they go one by one
 * @no_more: whether it is to be ended with what has arrived
 * @next: (nullable): what comes after the person's own row was looked at
 * @results: (element-type ShcAirtableRecord) (nullable): what the service then held, one (nullable) for each of @batch
 */
typedef struct
{
  ShcSharingRun   *run;
  ShcVaultHold    *hold;
  ShcShareReceipt *receipt;
  GPtrArray       *batch;
  int              single_until;
  gboolean         no_more;
  ShcShareStep     next;
  GPtrArray       *results;
} ShcShareRunning;

ShcShareRunning *shc_share_running_get (GTask *task);

/** shc_share_has_own_row: whether the person's own row is known to be there. */
gboolean shc_share_has_own_row (ShcAirtableShare *self);

/** shc_share_begin_run: carries @run out, or, without one, goes on with the run that was cut off. @run: (transfer full) (nullable).
 * @no_more: that one is ended instead, and sends nothing. Takes @task. */
void shc_share_begin_run (GTask *task, ShcSharingRun *run, gboolean no_more);

/** shc_share_close_run: finds out what of @run has arrived, writes it down, and ends it. Takes @task, which is connected. */
void shc_share_close_run (GTask *task);

/** shc_share_note_batch: writes down how the steps of @batch ended, and goes on with @next. Takes @task. */
void shc_share_note_batch (GTask *task, ShcShareStep next);

/** shc_share_end_run: writes down that the run has ended and returns its receipt. Takes @task. */
void shc_share_end_run (GTask *task);

/** shc_share_deletes_own_row: whether the batch at hand is the deletion of the person's own row. */
gboolean shc_share_deletes_own_row (const ShcShareRunning *running);
/** shc_share_look_at_own_row: leaves that deletion, and says why, where rows still belong to it; goes on with @next. Takes @task. */
void shc_share_look_at_own_row (GTask *task, ShcShareStep next);

/** shc_share_send_batch: sends @batch, writes down what became of it, and goes on with @next; fails @task where the run cannot
 * go on now. Takes @task. */
void shc_share_send_batch (GTask *task, ShcShareStep next);

G_END_DECLS
