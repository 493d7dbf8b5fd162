/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What left this computer. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_ACTIVITY_DIALOG (shc_activity_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcActivityDialog, shc_activity_dialog, SHC, ACTIVITY_DIALOG, AdwWindow)

/** SHC_ACTIVITY_DIALOG_LIMIT: so many are shown, the newest, and as many more each time that the end is
 * scrolled to. */
#define SHC_ACTIVITY_DIALOG_LIMIT 500

/** shc_activity_dialog_new: follows what is added while it is shown. */
GtkWidget *shc_activity_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
