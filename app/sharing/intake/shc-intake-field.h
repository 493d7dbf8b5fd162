/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an intake form can say about a person: the fields of the profile, and consent. */

#pragma once

#include "shc-profile.h"
#include "shc-typeform-types.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_INTAKE_HEALING_NAME,
  SHC_INTAKE_EMAIL,
  SHC_INTAKE_GOALS,
  SHC_INTAKE_FASTING,
  SHC_INTAKE_JOURNEY_START,
  SHC_INTAKE_ADULT,
  SHC_INTAKE_CONSENT_STORAGE,
  SHC_INTAKE_CONSENT_MAILING,
  SHC_INTAKE_N_FIELDS,
} ShcIntakeField;

/** shc_intake_field_get_name: Returns: (transfer none): "healing_name", "consent_storage": as mappings and programs call it. */
const char *shc_intake_field_get_name (ShcIntakeField field);
/** shc_intake_field_get_title: Returns: (transfer none): as people call it, translated. */
const char *shc_intake_field_get_title (ShcIntakeField field);
/** shc_intake_field_from_name: Returns: whether @name is one. */
gboolean    shc_intake_field_from_name (const char *name, ShcIntakeField *field);
/** shc_intake_field_get_purpose: Returns: (transfer none) (nullable): of consent: "storage" or "mailing". */
const char *shc_intake_field_get_purpose (ShcIntakeField field);

/* Values of fields are texts: a name, "some", "2026-01-07", "yes". */

/** shc_intake_field_dup_value: Returns: (transfer full) (nullable): what @profile holds; %NULL for nothing, and of consent. */
char       *shc_intake_field_dup_value (ShcIntakeField field, const ShcProfile *profile);
/** shc_intake_field_set_value: @value: as shc_intake_answer_read() made it; of no consent. */
void        shc_intake_field_set_value (ShcIntakeField field, ShcProfile *profile, const char *value);
/** shc_intake_field_dup_shown: Returns: (transfer full): @value as people read it. */
char       *shc_intake_field_dup_shown (ShcIntakeField field, const char *value);

/**
 * shc_intake_answer_read:
 * @choices: (array fixed-size=4) (nullable): what the form calls each experience with fasting, %NULL where it is not said
 * @value: (out) (transfer full): untouched if it does not fit
 * @why: (out) (transfer full): a sentence for a person, if it does not fit
 *
 * What @answer says about @field. Returns: whether it fits.
 */
gboolean    shc_intake_answer_read (ShcIntakeField field, const ShcTypeformAnswer *answer,
                                    const char *const *choices, char **value, char **why);

/**
 * shc_intake_answer_find:
 * @key: what a mapping calls the question: its ref, its id or its title
 * @why: (out) (transfer full) (optional): a sentence for a person, if there are several answers of which none can be told to be
 *   the right one; else it is left alone
 *
 * Returns: (transfer none) (nullable): the answer; %NULL if there is none, or no single one.
 */
const ShcTypeformAnswer *shc_intake_answer_find (const ShcTypeformForm *form, const ShcTypeformResponse *response,
                                                 const char *key, char **why);

G_END_DECLS
