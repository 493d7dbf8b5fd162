/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of the consent ledger in a list. */

#pragma once

#include <adwaita.h>

#include "shc-consent.h"

G_BEGIN_DECLS

#define SHC_TYPE_LEDGER_ROW (shc_ledger_row_get_type ())
G_DECLARE_FINAL_TYPE (ShcLedgerRow, shc_ledger_row, SHC, LEDGER_ROW, AdwBin)

GtkWidget *shc_ledger_row_new (void);
void       shc_ledger_row_set_entry (ShcLedgerRow *self, const ShcConsent *entry);

/** shc_ledger_row_format_time: Returns: (transfer full): day and time of @at_us, UTC microseconds, where this computer is. */
char      *shc_ledger_row_format_time (gint64 at_us);

G_END_DECLS
