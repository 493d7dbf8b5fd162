/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request in the list of what left this computer. */

#pragma once

#include <adwaita.h>

#include "shc-activity.h"

G_BEGIN_DECLS

#define SHC_TYPE_ACTIVITY_ROW (shc_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (ShcActivityRow, shc_activity_row, SHC, ACTIVITY_ROW, AdwBin)

GtkWidget *shc_activity_row_new          (void);
void       shc_activity_row_set_activity (ShcActivityRow *self, const ShcActivity *activity);

/** Returns: (transfer none): whose service it is, and what a request was for, in plain words. */
const char *shc_activity_row_describe_service (const char *service);
const char *shc_activity_row_describe_purpose (const char *purpose);

G_END_DECLS
