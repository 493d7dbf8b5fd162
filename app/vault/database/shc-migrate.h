/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a database to the schema of this version. */

#pragma once

#include "shc-db.h"

G_BEGIN_DECLS

/** shc_migrate_get_version: `PRAGMA user_version`. */
gboolean shc_migrate_get_version (ShcDb *db, guint *version, GError **error);

/** shc_migrate_check: Returns: whether @version is at most the newest of @schema.
 * Errors: %SHC_VAULT_ERROR_TOO_NEW. */
gboolean shc_migrate_check (const ShcSchema *schema, guint version, GError **error);

/** shc_migrate_run: runs what is missing, each script in a transaction together with its number.
 * What ran stays when a later one fails. @db: a writer nobody else works on. */
gboolean shc_migrate_run (ShcDb *db, const ShcSchema *schema, GError **error);

G_END_DECLS
