/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who writes here, as they choose to be called. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

typedef enum { SHC_FASTING_NONE, SHC_FASTING_BEGINNER, SHC_FASTING_SOME, SHC_FASTING_EXPERIENCED } ShcFasting;
typedef enum { SHC_ADULT_UNSAID = -1, SHC_ADULT_NO = 0, SHC_ADULT_YES = 1 } ShcAdult;

typedef struct
{
  char      *healing_name;
  char      *email;             /* (nullable) */
  char      *goals;             /* (nullable): free text */
  gboolean   has_fasting;
  ShcFasting fasting;
  gint64     journey_start_day; /* civil day since 0001-01-01; -1 for none */
  ShcAdult   adult;             /* unsaid counts as no */
  gint64     created_us;
} ShcProfile;
ShcProfile *shc_profile_new (void);
ShcProfile *shc_profile_copy (const ShcProfile *self);
void        shc_profile_free (ShcProfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcProfile, shc_profile_free)

const char *shc_fasting_to_string (ShcFasting fasting); /* "none" | "beginner" | "some" | "experienced" */
gboolean    shc_fasting_from_string (const char *text, ShcFasting *fasting);

/** shc_profile_check: cleans the name and the e-mail address (one "@" with something on both
 * sides, no spaces; nothing is ever sent to check it). */
gboolean    shc_profile_check (ShcProfile *self, GError **error);

/** Returns: (transfer full): Errors: %SHC_JOURNAL_ERROR_NOT_FOUND before the intake is done. */
ShcProfile *shc_profile_load (ShcDb *db, GError **error);
gboolean    shc_profile_save (ShcDb *db, ShcProfile *profile, gint64 now_us, GError **error);

G_END_DECLS
