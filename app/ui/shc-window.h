/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window of one vault: loading, first run, unlocking, broken, or open with its pages. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"
#include "shc-safety.h"

G_BEGIN_DECLS

#define SHC_TYPE_WINDOW (shc_window_get_type ())
/**
 * ShcWindow:
 *
 * Signal `closed (gboolean locking)`: the pages are flushed, the vault is closed, and the window is
 * about to go, in order to lock (@locking) or for good.
 */
G_DECLARE_FINAL_TYPE (ShcWindow, shc_window, SHC, WINDOW, AdwApplicationWindow)

/** ShcWindowStart: how the vault is opened: WITH_KEYRING: at once; BY_PERSON: only by who sits there, as
 * after locking; UNDER_WAY: it is being unlocked, shc_window_take_unlocked() follows. */
typedef enum
{
  SHC_WINDOW_START_WITH_KEYRING,
  SHC_WINDOW_START_BY_PERSON,
  SHC_WINDOW_START_UNDER_WAY,
} ShcWindowStart;

/** shc_window_new: @journal: its vault may still be closed. @settings: (nullable): where width
 * and height are kept. */
ShcWindow *shc_window_new (GtkApplication *application, ShcJournal *journal, GSettings *settings,
                           ShcWindowStart start);

/** shc_window_take_unlocked: @result: of shc_vault_unlock_async() with the keyring. */
void shc_window_take_unlocked (ShcWindow *self, GAsyncResult *result);

/** shc_window_present_when_ready: presents the window as soon as it has something to show, so that it does
 * not appear empty and then change; a little later if that takes its time. */
void shc_window_present_when_ready (ShcWindow *self);

/** shc_window_close_vault: hides what is written, keeps what is typed, closes the vault and then
 * the window. If something could not be kept it asks first. @locking: said on by `closed`. */
void shc_window_close_vault (ShcWindow *self, gboolean locking);

/** shc_window_let_go: keeps what is typed, then gives the file up until the other program is done. */
void shc_window_let_go (ShcWindow *self);

/** shc_window_attend: @from: any widget inside the window. @text: what somebody wrote and has just left,
 * which is kept already. Looks on this device whether they may need help, and shows who can; at most
 * one card an hour for the same level. Nothing of it is kept. */
void shc_window_attend (GtkWidget *from, const char *text);

/** shc_window_attend_quietly: the same for what is only read again: no more than a link is shown. */
void shc_window_attend_quietly (GtkWidget *from, const char *text);

/** shc_window_attend_finding: the same as shc_window_attend() for what was looked at already. */
void shc_window_attend_finding (GtkWidget *from, ShcSafetyFinding finding);

/** shc_window_ask_to_send: shows who can help, always, and asks whether it is to be sent all the same. Returns: (transfer
 * none): a #ShcSupportDialog: connect to its `answered`. */
GtkWidget *shc_window_ask_to_send (GtkWidget *from, ShcSafetyFinding finding);

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
