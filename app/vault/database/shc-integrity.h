/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether every page of a database is as it was written. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_integrity_check_pages: authenticates every page of the file (not of the WAL) and adds a
 * sentence to @problems for each that is damaged, at most a hundred. Afterwards @db may refuse even
 * good pages: open another one. Blocks. Returns: whether it could look. */
gboolean shc_integrity_check_pages (ShcDb *db, GPtrArray *problems, GError **error);

/** shc_integrity_check_structure: SQLite's own check and foreign keys. What cannot be read is a
 * problem, not an error. */
void shc_integrity_check_structure (ShcDb *db, GPtrArray *problems);

G_END_DECLS
