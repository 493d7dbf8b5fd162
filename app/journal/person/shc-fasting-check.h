/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private questions about what makes fasting unsafe. The answers stay in the vault; what follows from them is one thing:
 * whether fasting is spoken about at all.
 *
 * The questions are those that medical guidance names before fasting: pregnancy and nursing, age, diabetes, medicines, eating
 * disorders, low weight, disease of heart or kidneys, a recent operation. Nothing is scored and nothing is diagnosed. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** SHC_FASTING_CHECK_VERSION: of the questions and of what follows from them. */
#define SHC_FASTING_CHECK_VERSION "2026-11"

typedef enum
{
  SHC_FASTING_CHECK_UNSAID = -1,
  SHC_FASTING_CHECK_NO = 0,
  SHC_FASTING_CHECK_YES = 1,
} ShcFastingAnswer;

#define SHC_FASTING_CHECK_QUESTIONS 8
/** SHC_FASTING_CHECK_UNDER_18: which of the questions is the one about age: a yes to it means as well that there is no
 * companion. */
#define SHC_FASTING_CHECK_UNDER_18 1

/** ShcFastingCheck: @answers: by question; @updated_us: 0 if nothing was ever said. */
typedef struct
{
  ShcFastingAnswer answers[SHC_FASTING_CHECK_QUESTIONS];
  gint64           updated_us;
} ShcFastingCheck;

/** shc_fasting_check_get_name: Returns: of question @index: "pregnancy", "under-18", "diabetes", "medicines",
 * "eating-disorder", "low-weight", "heart-or-kidneys" or "operation". */
const char *shc_fasting_check_get_name     (guint index);
/** shc_fasting_check_get_question: Returns: as a person is asked, translated. */
const char *shc_fasting_check_get_question (guint index);

/** shc_fasting_check_allows: whether fasting may be spoken about: only where every question was answered with no. Any yes
 * and any silence turn it off. */
gboolean shc_fasting_check_allows (const ShcFastingCheck *self);

/** shc_fasting_check_get_advice: Returns: what follows from the answers, said to the person, translated. */
const char *shc_fasting_check_get_advice (const ShcFastingCheck *self);

/** shc_fasting_check_load: @check: (out). */
gboolean shc_fasting_check_load (ShcDb *db, ShcFastingCheck *check, GError **error);
/** shc_fasting_check_save: what is unsaid is taken out to the last byte. */
gboolean shc_fasting_check_save (ShcDb *db, const ShcFastingCheck *check, gint64 now_us, GError **error);

G_END_DECLS
