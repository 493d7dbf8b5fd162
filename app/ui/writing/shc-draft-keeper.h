/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps what is being typed in the vault, within a second, without being in the way. */

#pragma once

#include "shc-journal.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_DRAFT_UNTOUCHED, /* nothing was typed yet */
  SHC_DRAFT_WAITING,   /* what was typed last is not in the vault yet */
  SHC_DRAFT_KEPT,
  SHC_DRAFT_FAILED,    /* it could not be kept; it will be tried again */
} ShcDraftState;

/** ShcDraftCollect: Returns: (transfer full) (nullable): what is to be kept now; %NULL when there is
 * nothing, so that a former draft is dropped. */
typedef ShcDraft *(*ShcDraftCollect) (gpointer user_data);

#define SHC_TYPE_DRAFT_KEEPER (shc_draft_keeper_get_type ())
/** ShcDraftKeeper: signal `state-changed ()`. */
G_DECLARE_FINAL_TYPE (ShcDraftKeeper, shc_draft_keeper, SHC, DRAFT_KEEPER, GObject)

/**
 * shc_draft_keeper_new:
 * @name: %SHC_DRAFT_NEW or the id of the reflection that is edited
 * @stored: whether the vault has a draft of that name already
 * @collect: called on the main thread, never after shc_draft_keeper_stop()
 */
ShcDraftKeeper *shc_draft_keeper_new (ShcJournal *journal, const char *name, gboolean stored,
                                      ShcDraftCollect collect, gpointer user_data);

/** shc_draft_keeper_touch: something was typed. @size: bytes of the whole text: a long one is kept
 * less often (0.6 s for up to 64 KiB, 4 s for 1 MiB). */
void          shc_draft_keeper_touch (ShcDraftKeeper *self, gsize size);
/** shc_draft_keeper_stop: what was typed is kept elsewhere or given up: nothing more is collected. */
void          shc_draft_keeper_stop  (ShcDraftKeeper *self);
/** shc_draft_keeper_pause: nothing more is sent to the vault until shc_draft_keeper_resume(): what was
 * typed is being kept as a reflection, behind which a draft must not come in. */
void          shc_draft_keeper_pause (ShcDraftKeeper *self);
void          shc_draft_keeper_resume (ShcDraftKeeper *self);
/** shc_draft_keeper_retry: after a failure, at once. */
void          shc_draft_keeper_retry (ShcDraftKeeper *self);

ShcDraftState shc_draft_keeper_get_state   (ShcDraftKeeper *self);
/** Returns: (transfer none) (nullable): with %SHC_DRAFT_FAILED. */
const GError *shc_draft_keeper_get_failure (ShcDraftKeeper *self);
/** UTC microseconds of the last success, 0 before it. */
gint64        shc_draft_keeper_get_kept_us (ShcDraftKeeper *self);

/** shc_draft_keeper_flush_async: keeps what is not kept yet, at once. */
void          shc_draft_keeper_flush_async  (ShcDraftKeeper *self, GAsyncReadyCallback callback,
                                             gpointer user_data);
gboolean      shc_draft_keeper_flush_finish (ShcDraftKeeper *self, GAsyncResult *result,
                                             GError **error);

G_END_DECLS
