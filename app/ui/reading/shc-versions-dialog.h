/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Earlier texts of one reflection: read them, bring one back. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_VERSIONS_DIALOG (shc_versions_dialog_get_type ())
/** ShcVersionsDialog: signal `restored ()`: one was brought back; the window closes by itself. */
G_DECLARE_FINAL_TYPE (ShcVersionsDialog, shc_versions_dialog, SHC, VERSIONS_DIALOG, AdwWindow)

ShcVersionsDialog *shc_versions_dialog_new (GtkWindow *parent, ShcJournal *journal, const char *id);

G_END_DECLS
