/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person has agreed to: each consent as it stands, and the record that proves it. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_LEDGER_DIALOG (shc_ledger_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcLedgerDialog, shc_ledger_dialog, SHC, LEDGER_DIALOG, AdwWindow)

/** shc_ledger_dialog_new: follows what is recorded while it is shown. */
GtkWidget *shc_ledger_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
