/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One consent as it stands: state, whom it names, since when, its words, and the button that changes it. */

#pragma once

#include <adwaita.h>

#include "shc-consent-standing.h"

G_BEGIN_DECLS

#define SHC_TYPE_CONSENT_ROW (shc_consent_row_get_type ())
/** ShcConsentRow: signal `pressed ()`: by the person, to change it. */
G_DECLARE_FINAL_TYPE (ShcConsentRow, shc_consent_row, SHC, CONSENT_ROW, AdwPreferencesRow)

GtkWidget *shc_consent_row_new (void);
/** shc_consent_row_set_standing: @adult: whether the person said to be 18 or older, without which nothing about the companion
 * can be agreed to. */
void       shc_consent_row_set_standing (ShcConsentRow *self, const ShcConsentStanding *standing, gboolean adult);

G_END_DECLS
