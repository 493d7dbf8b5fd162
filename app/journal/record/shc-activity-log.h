/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes into the vault what is about to leave this computer, before it does. */

#pragma once

#include "shc-intent.h"
#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_TYPE_ACTIVITY_LOG (shc_activity_log_get_type ())
/**
 * ShcActivityLog:
 *
 * The #ShcIntentSink of a vault. An entry is on disk before shc_intent_sink_begin_finish() has it; with
 * the vault locked none is made (LOCKED, CLOSED), so nothing can be sent. An end that comes when the
 * vault is closed is dropped: the entry then says that the request did not finish.
 */
G_DECLARE_FINAL_TYPE (ShcActivityLog, shc_activity_log, SHC, ACTIVITY_LOG, GObject)

/** shc_activity_log_new: Returns: (transfer full): may be made before @vault is unlocked. */
ShcActivityLog *shc_activity_log_new (ShcVault *vault);

G_END_DECLS
