/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The switch without which nothing can be sent. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_NETWORK_ROW (shc_network_row_get_type ())
/** ShcNetworkRow: property `busy` (read-only): what the person chose is being written down; nothing may go until it is. It follows
 * what other programs choose. */
G_DECLARE_FINAL_TYPE (ShcNetworkRow, shc_network_row, SHC, NETWORK_ROW, AdwActionRow)

/** shc_network_row_set_journal: once; until then it cannot be moved. */
void     shc_network_row_set_journal (ShcNetworkRow *self, ShcJournal *journal);
gboolean shc_network_row_get_busy    (ShcNetworkRow *self);
/** shc_network_row_get_allowed: Returns: where the switch stands, written down or not yet. */
gboolean shc_network_row_get_allowed (ShcNetworkRow *self);

G_END_DECLS
