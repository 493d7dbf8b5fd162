/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A safety plan: six steps, written beforehand in the person's own words, for when it gets hard. It is
 * never sent and never shown to a model.
 *
 * The steps are those of the Safety Planning Intervention (B. Stanley, G. K. Brown: Safety Planning
 * Intervention: A Brief Intervention to Mitigate Suicide Risk, Cognitive and Behavioral Practice 19,
 * 2012, pages 256–264). The words are our own. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

#define SHC_SAFETY_PLAN_STEPS 6

/** ShcSafetyPlan: @texts: of steps 1 to 6, each (nullable); @updated_us: when one was last changed, UTC
 * microseconds; 0 if there is no plan yet. */
typedef struct
{
  char   *texts[SHC_SAFETY_PLAN_STEPS];
  gint64  updated_us;
} ShcSafetyPlan;
ShcSafetyPlan *shc_safety_plan_new  (void);
ShcSafetyPlan *shc_safety_plan_copy (const ShcSafetyPlan *self);
void           shc_safety_plan_free (ShcSafetyPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcSafetyPlan, shc_safety_plan_free)

/** shc_safety_plan_get_title: @step: 1 to 6. Returns: (transfer none): what it is about, translated. */
const char *shc_safety_plan_get_title (guint step);
/** shc_safety_plan_get_hint: Returns: (transfer none): a sentence that helps to write it, translated. */
const char *shc_safety_plan_get_hint (guint step);

/** shc_safety_plan_format: Returns: (transfer full): the plan as text to print or read: each step that has
 * words, under its title. */
char *shc_safety_plan_format (const ShcSafetyPlan *self);

/** shc_safety_plan_load: Returns: (transfer full): an empty one if there is none; %NULL with an error. */
ShcSafetyPlan *shc_safety_plan_load (ShcDb *db, GError **error);

/** shc_safety_plan_save: keeps the steps of @plan that differ from what is kept, in one transaction; a
 * step without text is taken out. Errors: those of shc_text_check() for a text that cannot be kept. */
gboolean shc_safety_plan_save (ShcDb *db, const ShcSafetyPlan *plan, gint64 now_us, GError **error);

G_END_DECLS
