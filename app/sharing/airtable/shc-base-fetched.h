/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came back from a base, or would: row by row. */

#pragma once

#include "shc-share-plan.h"

G_BEGIN_DECLS

/**
 * ShcBaseFetched:
 * @taken: whether it was done; else it is what would be
 * @plan: its changes are %SHC_SHARING_CREATE for rows that become reflections, and %SHC_SHARING_UPDATE for
 *   reflections that become what the row is: `cells` are what stands there, `before` what stands here; `asked`
 *   and the names of columns as of every plan
 * @conflicts: (element-type ShcShareChange): what was changed at both ends: `cells` there, `before` here, `note` what
 *   becomes of it
 * @gone: (element-type ShcShareChange): reflections whose row is not there any more; they stay
 * @aside: (element-type ShcShareChange): rows that cannot be taken, with `note`; their `id` may be ""
 * @deleted_here: rows whose reflection is in the trash here, or was deleted for good: left where they are
 * @profile: (nullable): the person's own row where somebody else changed it: `cells` there, `before` here; the profile stays
 */
typedef struct
{
  gboolean        taken;
  ShcSharePlan   *plan;
  GPtrArray      *conflicts;
  GPtrArray      *gone;
  GPtrArray      *aside;
  guint           deleted_here;
  ShcShareChange *profile;
} ShcBaseFetched;

ShcBaseFetched *shc_base_fetched_new  (const char *service, const char *place);
void            shc_base_fetched_free (ShcBaseFetched *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShcBaseFetched, shc_base_fetched_free)

G_END_DECLS
