/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The private questions about what makes fasting unsafe, and what follows from the answers. */

#pragma once

#include <adwaita.h>

#include "shc-fasting-check.h"

G_BEGIN_DECLS

#define SHC_TYPE_FASTING_GROUP (shc_fasting_group_get_type ())
/**
 * ShcFastingGroup:
 *
 * Signal: `changed ()`: the person changed an answer.
 */
G_DECLARE_FINAL_TYPE (ShcFastingGroup, shc_fasting_group, SHC, FASTING_GROUP, AdwPreferencesGroup)

/** @check: (out): the answers; its time is 0. */
void shc_fasting_group_get_check (ShcFastingGroup *self, ShcFastingCheck *check);
void shc_fasting_group_set_check (ShcFastingGroup *self, const ShcFastingCheck *check);
/** shc_fasting_group_answer: answers question @index for the person, who said it elsewhere; emits `changed` where that
 * changes anything. */
void shc_fasting_group_answer    (ShcFastingGroup *self, guint index, ShcFastingAnswer answer);
/** shc_fasting_group_ask: shows the questions, which can be folded away. */
void shc_fasting_group_ask       (ShcFastingGroup *self);

G_END_DECLS
