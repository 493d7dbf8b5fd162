/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was written or changed in a base: looked at before it comes back, and told after it did. */

#pragma once

#include <adwaita.h>

#include "shc-base-fetched.h"
#include "shc-share-state.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_COMING_VIEW (shc_share_coming_view_get_type ())
/** ShcShareComingView: its button is the action "share.take" of the dialog that it is in. */
G_DECLARE_FINAL_TYPE (ShcShareComingView, shc_share_coming_view, SHC, SHARE_COMING_VIEW, AdwBin)

/** shc_share_coming_view_set_fetched: @fetched: (nullable): must stay until another one is set. @state: of the moment in which it was
 * asked for. */
void shc_share_coming_view_set_fetched (ShcShareComingView *self, const ShcBaseFetched *fetched,
                                        const ShcShareState *state);

G_END_DECLS
