/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help to read: what happens when it may be dangerous, and what is sent where. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_HELP_DIALOG (shc_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ShcHelpDialog, shc_help_dialog, SHC, HELP_DIALOG, AdwWindow)

/** shc_help_dialog_present: @page: "protocol", "sent" or "practitioner". */
void shc_help_dialog_present (GtkWindow *parent, const char *page);

G_END_DECLS
