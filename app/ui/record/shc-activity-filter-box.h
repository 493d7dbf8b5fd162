/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which requests are looked at: by service, purpose, how they ended and when. */

#pragma once

#include <adwaita.h>

#include "shc-activity.h"

G_BEGIN_DECLS

#define SHC_TYPE_ACTIVITY_FILTER_BOX (shc_activity_filter_box_get_type ())
/** ShcActivityFilterBox: signal `changed ()`. */
G_DECLARE_FINAL_TYPE (ShcActivityFilterBox, shc_activity_filter_box, SHC, ACTIVITY_FILTER_BOX, AdwBin)

/** shc_activity_filter_box_get: @filter: (out): what is chosen; its texts are of the program and stay. */
void     shc_activity_filter_box_get   (ShcActivityFilterBox *self, ShcActivityFilter *filter);
/** Returns: whether anything is left out. */
gboolean shc_activity_filter_box_is_on (ShcActivityFilterBox *self);
/** shc_activity_filter_box_clear: shows all again. */
void     shc_activity_filter_box_clear (ShcActivityFilterBox *self);

G_END_DECLS
