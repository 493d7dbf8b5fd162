/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recovery code, shown once: to print, save or copy, then typed back in part. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_RECOVERY_VIEW (shc_recovery_view_get_type ())
/**
 * ShcRecoveryView:
 *
 * Signal `confirmed ()`: the words asked for were typed back.
 */
G_DECLARE_FINAL_TYPE (ShcRecoveryView, shc_recovery_view, SHC, RECOVERY_VIEW, AdwBin)

GtkWidget *shc_recovery_view_new      (void);
/** @code: NUL-terminated words in secure memory. */
void       shc_recovery_view_set_code (ShcRecoveryView *self, GBytes *code);

/** shc_recovery_view_go_on: from the code to typing back, from there to `confirmed` if the words are
 * right; else it says which are not. */
void       shc_recovery_view_go_on    (ShcRecoveryView *self);
/** shc_recovery_view_go_back: Returns: %FALSE when the code itself is shown already. */
gboolean   shc_recovery_view_go_back  (ShcRecoveryView *self);

/** shc_recovery_ask_later: asks whether to leave the code unconfirmed; shc_confirm_finish() says. */
void       shc_recovery_ask_later    (GtkWidget *from, GAsyncReadyCallback callback,
                                      gpointer user_data);

G_END_DECLS
