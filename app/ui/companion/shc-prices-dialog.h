/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What models cost, as the person noted it, each with the day of the price. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_PRICES_DIALOG (shc_prices_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcPricesDialog, shc_prices_dialog, SHC, PRICES_DIALOG, AdwWindow)

/** shc_prices_dialog_new: each change is kept at once. */
GtkWidget *shc_prices_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
