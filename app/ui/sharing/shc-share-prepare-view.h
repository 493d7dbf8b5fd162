/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a base lacks, and which of its choices mean what. */

#pragma once

#include <adwaita.h>

#include "shc-airtable-share.h"

G_BEGIN_DECLS

#define SHC_TYPE_SHARE_PREPARE_VIEW (shc_share_prepare_view_get_type ())
/** ShcSharePrepareView: its buttons are the actions "share.make" and "share.keep-choices" of the dialog that it is in. */
G_DECLARE_FINAL_TYPE (ShcSharePrepareView, shc_share_prepare_view, SHC, SHARE_PREPARE_VIEW, AdwBin)

/** shc_share_prepare_view_set_prepared: @prepared: must stay until another one is set. @tried: whether what was missing was to be made. */
void  shc_share_prepare_view_set_prepared (ShcSharePrepareView *self, const ShcSharePrepared *prepared, gboolean tried);

/** shc_share_prepare_view_dup_mapping: Returns: (transfer full): @mapping, and which of the base's choices were chosen here. */
char *shc_share_prepare_view_dup_mapping  (ShcSharePrepareView *self, const char *mapping);

G_END_DECLS
