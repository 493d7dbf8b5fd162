/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes here: the questions of the first run, and of Preferences. */

#pragma once

#include <adwaita.h>

#include "shc-consent-standing.h"
#include "shc-fasting-check.h"
#include "shc-profile.h"

G_BEGIN_DECLS

#define SHC_TYPE_INTAKE_FORM (shc_intake_form_get_type ())
/**
 * ShcIntakeForm:
 *
 * Signals: `changed ()` when an answer is changed by the person; `fasting-changed ()` when it is one about what makes
 * fasting unsafe; `activated ()`: Enter in a field.
 */
G_DECLARE_FINAL_TYPE (ShcIntakeForm, shc_intake_form, SHC, INTAKE_FORM, AdwPreferencesPage)

GtkWidget  *shc_intake_form_new (void);

/** shc_intake_form_get_profile: Returns: (transfer full) (nullable): the answers, cleaned; %NULL when
 * one cannot be kept, which is said beside its field. */
ShcProfile *shc_intake_form_get_profile (ShcIntakeForm *self);
void        shc_intake_form_set_profile (ShcIntakeForm *self, const ShcProfile *profile);
/** shc_intake_form_update_profile: takes over from @profile, which was kept meanwhile, what the person
 * has not changed since the last one was set. */
void        shc_intake_form_update_profile (ShcIntakeForm *self, const ShcProfile *profile);
/** What makes fasting unsafe; @check: (out). */
void        shc_intake_form_get_fasting_check (ShcIntakeForm *self, ShcFastingCheck *check);
void        shc_intake_form_set_fasting_check (ShcIntakeForm *self, const ShcFastingCheck *check);
/** shc_intake_form_ask_fasting: shows these questions, which are folded away at first. */
void        shc_intake_form_ask_fasting (ShcIntakeForm *self);
/** Consent to keeping things outside this computer. */
gboolean    shc_intake_form_get_consent (ShcIntakeForm *self);
void        shc_intake_form_set_consent (ShcIntakeForm *self, gboolean consent);
/** shc_intake_form_tell_consent: says what holds of it, until the person moves the switch. */
void        shc_intake_form_tell_consent (ShcIntakeForm *self, const ShcConsentStanding *standing);

G_END_DECLS
