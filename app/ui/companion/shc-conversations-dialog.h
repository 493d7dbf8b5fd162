/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conversations that are kept: to read again, go on with, or delete. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_CONVERSATIONS_DIALOG (shc_conversations_dialog_get_type ())
/**
 * ShcConversationsDialog:
 *
 * Signals: `chosen (const char *id)`: it is to be opened; `deleted (const char *id)`; `answered ()`: it was
 * said of one whether it is to be kept as a reflection.
 */
G_DECLARE_FINAL_TYPE (ShcConversationsDialog, shc_conversations_dialog, SHC, CONVERSATIONS_DIALOG, AdwWindow)

GtkWidget *shc_conversations_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
