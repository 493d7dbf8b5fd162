/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's own instructions for the companion. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_INSTRUCTIONS_DIALOG (shc_instructions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcInstructionsDialog, shc_instructions_dialog, SHC, INSTRUCTIONS_DIALOG, AdwWindow)

/** shc_instructions_dialog_new: what is changed is kept when it is closed. */
GtkWidget *shc_instructions_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
