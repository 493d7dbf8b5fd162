/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about imports share. */

#pragma once

#include "shc-imports.h"

G_BEGIN_DECLS

/** shc_imports_owner_new: Returns: (transfer full): this program, told apart from all others. */
char    *shc_imports_owner_new (void);

/** shc_imports_owner_is_running: whether the program that wrote @owner, last seen @idle_us ago, may
 * still be at work. */
gboolean shc_imports_owner_is_running (const char *owner, gint64 idle_us);

/** shc_imports_no_row: no row is this high: nothing is being staged. */
#define SHC_IMPORTS_NO_ROW G_MAXINT64

/** shc_import_tally_is_present: whether the vault or the file so far has @entry; counts it as met.
 * @staged_from: rows from here on are what this very run brought. */
gboolean shc_import_tally_is_present (ShcImportTally *tally, ShcDb *db, const ShcImportEntry *entry,
                                      gint64 staged_from, gboolean *present, GError **error);

/** shc_import_tally_set_last: notes where the entry just met went. @id: (nullable): its UUID, %NULL if
 * it was not kept. */
void     shc_import_tally_set_last (ShcImportTally *tally, const char *id, gint64 row);

/** shc_import_tally_get_last: Returns: the row of the entry before this one if that was kept and is
 * called @id, else 0. */
gint64   shc_import_tally_get_last (ShcImportTally *tally, const char *id);

G_END_DECLS
