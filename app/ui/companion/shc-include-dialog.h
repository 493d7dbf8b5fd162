/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which reflections go along with a message. */

#pragma once

#include <adwaita.h>

#include "shc-journal.h"

G_BEGIN_DECLS

#define SHC_TYPE_INCLUDE_DIALOG (shc_include_dialog_get_type ())
/**
 * ShcIncludeDialog:
 *
 * Signal `chosen (const char *id, const char *title)`: once for each that is to go along, when the dialog is done.
 */
G_DECLARE_FINAL_TYPE (ShcIncludeDialog, shc_include_dialog, SHC, INCLUDE_DIALOG, AdwWindow)

/** shc_include_dialog_create_title: Returns: (transfer full): how a reflection is called where it goes along. */
char      *shc_include_dialog_create_title (const ShcReflection *reflection);

GtkWidget *shc_include_dialog_new (GtkWindow *parent, ShcJournal *journal);

G_END_DECLS
