/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row for a day that may also be none. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define SHC_TYPE_DATE_ROW (shc_date_row_get_type ())
/**
 * ShcDateRow:
 *
 * Properties: `day` (gint64, days since 0001-01-01, -1 for none), `none-text` (what is said then).
 */
G_DECLARE_FINAL_TYPE (ShcDateRow, shc_date_row, SHC, DATE_ROW, AdwActionRow)

gint64 shc_date_row_get_day (ShcDateRow *self);
void   shc_date_row_set_day (ShcDateRow *self, gint64 day);

G_END_DECLS
