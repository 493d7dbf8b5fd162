/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person's answers would change here: looked at first, then taken. */

#pragma once

#include "shc-db.h"
#include "shc-intake-mapping.h"

G_BEGIN_DECLS

typedef enum
{
  SHC_INTAKE_CHANGE,     /* can be taken */
  SHC_INTAKE_SAME,       /* is so already */
  SHC_INTAKE_KEPT,       /* was said otherwise here since: is taken only if the person says so, see @why */
  SHC_INTAKE_UNFIT,      /* cannot be taken, see @why */
  SHC_INTAKE_UNANSWERED, /* see @why */
} ShcIntakeState;

/**
 * ShcIntakeChange:
 * @question: as it was asked, or what a mapping calls it
 * @before: @after: (nullable): values, see shc_intake_field_dup_shown()
 * @why: (nullable): a sentence
 * @recipient: (nullable): of consent: whom it would name
 */
typedef struct
{
  ShcIntakeField  field;
  ShcIntakeState  state;
  char           *question;
  char           *before;
  char           *after;
  char           *why;
  char           *recipient;
} ShcIntakeChange;

/**
 * ShcIntakePlan:
 * @form_id: "" where the file does not say
 * @mapping: what it was made by
 * @changes: (element-type ShcIntakeChange): of each field that the mapping names, in the order of fields
 * @unused: (element-type utf8): questions that were answered and that the mapping does not name
 */
typedef struct
{
  char             *form_id;
  char             *response_id;
  gint64            submitted_us;
  ShcIntakeMapping *mapping;
  GPtrArray        *changes;
  GPtrArray        *unused;
} ShcIntakePlan;
/** shc_intake_plan_ref: it does not change once it is made, so threads may share it. Returns: (transfer full): */
ShcIntakePlan *shc_intake_plan_ref (ShcIntakePlan *self);
void shc_intake_plan_free (ShcIntakePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcIntakePlan, shc_intake_plan_free)

/** shc_intake_plan_new: changes nothing. Returns: (transfer full): Errors: of the journal. */
ShcIntakePlan         *shc_intake_plan_new (ShcDb *db, const ShcTypeformForm *form, const ShcTypeformResponse *response,
                                            const ShcIntakeMapping *mapping, GError **error);

/** shc_intake_plan_get: Returns: (transfer none) (nullable): what it says of @field. */
const ShcIntakeChange *shc_intake_plan_get (const ShcIntakePlan *self, ShcIntakeField field);

/** SHC_INTAKE_BIT: @field in a set of fields. */
#define SHC_INTAKE_BIT(field) (1u << (field))

/** shc_intake_plan_get_changes: Returns: the set of fields that are %SHC_INTAKE_CHANGE. */
guint                  shc_intake_plan_get_changes (const ShcIntakePlan *self);

/**
 * shc_intake_take:
 * @fields: a set of fields, each %SHC_INTAKE_CHANGE or %SHC_INTAKE_KEPT in @plan; others are left alone
 *
 * Puts the answers into the profile, and consent into the ledger with the words of shc_consent_get_wording(), which the person was
 * shown; remembers the mapping, whose response it is, and what was taken, so that a later change by hand is known as one. All of
 * it or nothing.
 *
 * Errors: %SHC_SHARING_ERROR_CHANGED if what is to be replaced is not what @plan showed; of the journal.
 */
gboolean               shc_intake_take (ShcDb *db, const ShcIntakePlan *plan, guint fields, gint64 now_us, GError **error);

G_END_DECLS
