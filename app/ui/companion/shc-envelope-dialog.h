/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The open envelope: all that is about to be sent, to be read before it goes. */

#pragma once

#include <adwaita.h>

#include "shc-talk.h"

G_BEGIN_DECLS

#define SHC_TYPE_ENVELOPE_DIALOG (shc_envelope_dialog_get_type ())
/**
 * ShcEnvelopeDialog:
 *
 * Signal `answered (gboolean send, gboolean quiet)`: once; @quiet: not to be asked again in this conversation. Closing
 * it is a "no".
 */
G_DECLARE_FINAL_TYPE (ShcEnvelopeDialog, shc_envelope_dialog, SHC, ENVELOPE_DIALOG, AdwWindow)

/** shc_envelope_dialog_new: @talk: with something prepared; it is read here and now. */
GtkWidget *shc_envelope_dialog_new (GtkWindow *parent, ShcTalk *talk);

G_END_DECLS
