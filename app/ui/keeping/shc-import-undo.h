/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying what an import took, with a button to take it back. */

#pragma once

#include <gtk/gtk.h>

#include "shc-transfer.h"

G_BEGIN_DECLS

/** shc_import_offer_undo: a toast in @from's window. */
void shc_import_offer_undo (GtkWidget *from, ShcVault *vault, const ShcImportResult *result);

G_END_DECLS
