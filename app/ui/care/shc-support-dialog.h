/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who can help: what the card says, the numbers of a country, and somebody one trusts. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"
#include "shc-safety.h"

G_BEGIN_DECLS

#define SHC_TYPE_SUPPORT_DIALOG (shc_support_dialog_get_type ())
/** ShcSupportDialog: Signal `answered (gboolean send)`: once, after shc_support_dialog_ask(); closing it is a "no". */
G_DECLARE_FINAL_TYPE (ShcSupportDialog, shc_support_dialog, SHC, SUPPORT_DIALOG, AdwWindow)

/**
 * shc_support_dialog_new:
 * @parent: the window it belongs to
 * @journal: (nullable): an open one, for the country that was chosen and the person who is trusted;
 *   without it the desktop's country, and nothing of a person's
 * @finding: what it is shown for; level NONE when somebody asked for it
 *
 * Nothing of why it is shown is kept.
 */
GtkWidget *shc_support_dialog_new (GtkWindow *parent, ShcJournal *journal, ShcSafetyFinding finding);

/** shc_support_dialog_ask: also asks whether what somebody has just written is to be sent all the same. */
void       shc_support_dialog_ask (ShcSupportDialog *self);

G_END_DECLS
