/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan to share, take back or delete: looked at, and ticked, before anything is done. */

#pragma once

#include <adwaita.h>

#include "shc-airtable-share.h"
#include "shc-share-state.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_PLAN_VIEW (shc_share_plan_view_get_type ())
/** ShcSharePlanView: its button is the action "share.send" of the dialog that it is in. */
G_DECLARE_FINAL_TYPE (ShcSharePlanView, shc_share_plan_view, SHC, SHARE_PLAN_VIEW, AdwBin)

/** shc_share_plan_view_set_plan: @plan: (nullable): its ticks are changed; must stay until another one is set. @state: of the
 * moment in which it was made. */
void shc_share_plan_view_set_plan (ShcSharePlanView *self, ShcSharePlan *plan, const ShcShareState *state);

G_END_DECLS
