/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there is anything new to back up. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_backup_sum: Returns: (transfer full): a hash over all rows of @db but those of the tables that
 * are passing by the schema; keyed, so that it says nothing about them. Reads all of it: blocks for
 * as long as a backup's copying does. */
char *shc_backup_sum (ShcDb *db, GBytes *key, const ShcSchema *schema, GError **error);

G_END_DECLS
