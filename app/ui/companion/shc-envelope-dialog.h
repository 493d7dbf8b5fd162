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
 * Signals: `answered (gboolean send, gboolean quiet)`: once; @quiet: not to be asked again in this conversation. Closing
 * it is a "no". `chosen (GStrv ids)`: which of the reflections that were offered are ticked now; nothing can be sent until
 * shc_envelope_dialog_update() shows what is prepared with them.
 */
G_DECLARE_FINAL_TYPE (ShcEnvelopeDialog, shc_envelope_dialog, SHC, ENVELOPE_DIALOG, AdwWindow)

/** shc_envelope_dialog_new: @talk: with something prepared; it is read here and now. */
GtkWidget *shc_envelope_dialog_new (GtkWindow *parent, ShcTalk *talk);

/** shc_envelope_dialog_offer: @id: a reflection that the message takes along, with a tick; @title: what it is called here. */
void shc_envelope_dialog_offer (ShcEnvelopeDialog *self, const char *id, const char *title);

/** shc_envelope_dialog_update: shows what is prepared now. */
void shc_envelope_dialog_update (ShcEnvelopeDialog *self, ShcTalk *talk);

/** shc_envelope_dialog_dismiss: closes it without an answer. */
void shc_envelope_dialog_dismiss (ShcEnvelopeDialog *self);

G_END_DECLS
