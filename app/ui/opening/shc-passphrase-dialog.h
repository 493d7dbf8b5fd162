/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Setting or changing the passphrase of an open vault. */

#pragma once

#include <adwaita.h>

#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_TYPE_PASSPHRASE_DIALOG (shc_passphrase_dialog_get_type ())
/**
 * ShcPassphraseDialog:
 *
 * Signal `changed ()`: the new passphrase opens the vault now.
 */
G_DECLARE_FINAL_TYPE (ShcPassphraseDialog, shc_passphrase_dialog, SHC, PASSPHRASE_DIALOG, AdwWindow)

GtkWidget *shc_passphrase_dialog_new (GtkWindow *parent, ShcVault *vault);

G_END_DECLS
