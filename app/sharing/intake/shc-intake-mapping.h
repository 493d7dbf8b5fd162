/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which question of a form fills which field: seen, changed and confirmed by the person. */

#pragma once

#include "shc-intake-field.h"

G_BEGIN_DECLS

typedef struct _ShcIntakeMapping ShcIntakeMapping;

ShcIntakeMapping *shc_intake_mapping_new  (void);
ShcIntakeMapping *shc_intake_mapping_copy (const ShcIntakeMapping *self);
void              shc_intake_mapping_free (ShcIntakeMapping *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcIntakeMapping, shc_intake_mapping_free)

/**
 * shc_intake_mapping_parse:
 * @text: lines "FIELD = REF", and "fasting_experience/some = A few times" for what the form calls an experience; of lines
 *   for one field the last counts
 *
 * Returns: (transfer full): Errors: %SHC_SHARING_ERROR_MAPPING, naming the line.
 */
ShcIntakeMapping *shc_intake_mapping_parse (const char *text, GError **error);

/** shc_intake_mapping_print: Returns: (transfer full): what shc_intake_mapping_parse() reads, in the order of fields; "" for an
 * empty one. */
char             *shc_intake_mapping_print (const ShcIntakeMapping *self);

gboolean          shc_intake_mapping_is_empty (const ShcIntakeMapping *self);

/** shc_intake_mapping_get: Returns: (transfer none) (nullable): the question's ref, id or title. */
const char       *shc_intake_mapping_get (const ShcIntakeMapping *self, ShcIntakeField field);
/** shc_intake_mapping_set: @key: (nullable): one line; "" is as good as %NULL. */
void              shc_intake_mapping_set (ShcIntakeMapping *self, ShcIntakeField field, const char *key);

/** shc_intake_mapping_get_choices: Returns: (transfer none) (array fixed-size=4): by #ShcFasting. */
const char *const *shc_intake_mapping_get_choices (const ShcIntakeMapping *self);
void              shc_intake_mapping_set_choice (ShcIntakeMapping *self, ShcFasting fasting, const char *choice);

/** shc_intake_mapping_suggest: Returns: (transfer full): what the questions of @form seem to ask for. Consent and age are suggested
 * only where the form's author called the question by the field's name. */
ShcIntakeMapping *shc_intake_mapping_suggest (const ShcTypeformForm *form);

/** shc_intake_mapping_fits: whether @form has one of the questions that are named. */
gboolean          shc_intake_mapping_fits (const ShcIntakeMapping *self, const ShcTypeformForm *form);

G_END_DECLS
