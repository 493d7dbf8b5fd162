/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A locked vault: the ways in that make sense, and why one is asked. */

#pragma once

#include <adwaita.h>

#include "shc-vault.h"

G_BEGIN_DECLS

#define SHC_TYPE_UNLOCK_PAGE (shc_unlock_page_get_type ())
/**
 * ShcUnlockPage:
 *
 * Signals: `unlocked ()`; `failed (GError *)` for what no key can help with.
 */
G_DECLARE_FINAL_TYPE (ShcUnlockPage, shc_unlock_page, SHC, UNLOCK_PAGE, AdwBin)

/** shc_unlock_page_new: @slots: the ways in. @why: (nullable): why the keyring did not open it. */
GtkWidget *shc_unlock_page_new (ShcVault *vault, ShcSlots slots, const GError *why);

G_END_DECLS
