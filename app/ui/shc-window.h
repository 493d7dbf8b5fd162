/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one vault: loading, first run, unlocking, broken, or open with its pages. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_WINDOW (shc_window_get_type ())
/**
 * ShcWindow:
 *
 * Signal `closed (gboolean locking)`: the pages are flushed, the vault is closed, and the window is
 * about to go, in order to lock (@locking) or for good.
 */
G_DECLARE_FINAL_TYPE (ShcWindow, shc_window, SHC, WINDOW, AdwApplicationWindow)

/** shc_window_new: @journal: its vault may still be closed. @settings: (nullable): where width
 * and height are kept. @use_keyring: whether to open the vault with the keyring at once;
 * %FALSE after locking. */
ShcWindow *shc_window_new (GtkApplication *application, ShcJournal *journal, GSettings *settings,
                           gboolean use_keyring);

/** shc_window_close_vault: hides what is written, keeps what is typed, closes the vault and then
 * the window. If something could not be kept it asks first. @locking: said on by `closed`. */
void shc_window_close_vault (ShcWindow *self, gboolean locking);

/** shc_window_let_go: keeps what is typed, then gives the file up until the other program is done. */
void shc_window_let_go (ShcWindow *self);

/** What a toast's button does. */
typedef void (*ShcToastAction) (gpointer user_data);

/**
 * shc_window_toast:
 * @from: any widget inside the window (or one of its dialogs)
 * @text: plain text, no markup
 * @button: (nullable): label of the toast's button, such as "Undo"
 * @action: (nullable): called when the button is pressed; not %NULL with @button
 * @user_data: (nullable): for @action; owned by the toast only if there is a @button
 * @destroy: (nullable): frees @user_data when the toast is gone
 *
 * Says something without asking for anything.
 */
void shc_window_toast (GtkWidget *from, const char *text, const char *button,
                       ShcToastAction action, gpointer user_data, GDestroyNotify destroy);

G_END_DECLS
