/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bringing a database to the schema of this version. */

#define G_LOG_DOMAIN "shc-migrate"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "shc-db-private.h"
#include "shc-migrate.h"

gboolean
shc_migrate_get_version (ShcDb   *db,
                         guint   *version,
                         GError **error)
{
  gint64 number;

  if (!shc_db_get_number (db, "PRAGMA user_version", &number, error))
    return FALSE;
  *version = (guint) CLAMP (number, 0, G_MAXUINT);
  return TRUE;
}

gboolean
shc_migrate_check (const ShcSchema  *schema,
                   guint             version,
                   GError          **error)
{
  if (version <= schema->n_migrations)
    return TRUE;
  g_set_error_literal (error, SHC_VAULT_ERROR, SHC_VAULT_ERROR_TOO_NEW,
                       _("This journal was written by a newer version of the program. It was left "
                         "untouched; please update the program."));
  return FALSE;
}

/* A script that breaks a reference must not be kept, although references are not enforced while
 * it runs (a table may have to be rebuilt). */
static gboolean
check_references (ShcDb   *db,
                  GError **error)
{
  sqlite3_stmt *stmt = shc_db_prepare (db, "PRAGMA foreign_key_check", error);
  g_autoptr(GError) local_error = NULL;

  if (stmt == NULL)
    return FALSE;
  if (!shc_db_step (db, stmt, &local_error))
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  sqlite3_reset (stmt);
  shc_db_set_error (db, SQLITE_CORRUPT, error);
  return FALSE;
}

static gboolean
run_one (ShcDb       *db,
         const char  *resource,
         guint        version,
         GError     **error)
{
  g_autoptr(GBytes) script = g_resources_lookup_data (resource, 0, error);
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version = %u", version);

  if (script == NULL || !shc_db_begin (db, error))
    return FALSE;
  /* Data of a resource ends in a zero byte that is not counted. */
  if (shc_db_exec (db, g_bytes_get_data (script, NULL), error) && check_references (db, error) &&
      shc_db_exec (db, mark, error) && shc_db_commit (db, error))
    return TRUE;
  shc_db_rollback (db);
  return FALSE;
}

gboolean
shc_migrate_run (ShcDb            *db,
                 const ShcSchema  *schema,
                 GError          **error)
{
  gboolean ok = TRUE;
  guint version;

  if (!shc_migrate_get_version (db, &version, error) ||
      !shc_migrate_check (schema, version, error) ||
      !shc_db_exec (db, "PRAGMA foreign_keys = OFF", error))
    return FALSE;
  for (guint i = version; ok && i < schema->n_migrations; i++)
    ok = run_one (db, schema->migrations[i], i + 1, error);
  return shc_db_exec (db, "PRAGMA foreign_keys = ON", ok ? error : NULL) && ok;
}
