/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of ShcMailing writes down, by the vault's writer. */

#pragma once

#include "shc-mailing-private.h"

G_BEGIN_DECLS

/** ShcMailingStepFunc: called on the vault's main thread with the task (transfer full). @may: whether the step may go. */
typedef void (*ShcMailingStepFunc) (GTask *task, gboolean may);

/** shc_mailing_begin: writes the run of @task down. */
void shc_mailing_begin (GTask *task, ShcMailingNext next);
/** shc_mailing_note_sent: writes down that the step at hand is about to go, if it still may; else it is marked as left. */
void shc_mailing_note_sent (GTask *task, ShcMailingStepFunc next);
/** shc_mailing_note: writes down how the step at hand stands now. */
void shc_mailing_note (GTask *task, ShcMailingNext next);
/** shc_mailing_end: the run has ended. */
void shc_mailing_end (GTask *task, ShcMailingNext next);

/** Returns: (transfer none): the step at hand. */
ShcSharingStep *shc_mailing_get_step (const ShcMailingCall *call);
void            shc_mailing_set_why (ShcSharingStep *step, ShcSharingState state, const char *why);

G_END_DECLS
